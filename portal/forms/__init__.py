"""The shapes of what people type on the top floor."""
