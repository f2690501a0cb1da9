"""Where in the library an upload of a test goes."""

from wagtail.models import Collection


def shelf():
    """Name the first collection, as the form asks where there are several."""
    return {"collection": Collection.get_first_root_node().pk}
