"""Lists the dates of a series: its rule, its extra and left-out dates, and the dates that were changed later."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from events.ical.entries import Entry
from events.ical.moments import Length, Moment
from events.ical.problems import Problem
from events.recurrence import Budget, RuleRefused, parse_rule, starts

RULE_STEPS = 200_000
LEAST_STEPS = 2_000
FILE_STEPS = 1_000_000
FIRST_MOMENT = datetime.combine(date(1, 1, 2), time.min)
# A date is known by its instant, or by its day where one of the two sides names only the day.
Key = datetime | date


@dataclass(frozen=True, slots=True)
class Found:
    """One date of one event. ``key`` is the day or instant the series first had it at, ``entry`` what says it."""

    uid: str
    start: Moment
    end: Moment
    status: str
    summary: str
    key: str
    entry: Entry


class Window:
    """Which starts are wanted, [begin, end) on each event's own clock, and how much counting is left for the file."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        self.begin = begin
        self.end = end
        self.left = FILE_STEPS

    def holds(self, moment: Moment) -> bool:
        """Say whether the window takes this start."""
        return self.begin <= moment.wall < self.end

    def budget(self) -> Budget:
        """Allow one rule its share; even after a greedy one the next gets the least that an honest rule needs."""
        return Budget(max(LEAST_STEPS, min(RULE_STEPS, self.left)))


def found_in(group: list[Entry], window: Window, problems: list[Problem]) -> Iterator[Found]:
    """List the dates of all entries that share a UID, in no order."""
    masters = _current([entry for entry in group if entry.replaces is None], problems)
    like = masters[0].start if masters else None
    changes = _changes(group, like)
    futures = Futures(changes.values())
    left_out = {_key(moment, master.start) for master in masters for moment in master.left_out}
    taken = left_out | changes.keys()
    for master in masters:
        for start, length in _instances(master, futures.widened(window), window, problems):
            if taken.isdisjoint((start.instant, start.wall.date())):
                yield from _shown(master, start, length, futures, window)
    for key, change in changes.items():
        if key not in left_out and window.holds(change.start):
            length = change.length or (masters[0].length if masters else None)
            yield _found(change, change.start, length, change.original)


class Futures:
    """The changes of a series that hold for all later dates, too."""

    def __init__(self, changes: Iterable[Entry]) -> None:
        later = (entry for entry in changes if entry.and_future)
        self.changes = sorted(later, key=lambda entry: entry.original.instant)
        self._from = [entry.original.instant for entry in self.changes]

    def at(self, start: Moment) -> Entry | None:
        """Give the change that holds for a date of the series."""
        place = bisect_right(self._from, start.instant)
        return self.changes[place - 1] if place else None

    def widened(self, window: Window) -> tuple[datetime, datetime]:
        """Widen the window by as much as a change may move a date into it."""
        if not self.changes:
            return window.begin, window.end
        reach = max(abs(entry.start.wall - entry.original.wall) for entry in self.changes) + timedelta(days=2)
        try:
            return window.begin - reach, window.end + reach
        except OverflowError:
            return window.begin, window.end


def _current(masters: list[Entry], problems: list[Problem]) -> list[Entry]:
    """Keep the newest version of an event. Different dates under one UID and SEQUENCE are different events."""
    if len(masters) < 2:
        return masters
    newest = max(entry.sequence for entry in masters)
    by_start = {entry.start.instant: entry for entry in masters if entry.sequence == newest}
    if len(by_start) > 1:
        problems.append(Problem(masters[-1].number, "same_uid", masters[0].uid))
    return list(by_start.values())


def _changes(group: Iterable[Entry], like: Moment | None) -> dict[Key, Entry]:
    changed = sorted((entry for entry in group if entry.replaces), key=lambda entry: (entry.sequence, entry.number))
    if like is not None and not like.all_day:
        changed = [_on_clock_of(like, entry) for entry in changed]
    return {_key(entry.original, like or entry.original): entry for entry in changed}


def _on_clock_of(like: Moment, entry: Entry) -> Entry:
    """Read a floating RECURRENCE-ID on the clock of the series."""
    return replace(entry, replaces=like.moved_to(entry.original.wall)) if entry.original.floating else entry


def _key(moment: Moment, like: Moment) -> Key:
    """Name the date of a series that starts ``like`` this; a floating one is meant on the clock of the series."""
    if moment.all_day or like.all_day:
        return moment.wall.date()
    return like.moved_to(moment.wall).instant if moment.floating else moment.instant


def _shown(master: Entry, start: Moment, length: Length | None, futures: Futures, window: Window) -> Iterator[Found]:
    first, change = start, futures.at(start)
    if change is not None:
        start, length = _moved(start, change), change.length
    if window.holds(start):
        yield _found(change or master, start, length or master.length, first)


def _moved(start: Moment, change: Entry) -> Moment:
    """Move a later date by as much as the changed one moved, on the clock of the change."""
    try:
        return _moved_like(start, change.start, change.original)
    except OverflowError:
        return start


def _moved_like(start: Moment, new: Moment, old: Moment) -> Moment:
    if new.all_day or old.all_day or start.all_day:
        days = new.wall.date() - old.wall.date()
        return new.moved_to(datetime.combine(start.wall.date() + days, new.wall.time()))
    before, here = (moment.instant.astimezone(new.zone).replace(tzinfo=None) for moment in (old, start))
    return new.moved_to(here + (new.wall - before))


def _found(entry: Entry, start: Moment, length: Length | None, first: Moment) -> Found:
    end = (length or Length(days=int(start.all_day))).end_of(start)
    key = first.wall.date().isoformat() if first.all_day else first.instant.isoformat()
    return Found(entry.uid, start, end, entry.status, entry.summary, key, entry)


def _instances(
    master: Entry, frame: tuple[datetime, datetime], window: Window, problems: list[Problem]
) -> Iterator[tuple[Moment, Length | None]]:
    """List each date of a series once: the first, those of its rules, and the extra ones."""
    seen: set[datetime] = set()
    without = {wall for rule in master.ruled_out for wall in _rule_walls(rule, master, frame, window, problems)}
    walls = {wall for rule in master.rules for wall in _rule_walls(rule, master, frame, window, problems)}
    chosen = [(master.start.moved_to(wall), None) for wall in sorted((walls | {master.start.wall}) - without)]
    for start, length in [*master.extra, *chosen]:
        if start.instant not in seen and frame[0] <= start.wall < frame[1]:
            seen.add(start.instant)
            yield start, length


def _rule_walls(
    text: str, master: Entry, frame: tuple[datetime, datetime], window: Window, problems: list[Problem]
) -> list[datetime]:
    """Expand one rule on the wall clock of its event; a rule that is refused gives none and a note."""
    begin, end = frame
    budget = window.budget()
    allowed = budget.left
    try:
        rule = parse_rule(text)
        last = max(end, FIRST_MOMENT) - timedelta(microseconds=1)
        if rule.until is not None:
            until = replace(rule.until, clock=None) if master.start.all_day else rule.until
            last = min(last, until.latest(master.start.zone))
        walls = list(starts(rule, master.start.wall, last=last, after=begin, budget=budget))
        if walls and rule.leaves_open(walls[-1]) and not master.start.all_day:
            problems.append(Problem(master.number, "until_day", str(rule.until)))
        return walls
    except RuleRefused as refusal:
        problems.append(Problem(master.number, "rule", refusal.part))
        return []
    finally:
        window.left -= allowed - max(0, budget.left)
