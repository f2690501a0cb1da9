"""受付メモ and 「まちがいを知らせる」: written in thirty seconds, seen to at the desk."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from organizations.forms.memos import MemoByHandForm, MemoForm, MemoGroupForm
from organizations.models import Memo, Need, Offer, Organization, Picture, User
from organizations.permissions import acting, may_enter_for_others
from organizations.services import memos, pictures
from organizations.services.receipts import settle
from organizations.views.floods import refuse_floods
from organizations.views.guards import open_to
from organizations.views.lists import page_links
from organizations.views.registry import posted

PAGE = 30
PLAIN = (Memo.Became.CHANGE, Memo.Became.NOTHING)


def new(request: HttpRequest) -> HttpResponse:
    """Tell of a mistake, or note what somebody told at the counter."""
    by_hand = may_enter_for_others(request.user)
    form_class = MemoByHandForm if by_hand else MemoForm
    form = form_class(posted(request), request.FILES or None, initial={"path": request.GET.get("page", "")[:200]})
    if request.method == "POST" and form.is_valid() and _noted(request, form):
        messages.success(request, _("Thank you. Somebody looks at it."))
        return redirect("memos") if by_hand else redirect(form.cleaned_data["path"] or "/")
    return render(request, "organizations/memos/new.html", {"form": form, "by_hand": by_hand})


def _noted(request: HttpRequest, form: forms.Form) -> str:
    """Write it down once; '' when too many came from here, and the form says so."""
    said = dict(form.cleaned_data)
    by = request.user if isinstance(request.user, User) else None
    try:
        refuse_floods(request, "memo_new", said["contact"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return ""
    token = request.POST.get("form_token", "")
    return settle(token=token, purpose="memo_new", deed=lambda: _note(said, by), by=by)


def _note(said: dict[str, Any], by: User | None) -> str:
    file = said.pop("picture_file", None)
    people = Picture.People.UNSTATED
    picture = pictures.keep_picture(title=pictures.UNNAMED, file=file, alt="", people=people) if file else None
    return str(memos.note(**said, picture=picture, organization=_group_of(said["path"]), by=by).pk)


def _group_of(path: str) -> Organization | None:
    """Find the group whose page somebody spoke of."""
    parts = urlsplit(path).path.strip("/").split("/")
    return Organization.objects.filter(slug=parts[-1]).first() if "organizations" in parts[:-1] else None


@open_to(may_enter_for_others)
def index(request: HttpRequest) -> HttpResponse:
    """List what waits, oldest first, and what was settled of late."""
    rows = Memo.objects.select_related("organization", "entered_by", "picture")
    page = Paginator(rows.waiting().order_by("entered_at", "pk"), PAGE).get_page(request.GET.get("page"))
    settled = rows.exclude(became="").select_related("settled_by").order_by("-settled_at")[:PAGE]
    context = {"page": page, "settled": settled} | page_links(request, page)
    return render(request, "organizations/memos/index.html", context)


@open_to(may_enter_for_others)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """See to one memo: one tap makes it what it is."""
    memo = get_object_or_404(Memo.objects.select_related("organization", "entered_by", "picture"), pk=pk)
    form = MemoGroupForm(posted(request), initial={"organization": memo.organization and memo.organization.slug})
    if request.method == "POST" and memo.became == "":
        try:
            return redirect(_see_to(request, memo, form))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("memo", pk=pk)
    return render(request, "organizations/memos/show.html", {"memo": memo, "form": form})


def _see_to(request: HttpRequest, memo: Memo, form: MemoGroupForm) -> str:
    """Do what was tapped and say where to go on; what belongs to a group wants its name."""
    became, by = request.POST.get("became", ""), acting(request.user)
    if became in PLAIN:
        memos.settle_memo(memo=memo, became=became, by=by)
        return "/desk/memos/"
    if not form.is_valid():
        raise ValidationError(_("Please choose the group first."), code="no_group")
    group = form.cleaned_data["organization"]
    if became == Memo.Became.TALK:
        return memos.become_talk(memo=memo, organization=group, by=by).outcome
    sheets: dict[str, type[Need] | type[Offer]] = {Memo.Became.NEED: Need, Memo.Became.OFFER: Offer}
    if became in sheets:
        return (
            f"{memos.become_sheet(memo=memo, organization=group, sheet=sheets[became], by=by).get_absolute_url()}edit/"
        )
    raise ValidationError(_("Please choose what it is."), code="no_choice")
