"""The children's own door; the other account pages are allauth's."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from portal.forms.signin import ChildSignInForm


@never_cache
def child_sign_in(request: HttpRequest) -> HttpResponse:
    """Let a child in by her group's code and her secret number, to the page of her group."""
    form = ChildSignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.member.user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("organization_home", slug=form.member.organization.slug)
    return render(request, "account/child.html", {"form": form})
