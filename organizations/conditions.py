"""Ages, days, hours, weather and places in the words of a text. Pure: knows no Django and no database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from organizations import language

GRADES = {
    "年少": (36, 59), "年中": (48, 71), "年長": (60, 83),
    **{f"小{n}": (60 + 12 * n, 83 + 12 * n) for n in range(1, 7)},
    **{f"中{n}": (132 + 12 * n, 155 + 12 * n) for n in range(1, 4)},
    **{f"高{n}": (168 + 12 * n, 191 + 12 * n) for n in range(1, 4)},
}  # fmt: skip
AGE_WORDS = {
    "新生児": (0, 2), "赤ちゃん": (0, 17), "あかちゃん": (0, 17), "赤ん坊": (0, 17), "乳児": (0, 11), "baby": (0, 17),
    "babies": (0, 17), "ベビー": (0, 17), "infant": (0, 11), "newborn": (0, 2), "乳幼児": (0, 71), "toddler": (12, 47),
    "幼児": (12, 83), "未就園児": (0, 47), "未就学児": (0, 83), "未就学": (0, 83), "就学前": (0, 83),
    "preschool": (24, 83), "園児": (36, 83), "小学生": (72, 155), "低学年": (72, 107), "中学年": (96, 131),
    "高学年": (108, 155), "elementary": (72, 155), "小中学生": (72, 191), "中学生": (144, 191), "中高生": (144, 227),
    "高校生": (180, 227), "10代": (120, 239), "十代": (120, 239), "ティーン": (120, 239), "teen": (144, 227),
    "teens": (144, 227), "大学生": (216, 287), "若者": (144, 479), "青年": (180, 479),
}  # fmt: skip
GRADE_WORDS = re.compile(r"(小|中|高)(?:学校?|校)?\s*([1-6一二三四五六])(?:年生?)?")
BARE_GRADE = re.compile(r"(?<![\d小中高学校])(?=[1-6一二三四五六]年生)")
MONTHS_OF_AGE = "か月|ヶ月|カ月|ヵ月|ケ月|箇月|かげつ|months?(?: old)?|mo\\b"
YEARS_OF_AGE = r"歳|才|さい|years?(?: old)?|yo\b|y\b"
COUNTED_AGE = re.compile(
    rf"(?:生後|満)?(\d{{1,2}})\s*(歳半|才半|{YEARS_OF_AGE}|{MONTHS_OF_AGE})"
    rf"(?:児|の子|さん)?(?:\s*(?:~|-|から)\s*(\d{{1,2}})\s*({YEARS_OF_AGE}|{MONTHS_OF_AGE}))?(?:児|くらい|ぐらい|前後|頃)?"
)
FIRST_OF_RANGE = re.compile(r"(\d{1,2})\s*(?:~|-|から)\s*(?=\d{1,2}\s*(?:歳|才|さい|years?))")
DAYS = {"月": 0, "火": 1, "水": 2, "木": 3, "金": 4, "土": 5, "日": 6}
ENGLISH_DAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
DAY_GROUPS = {
    "土日": {5, 6}, "週末": {5, 6}, "土日祝": {5, 6}, "休日": {5, 6}, "どにち": {5, 6}, "weekend": {5, 6},
    "平日": {0, 1, 2, 3, 4}, "へいじつ": {0, 1, 2, 3, 4}, "weekday": {0, 1, 2, 3, 4}, "どようび": {5}, "どよう": {5},
    "にちようび": {6}, "にちよう": {6}, "げつようび": {0}, "かようび": {1}, "すいようび": {2}, "もくようび": {3},
    "きんようび": {4}, **{word: {day} for word, day in ENGLISH_DAYS.items()},
}  # fmt: skip
ONE_DAY = re.compile("([月火水木金土日])(?:曜日?|よう(?:び|(?=[^かすきめけぐこいに])))")
SOME_DAYS = re.compile("(?<![月火水木金土日一-鿿])[月火水木金土日](?:[・、,~-][月火水木金土日])+(?![一-鿿ァ-ヶ])")
MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?!\d*日?曜)")
ENGLISH_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                  "november", "december"]  # fmt: skip
SEASONS = {
    "春休み": {3, 4}, "夏休み": {7, 8}, "冬休み": {12, 1}, "年末": {12}, "年始": {1}, "正月": {1}, "新年": {1},
    "クリスマス": {12}, "xmas": {12}, "ハロウィン": {10}, "七夕": {7}, "節分": {2}, "ひな祭り": {3}, "ひなまつり": {3},
    "こどもの日": {5}, "ゴールデンウィーク": {4, 5}, "花見": {3, 4}, "紅葉": {10, 11}, "春": {3, 4, 5}, "夏": {6, 7, 8},
    "秋": {9, 10, 11}, "冬": {12, 1, 2}, "summer": {7, 8}, "winter": {12, 1, 2}, "christmas": {12},
}  # fmt: skip
NEAR_DAYS = {
    "今日": (0, 0), "きょう": (0, 0), "本日": (0, 0), "today": (0, 0), "明日": (1, 1), "あした": (1, 1), "あす": (1, 1),
    "tomorrow": (1, 1), "あさって": (2, 2), "明後日": (2, 2),
}  # fmt: skip
NEAR_WEEKS = {
    "今週末": (0, 5, 6), "this weekend": (0, 5, 6), "来週末": (1, 5, 6), "next weekend": (1, 5, 6), "今週": (0, 0, 6),
    "this week": (0, 0, 6), "来週": (1, 0, 6), "next week": (1, 0, 6),
}  # fmt: skip
IN_KANA = "(?<![ぁ-ゖ]){}(?=[のはにもか]|[^ぁ-ゖ]|$)"  # きょう stands in べんきょう, too
DAYPARTS = {
    "午前": "morning", "朝": "morning", "あさ": "morning", "morning": "morning", "午後": "afternoon",
    "昼": "afternoon", "afternoon": "afternoon", "夕方": "evening", "夜": "evening", "放課後": "afternoon",
    "仕事帰り": "evening", "evening": "evening", "night": "evening",
}  # fmt: skip
SUFFIXES = "小学校区|中学校区|小学区|中学区|小校区|学区|校区|地区|町内会|自治会"
DISTRICT_SUFFIX = re.compile(f"(?:{SUFFIXES})$")
LONG_ENOUGH = 3  # signs of a sound that names a district
ONLY_A_DAYPART = re.compile("午前中?|午後|夕方|(?:in the )?(?:morning|afternoon|evening)")
EXACT_DAY = re.compile(r"(?:(\d{4})年)?(?<!\d)(\d{1,2})(?:月(\d{1,2})日|/(\d{1,2})(?![\d/]))")
NOT_A_DAYPART = re.compile("夜泣き|夜なき|朝ごはん|昼寝|朝食|夜尿|夜起き|夜ね|夜寝|昼食|夜間中学|昼ごはん|朝起き")
INDOOR = re.compile(
    "雨の日|雨でも|雨降り|雨ふり|雨天|あめのひ|室内|屋内|雪の日|猛暑|暑い日|寒い日|rainy(?: day)?|indoors?"
)
WEATHER = re.compile("雨の日|雨降り|雨ふり|あめのひ|rainy day|雪の日")
OUTDOOR = re.compile("外遊び|そとあそび|屋外|野外|outdoors?|晴れの日|青空")
KINDS = {
    "event": re.compile("イベント|催し|行事|おでかけ|お出かけ|events?"),
    "space": re.compile(
        "部屋|会場|貸室|貸し?部屋|会議室|借りたい|かりたい|遊び?場|あそびば|場所|ところ|施設|room|playground"
    ),
    "organization": re.compile("サークル|団体|グループ|クラブ|仲間|さーくる|circle|group|club"),
    "page": re.compile("手続き|申請|制度|手当|助成|もらえる|窓口|支援金|てつづき"),
}
FREE = re.compile("無料|タダ|ただ(?=$|\\s|で)|0円|むりょう|free(?!\\s*school)")
# A tongue spoken there, not one that is taught: 英語で, not 英語.
TONGUES = {"英語": "en", "中国語": "zh", "韓国語": "ko", "ベトナム語": "vi", "ネパール語": "ne", "ポルトガル語": "pt",
           "タガログ語": "tl", "やさしい日本語": "easy", "手話": "jsl"}  # fmt: skip
SPOKEN = re.compile(f"({'|'.join(TONGUES)})(?:で(?!あそ|遊|歌|うた)|対応|通訳|ok)")
INSIDE = re.compile(
    "室内|屋内|館内|体育館|図書館|図書室|児童館|児童センター|会館|公民館|支援センター|保健センター|プラザ|ホール|和室|調理室|会議室|教室で|部屋|"
    "オンライン|カフェ|保育所|保育園|こども園|病院|博物館|科学館|劇場|交流センター|コミュニティセンター|市民センター|雨でも|雨天決行|エアコン|床暖房|畳"
)
OUTSIDE = re.compile(
    "公園|広っぱ|原っぱ|屋外|野外|外遊び|田んぼ|畑|農園|川原|河川敷|森|里山|登山|ハイク|ハイキング|キャンプ|グラウンド|グランド|校庭|園庭|海岸|焚き火|"
    "たき火|プレーパーク|冒険遊び場|雨天中止|雨天順延|小雨決行|境内|山道|星空"
)


class Piece(NamedTuple):
    """One condition and the folded words that said it, such as age, (24, 35), 2歳."""

    what: str
    value: Any
    words: str


@dataclass
class Conditions:
    """What is asked for beside the subject. Ages are months, both ends included; an empty one asks for nothing."""

    ages: list[tuple[int, int]] = field(default_factory=list)
    weekdays: set[int] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    seasons: set[int] = field(default_factory=set)
    dates: tuple[date, date] | None = None
    dayparts: set[str] = field(default_factory=set)
    districts: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    indoor: bool | None = None
    free: bool = False
    pieces: list[Piece] = field(default_factory=list)

    def note(self, what: str, value: Any, words: str) -> None:
        """Remember the words that said a condition plainly enough to filter by."""
        self.pieces.append(Piece(what, value, words))


def read_conditions(text: str, *, districts: Sequence[str] = (), today: date | None = None) -> tuple[Conditions, str]:
    """Take the conditions out of what a person typed; give them and the words that remain.

    今日 and 来週 are understood only where ``today`` says when they are.
    """
    wanted = Conditions()
    rest = _take_ages(language.key(text), wanted)
    rest = _take_exact_day(_take_near_days(rest, wanted, today), wanted, today) if today else rest
    rest = _take_days(rest, wanted)
    rest = _take_districts(rest, wanted, districts)
    wanted.indoor = True if INDOOR.search(rest) else False if OUTDOOR.search(rest) else None
    wanted.free = bool(FREE.search(rest))
    _note_the_rest(rest, wanted)
    wanted.kinds = {kind for kind, words in KINDS.items() if words.search(rest)}
    return wanted, WEATHER.sub(" ", rest)


def _note_the_rest(rest: str, wanted: Conditions) -> None:
    for what, words in (("indoor", INDOOR), ("free", FREE)):
        if found := words.search(rest):
            wanted.note(what, True, found[0])
    for found in SPOKEN.finditer(rest):
        wanted.note("language", TONGUES[found[1]], found[0])


def seems_indoor(text: str) -> bool | None:
    """Guess from a text whether something happens under a roof; None when it does not say."""
    folded = language.key(text)
    inside, outside = len(INSIDE.findall(folded)), len(OUTSIDE.findall(folded))
    return None if inside == outside else inside > outside


def weekdays_in(text: str) -> set[int]:
    """List the weekdays that a text names, Monday being 0."""
    wanted = Conditions()
    _take_days(language.key(text), wanted)
    return wanted.weekdays


def ages_in(text: str) -> list[tuple[int, int]]:
    """List the ages in months that a text names in figures, grades or words."""
    _take_ages(language.key(text), wanted := Conditions())
    return wanted.ages


def _take_ages(rest: str, wanted: Conditions) -> str:
    rest = FIRST_OF_RANGE.sub(lambda found: f"{found[1]}歳~", rest)
    for found in COUNTED_AGE.finditer(rest):
        wanted.ages.append(_span(found))
        wanted.note("age", _span(found), found[0])
    rest = COUNTED_AGE.sub(" ", rest)
    for found in GRADE_WORDS.finditer(BARE_GRADE.sub("小", rest)):
        grade = found[1] + str("0一二三四五六".find(found[2]) if found[2] in "一二三四五六" else found[2])
        if grade in GRADES:
            wanted.ages.append(GRADES[grade])
            wanted.note("grade", grade, found[0] if found[0] in rest else found[0][1:])
    for word, span in {**AGE_WORDS, **GRADES}.items():
        if re.search(rf"(?<![a-z乳]){word}(?![a-z])", rest) and span not in wanted.ages and not _inside(word, rest):
            wanted.ages.append(span)
            if word in GRADES:
                wanted.note("grade", word, word)
    return rest


def _inside(word: str, rest: str) -> bool:
    longer = [other for other in AGE_WORDS if word in other and word != other and other in rest]
    return bool(longer) or bool(re.search(word + "(?:マッサージ|ヨガ|カー|シッター|用品|服|ベッド)", rest))


def _span(found: re.Match[str]) -> tuple[int, int]:
    first, last = _months(int(found[1]), found[2])
    if found[3]:
        last = _months(int(found[3]), found[4])[1]
    return (first, max(first, last))


def _months(number: int, unit: str) -> tuple[int, int]:
    if unit.startswith(("か", "ヶ", "カ", "ヵ", "ケ", "箇", "mo")):
        return (number, number)
    if unit.endswith("半"):
        return (12 * number + 6, 12 * number + 11)
    return (12 * number, 12 * number + 11)


def _take_days(rest: str, wanted: Conditions) -> str:
    for found in SOME_DAYS.finditer(rest):
        wanted.weekdays |= _listed_days(found[0])
        wanted.note("day", _listed_days(found[0]), found[0])
    for found in ONE_DAY.finditer(rest):
        wanted.weekdays.add(DAYS[found[1]])
        wanted.note("day", {DAYS[found[1]]}, found[0])
    rest = ONE_DAY.sub(" ", SOME_DAYS.sub(" ", rest))
    for word, days in DAY_GROUPS.items():
        if re.search(rf"(?<![a-z]){word}", rest):
            wanted.weekdays |= days
            wanted.note("day", days, word)
            rest = rest.replace(word, " ")
    named = [(int(found[1]), found[0]) for found in MONTH.finditer(rest)]
    named += [(number, word) for number, word in enumerate(ENGLISH_MONTHS, 1) if re.search(rf"\b{word}\b", rest)]
    for number, words in named:
        wanted.months.add(number)
        wanted.note("month", number, words)
    rest = MONTH.sub(" ", rest)
    wanted.seasons = {month for word, months in SEASONS.items() if word in rest for month in months}
    clear = NOT_A_DAYPART.sub(" ", rest)
    for word, part in DAYPARTS.items():
        if word in clear:
            wanted.dayparts.add(part)
            wanted.note("daypart", part, word)
    return ONLY_A_DAYPART.sub(" ", rest)


def _take_exact_day(rest: str, wanted: Conditions, today: date) -> str:
    """Read 12月24日 and 12/24 as that day, this year or, once it is past, next year."""
    found = EXACT_DAY.search(rest)
    if not found:
        return rest
    month, day = int(found[2]), int(found[3] or found[4])
    for year in (int(found[1]),) if found[1] else (today.year, today.year + 1):
        try:
            held_on = date(year, month, day)
        except ValueError:
            continue
        if found[1] or held_on >= today:
            wanted.dates = (held_on, held_on)
            wanted.note("dates", wanted.dates, found[0])
            return rest.replace(found[0], " ")
    return rest


def _take_near_days(rest: str, wanted: Conditions, today: date) -> str:
    monday = today - timedelta(days=today.weekday())
    spans = {word: (today + timedelta(first), today + timedelta(last)) for word, (first, last) in NEAR_DAYS.items()}
    for word, (week, first, last) in NEAR_WEEKS.items():
        spans[word] = (monday + timedelta(7 * week + first), monday + timedelta(7 * week + last))
    for word in sorted(spans, key=len, reverse=True):
        if re.search(IN_KANA.format(word) if language.is_kana(word) else word, rest):
            wanted.dates = spans[word]
            wanted.note("dates", wanted.dates, word)
            return rest.replace(word, " ")
    return rest


def _listed_days(text: str) -> set[int]:
    """Read 火・金 as two days and 火~金 as four."""
    days: set[int] = set()
    for first, last in re.findall("(.)(?:[~-](.))?[・、,]?", text):
        start, end = DAYS[first], DAYS[last or first]
        days |= set(range(start, end + 1)) if start <= end else {*range(start, 7), *range(end + 1)}
    return days


def _take_districts(rest: str, wanted: Conditions, districts: Sequence[str]) -> str:
    """Take out districts that stand alone, by name or by sound; in 川西図書館 the name belongs to the library."""
    for name in sorted(districts, key=len, reverse=True):
        short = DISTRICT_SUFFIX.sub("", language.key(name))
        written = re.compile(rf"(?<![一-鿿ァ-ヶ]){re.escape(short)}(?:{SUFFIXES})?(?![一-鿿ァ-ヶー])")
        heard = language.sound(language.reading(short))
        spoken = [chunk for chunk in rest.split() if language.is_kana(chunk) and language.sound(chunk) == heard]
        if len(short) > 1 and (found := written.search(rest)):
            said = found[0]
            rest = written.sub(" ", rest)
        elif len(heard) > LONG_ENOUGH and spoken:
            said = spoken[0]
            rest = " ".join(chunk for chunk in rest.split() if chunk not in spoken)
        else:
            continue
        wanted.districts.append(name)
        wanted.note("district", name, said)
    return rest
