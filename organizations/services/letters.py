"""What the two sides of an introduction and its coordinator are told, by mail or on the call list."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organizations.models import Consent, Introduction, Organization
from organizations.services.addresses import site_address
from organizations.services.deliveries import tell
from organizations.services.registry import tell_organization


def ask(consent: Consent) -> None:
    """Ask one side, with its private link; it does not learn how to reach the other yet."""
    tell_organization(
        organization=consent.organization,
        purpose="introduction_asked",
        about=consent.introduction,
        subject=_("May we introduce you to somebody?"),
        body=format_lazy(
            "{}\n\n{}",
            _("We think somebody could go well with you. Look and answer here, without signing in:"),
            site_address(consent.get_absolute_url()),
        ),
        spoken=_("We think somebody could go well with you. May we introduce you: yes, no, or not yet?"),
    )


def open_both(introduction: Introduction) -> None:
    for side in (introduction.asking, introduction.answering):
        tell_organization(
            organization=side,
            purpose="introduction_opened",
            about=introduction,
            subject=_("Both of you said yes"),
            body=_("On your desk you now find how to reach each other. We will ask in two weeks how it went."),
            spoken=_("We now tell you how to reach each other. We will ask in two weeks how it went."),
        )


def say_it_ended(introduction: Introduction, side: Organization) -> None:
    """Tell one side that it came to nothing: not who said no, and not why."""
    tell_organization(
        organization=side,
        purpose="introduction_ended",
        about=introduction,
        subject=_("This introduction came to nothing"),
        body=_("It did not come together this time. We go on looking for you."),
    )


def tell_coordinator(introduction: Introduction) -> None:
    coordinator = introduction.coordinator
    if coordinator is None:
        return
    tell(
        purpose="introduction_over",
        about=introduction,
        subject=_("An introduction needs another look"),
        body=_("One that you proposed ended without a meeting. Its page on your desk says more."),
        name=coordinator.name,
        email=coordinator.email,
        phone=coordinator.phone,
        language=coordinator.language,
    )
