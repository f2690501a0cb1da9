"""The pieces an editor builds a page of."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from organizations.models import Topic

UNSTATED = _("Open this picture in the library first, and write what it shows and who is on it.")
TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "hr"]


def topic_choices() -> list[tuple[str, str]]:
    """List the city's topics."""
    return [(topic.slug, topic.name) for topic in Topic.objects.all()]


class PictureBlock(blocks.StructBlock):
    """A picture that says what it shows and who made it."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        required=False,
        max_length=200,
        help_text=_("For people who cannot see it. Empty: the picture's own alternative text."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a picture that does not yet say what it shows and who is on it."""
        value = super().clean(value)
        if value["picture"] and not value["picture"].is_publishable:  # a draft may still be without one
            unstated = ValidationError(UNSTATED, code="unstated")
            raise blocks.StructBlockValidationError(block_errors={"picture": unstated})
        return value

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class CalloutBlock(blocks.StructBlock):
    """A sentence that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Good to know")), ("success", _("Please do")), ("warning", _("Please mind"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=600)

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = "blocks/callout.html"


class DocumentBlock(blocks.StructBlock):
    """A document to fetch."""

    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(label=_("Words of the link"), required=False, max_length=120)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "blocks/document.html"


class EventsBlock(blocks.StructBlock):
    """The next dates that a search finds."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    query = blocks.CharBlock(
        label=_("Search"),
        required=False,
        max_length=300,
        help_text=_("Search on the events page and paste the part of its address after the question mark."),
    )
    count = blocks.IntegerBlock(label=_("How many at most"), default=3, min_value=1, max_value=12)

    class Meta:
        icon = "date"
        label = _("Upcoming events with this filter")
        template = "blocks/events.html"


class PlacesBlock(blocks.StructBlock):
    """The places one may drop in at this moment."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    count = blocks.IntegerBlock(label=_("How many at most"), default=3, min_value=1, max_value=12)

    class Meta:
        icon = "home"
        label = _("Open places now")
        template = "blocks/places.html"


class GroupsBlock(blocks.StructBlock):
    """Groups that do something about one topic."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    topic = blocks.ChoiceBlock(label=_("Topic"), choices=topic_choices, required=False)
    count = blocks.IntegerBlock(label=_("How many at most"), default=3, min_value=1, max_value=12)

    class Meta:
        icon = "group"
        label = _("Groups with this topic")
        template = "blocks/groups.html"


class BodyBlock(blocks.StreamBlock):
    """The body of every page."""

    text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=TEXT_FEATURES, template="blocks/text.html")
    picture = PictureBlock()
    callout = CalloutBlock()
    document = DocumentBlock()
    events = EventsBlock()
    places = PlacesBlock()
    groups = GroupsBlock()


class LinkBlock(blocks.StructBlock):
    """One line of the menu or the footer: a page of ours, or any address."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.CharBlock(
        label=_("Path or address"), required=False, max_length=300, help_text=_("In place of a page, such as /events/.")
    )
    label = blocks.CharBlock(label=_("Words in Japanese"), max_length=40)
    label_en = blocks.CharBlock(label=_("Words in English"), required=False, max_length=60)

    class Meta:
        icon = "link"
        label = _("Link")


class LinkGroupBlock(blocks.StructBlock):
    """A column of the footer."""

    title = blocks.CharBlock(label=_("Title in Japanese"), max_length=40)
    title_en = blocks.CharBlock(label=_("Title in English"), required=False, max_length=60)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("Column")
