"""What a star policy is, once read: plain frozen records. The words of the file are in docs/star-policy.md.

All times are whole seconds, all dates ISO text, ratings 1 to 5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

RATINGS = {"优秀": 5, "良好": 4, "合格": 3, "较差": 2, "不合格": 1}
CONFIDENCE = {"S": "见于原文", "S2": "见于转引", "D": "推断", "R": "未核对", "own": "本单位自定"}

WindowKind = Literal["lifetime", "calendar-year", "dated", "rolling"]
Sequence_ = Literal["conditions", "none", "granted"]
Application = Literal["any", "bands", "highest"]
Demotion = Literal["never", "on-evaluation"]


@dataclass(frozen=True)
class Window:
    """The stretch of time whose records count.

    ``start`` and ``end`` of a dated window are both ``MM-DD`` (every year) or both ``YYYY-MM-DD`` (once);
    ``months`` belongs to a rolling one.
    """

    kind: WindowKind = "lifetime"
    start: str = ""
    end: str = ""
    months: int = 0

    @property
    def renews(self) -> bool:
        """Whether a level belongs to one window only and starts anew in the next."""
        return self.kind in ("calendar-year", "dated")


@dataclass(frozen=True)
class Conditions:
    """What one level asks for; None, False or empty asks nothing.

    ``hours``, ``category_hours`` and ``training`` in seconds, ``average_rating`` in hundredths.
    ``granted_level``: a level that must have been granted before (this or a higher one).
    """

    window: Window = Window()
    hours: int | None = None
    strict: bool = False
    member_days: int | None = None
    member_months: int | None = None
    activities: int | None = None
    categories: int | None = None
    category_hours: tuple[tuple[str, int], ...] = ()
    points: int | None = None
    training: int | None = None
    major_events: int | None = None
    awards: int | None = None
    average_rating: int | None = None
    no_complaints: bool = False
    complaint_months: int | None = None
    granted_level: int | None = None

    def empty(self) -> bool:
        return self == Conditions(window=self.window, strict=self.strict)


@dataclass(frozen=True)
class Approval:
    """Who grants and how long it is shown first. ``submit_by``: ``MM-DD``; ``certificate_months``: 1 to 12."""

    body: str = ""
    notice_workdays: int | None = None
    submit_by: tuple[str, ...] = ()
    certificate_months: tuple[int, ...] = ()


@dataclass(frozen=True)
class Level:
    """A star level, or an honour: honours are numbered on above the highest star."""

    level: int
    name: str
    conditions: Conditions
    approval: Approval = Approval()
    medal: str = ""
    certificate: str = ""
    prize: str = ""
    note: str = ""
    honour: bool = False


@dataclass(frozen=True)
class GiftStep:
    """A gift due ``seconds`` into the cycle: the prize of ``level``."""

    seconds: int
    level: int
    prize: str


@dataclass(frozen=True)
class GiftCycle:
    """Gifts that come round again every ``seconds`` of service; medals come in the first round only."""

    seconds: int
    steps: tuple[GiftStep, ...]


@dataclass(frozen=True)
class Source:
    """Where the figures are from; ``confidence`` is a key of :data:`CONFIDENCE`."""

    body: str
    document: str = ""
    number: str = ""
    year: int | None = None
    confidence: str = "own"


@dataclass(frozen=True)
class Counting:
    """Which records count at all. ``excluded_ratings``: ratings 1 to 5 whose records do not."""

    window: Window = Window()
    excluded_ratings: frozenset[int] = frozenset({1})
    publicised_only: bool = False
    after_registration: bool = False
    subtract_time_bank: bool = False


@dataclass(frozen=True)
class Policy:
    """A whole policy. ``levels`` and ``honours`` rise; ``id`` is the file's name without ``.toml``."""

    id: str
    title: str
    source: Source
    levels: tuple[Level, ...]
    honours: tuple[Level, ...] = ()
    gifts: GiftCycle | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    note: str = ""
    counting: Counting = field(default_factory=Counting)
    sequence: Sequence_ = "conditions"
    application: Application = "any"
    demotion: Demotion = "never"
    demotion_by: str = ""
    demotion_when: str = ""

    def all_levels(self) -> tuple[Level, ...]:
        return self.levels + self.honours

    def find(self, number: int) -> Level | None:
        return next((level for level in self.all_levels() if level.level == number), None)

    def name_of(self, number: int) -> str:
        """The level's own name, or its number where the policy has no such level."""
        level = self.find(number)
        return level.name if level else str(number)
