"""Needs, offers, introductions and projects of the demo city."""

from datetime import date
from typing import Any

from events.models import Event
from organizations.models import District, Introduction, Need, Offer, Organization, Project
from organizations.services.exchange import post
from organizations.services.matching import answer, introduce
from organizations.services.projects import (
    Line,
    add_partner,
    edit_project,
    move_project,
    publish_project,
    set_role_table,
    start_project,
)
from portal.demo.people import coordinator, group, members_of
from portal.demo.words import words

YES = Introduction.Answer.YES
WAY_TO_RUNNING = ("consult", "application", "screening", "reviewed", "agreed", "running")


def make_postings() -> None:
    for row in words("network")["postings"]:
        sheet = Need if row[0] == "need" else Offer
        if not sheet.objects.filter(title=row[2]).exists():
            _posting(sheet, row)


def _posting(sheet: type[Need] | type[Offer], row: list[Any]) -> None:
    _kind, key, title, text, resource, quantity, unit, ages, weekdays, dayparts, districts, tags = row
    organization = group(key)
    facts = {
        "title": title,
        "text": text,
        "resource": resource,
        "quantity": quantity or None,
        "unit": unit,
        "weekdays": weekdays,
        "dayparts": dayparts,
    }
    if ages:
        facts |= {"age_from_months": ages[0], "age_to_months": ages[1]}
    post(
        sheet=sheet,
        organization=organization,
        words=facts,
        districts=District.objects.filter(code__in=districts),
        topics=organization.topics.all(),
        tags=tags,
        by=members_of(organization),
    )


def make_introductions() -> None:
    """One that both sides have answered with yes, and one that waits for the second answer."""
    if Introduction.objects.exists():
        return
    seamstress = _introduce("衣装を直せる人", "ミシンと糸、直せる人", "衣装を見せに行ってもよいですか、とのことです。")
    for side in (seamstress.asking, seamstress.answering):
        answer(introduction=seamstress, side=side, answer=YES, by=members_of(side))
    waiting = _introduce("丸太と間伐材", "車と力仕事", "運べる人と、山の持ち主をおつなぎします。")
    answer(introduction=waiting, side=waiting.asking, answer=YES, by=members_of(waiting.asking))


def _introduce(need: str, offer: str, message: str) -> Introduction:
    return introduce(
        need=Need.objects.get(title=need), offer=Offer.objects.get(title=offer), message=message, by=coordinator()
    )


def make_projects(today: date) -> None:
    for row in words("network")["projects"]:
        if not Project.objects.filter(title=row[3]).exists():
            _project(row, today.year - (today.month < 4))


def _project(row: list[Any], fiscal_year: int) -> None:
    form, lead, department, title, summary, purpose, together, measure, topics, years, lines = row
    by = coordinator()
    project = start_project(
        title=title, form=form, fiscal_year=fiscal_year, organization=group(lead), measure_text=measure, by=by
    )
    edit_project(
        project=project,
        words={"summary": summary, "purpose": purpose, "why_together": together, "years_running": years},
        topics=group(lead).topics.filter(slug__in=topics),
        districts=group(lead).districts.all(),
        by=by,
    )
    city = add_partner(project=project, organization=Organization.objects.get(slug=department), role="city", by=by)
    sides = {"lead": project.partners.get(role="lead"), "city": city}
    table = [Line(partner=sides[who], task=task, cost=cost, risk=risk) for who, task, cost, risk in lines]
    set_role_table(project=project, lines=table, by=by)
    for step in WAY_TO_RUNNING:
        move_project(project=project, status=step, by=by)
    publish_project(project=project, by=by)
    Event.objects.filter(hosts__organization=group(lead), hosts__role="lead", project=None).update(project=project)
