"""The list of groups in and out: handed in, tried, taken over with its progress shown; written as CSV or Excel."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.permissions import acting, is_coordinator
from organizations.views.guards import open_to
from organizations.views.registry import posted
from portal.forms.lists import ListForm
from portal.models import ListImport
from portal.opendata import groups
from portal.services import list_imports

LATEST = 10
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@open_to(is_coordinator)
def index(request: HttpRequest) -> HttpResponse:
    """Hand in a list, or take one away."""
    form = ListForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows, unread = groups.read_list(file.read(), file_name=file.name)
        except groups.NoList as problem:
            form.add_error("file", str(problem))
        else:
            by = acting(request.user)
            return redirect(list_imports.hand_in(file_name=file.name, rows=rows, unread=unread, by=by))
    latest = ListImport.objects.defer("rows", "unread", "report").order_by("-pk")[:LATEST]
    context = {"form": form, "latest": latest, "titles": [column.title for column in groups.COLUMNS]}
    return render(request, "lists/index.html", context)


@open_to(is_coordinator)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a list has come and what came of each row; begin in earnest, or let it go."""
    run = get_object_or_404(ListImport.objects.defer("rows", "unread"), pk=pk)
    if request.method == "POST":
        try:
            if "take" in request.POST:
                list_imports.take_over(run=run, by=acting(request.user))
            elif "drop" in request.POST:
                list_imports.drop(run=run, by=acting(request.user))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect(run)
    problems = [{**one, "field": groups.TITLES.get(one["field"], one["field"])} for one in run.report["rejected"]]
    return render(request, "lists/show.html", {"run": run, "problems": problems[:500], "count": len(problems)})


@open_to(is_coordinator)
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Write the list as it stands; it can be mended in a spreadsheet and handed in again."""
    day = timezone.localdate()
    if form == "xlsx":
        answer = HttpResponse(groups.as_excel(), content_type=EXCEL)
    else:
        encoding = "cp932" if request.GET.get("encoding") == "cp932" else "utf-8"
        text = groups.as_csv().removeprefix("\ufeff") if encoding == "cp932" else groups.as_csv()
        answer = HttpResponse(text.encode(encoding, errors="replace"), content_type=f"text/csv; charset={encoding}")
    name = quote(f"{_('groups')}-{day:%Y%m%d}.{form}")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "no-store"
    return answer
