"""The desk: everything that waits for the person who has signed in, one page per role."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def show(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/show.html")
