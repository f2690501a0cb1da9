from datetime import datetime

import pytest
from django.utils.translation import override

from events.models import Series
from events.services.rule_words import rule_words
from spaces.periods import TOKYO

FIRST = datetime(2026, 11, 24, 10, tzinfo=TOKYO)


def said(rule, language="ja", **options):
    with override(language):
        return rule_words(Series(starts_at=FIRST, rule=rule, **options))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "毎週火曜日"),
        ("FREQ=WEEKLY;BYDAY=TU,FR", "毎週火曜日・金曜日"),
        ("FREQ=WEEKLY;INTERVAL=2", "隔週火曜日"),
        ("FREQ=WEEKLY;INTERVAL=3", "3週ごとの火曜日"),
        ("FREQ=MONTHLY;BYDAY=2SA,4SA", "毎月第2・第4土曜日"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "毎月最終金曜日"),
        ("FREQ=MONTHLY;BYDAY=1MO,3TH", "毎月第1月曜日・第3木曜日"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "毎月末日・1日・15日"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "2か月ごとの第1月曜日"),
        ("FREQ=YEARLY", "毎年11月24日"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", "毎年5月第2日曜日"),
        ("FREQ=DAILY", "毎日"),
        ("FREQ=DAILY;INTERVAL=10", "10日ごと"),
    ],
)
def test_rule_in_japanese_reads_as_on_a_flyer(rule, words):
    assert said(rule) == words


def test_rule_with_limits_says_them_behind():
    words = said("FREQ=WEEKLY;UNTIL=20270331T235959", skip_holidays=True, skip_school_holidays=True)

    assert words == "毎週火曜日（祝日を除く・学校の長期休みを除く・2027年3月31日(水)まで）"


def test_rule_with_a_number_of_times_says_it():
    assert said("FREQ=WEEKLY;COUNT=10") == "毎週火曜日（全10回）"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,FR", "Every week on Tuesday·Friday"),
        ("FREQ=MONTHLY;BYDAY=2SA", "Every month on 2nd Saturday"),
    ],
)
def test_rule_in_english_is_said_in_english(rule, words):
    assert said(rule, "en") == words


@pytest.mark.parametrize("rule", ["", "FREQ=HOURLY", "FREQ=YEARLY;BYWEEKNO=20"])
def test_rule_that_cannot_be_said_shortly_is_left_out(rule):
    assert said(rule) == ""


def test_rule_without_a_date_is_left_out():
    assert rule_words(None) == ""
