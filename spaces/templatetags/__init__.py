"""Words of this floor for templates."""
