"""Certificates: what each of them says, its canonical text, and the code that proves both unchanged.

What must stand on a proof of volunteer service is listed by 民发〔2015〕149号: name, kind and number of the ID
document, volunteer number; time and content of the service; issuer, its leader, the person in charge and how to
reach them; number of the proof, day of issue, other remarks.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from leifeng_cli.domain.columns import Col
from leifeng_cli.domain.lifecycle import REASON, TODAY, Lifecycle, Move
from leifeng_cli.domain.periods import day_title
from leifeng_cli.domain.values.masks import mask_id
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.domain.values.text import plain
from leifeng_cli.errors import BadValue
from leifeng_cli.messages import _

STAR, SERVICE = "star", "service"
KIND_NAMES = {STAR: "星级证书", SERVICE: "服务证明"}
TITLES = {STAR: "星级志愿者证书", SERVICE: "志愿服务记录证明"}
PREFIX = "Z"
ISSUED, VOID = "issued", "void"
_VOIDED = {"voided_on": TODAY, "void_reason": REASON}
#: What became of the paper. How it stands besides, by its notice and its star, is :func:`state_of`.
LIFE = Lifecycle(
    {ISSUED: "已出具", VOID: "已作废"},
    (
        Move("void", "作废", (ISSUED,), VOID, reason=True, stamps=_VOIDED),
        Move("reissue", "补发", (ISSUED,), VOID, reason=True, stamps=_VOIDED),
    ),
    ended=(VOID,),
    told={"voided_on": VOID},
)
#: 民发〔2015〕149号: shown inside the unit for no fewer than seven days after issue; the day it is posted is the first.
NOTICE_DAYS = 7
CODE_DIGITS = 16
KEY_BYTES = 32
#: What a reader of print takes for a digit: no code has these letters.
_MISREAD = str.maketrans("OIL", "011")
_BLANK = re.compile(r"[\s\-—–·.,:：]+")


def kind_name(kind: str) -> str:
    return KIND_NAMES[kind]


def grouped(code: str) -> str:
    """A1B2C3D4E5F60718 -> A1B2 C3D4 E5F6 0718"""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


@dataclass(frozen=True)
class Certificate:
    """One line of the register. ``state`` is as of the day it was read."""

    id: int
    number: Annotated[str, Col("证书编号", listed=True)]
    kind: Annotated[str, Col("种类", show=kind_name, listed=True)]
    volunteer_number: Annotated[str, Col("志愿者编号", listed=True)]
    volunteer_name: Annotated[str, Col("姓名", listed=True)]
    level_name: Annotated[str | None, Col("星级", listed=True)]
    seconds: Annotated[int | None, Col("服务时长(小时)", show=hours_text, listed=True)]
    records: Annotated[int, Col("服务次数")]
    issued_on: Annotated[str, Col("出具日期", listed=True)]
    issued_by: Annotated[str, Col("出具人")]
    state: Annotated[str, Col("状态", listed=True)]
    code: Annotated[str, Col("校验码", show=grouped)]
    grant_number: Annotated[str | None, Col("授予编号")] = None
    round_number: Annotated[str | None, Col("评星批次")] = None
    revoked_on: Annotated[str | None, Col("星级撤销日期")] = None
    notice_number: Annotated[str | None, Col("公示编号")] = None
    notice_ends_on: Annotated[str | None, Col("公示至")] = None
    replaces: Annotated[str | None, Col("代替")] = None
    replaced_by: Annotated[str | None, Col("已补发为")] = None
    voided_on: Annotated[str | None, Col("作废日期")] = None
    void_reason: Annotated[str | None, Col("作废原因")] = None


def state_of(
    today: str,
    *,
    voided_on: str | None = None,
    revoked_on: str | None = None,
    withdrawn_on: str | None = None,
    notice_ends_on: str | None = None,
    objections: int = 0,
) -> str:
    """How a certificate stands on a day: a notice is over on the first day after its last, never on the last.

    ``objections``: those to its notice that are open or were upheld.
    """
    if voided_on:
        return _("已作废")
    if revoked_on:
        return _("星级已撤销")
    if withdrawn_on:
        return _("公示已撤下")
    if objections:
        return _("公示有异议 {n} 件").format(n=objections)
    if notice_ends_on is None:
        return _("有效")
    if today > notice_ends_on:
        return _("公示已满")
    return _("公示中，至 {day}").format(day=notice_ends_on)


@dataclass(frozen=True)
class Service:
    """One printed line: a credited record as it stood when the certificate was issued. Time in seconds."""

    record: int
    date: str
    start: str | None
    end: str | None
    activity: str
    team: str | None
    place: str | None
    seconds: int


@dataclass(frozen=True)
class Issuer:
    """The unit that recorded the service, and therefore proves it."""

    name: str
    leader: str | None
    contact: str | None
    phone: str | None


@dataclass(frozen=True)
class Star:
    """What a star certificate is about. ``seconds`` are those the grant was judged by, where it came from a round."""

    grant: str
    level: int
    level_name: str
    granted_on: str
    body: str
    policy: str
    seconds: int | None


@dataclass(frozen=True)
class Snapshot:
    """Everything a certificate prints but its number and code, as approved.

    ``key`` names the key its code was made with, so that a lost key is told apart from a changed row.
    """

    kind: str
    issued_on: str
    name: str
    id_type: str | None
    id_number: str | None
    volunteer_number: str
    issuer: Issuer
    key: str
    services: tuple[Service, ...] = ()
    star: Star | None = None
    note: str | None = None
    replaces: str | None = None

    @property
    def seconds(self) -> int | None:
        """The total: the sum of the printed lines, or what the star was judged by."""
        return self.star.seconds if self.star else sum(s.seconds for s in self.services)

    def missing(self) -> list[str]:
        """Fields 民发〔2015〕149号 asks for that are not known: they are printed as a line to fill in by hand."""
        wanted = {
            _("证件号码"): self.id_number, _("出具单位负责人"): self.issuer.leader,
            _("出具单位经办人"): self.issuer.contact, _("出具单位联系电话"): self.issuer.phone,
        }  # fmt: skip
        return [label for label, value in wanted.items() if not value]


def canonical(snapshot: Snapshot) -> str:
    """One text per snapshot whatever the machine: codes on paper depend on it, so it must never change."""
    return json.dumps(asdict(snapshot), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_snapshot(text: str) -> Snapshot:
    """The snapshot of a canonical text. Raises ValueError, TypeError or KeyError for one another tool has damaged."""
    values: dict[str, Any] = json.loads(text)
    values["issuer"] = Issuer(**values["issuer"])
    values["services"] = tuple(Service(**s) for s in values["services"])
    values["star"] = Star(**values["star"]) if values["star"] else None
    return Snapshot(**values)


def check_code(key: bytes, number: str, text: str) -> str:
    """The code of a certificate: the first 16 hexadecimal digits of HMAC-SHA256 over its number and canonical text."""
    return hmac.new(key, f"{number}\n{text}".encode(), hashlib.sha256).hexdigest()[:CODE_DIGITS].upper()


def key_name(key: bytes) -> str:
    """A name for a key that gives nothing of it away."""
    return hmac.new(key, b"leifeng certificate key", hashlib.sha256).hexdigest()[:8]


def same_code(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode(), b.encode())


def read_code(typed: str) -> str:
    """The code in what somebody typed: blanks, dashes, case and full width do not matter, nor the text of a QR code.

    Raises BadValue for anything else.
    """
    squeezed = _BLANK.sub("", plain(typed).upper())
    found = re.search(rf"(?<![0-9A-Z])[0-9A-Z]{{{CODE_DIGITS}}}\Z", squeezed)
    code = found[0].translate(_MISREAD) if found else ""
    if not re.fullmatch("[0-9A-F]+", code):
        raise BadValue(
            _("校验码应是 {n} 位数字和字母 A 到 F。").format(n=CODE_DIGITS), hint=_("照证书上二维码旁的一行抄。")
        )
    return code


def qr_text(snapshot: Snapshot, number: str, code: str) -> str:
    """What the QR code says: nothing about the person, and the code last, where :func:`read_code` looks for it."""
    phone = _("，电话 {phone}").format(phone=snapshot.issuer.phone) if snapshot.issuer.phone else ""
    return _("{title}\n编号 {number}\n请向出具单位核验：{unit}{phone}\n校验码 {code}").format(
        title=TITLES[snapshot.kind], number=number, unit=snapshot.issuer.name, phone=phone, code=grouped(code)
    )


def printed(snapshot: Snapshot, number: str, code: str, *, reveal: bool) -> dict[str, str]:
    """Every field of a certificate as text, by the name a template calls it; an unknown one is an empty text.

    The ID number is masked unless ``reveal``. The issuer's phone is the office's and stands in full.
    """
    star, issuer, number_of_id = snapshot.star, snapshot.issuer, snapshot.id_number or ""
    seconds = snapshot.seconds
    return {
        "证书名称": TITLES[snapshot.kind],
        "证书编号": number,
        "校验码": grouped(code),
        "姓名": snapshot.name,
        "证件类型": snapshot.id_type or "",
        "证件号码": number_of_id if reveal else mask_id(number_of_id),
        "志愿者编号": snapshot.volunteer_number,
        "服务时长": "" if seconds is None else hours_text(seconds),
        "服务次数": str(len(snapshot.services)) if snapshot.services else "",
        "服务内容": contents(snapshot),
        "服务起止": period(snapshot),
        "星级": star.level_name if star else "",
        "称号": honour(star) if star else "",
        "授予编号": star.grant if star else "",
        "授予日期": day_title(star.granted_on) if star else "",
        "授予单位": star.body if star else "",
        "评定办法": star.policy if star else "",
        "出具单位": issuer.name,
        "负责人": issuer.leader or "",
        "经办人": issuer.contact or "",
        "联系电话": issuer.phone or "",
        "出具日期": day_title(snapshot.issued_on),
        "说明": "；".join(filter(None, (snapshot.note, _replaced(snapshot)))),
    }


def field_names() -> tuple[str, ...]:
    """What :func:`printed` knows, in its order."""
    nobody = Snapshot(SERVICE, "2000-01-01", "", None, None, "", Issuer("", None, None, None), "")
    return tuple(printed(nobody, "", "", reveal=False))


def honour(star: Star) -> str:
    """一星级 -> 一星级志愿者; a title that is one already stays as it is."""
    return star.level_name + (_("志愿者") if star.level_name.endswith(_("星级")) else "")


def drawn_stars(star: Star | None) -> int:
    """How many stars to draw: none for an honour beyond the five."""
    return star.level if star and 1 <= star.level <= 5 and _("星") in star.level_name else 0


def _replaced(snapshot: Snapshot) -> str:
    if snapshot.replaces is None:
        return ""
    return _("本证由 {number} 补发，原证作废").format(number=snapshot.replaces)


def contents(snapshot: Snapshot) -> str:
    """The activities served in, each once, in the order they were first served in."""
    if snapshot.star:
        return ""
    return "、".join(dict.fromkeys(s.activity for s in snapshot.services))


def period(snapshot: Snapshot) -> str:
    days = sorted(s.date for s in snapshot.services)
    if not days:
        return ""
    first, last = day_title(days[0]), day_title(days[-1])
    return first if first == last else _("{first}至{last}").format(first=first, last=last)


def printed_lines(snapshot: Snapshot) -> list[dict[str, str]]:
    """The printed services, by the names a template calls their fields."""
    return [
        {
            "序号": str(n),
            "日期": s.date,
            "时间": f"{s.start}—{s.end}" if s.start and s.end else "",
            "活动": s.activity,
            "队伍": s.team or "",
            "地点": s.place or "",
            "时长": hours_text(s.seconds),
        }
        for n, s in enumerate(snapshot.services, 1)
    ]


_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')
#: Names Windows keeps for devices, with or without a suffix.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def file_name(number: str, name: str, suffix: str) -> str:
    """Z000001-张三.docx: the number makes it unique, and nothing of the name can leave the folder."""
    number, name = (_UNSAFE.sub("_", part).strip("._ ") for part in (number, plain(name)))
    kept = name.encode("utf-8")[:120].decode("utf-8", "ignore").strip("._ ")
    stem = f"{number}-{kept}" if kept else number
    return (f"_{stem}" if _DEVICES.fullmatch(stem) else stem) + suffix
