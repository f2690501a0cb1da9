"""What comes in: the question of a search, an event, a party."""
