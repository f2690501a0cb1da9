"""The scoring before cities it was not made for: what answers a need stands among the first three."""

from datetime import date

import pytest

from organizations.scoring import Need, Offer, Situation, rank
from tests.organizations.scoring.cities import (
    BY_THE_SEA_NEEDS,
    BY_THE_SEA_OFFERS,
    IN_THE_SNOW_NEEDS,
    IN_THE_SNOW_OFFERS,
    NOBODY_CAN,
)

HERE = Situation(date(2026, 12, 1))


def offers(city):
    return [
        Offer(id=name, organization=name, resource=resource, title=title, body=body)
        for name, (resource, title, body) in city.items()
    ]


SEA, SNOW = offers(BY_THE_SEA_OFFERS), offers(IN_THE_SNOW_OFFERS)
ASKED = [(SEA, *row) for row in BY_THE_SEA_NEEDS] + [(SNOW, *row) for row in IN_THE_SNOW_NEEDS]


def ranked(sheet, city):
    resource, title, body = sheet
    return rank(Need(id="need", organization="us", resource=resource, title=title, body=body), city, HERE)


@pytest.mark.parametrize(("city", "sheet", "answers"), [pytest.param(*row, id=row[1][1]) for row in ASKED])
def test_rank_in_another_city_puts_an_answer_among_the_first_three(city, sheet, answers):
    first = {match.offer.id for match in ranked(sheet, city)[:3]}

    assert first & answers


@pytest.mark.parametrize("sheet", NOBODY_CAN, ids=lambda sheet: sheet[1])
def test_rank_when_nobody_can_then_scores_below_what_answers(sheet):
    answering = sorted(ranked(asked, city)[0].score for city, asked, _answers in ASKED)

    assert ranked(sheet, SNOW)[0].score < answering[len(answering) // 2]
