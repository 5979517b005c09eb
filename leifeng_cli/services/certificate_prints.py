"""Printing certificates: as Word or PDF, one or a whole round, always from what was approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leifeng_cli.domain import certificates as domain
from leifeng_cli.domain.certificates import Snapshot
from leifeng_cli.domain.values.text import plain
from leifeng_cli.errors import Conflict, InvalidInput, NotFound, UsageError
from leifeng_cli.files.output import atomic_write, check_target
from leifeng_cli.messages import _
from leifeng_cli.services.certificate_keys import key_that_fits
from leifeng_cli.services.certificates import content, proved, revoked, the_row
from leifeng_cli.services.context import CHINA, Context
from leifeng_cli.services.reveals import reveal as put_on_record
from leifeng_cli.store import certificates as store
from leifeng_cli.store import star_grants
from leifeng_cli.store.certificates import Row
from leifeng_cli.store.connection import Connection

if TYPE_CHECKING:
    from leifeng_cli.files.certificate_template import CertificateTemplate

DOCX, PDF = "docx", "pdf"
FORMATS = (DOCX, PDF)
Track = Callable[[Sequence[Any]], Iterable[Any]]


@dataclass(frozen=True)
class Printing:
    """Files written, and what the person at the printer should know."""

    paths: list[Path]
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Sheet:
    """One certificate on its way to paper."""

    path: Path
    number: str
    code: str
    snapshot: Snapshot


def print_certificates(
    ctx: Context,
    numbers: Sequence[str],
    target: Path,
    *,
    round_number: str | None = None,
    format_: str | None = None,
    template: Path | None = None,
    reveal: str | None = None,
    force: bool = False,
    track: Track = iter,
) -> Printing:
    """Write the certificates named, or all of a star round that stand, into a file or one folder.

    ``track`` passes the sheets through while they are written. All is checked before the first file is: the rows
    against their codes, the places, the template, and for PDF that every character has a glyph.
    """
    if bool(numbers) == (round_number is not None):
        raise UsageError(_("请写证书编号，或用 --round 写评星批次，二者选一。"))
    kind = _format(target, format_, template)
    with ctx.read() as conn:
        rows = _of_round(conn, round_number) if round_number is not None else _called(conn, numbers)
    proofs = [proved(key_that_fits(ctx, content(row)), row) for row in rows]
    made_by = _filler(template) if template is not None else None
    sheets = [
        _Sheet(path, row.number, row.code, snapshot)
        for path, row, snapshot in zip(_paths(target, kind, rows, proofs, force), rows, proofs, strict=True)
    ]
    if kind == PDF:
        _check_glyphs(sheets, shown=reveal is not None)
    if reveal is not None:
        put_on_record(ctx, "volunteer", reveal, len(sheets))
    if sheets and sheets[0].path != target:
        target.mkdir(exist_ok=True)
    for sheet in track(sheets):
        atomic_write(sheet.path, _drawn(sheet, kind, made_by, shown=reveal is not None), force=force)
    return Printing([s.path for s in sheets], _remarks(rows, made_by, ctx.today.isoformat()))


def _format(target: Path, given: str | None, template: Path | None) -> str:
    suffix = target.suffix.lower().removeprefix(".")
    kind = given or (suffix if suffix in FORMATS else DOCX)
    if kind not in FORMATS:
        raise UsageError(_("没有“{f}”这种证书格式。").format(f=kind), hint=_("可用：") + "、".join(FORMATS))
    if suffix in FORMATS and suffix != kind:
        raise UsageError(_("文件名以 .{suffix} 结尾，格式却写了 {kind}。").format(suffix=suffix, kind=kind))
    if template is not None and kind != DOCX:
        raise UsageError(_("自己的模板只能出 .docx。"), hint=_("去掉 --template，或去掉 --format pdf。"))
    return kind


def _called(conn: Connection, numbers: Sequence[str]) -> list[Row]:
    rows = {row.number: row for row in (the_row(conn, n) for n in numbers)}
    for row in rows.values():
        if row.voided_on:
            raise Conflict(
                _("证书 {number} 已于 {day} 作废，不能再打印。").format(number=row.number, day=row.voided_on)
            )
        if row.revoked_on:
            raise revoked(row)
    return list(rows.values())


def _of_round(conn: Connection, word: str) -> list[Row]:
    number = plain(word).upper()
    if star_grants.round_called(conn, number) is None:
        raise NotFound(_("没有评星批次“{word}”。").format(word=number), hint=_("用 leifeng star rounds 查看。"))
    rows = [r for r in store.listed(conn, round_number=number) if not (r.voided_on or r.revoked_on)]
    if not rows:
        raise NotFound(
            _("批次 {number} 没有可打印的证书。").format(number=number),
            hint=_("请先用 leifeng certificate star {number} 出具。").format(number=number),
        )
    return rows


def _paths(target: Path, kind: str, rows: Sequence[Row], snapshots: Sequence[Snapshot], force: bool) -> list[Path]:
    """Where each certificate goes: the file named, or a file of its own in the folder named."""
    if target.suffix.lower().removeprefix(".") in FORMATS and not target.is_dir():
        if len(rows) != 1:
            raise UsageError(
                _("有 {n} 份证书，不能都写进一个文件。").format(n=len(rows)), hint=_("--to 请写一个文件夹。")
            )
        check_target(target, force=force)
        return [target]
    if target.exists() and not target.is_dir():
        raise InvalidInput(
            _("“{path}”不是文件夹。").format(path=target), hint=_("--to 请写文件夹或 .docx、.pdf 文件。")
        )
    if not target.parent.is_dir():
        raise InvalidInput(_("没有文件夹“{folder}”。").format(folder=target.parent), hint=_("请先建好上一级文件夹。"))
    found = [target / domain.file_name(r.number, s.name, f".{kind}") for r, s in zip(rows, snapshots, strict=True)]
    if target.is_dir():
        for path in found:
            check_target(path, force=force)
    return found


def _fields(sheet: _Sheet, *, shown: bool) -> dict[str, str]:
    return domain.printed(sheet.snapshot, sheet.number, sheet.code, reveal=shown)


def _created(snapshot: Snapshot) -> dt.datetime:
    """The day of issue, not of printing: printed again it is the same file."""
    return dt.datetime.fromisoformat(snapshot.issued_on).replace(tzinfo=CHINA)


def _drawn(sheet: _Sheet, kind: str, made_by: CertificateTemplate | None, *, shown: bool) -> bytes:
    from leifeng_cli.files.qr import qr_png

    snapshot = sheet.snapshot
    if kind == PDF:
        from leifeng_cli.files.typesetting import typeset

        return typeset(f"certificate-{snapshot.kind}", _data(sheet, shown=shown), "", _created(snapshot))
    fields = {**_fields(sheet, shown=shown), "星": " ".join("★" * domain.drawn_stars(snapshot.star))}
    lines = domain.printed_lines(snapshot)
    picture = qr_png(domain.qr_text(snapshot, sheet.number, sheet.code))
    if made_by is not None:
        return made_by.fill(fields, lines, picture)
    from leifeng_cli.files.certificate_docx import certificate_docx

    return certificate_docx(snapshot.kind, fields, lines, picture, _created(snapshot))


def _data(sheet: _Sheet, *, shown: bool) -> dict[str, Any]:
    from leifeng_cli.files.qr import qr_svg

    return {
        "fields": _fields(sheet, shown=shown),
        "lines": domain.printed_lines(sheet.snapshot),
        "stars": domain.drawn_stars(sheet.snapshot.star),
        "qr": qr_svg(domain.qr_text(sheet.snapshot, sheet.number, sheet.code)),
    }


def _check_glyphs(sheets: Sequence[_Sheet], *, shown: bool) -> None:
    from leifeng_cli.files.typesetting import check_characters

    for kind in sorted({s.snapshot.kind for s in sheets}):
        all_of_it = [[_fields(s, shown=shown), domain.printed_lines(s.snapshot)] for s in sheets]
        check_characters(f"certificate-{kind}", {"all": all_of_it})


def _filler(template: Path) -> CertificateTemplate:
    from leifeng_cli.files.certificate_template import CertificateTemplate

    return CertificateTemplate(template)


def _remarks(rows: Sequence[Row], made_by: CertificateTemplate | None, today: str) -> list[str]:
    found = []
    left_out = made_by.left_out() if made_by is not None else []
    if left_out:
        found.append(_("模板里没有这些栏目：{f}。").format(f="、".join(left_out)))
    running = [r.number for r in rows if r.notice_ends_on and today <= r.notice_ends_on]
    if running:
        found.append(_("公示还没有满：{n}。").format(n="、".join(running[:20])))
    return found


def write_starter_template(ctx: Context, kind: str, target: Path, *, force: bool = False) -> None:
    """A Word file with every placeholder in its place, for the clerk to change and print by."""
    from leifeng_cli.files.certificate_template import starter_template

    if kind not in domain.KIND_NAMES:
        raise UsageError(_("没有“{k}”这种证书。").format(k=kind), hint=_("可用：") + "、".join(domain.KIND_NAMES))
    if target.suffix.lower() != ".docx":
        raise UsageError(_("模板请以 .docx 结尾：{name}").format(name=target))
    check_target(target, force=force)
    atomic_write(target, starter_template(kind, domain.field_names(), ctx.now), force=force)
