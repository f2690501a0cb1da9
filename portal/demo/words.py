"""The demo city's words, read from the files beside this one."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def words(name: str) -> dict[str, Any]:
    """Read one file: city, groups, events, network, pages."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
