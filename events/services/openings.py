"""受付開始をお知らせ: one mail when applications open, and no other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.models import Event, Reception, Subscription
from events.services.subscriptions import end, opening_of, unsubscribe_address
from events.services.words import apply_words, facts_of
from organizations.services.addresses import site_address
from organizations.services.deliveries import tell


@transaction.atomic
def remind(*, subscription: Subscription, now: datetime) -> bool:
    """Tell once that applications are open, and end; when the opening was put off, wait for it."""
    opening = opening_of(subscription)
    subject = subscription.event or subscription.reception
    if opening is None or subject is None or not _is_shown(subscription):
        end(subscription=subscription)
        return False
    turn = Subscription.objects.due(now).filter(pk=subscription.pk, next_at=subscription.next_at)
    if opening > now:
        turn.update(next_at=opening)
        return False
    if not turn.update(next_at=None):
        return False
    with override(subscription.language):
        lines = [
            _("Applications are open: %(title)s") % {"title": str(subject)},
            _how_words(subject, now),
            site_address(subject.get_absolute_url()),
            _("You asked for this reminder. It is the only one, and we forget your address now."),
        ]
        text = "\n\n".join(filter(None, lines))
        subject_line = _("Applications are open: %(title)s") % {"title": str(subject)}
    email = subscription.email
    end(subscription=subscription)
    tell(
        purpose="opening",
        about=subscription,
        subject=subject_line,
        body=text,
        email=email,
        language=subscription.language,
        unsubscribe_url=unsubscribe_address(subscription),
    )
    return True


def _is_shown(subscription: Subscription) -> bool:
    if subscription.event is not None:
        return subscription.event.is_public
    return subscription.reception is not None and subscription.reception.is_published


def _how_words(subject: Event | Reception, now: datetime) -> str:
    if isinstance(subject, Reception):
        return subject.how
    phone = _("Telephone: %(phone)s") % {"phone": subject.apply_phone} if subject.apply_phone else ""
    return "\n".join(filter(None, [apply_words(facts_of(subject), now), phone, subject.apply_hours]))
