"""What people type about places and bookings."""
