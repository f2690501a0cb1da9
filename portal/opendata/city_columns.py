"""The tables that make a city: which columns each file has, how a cell is read and how it is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import escape
from django.utils.translation import gettext as _

from organizations.models import District
from portal.opendata.texts import folded, plain, prose

YES, NO = "はい", "いいえ"
KINDS = {
    "小学校区": District.Kind.ELEMENTARY,
    "中学校区": District.Kind.JUNIOR_HIGH,
    "地区": District.Kind.AREA,
    "自治会区域": District.Kind.NEIGHBOURHOOD,
}


def code(cell: str) -> str:
    """A code of half-width letters, digits and hyphens."""
    text = folded(cell)
    if text and not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise ValueError(_("Use only half-width letters, digits and hyphens."))
    return text


def codes(cell: str) -> list[str]:
    """Several codes with blanks or commas between."""
    return sorted(code(part) for part in re.split(r"[\s,、，;]+", folded(cell)) if part)


def day(cell: str) -> date | None:
    """A day such as 2026-04-01 or 2026/4/1."""
    text = folded(cell)
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    if found is None:
        raise ValueError(_("Write the day as 2026-04-01."))
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError(_("There is no such day.")) from None


def number(cell: str) -> int | None:
    """A whole number."""
    text = folded(cell)
    if text and not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(_("Write a whole number."))
    return int(text) if text else None


def position(cell: str) -> int:
    """A place in an order; nothing is 0."""
    return number(cell) or 0


def degrees(cell: str) -> float | None:
    """A latitude or longitude in degrees."""
    text = folded(cell)
    if text and not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text):
        raise ValueError(_("Write the position in degrees, such as 35.681."))
    return float(text) if text else None


def yes_or_no(cell: str) -> bool:
    """はい or いいえ; nothing is はい."""
    text = folded(cell)
    if text not in {"", YES, NO}:
        raise ValueError(_("Write はい or いいえ."))
    return text != NO


def mail(cell: str) -> str:
    """A mail address."""
    text = folded(cell)
    try:
        validate_email(text or "nobody@example.org")
    except ValidationError:
        raise ValueError(_("This is not a mail address.")) from None
    return text


def paragraphs(cell: str) -> str:
    """Plain text becomes paragraphs; text that already holds elements of HTML stays as it is."""
    text = prose(cell)
    if re.search(r"<[a-z][a-z0-9]*[ >/]", text):
        return text
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line)


def kind(cell: str) -> str:
    """A kind of district, by its Japanese name."""
    text = plain(cell)
    if text not in KINDS:
        raise ValueError(_("Write one of: %(kinds)s.") % {"kinds": "、".join(KINDS)})
    return str(KINDS[text])


def kind_name(value: str) -> str:
    """The Japanese name of a kind of district."""
    return next(name for name, stored in KINDS.items() if stored == value)


def shown(value: Any) -> str:
    """Write a value so that its reader gives it back."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Column:
    """One column: its title in the file, our name for it, how a cell is read, whether it may be left empty."""

    title: str
    field: str
    read: Callable[[str], Any] = plain
    is_required: bool = False

    def write(self, value: Any) -> str:
        """Write a value so that ``read`` gives it back."""
        return kind_name(value) if self.read is kind else shown(value)


@dataclass(frozen=True)
class CityTable:
    """One file of a city's folder."""

    file: str
    columns: tuple[Column, ...]

    def column(self, field: str) -> Column | None:
        return next((column for column in self.columns if column.field == field), None)


@dataclass(frozen=True)
class CitySheet:
    """A file of one item a line: 項目 and 値."""

    file: str
    items: tuple[Column, ...]


CITY = CitySheet(
    "city.csv",
    (
        Column("市の名前", "city_name", plain, True),
        Column("市の名前のよみ", "city_kana"),
        Column("市の名前（英語）", "city_name_en"),
        Column("全国地方公共団体コード", "city_code", code, True),
        Column("担当課", "office"),
        Column("担当課（英語）", "office_en"),
        Column("代表メール", "email", folded),
        Column("代表電話", "phone", folded),
        Column("所在地", "address"),
        Column("色", "accent", folded),
        Column("団体登録を受け付ける", "takes_enrolments", yes_or_no),
        Column("イベントの申込みを受け付ける", "takes_registrations", yes_or_no),
        Column("部屋の予約を受け付ける", "takes_bookings", yes_or_no),
        Column("お願い・できることを載せる", "shows_exchange", yes_or_no),
        Column("協働事業を載せる", "shows_projects", yes_or_no),
        Column("相談記録を使う", "keeps_cases", yes_or_no),
    ),
)
WORDING = CitySheet(
    "wording.csv",
    (
        Column("サイトの名前", "site_name"),
        Column("サイトの名前（英語）", "site_name_en"),
        Column("休みの日の案内", "closing_days"),
        Column("個人情報の取り扱い", "privacy", paragraphs),
        Column("利用規約", "terms", paragraphs),
        Column("法令に関する文言", "legal_basis", prose),
    ),
)
DISTRICTS = CityTable(
    "districts.csv",
    (
        Column("コード", "code", code, True),
        Column("名称", "name", plain, True),
        Column("よみ", "kana", plain, True),
        Column("種別", "kind", kind, True),
        Column("上の地区のコード", "parents", codes),
        Column("隣の地区のコード", "neighbours", codes),
        Column("緯度", "latitude", degrees),
        Column("経度", "longitude", degrees),
        Column("名称（英語）", "english"),
    ),
)
ADDRESSES = CityTable(
    "addresses.csv",
    (
        Column("町名", "town", plain, True),
        Column("よみ", "kana"),
        Column("番地から", "block_from", number),
        Column("番地まで", "block_to", number),
        Column("地区のコード", "district", code, True),
        Column("有効期間の初日", "valid_from", day, True),
        Column("有効期間の最終日", "valid_through", day),
    ),
)
DEPARTMENTS = CityTable(
    "departments.csv",
    (
        Column("コード", "slug", code, True),
        Column("名称", "name", plain, True),
        Column("よみ", "kana"),
        Column("仕事をひとことで", "summary"),
        Column("有効期間の初日", "valid_from", day),
        Column("有効期間の最終日", "valid_through", day),
        Column("引き継ぐ課のコード", "successors", codes),
        Column("電話", "phone", folded),
        Column("メール", "email", mail),
    ),
)
TOPICS = CityTable(
    "topics.csv",
    (
        Column("コード", "slug", code, True),
        Column("名称", "name", plain, True),
        Column("よみ", "kana"),
        Column("順番", "position", position),
        Column("名称（英語）", "english"),
    ),
)
CLOSING_DAYS = CityTable(
    "closing_days.csv",
    (
        Column("初日", "starts_on", day, True),
        Column("最終日", "ends_on", day, True),
        Column("理由", "reason", plain, True),
    ),
)
SCHOOL_HOLIDAYS = CityTable(
    "school_holidays.csv",
    (
        Column("名称", "name", plain, True),
        Column("初日", "starts_on", day, True),
        Column("最終日", "ends_on", day, True),
    ),
)
ADMINISTRATORS = CityTable(
    "administrators.csv",
    (
        Column("氏名", "name", plain, True),
        Column("よみ", "kana"),
        Column("職員番号", "staff_number", folded),
        Column("メール", "email", mail),
        Column("電話", "phone", folded),
    ),
)
SHEETS = (CITY, WORDING)
TABLES = (DISTRICTS, ADDRESSES, DEPARTMENTS, TOPICS, CLOSING_DAYS, SCHOOL_HOLIDAYS, ADMINISTRATORS)
