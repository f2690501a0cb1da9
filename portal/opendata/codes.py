"""全国地方公共団体コード: six digits, the last of which checks the others (JIS X 0401, 0402)."""

import re
import unicodedata

from portal.validators import check_digit


def is_valid(code: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{6}", code)) and 1 <= int(code[:2]) <= 47 and check_digit(code[:5]) == code[5]


def repair(text: str) -> str | None:
    """Give the six digits that ``text`` stands for, or None when its digits do not prove them.

    A lost leading zero is put back only where the check digit agrees and the five digits cannot be a code without its
    check digit (a prefecture 01–47 followed by 000 or 100–799).
    """
    code = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    if is_valid(code):
        return code
    if re.fullmatch(r"[0-9]{5}", code) and is_valid("0" + code) and not _may_be_base(code):
        return "0" + code
    return None


def _may_be_base(code: str) -> bool:
    area = int(code[2:])
    return 1 <= int(code[:2]) <= 47 and (area == 0 or 100 <= area < 800)
