"""The registers there are: noun, title, record class, number prefix, and how they are called."""

from __future__ import annotations

from dataclasses import dataclass

from leifeng_cli.domain.activities import Activity
from leifeng_cli.domain.attendance import Attendance
from leifeng_cli.domain.awards import Award
from leifeng_cli.domain.campaigns import Campaign
from leifeng_cli.domain.categories import Category
from leifeng_cli.domain.complaints import Complaint
from leifeng_cli.domain.hours import ServiceRecord
from leifeng_cli.domain.rewards import Reward
from leifeng_cli.domain.signups import Signup
from leifeng_cli.domain.surveys import Survey
from leifeng_cli.domain.teams import Team
from leifeng_cli.domain.trainings import Training
from leifeng_cli.domain.units import Unit
from leifeng_cli.domain.volunteers import Volunteer


@dataclass(frozen=True)
class Register:
    """What generic record keeping needs to know of a register besides its columns.

    ``noun`` is the command, ``table`` the table if it is called otherwise. ``names`` are the columns a
    person may call a record by, the surest first; ``unique`` those no two records may share.
    ``depth`` is how many levels a nested register may have. ``order`` sorts lists and exports.
    """

    noun: str
    title: str
    record: type
    prefix: str = ""
    width: int = 4
    names: tuple[str, ...] = ("number", "name")
    unique: tuple[str, ...] = ("number", "name")
    depth: int | None = None
    order: str = "t.number"
    table_name: str = ""
    archives: bool = True

    @property
    def table(self) -> str:
        return self.table_name or self.noun


UNITS = Register("unit", "单位", Unit, "U")
VOLUNTEERS = Register(
    "volunteer", "志愿者", Volunteer, "V", 6,
    names=("number", "name", "pinyin", "initials", "id_number"), unique=("number",),
)  # fmt: skip
TEAMS = Register("team", "队伍", Team, "T")
CATEGORIES = Register("category", "活动类别", Category, "C", depth=2)
ACTIVITIES = Register("activity", "活动", Activity, "A", 6, names=("number", "title"), unique=("number",))
SIGNUPS = Register("signup", "报名", Signup, names=("id",), unique=(), order="t.id", archives=False)
ATTENDANCE = Register("attendance", "签到", Attendance, names=("id",), unique=(), order="t.id", archives=False)
HOURS = Register(
    "hours", "服务记录", ServiceRecord,
    names=("id",), unique=(), order="t.service_date, t.id", table_name="service_record", archives=False,
)  # fmt: skip

AWARDS = Register("award", "表彰", Award, "H", names=("number", "title"), unique=("number",))
COMPLAINTS = Register("complaint", "投诉", Complaint, "K", names=("number", "title"), unique=("number",))
TRAININGS = Register("training", "培训", Training, "P", names=("number", "title"), unique=("number",))
CAMPAIGNS = Register("campaign", "活动计划", Campaign, "J")
SURVEYS = Register("survey", "调查", Survey, "S", names=("number", "title"), unique=("number",))
REWARDS = Register("reward", "奖品", Reward, "R")

_ALL = (
    UNITS, VOLUNTEERS, TEAMS, CATEGORIES, ACTIVITIES, SIGNUPS, ATTENDANCE, HOURS, AWARDS, COMPLAINTS, TRAININGS,
    REWARDS, CAMPAIGNS, SURVEYS,
)  # fmt: skip
REGISTERS = {r.noun: r for r in _ALL}
