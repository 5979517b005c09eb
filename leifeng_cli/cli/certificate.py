"""leifeng certificate"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from leifeng_cli.cli.noun import NounApp
from leifeng_cli.cli.options import Force, Format, MaybeWho, Reason, Who
from leifeng_cli.cli.output import as_json, checked_format, harmless, print_csv, print_json, print_record, print_records
from leifeng_cli.cli.session import Session, session
from leifeng_cli.cli.table import print_table
from leifeng_cli.domain.certificates import KIND_NAMES, TITLES, Certificate, Snapshot, grouped, printed_lines
from leifeng_cli.domain.values.shown import hours_text
from leifeng_cli.errors import UsageError
from leifeng_cli.messages import _
from leifeng_cli.services import certificates as service

app = NounApp()
Number = Annotated[str, typer.Argument(metavar="证书编号", help="如 Z000001，见 certificate list")]
OfRound = Annotated[str | None, typer.Option("--round", metavar="批次", help="评星批次，如 R0001")]


@app.command("issue")
def issue(
    ctx: typer.Context,
    who: Who,
    first: Annotated[str | None, typer.Option("--from", metavar="日期", help="自哪一天的服务起；不写为最早")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="日期", help="到哪一天为止（含当日）；不写为最近")] = None,
    records: Annotated[
        list[str] | None,
        typer.Option("--records", metavar="记录编号", help="只证明这几条，可写多次，或用逗号隔开；见 hours list"),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="说明", help="印在证明上的其他说明事项")] = None,
    format_: Format = "table",
) -> None:
    """出具志愿服务记录证明：按已记入的服务，编号登记，并在内部公示 7 日。"""
    checked_format(format_)
    one = session(ctx)
    issued = service.issue(one.context, who, first=first, last=last, records=records or [], note=note)
    made = issued.certificate
    if format_ != "table":
        print_record(made, format_)
    one.done(
        _("已出具 {number}：{name}，{n} 次，{h} 小时，校验码 {code}。").format(
            number=made.number, name=made.volunteer_name, n=made.records, h=hours_text(made.seconds or 0),
            code=grouped(made.code),
        )
    )  # fmt: skip
    if made.notice_number:
        one.say(_("内部公示 {n}，至 {day}。").format(n=made.notice_number, day=made.notice_ends_on))
    _say_missing(one, issued.missing)


def _say_missing(one: Session, missing: Sequence[str]) -> None:
    if missing:
        one.say(_("没有登记、印成空行待手填：{what}。").format(what="、".join(missing)))
        if any(label.startswith(_("出具单位")) for label in missing):
            one.say(_("  本单位的负责人、经办人和电话用 leifeng unit edit 登记，之后出具的证书就有了。"))


@app.command("star")
def star(
    ctx: typer.Context,
    word: Annotated[str, typer.Argument(metavar="授予或批次", help="授予编号如 G000001，或评星批次如 R0001")],
    format_: Format = "table",
) -> None:
    """出具星级证书：一项授予的，或一个批次全部有效授予的。"""
    from leifeng_cli.services.star_certificates import issue_stars  # it brings in the star policies

    checked_format(format_)
    one = session(ctx)
    done = issue_stars(one.context, word)
    if format_ != "table":
        print_records(done.made, Certificate, format_)
    numbers = [c.number for c in done.made]
    shown = numbers[0] if len(numbers) == 1 else _("{a} 至 {b}").format(a=numbers[0], b=numbers[-1])
    one.done(_("已出具星级证书 {n} 份：{shown}。").format(n=len(numbers), shown=shown))
    if done.already:
        one.say(_("已有证书，没有再出：{n} 份（{list}）。").format(n=len(done.already), list=_some(done.already)))
    if done.revoked:
        one.say(_("授予已撤销，没有出：{list}。").format(list=_some(done.revoked)))
    _say_missing(one, [_("{label}（{n} 份）").format(label=label, n=n) for label, n in done.missing.items()])


def _some(words: Sequence[str]) -> str:
    return "、".join(words[:10]) + (_("……") if len(words) > 10 else "")


@app.command("print")
def print_(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option("--to", metavar="文件或文件夹", help="一份可写 .docx、.pdf 文件；多份写文件夹")],
    numbers: Annotated[list[str] | None, typer.Argument(metavar="证书编号…", help="一份或多份")] = None,
    round_: OfRound = None,
    kind: Annotated[
        str | None, typer.Option("--format", metavar="docx|pdf", help="不写则看 --to 的后缀，再不然为 docx")
    ] = None,
    template: Annotated[Path | None, typer.Option("--template", metavar="文件", help="用自己的 .docx 模板")] = None,
    reveal: Annotated[
        str | None, typer.Option("--reveal", metavar="理由", help="印出完整的证件号码；理由会记入操作记录")
    ] = None,
    force: Force = False,
) -> None:
    """打印证书为 .docx 或 .pdf：内容是出具时存下的，之后改记录不影响。"""
    from leifeng_cli.services.certificate_prints import print_certificates

    one = session(ctx)
    done = print_certificates(
        one.context, numbers or [], to, round_number=round_, format_=kind, template=template, reveal=reveal,
        force=force, track=_progress(one),
    )  # fmt: skip
    where = done.paths[0] if len(done.paths) == 1 else to
    masked = "" if reveal is not None else _("（证件号码已脱敏）")
    one.done(_("已写好 {n} 份：{where}{masked}。").format(n=len(done.paths), where=where, masked=masked), undo=False)
    for remark in done.remarks:
        one.say(remark)


def _progress(one: Session) -> Any:
    """A bar while many files are written, where somebody watches."""

    def track(sheets: Sequence[Any]) -> Iterable[Any]:
        if one.quiet or len(sheets) < 2 or not sys.stderr.isatty():
            return sheets
        from rich.console import Console
        from rich.progress import track as bar

        return bar(sheets, description=_("打印证书"), console=Console(stderr=True), transient=True)

    return track


@app.command("list")
def list_(
    ctx: typer.Context,
    who: MaybeWho = None,
    round_: OfRound = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="|".join(KIND_NAMES), help="只看星级证书或服务证明")
    ] = None,
    format_: Format = "table",
) -> None:
    """证书登记册，按编号；作废的也在内。"""
    checked_format(format_)
    _known_kind(kind)
    one = session(ctx)
    found = service.list_certificates(one.context, who=who, round_number=round_, kind=kind)
    print_records(found, Certificate, format_)
    if format_ == "table":
        one.say(_("共 {n} 条。").format(n=len(found)))


def _known_kind(kind: str | None) -> None:
    if kind is not None and kind not in KIND_NAMES:
        raise UsageError(_("没有“{k}”这种证书。").format(k=kind), hint=_("可用：") + "、".join(KIND_NAMES))


@app.command("show")
def show(ctx: typer.Context, number: Number, format_: Format = "table") -> None:
    """一份证书的登记、公示情况和所证明的服务。"""
    checked_format(format_)
    _print_one(*service.show_certificate(session(ctx).context, number), format_)


def _print_one(certificate: Certificate, snapshot: Snapshot, format_: str) -> None:
    lines = [{k: harmless(v) for k, v in line.items()} for line in printed_lines(snapshot)]
    if format_ == "json":
        services = [
            {
                "record": s.record, "service_date": s.date, "start_time": s.start, "end_time": s.end,
                "activity": harmless(s.activity), "team": s.team and harmless(s.team),
                "place": s.place and harmless(s.place), "seconds": s.seconds, "hours": hours_text(s.seconds),
            }
            for s in snapshot.services
        ]  # fmt: skip
        print_json({**as_json(certificate, reveal=False), "services": services})
        return
    print_record(certificate, format_)
    if not lines:
        return
    headers, rows = list(lines[0]), [list(line.values()) for line in lines]
    if format_ == "csv":
        print_csv([""], [headers, *rows])
    else:
        print()
        print_table(headers, rows, right=[h in ("序号", "时长") for h in headers])


@app.command("verify")
def verify(
    ctx: typer.Context,
    code: Annotated[list[str], typer.Argument(metavar="校验码", help="16 位，分不分组、大小写都可以")],
    format_: Format = "table",
) -> None:
    """核验校验码：有效的显示登记内容，请与纸面逐项核对。"""
    checked_format(format_)
    one = session(ctx)
    certificate, snapshot = service.verify_code(one.context, " ".join(code))
    one.say(
        _("有效：{title} {number}。请核对纸面与下列内容一致。").format(
            title=TITLES[certificate.kind], number=certificate.number
        )
    )
    _print_one(certificate, snapshot, format_)


@app.command("void")
def void(ctx: typer.Context, number: Number, reason: Reason) -> None:
    """作废一份证书：留在登记册里，核验时会说明。"""
    one = session(ctx)
    done = service.void_certificate(one.context, number, reason)
    one.done(_("已作废 {number}（{name}）。").format(number=done.number, name=done.volunteer_name))


@app.command("reissue")
def reissue(ctx: typer.Context, number: Number, reason: Reason, format_: Format = "table") -> None:
    """补发：同样的内容，新的编号和校验码，注明代替哪一份；原证作废。"""
    checked_format(format_)
    one = session(ctx)
    made = service.reissue_certificate(one.context, number, reason)
    if format_ != "table":
        print_record(made, format_)
    one.done(
        _("已补发 {new}，代替 {old}，校验码 {code}。").format(
            new=made.number, old=made.replaces, code=grouped(made.code)
        )
    )


@app.command("template")
def template(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="以 .docx 结尾")],
    kind: Annotated[str, typer.Option("--kind", metavar="|".join(KIND_NAMES), help="哪一种证书")] = "star",
    force: Force = False,
) -> None:
    """写一份带全部栏目的 .docx 样板，改好后用 print --template 打印。"""
    from leifeng_cli.services.certificate_prints import write_starter_template

    _known_kind(kind)
    one = session(ctx)
    write_starter_template(one.context, kind, file, force=force)
    one.done(_("已写好 {path}。").format(path=file), undo=False)


@app.command("new-key")
def new_key(ctx: typer.Context, reason: Reason) -> None:
    """密钥文件确已丢失时换一把新的；之前的证书要逐张补发才能核验。"""
    from leifeng_cli.services.certificate_keys import new_key as make

    one = session(ctx)
    make(one.context, reason)
    one.done(_("已换用新密钥。之前出具的证书无法再核验，请用 leifeng certificate reissue 补发。"), undo=False)
