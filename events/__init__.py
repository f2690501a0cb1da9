"""Second floor: when.

What happens, once or every week; its dates are rows; who comes; calendars in and out.
Borrows rooms through spaces.services and names its hosts through organizations.
Never here: the plan, the review, the pages of the site.
"""
