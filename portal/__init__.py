"""Top floor: how the city sees it all.

The site itself: settings, pages, sign-in, desk, search over everything, data exchange and operations.
Deeds that touch several floors are services of this one.
Nothing below may import it.
"""
