"""First floor: where.

Facilities and their spaces, when they are open, and who has booked them.
The database itself refuses that two bookings share a part of a building at the same time.
Never here: what happens in a room (events) or how the city reports on it (portal).
"""
