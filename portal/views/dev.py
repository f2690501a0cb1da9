"""In development only: the mails that were sent, and the codes to sign in as each demo role."""

import time
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organizations.models import Delivery, Membership, User

LATEST = 30
SPLIT = b"-" * 79


def _saved() -> list[EmailMessage]:
    """Read the latest mails that Django's file backend wrote, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH or ".")
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:LATEST]
    parts = (part.strip() for file in files for part in reversed(file.read_bytes().split(SPLIT)))
    return [BytesParser(EmailMessage, policy=default).parsebytes(part) for part in parts if part]


def _body(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain",))
    return part.get_content() if part else ""


def mails(request: HttpRequest) -> HttpResponse:
    """Show the mails that left, and those that wait for the worker."""
    sent = [
        {"to": mail["To"], "subject": mail["Subject"], "date": mail["Date"], "body": _body(mail)}
        for mail in _saved()[:LATEST]
    ]
    waiting = Delivery.objects.filter(status=Delivery.Status.WAITING).order_by("-pk")[:LATEST]
    return render(request, "dev/mails.html", {"sent": sent, "waiting": waiting})


def current_code(authenticator: Authenticator) -> str:
    """Say what an authenticator app would show now."""
    secret = get_adapter().decrypt(authenticator.data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def show(request: HttpRequest) -> HttpResponse:
    """List one person of each role with what she types to sign in."""
    codes = {
        row.user_id: current_code(row) for row in Authenticator.objects.filter(type=Authenticator.Type.TOTP)[:LATEST]
    }
    staff = User.objects.filter(groups__isnull=False).distinct().prefetch_related("groups").order_by("staff_number")
    heads = Membership.objects.managing().select_related("user", "organization").order_by("pk")[:5]
    context = {
        "staff": [{"user": user, "code": codes.get(user.pk, "")} for user in staff[:LATEST]],
        "heads": [head for head in heads if head.user.email],
    }
    return render(request, "dev/show.html", context)
