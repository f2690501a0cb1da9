"""What editors keep in the CMS on the ground floor."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from organizations.models import MessageTemplate, RenewalWindow, ThesaurusTerm


class ThesaurusViewSet(ModelViewSet):
    """The city's own words beside the thesaurus that ships; a new word is understood at once."""

    model = ThesaurusTerm
    name = "thesaurus"
    icon = "search"
    menu_label = _("Words for the search")
    add_to_settings_menu = True
    form_fields = ["concept", "same", "near"]
    list_display = ["concept", "same", "near"]
    search_fields = ["concept", "same"]
    ordering = ["concept"]


class MessageTemplateViewSet(ModelViewSet):
    """Words that coordinators begin an introduction with."""

    model = MessageTemplate
    name = "message-templates"
    icon = "mail"
    menu_label = _("Words for introductions")
    add_to_settings_menu = True
    form_fields = ["title", "text"]
    list_display = ["title"]


class RenewalWindowViewSet(ModelViewSet):
    """When each kind of group is asked whether its page is still true; without a row the usual days hold."""

    model = RenewalWindow
    name = "renewal_windows"
    icon = "date"
    menu_label = _("Times of renewal")
    add_to_settings_menu = True
    form_fields = ["kind", "is_asked", "opens_on", "due_on", "rests_on"]
    list_display = ["kind", "is_asked", "opens_on", "due_on", "rests_on"]
    ordering = ["kind"]
