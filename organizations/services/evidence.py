"""Signs of life that nobody had to be asked for: kept apart from what groups say themselves."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from organizations.models import ContactPoint, Delivery, Evidence, Membership, Organization
from organizations.services.outside import Answer, Refused, fetch

Kind = Evidence.Kind
CHECK_EVERY = timedelta(days=30)
CHECK_AGAIN = timedelta(days=1)
MOST_SECONDS = 5.0
GONE = ("404", "410")
# The site answers, if not to us: neither proves that it is gone.
ANSWERS = ("large", "slow", "redirects", "private", "address", "port")
Fetch = Callable[..., Answer]


@transaction.atomic
def keep_latest(*, kind: str, seen: Mapping[int, date]) -> int:
    """Keep, for each organization by its key, the latest day of one kind of sign; return how many changed."""
    known = {row.organization_id: row for row in Evidence.objects.filter(kind=kind)}
    there = set(Organization.objects.filter(pk__in=seen).values_list("pk", flat=True))
    fresh = [
        Evidence(organization_id=pk, kind=kind, seen_on=day)
        for pk, day in seen.items()
        if pk in there and pk not in known
    ]
    moved = [known[pk] for pk, day in seen.items() if pk in known and known[pk].seen_on < day]
    for row in moved:
        row.seen_on = seen[row.organization_id]
    Evidence.objects.bulk_create(fresh, batch_size=500)
    Evidence.objects.bulk_update(moved, ["seen_on"], batch_size=500)
    return len(fresh) + len(moved)


@transaction.atomic
def note_bounces(*, day: date) -> int:
    """Keep which groups' mails could not be delivered of late; one that arrived since clears it."""
    lately = Delivery.objects.filter(channel=Delivery.Channel.MAIL, done_at__date__gte=day - CHECK_EVERY)
    failed = Delivery.objects.filter(status=Delivery.Status.FAILED, due_at__date__gte=day - CHECK_EVERY)
    bad = {row.recipient: timezone.localdate(row.due_at) for row in failed.order_by("due_at")}
    good = set(lately.filter(status=Delivery.Status.SENT).values_list("recipient", flat=True))
    seen = _owners({address: at for address, at in bad.items() if address not in good}, day)
    Evidence.objects.filter(kind=Kind.MAIL_BOUNCED).exclude(organization__in=seen).delete()
    return keep_latest(kind=Kind.MAIL_BOUNCED, seen=seen)


def _owners(addresses: Mapping[str, date], day: date) -> dict[int, date]:
    """Find the organizations that gave these mail addresses, or whose representatives have them."""
    contacts = ContactPoint.objects.filter(kind=ContactPoint.Kind.MAIL, value__in=addresses)
    found: list[tuple[int, str | None]] = list(contacts.values_list("organization", "value"))
    heads = Membership.objects.current(day).filter(role=Membership.Role.REPRESENTATIVE, user__email__in=addresses)
    found += list(heads.values_list("organization", "user__email"))
    known = ((organization, (address or "").lower()) for organization, address in found)
    return {organization: addresses[address] for organization, address in known if address in addresses}


def next_link(day: date) -> Organization | None:
    """Give the group whose website has waited longest to be looked at: monthly, daily while it is not there."""
    looked_at = Evidence.objects.filter(kind=Kind.LINK_DEAD)
    lately = Q(times=0, seen_on__gt=day - CHECK_EVERY) | Q(times__gt=0, seen_on__gt=day - CHECK_AGAIN)
    rows = Organization.objects.filter(status__in=Organization.SHOWN).exclude(website="")
    return rows.exclude(pk__in=looked_at.filter(lately).values("organization")).order_by("pk").first()


def check_link(*, organization: Organization, day: date, read: Fetch = fetch) -> Evidence:
    """Look whether a group's website is there. Counts failures on different days; one success forgets them."""
    problem = _problem(organization.website, read)
    row, _new = Evidence.objects.get_or_create(
        organization=organization, kind=Kind.LINK_DEAD, defaults={"seen_on": day, "times": 0}
    )
    row.times = row.times + 1 if problem else 0
    row.seen_on, row.detail = day, problem[:200]
    row.save()
    return row


def _problem(address: str, read: Fetch) -> str:
    """Say by which code a website is gone; '' when it is there, or only will not speak with us."""
    try:
        read(address, seconds=MOST_SECONDS)
    except Refused as refused:
        if refused.code == "status":
            return f"status {refused.value}" if refused.value in GONE else ""
        return "" if refused.code in ANSWERS else refused.code
    return ""


def shown(rows: Iterable[Evidence]) -> list[Evidence]:
    """Leave out what is no news: a website that is there."""
    return [row for row in rows if row.kind != Kind.LINK_DEAD or row.is_warning]
