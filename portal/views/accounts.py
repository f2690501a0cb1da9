"""The children's own door, and the way out; the other account pages are allauth's."""

from allauth.account import views as account_views
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from organizations.permissions import acting
from portal.forms.signin import ChildSignInForm
from portal.services.accounts import close_account


def sign_in(request: HttpRequest) -> HttpResponse:
    """Open the sign-in; whom the admin just refused goes to her desk, not back there for ever."""
    wants_admin = request.GET.get("next", "").startswith("/cms/")
    if wants_admin and request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("desk")
    return account_views.login(request)


@never_cache
def child_sign_in(request: HttpRequest) -> HttpResponse:
    """Let a child in by her group's code and her secret number, to the page of her group."""
    form = ChildSignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.member.user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("organization_home", slug=form.member.organization.slug)
    return render(request, "account/child.html", {"form": form})


@login_required
@never_cache
def close(request: HttpRequest) -> HttpResponse:
    """End one's own account; the page says before what goes and what stays."""
    if request.method == "POST":
        user = acting(request.user)
        try:
            close_account(user=user, by=user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("account_close")
        logout(request)
        messages.success(request, _("Your account is deleted. Thank you for having been with us."))
        return redirect("account_login")
    return render(request, "account/close.html")
