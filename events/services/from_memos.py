"""What came in at the counter, begun as an event."""

from urllib.parse import urlencode

from django.db import transaction

from events.services.unsent import keep_unsent
from organizations.models import Memo, Organization, User, new_token
from organizations.services.memos import settle_memo


@transaction.atomic
def begin_event(*, memo: Memo, organization: Organization, by: User) -> str:
    """Keep the memo's words as those of an event not sent yet; return the address of its form."""
    token = new_token()
    answers = {"title": [memo.text.splitlines()[0][:100]], "description": [memo.text]}
    keep_unsent(token=token, organization=organization, answers=answers, by=by)
    address = f"/desk/events/new/?{urlencode({'organization': organization.slug, 'unsent': token})}"
    settle_memo(memo=memo, became=Memo.Became.EVENT, outcome=address, by=by)
    return address
