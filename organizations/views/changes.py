"""A group asks for another name or contact; a coordinator looks at it first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organizations.forms.registry import NameChangeForm, NameChangeOnBehalfForm
from organizations.permissions import acting, may_enter_for_others
from organizations.services import changes
from organizations.views.registry import find_own, posted


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for another name, reading or contact."""
    organization = find_own(request, slug)
    form_class = NameChangeOnBehalfForm if may_enter_for_others(request.user) else NameChangeForm
    form = form_class(posted(request), initial=changes.as_it_is(organization))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        contact = {name: said.pop(f"contact_{name}") for name in ("kind", "value", "visibility")}
        changes.propose_change(organization=organization, contact=contact, **said, by=acting(request.user))
        messages.success(request, _("A coordinator looks at it. Until then the page stays as it is."))
        return redirect(organization)
    context = {"form": form, "organization": organization, "waiting": changes.waiting_for(organization)}
    return render(request, "organizations/change_ask.html", context)
