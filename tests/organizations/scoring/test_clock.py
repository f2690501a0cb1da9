"""Hours and days read from a text."""

from datetime import date

import pytest

from organizations.scoring import Offer, clock

TODAY = date(2026, 12, 1)


def offer(body):
    return Offer(id="o", organization="g", resource="people", title="", body=body)


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        pytest.param("13時〜15時です", [(13, 15)], id="span"),
        pytest.param("９：３０から１２：００", [(9.5, 12)], id="full width"),
        pytest.param("15時半ごろから", [(15.5, 24)], id="since"),
        pytest.param("夜8時まで動けます", [(0, 20)], id="until, in the evening"),
        pytest.param("17時から翌朝9時まで", [(17, 24), (0, 9)], id="over night"),
        pytest.param("22時から6時", [(22, 30)], id="past midnight"),
        pytest.param("20時以降はお受けできません", [], id="ruled out"),
        pytest.param("2時間かかります", [], id="a length is no time"),
        pytest.param("", [], id="silence"),
    ],
)
def test_hours_of_a_text(body, spans):
    assert list(clock.hours(offer(body))) == spans


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("1月17日と12/20", {date(2027, 1, 17), date(2026, 12, 20)}, id="next such days"),
        pytest.param("11月27日まで", {date(2026, 11, 27)}, id="lately gone"),
        pytest.param("2月30日、13/1", set(), id="no such day"),
    ],
)
def test_dates_of_a_text(text, days):
    assert clock.dates(text, TODAY) == days


def test_notice_days_when_several_then_the_longest():
    assert clock.notice_days(offer("3日前まで、遠方は1か月前までに")) == 30
