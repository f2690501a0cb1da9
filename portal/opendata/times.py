"""Times of day and weekdays in words; a time is minutes since midnight, up to 24:00 and into the next morning."""

import re

from portal.opendata.texts import folded

DAY = 24 * 60
WEEKDAYS = "月火水木金土日"
NEXT_DAY = re.compile(r"^翌(?:日|朝)?の?(?!翌)(.+)$")
ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = re.compile(
    r"^(?P<half>午前|午後|AM|PM|正午)?\s*(?:(?P<hour>\d{1,2})(?:[:.時](?P<minute>\d{1,2})?|(?=半|$))(?P<thirty>半)?(?::\d{2})?分?頃?)?\s*(?P<after>AM|PM)?$",
    re.IGNORECASE,
)
HOLIDAYS = re.compile(r"(?:[(（]?(?:・|、|,|と|及び)?(?:国民の)?(?:祝日?|祝祭日|休日)(?:を?(?P<without>除く?))?[)）]?)")
EVERY_DAY = {"毎日", "全日", "無休", "年中無休", "全曜日", "通年"}
FILLER = re.compile(r"曜日?|毎週|[・、,，/／\s.()（）]|及び|および|と")


def read_time(cell: str) -> int | None:
    """Read 「9:00」, 「９：００」, 「午後1時半」, 「翌2:00」, 「0900」 or a spreadsheet's fraction of a day."""
    if found := NEXT_DAY.match(folded(cell)):
        morning = read_time(found[1])
        return None if morning is None else morning + DAY
    text = re.sub(r"^1(?:899/12/3[01]|900/0?1/0?0)\s+", "", folded(cell)).replace(" ", "")
    if re.fullmatch(r"0?\.\d+|0\.0", text):
        return round(float(text) * 24 * 60)
    if re.fullmatch(r"[0-2]\d[0-5]\d", text):
        text = f"{text[:2]}:{text[2:]}"
    found = CLOCK.match(text)
    if not text or found is None:
        return None
    return _minutes(found)


def _minutes(found: re.Match[str]) -> int | None:
    half = (found["half"] or found["after"] or "").upper()
    if half == "正午":
        return 12 * 60 if found["hour"] is None else None
    if found["hour"] is None:
        return None
    hour, minute = int(found["hour"]), 30 if found["thirty"] else int(found["minute"] or 0)
    if half and hour > 12:
        return None
    hour = hour + 12 if half in {"午後", "PM"} and hour < 12 else 0 if half == "AM" and hour == 12 else hour
    return hour * 60 + minute if hour * 60 + minute <= 30 * 60 and minute < 60 else None


def read_weekdays(cell: str) -> tuple[list[int], bool] | None:
    """Read weekdays (0 = Monday) and whether holidays are named as open; None when it is more than plain weekdays.

    「月火水木金」, 「月～金」, 「月・水・金曜日」, 「平日」, 「毎日」, 「土日祝」. 「第1・3土」 is more than weekdays.
    """
    text = folded(cell)
    if text in EVERY_DAY:
        return list(range(7)), False
    holidays = HOLIDAYS.search(text)
    text = HOLIDAYS.sub("", text)
    text = FILLER.sub("", re.sub(r"曜日?から", "~", text).replace("月から", "月~")).replace("平日", "月~金")
    text = _english(text)
    days: list[int] = []
    while text:
        found = re.match(r"([月火水木金土日])(?:[~〜～\-–−―→]([月火水木金土日]))?", text)
        if found is None:
            return None
        days += _span(WEEKDAYS.index(found[1]), WEEKDAYS.index(found[2] or found[1]))
        text = text[found.end() :]
    return (sorted(set(days)), bool(holidays and not holidays["without"])) if days else None


def _span(first: int, last: int) -> list[int]:
    return [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]


def _english(text: str) -> str:
    for name, day in zip(ENGLISH, WEEKDAYS, strict=True):
        text = re.sub(rf"{name}[a-z]*", day, text, flags=re.IGNORECASE)
    return text


def clock(minutes: int) -> str:
    """Write minutes since midnight as 9:00."""
    return f"{minutes // 60}:{minutes % 60:02d}"
