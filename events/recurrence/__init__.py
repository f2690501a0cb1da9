"""Repeating dates: a rule in words of RFC 5545 becomes dates, exactly or not at all.

PURE: knows no Django. ``rules`` reads the text, ``dates`` counts the days, ``series`` makes periods,
``words`` says what a rule means, ``pairing`` what became of a date when its rule changed.
"""

from events.recurrence.dates import Budget, starts
from events.recurrence.pairing import pair
from events.recurrence.rules import Freq, Rule, RuleRefused, Stamp, parse_rule, parse_stamp
from events.recurrence.series import Planned, Recurrence, begin_again, expand
from events.recurrence.words import Phrase, describe

__all__ = [
    "Budget",
    "Freq",
    "Phrase",
    "Planned",
    "Recurrence",
    "Rule",
    "RuleRefused",
    "Stamp",
    "begin_again",
    "describe",
    "expand",
    "pair",
    "parse_rule",
    "parse_stamp",
    "starts",
]
