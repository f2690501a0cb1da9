"""What waits for somebody at the desk, oldest first, floor by floor; each item is one tap from done."""
