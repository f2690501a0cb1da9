"""Ground floor: who.

People, groups, departments and agencies of the city; what they need and offer; what they do together.
The city's own vocabulary (districts, topics) and the rows every floor leaves behind (deliveries, receipts) live here.
Never here: a room, a date, a page. This app imports none of the other three.
"""
