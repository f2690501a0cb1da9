"""What a guest writes into the booking form."""

from datetime import timedelta

from django.utils import timezone

WISH = {
    "start": "10:00",
    "end": "12:00",
    "purpose": "読み聞かせ",
    "head_count": "10",
    "name": "佐藤花子",
    "phone": "072-000-0000",
    "agrees": "on",
}


def wish():
    return WISH | {"day": (timezone.localdate() + timedelta(days=7)).isoformat()}
