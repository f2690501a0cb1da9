"""What came of an import: counts, refused rows, warnings; the same whether anything was written or not."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """Something odd at one place of a file: line, column, value, and a sentence about it."""

    row: int
    column: str
    value: str
    problem: str


@dataclass
class Report:
    """The outcome of every data row of one file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + len(self.rejected)

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)

    def as_json(self) -> dict[str, Any]:
        return {"rows": self.rows, **asdict(self)}
