"""Japanese text → search terms, readings and Latin slugs. Pure: knows no Django and no database."""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

PIECE = 8_000  # Sudachi refuses more than 49,149 bytes at once
DROPPED = frozenset({"助詞", "助動詞", "空白"})
SMALL_DICTIONARY_GAPS = {
    "あずかる": "預かる",
    "はなす": "話す",
    "ならう": "習う",
    "まなぶ": "学ぶ",
    "まもる": "守る",
    "きく": "聞く",
    "菊く": "聞く",
    "あたたかい": "温かい",
    "暖かい": "温かい",
    "がっき": "楽器",
    "こうえん": "公園",
    "箇月": "か月",
    "いやいや": "嫌々",
    "赤ん坊": "赤ちゃん",
    "食糧": "食料",
    "身体": "体",
}
POLITE = {
    ("接頭辞", "お"),
    ("接頭辞", "ご"),
    ("接頭辞", "御"),
    ("接尾辞", "さん"),
    ("接尾辞", "ちゃん"),
    ("接尾辞", "様"),
}
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef\x00-\x08]")
DASHES = re.compile("[\u2010-\u2015\u2212\uff0d]")
WAVES = re.compile("[\u301c\uff5e\u223c]")
# Words that say little about what somebody looks for.
EMPTY_WORDS = """
所 場所 物 事 為る 有る 居る 成る 出来る 欲しい 貰う 無い 良い 行く 来る 遣る 為 見る 下さる 頂く 何 何処 誰 何時 時
方 人 中 内 回 他 様 的 等 用 in the a an of for to at on and is my near with
where what how i me can 教える 知る 探す イベント 教室 情報 案内 市 利用 参加 出る 楽しい 皆 一緒 今
今日 明日 子供 親子
どっ とこ どっか 何処か 一寸 ちょっと 凄い すごい とても 下さい めっちゃ ほんま 仕舞う 呉れる よう 達
児 満 生後 以上 以下 未満 第 頃 位 前後 代 年 日 月 分 歳 才 向け 対象
"""
EMPTY = frozenset(EMPTY_WORDS.split())
KANA_ONLY = re.compile(r"[ぁ-ゖァ-ヺー・\s]+")
HAS_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
LATIN_WORD = re.compile(r"[a-z][a-z'\-]*")


class Word(NamedTuple):
    """One content word: as written, as searched, as read (hiragana), and its shorter parts."""

    surface: str
    normal: str
    reading: str
    part_of_speech: str
    parts: tuple[str, ...]


class _Thread(threading.local):
    tokenizer: Tokenizer | None = None


_thread = _Thread()
_opening = threading.Lock()


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary(dict="small")


def _tokenizer() -> Tokenizer:
    if _thread.tokenizer is None:
        with _opening:
            _thread.tokenizer = _dictionary().tokenizer(SplitMode.C)
    return _thread.tokenizer


def key(text: str) -> str:
    """Fold widths, case, dashes and invisible marks away: for comparing only, never for storing."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", WAVES.sub("~", text)))
    return DASHES.sub("-", folded).casefold()


def hiragana(text: str) -> str:
    """Turn katakana into hiragana and leave everything else as it is."""
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in text)


def is_kana(text: str) -> bool:
    """Tell whether the text is written in kana alone (spaces allowed)."""
    folded = key(text)
    return bool(KANA_ONLY.fullmatch(folded)) and bool(HAS_KANA.search(folded))


def is_latin(text: str) -> bool:
    """Tell whether the text is one lower-case word of Latin letters."""
    return bool(LATIN_WORD.fullmatch(text))


def words(text: str) -> list[Word]:
    """Cut a text into its content words, in order; particles, auxiliaries and signs are left out."""
    folded = key(text)
    return [word for start in range(0, len(folded), PIECE) for word in _words(folded[start : start + PIECE])]


@lru_cache(maxsize=4096)
def _words(folded: str) -> tuple[Word, ...]:
    found = []
    for token in _tokenizer().tokenize(folded):
        kinds = token.part_of_speech()
        surface = token.surface()
        if kinds[0] in DROPPED or not any(sign.isalnum() for sign in surface) or _is_politeness(surface, kinds[0]):
            continue
        parts = tuple(_normal(part.normalized_form()) for part in token.split(SplitMode.A, add_single=False))
        reading = hiragana(key(token.reading_form()))
        found.append(Word(surface, _normal(token.normalized_form()), reading, kinds[0], parts))
    return tuple(found)


def _is_politeness(surface: str, kind: str) -> bool:
    return (kind, surface) in POLITE


def _normal(form: str) -> str:
    folded = key(form)
    return SMALL_DICTIONARY_GAPS.get(folded, folded)


def normal_terms(text: str) -> list[str]:
    """List the search terms of a text in order: each word's normal form, then the parts it is made of.

    子供, 子ども, こども and コドモ are one term; so are 申込み and 申し込み. Repetitions stay.
    """
    return [term for word in words(text) for term in (word.normal, *word.parts)]


def reading(text: str) -> str:
    """Give the whole text in hiragana, without spaces and signs; what cannot be read stays as it is."""
    folded = key(text)
    pieces = [folded[start : start + PIECE] for start in range(0, len(folded), PIECE)]
    return "".join(_reading(piece) for piece in pieces)


@lru_cache(maxsize=2048)
def _reading(folded: str) -> str:
    return "".join(_sound_of(token) for token in _tokenizer().tokenize(folded))


def _sound_of(token: Morpheme) -> str:
    surface = token.surface()
    if not any(sign.isalnum() for sign in surface):
        return ""
    as_written = KANA_ONLY.fullmatch(surface) or surface.isascii()
    return hiragana(surface if as_written else key(token.reading_form()) or surface)


def sound(kana: str) -> str:
    """Fold long vowels and small differences of a reading, so that しょくど, しょくどう and ショクドー agree."""
    plain = hiragana(key(kana)).replace("づ", "ず").replace("ぢ", "じ").replace("ゔ", "ぶ")
    plain = re.sub(r"[\s・ー]", "", plain)
    plain = re.sub("(?<=[おこそとのほもよろごぞどぼぽょ])[うお]+", "", plain)
    plain = re.sub("(?<=[うくすつぬふむゆるぐずぶぷゅ])う+", "", plain)
    return re.sub("(?<=[えけせてねへめれげぜでべぺ])[いえ]+", "", plain)


def query_terms(text: str) -> list[str]:
    """List the terms of what a person typed; romaji counts as its kana too, and no query is without a term."""
    terms = normal_terms(text)
    for word in key(text).split():
        kana = kana_from_romaji(word) if is_latin(word) else ""
        terms += [term for term in normal_terms(kana) if term not in terms]
    return terms or key(text).split()


ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
GLIDES = {"ky": "き", "sh": "し", "ch": "ち", "ny": "に", "hy": "ひ", "my": "み", "ry": "り", "gy": "ぎ", "j": "じ",
          "by": "び", "py": "ぴ"}  # fmt: skip
LOANS = {
    "ティ": "ti", "ディ": "di", "トゥ": "tu", "ドゥ": "du", "デュ": "dyu", "ファ": "fa", "フィ": "fi", "フェ": "fe",
    "フォ": "fo", "フュ": "fyu", "ウィ": "wi", "ウェ": "we", "ウォ": "wo", "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve",
    "ヴォ": "vo", "ヴ": "vu", "シェ": "she", "チェ": "che", "ジェ": "je", "ツァ": "tsa", "クァ": "kwa", "イェ": "ye",
}  # fmt: skip
IRREGULAR = {"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu", "や": "ya",
             "ゆ": "yu", "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ん": "n"}  # fmt: skip
TYPED = {"si": "し", "ti": "ち", "tu": "つ", "hu": "ふ", "zi": "じ", "sya": "しゃ", "syu": "しゅ", "syo": "しょ",
         "tya": "ちゃ", "tyu": "ちゅ", "tyo": "ちょ", "zya": "じゃ", "zyu": "じゅ", "zyo": "じょ", "jya": "じゃ",
         "jyu": "じゅ", "jyo": "じょ", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "she": "しぇ",
         "che": "ちぇ", "je": "じぇ", "wi": "うぃ", "we": "うぇ", "va": "ゔぁ", "thi": "てぃ", "wo": "を"}  # fmt: skip


def _latin_of_kana() -> dict[str, str]:
    table = {sign: row + vowel for row, signs in ROWS.items() for sign, vowel in zip(signs, "aiueo", strict=True)}
    for row, sign in GLIDES.items():
        table |= {sign + small: row + vowel for small, vowel in zip("ゃゅょ", "auo", strict=True)}
    small = dict(zip("ぁぃぅぇぉゃゅょゎ", ["a", "i", "u", "e", "o", "ya", "yu", "yo", "wa"], strict=True))
    return table | IRREGULAR | small | {hiragana(loan): latin for loan, latin in LOANS.items()}


LATIN_OF_KANA = _latin_of_kana()
SECOND_CHOICE = "ぢづゐゑをぁぃぅぇぉゃゅょゎ"
KANA_OF_LATIN = {latin: kana for kana, latin in LATIN_OF_KANA.items() if kana not in SECOND_CHOICE} | TYPED


def kana_from_romaji(word: str) -> str:
    """Read a Latin word as romaji and give its hiragana; '' when it cannot be Japanese, as in 'playgroup'."""
    rest, kana = key(word).replace("-", ""), ""
    while rest:
        piece, sign = _next_syllable(rest)
        if not piece:
            return ""
        rest, kana = rest[len(piece) :], kana + sign
    return kana


def _next_syllable(rest: str) -> tuple[str, str]:
    for size in (3, 2, 1):
        if rest[:size] in KANA_OF_LATIN and not (size == 1 and rest[0] == "n"):
            return rest[:size], KANA_OF_LATIN[rest[:size]]
    if rest.startswith("tch") or (len(rest) > 1 and rest[0] == rest[1] and rest[0] in "kstcpgzdbjf"):
        return rest[0], "っ"
    if rest.startswith("n'"):
        return "n'", "ん"
    if rest[0] == "n" or (rest[0] == "m" and rest[1:2] in {"b", "p", "m"}):
        return rest[0], "ん"
    return "", ""


def romaji(kana: str) -> str:
    """Write kana in Hepburn without long vowels (とうきょう → tokyo); anything but kana and ASCII is dropped."""
    plain = re.sub("ー", "", hiragana(key(kana)))
    latin = re.sub("っ(?=ち)", "t", plain)
    latin = re.sub("|".join(sorted(LATIN_OF_KANA, key=len, reverse=True)), lambda m: LATIN_OF_KANA[m[0]], latin)
    latin = re.sub(r"っ(?=([a-z]))", lambda m: m[1], latin)
    return re.sub("[^a-z0-9 ]", "", re.sub("uu", "u", re.sub("o[ou]", "o", latin)))


def slug_from_reading(name: str, kana: str = "") -> str:
    """Make a Latin slug from a name and its reading, a hyphen between words; '' when nothing can be read.

    子育てサロン ひだまり → kosodate-saron-hidamari. At most 60 characters, cut between words.
    """
    parts = [hiragana(part) for part in re.split(r"[\s・]+", key(kana)) if part]
    if len(parts) <= 1:
        parts = _spoken_words(name, "".join(parts))
    slug = "-".join(filter(None, (romaji(part).replace(" ", "") for part in parts)))
    return slug if len(slug) <= 60 else slug[:60].rsplit("-", 1)[0]


def _spoken_words(name: str, kana: str) -> list[str]:
    """Split a reading where the name's words end, if the two agree; else keep it whole."""
    spoken: list[str] = []
    joins = False
    for token in _tokenizer().tokenize(key(name)[:PIECE]):
        kinds, piece = token.part_of_speech(), _sound_of(token)
        if spoken and (joins or kinds[0] in {"助動詞", "接尾辞"} or kinds[1] in {"接続助詞", "助数詞"}):
            spoken[-1] += piece
        elif piece:
            spoken.append(piece)
        joins = kinds[0] == "接頭辞"
    return spoken if not kana or sound("".join(spoken)) == sound(kana) else [kana]
