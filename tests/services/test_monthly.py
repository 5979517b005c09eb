"""The month made by cron at 02:00 with nobody watching: killed, run twice, beside a writer, in any locale."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leifeng_cli.services import activities, closing, hours, points_rules, volunteers
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log, verify
from leifeng_cli.services.monthly import run_month
from leifeng_cli.services.settings import set_setting

LEIFENG = Path(sys.executable).with_name("leifeng")


@pytest.fixture
def office(ctx: Context) -> Context:
    volunteers.add_volunteer(ctx, {"name": "张三", "registered_on": "2021-06-01"})
    activities.add_activity(ctx, {"title": "巡逻", "starts_on": "2021-12-01", "ends_on": "2022-01-31"})
    for day in range(1, 21):
        hours.record_hours(ctx, ["张三"], "巡逻", {"service_date": f"2021-12-{day:02d}", "seconds": "2"})
    return ctx


def start(ctx: Context, *words: str, **env: str) -> subprocess.Popen[bytes]:
    given = {**os.environ, "LEIFENG_NOW": "2022-01-05T02:00:00", "LEIFENG_OPERATOR": "cron", **env}
    return subprocess.Popen(
        [LEIFENG, "--db", str(ctx.db), *words], env=given, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


def cron(ctx: Context, *words: str, **env: str) -> tuple[int, bytes, bytes]:
    process = start(ctx, *words, **env)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def state(ctx: Context) -> dict[str, str]:
    folder = ctx.db.parent / "月报"
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*")} if folder.exists() else {}


def test_it_does_the_lot_and_is_silent(office: Context) -> None:
    points_rules.use_rule(office, "hailin", "2021-01-01")
    assert cron(office, "monthly", "--quiet") == (0, b"", b"")
    assert sorted(state(office)) == ["2021-12.docx", "2021-12.html", "2021-12.xlsx"]
    assert [c.month for c, _rows, _sent in closing.month_status(office)] == ["2021-12"]
    assert "points.settle" in [o.command for o in log(office)]
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in (office.db.parent / "月报").iterdir())


def test_a_second_run_changes_nothing(office: Context) -> None:
    assert cron(office, "monthly", "--quiet")[0] == 0
    before, files = office.db.read_bytes(), state(office)
    assert cron(office, "--quiet", "monthly", LEIFENG_NOW="2022-01-31T02:00:00") == (0, b"", b"")
    assert office.db.read_bytes() == before and state(office) == files


def test_two_runs_at_once_both_do_well(office: Context) -> None:
    both = [start(office, "monthly", "--quiet") for _ in range(2)]
    ends = [(p.communicate(timeout=60), p.returncode) for p in both]
    assert [code for _said, code in ends] in ([0, 0], [0, 5], [5, 0])
    assert cron(office, "monthly", "--quiet") == (0, b"", b"")
    assert len(closing.month_status(office)) == 1 and len(state(office)) == 3
    assert not list((office.db.parent / "月报").glob(".leifeng-*"))


def test_killed_at_any_point_it_leaves_before_or_after(office: Context, tmp_path: Path) -> None:
    whole = run_month(Context(office.db, office.now, "cron"), folder=tmp_path / "whole")
    expected = {p.name for p in whole.written}
    from leifeng_cli.services.history import undo

    undo(office, log(office)[0].id)  # the file as it was before, the number used up
    clean = office.db.read_bytes()
    rng, seen = random.Random(5), set()
    for _round in range(12):
        office.db.write_bytes(clean)
        for path in (office.db.parent / "月报").glob("*") if (office.db.parent / "月报").exists() else ():
            path.unlink()
        process = start(office, "monthly", "--quiet")
        time.sleep(rng.uniform(0.05, 0.7))
        process.kill()
        process.communicate()
        closed = [c for c, _r, _s in closing.month_status(office) if not c.reopened_on]
        found = {n for n in state(office) if not n.startswith(".")}
        assert len(closed) in (0, 1) and (not found or closed), "a report of a month that is not closed"
        assert found <= expected and verify(office)[0] == []
        seen.add((len(closed), len(found)))
        assert cron(office, "monthly", "--quiet") == (0, b"", b""), "the next run finishes the work"
        assert {n for n in state(office) if not n.startswith(".")} == expected
    assert len(seen) > 1, seen


def test_beside_a_working_clerk(office: Context) -> None:
    clerk = """
import sys, datetime as dt
from pathlib import Path
from leifeng_cli.services import hours
from leifeng_cli.services.context import Context, CHINA
ctx = Context(Path(sys.argv[1]), dt.datetime(2022, 1, 5, 2, tzinfo=CHINA), "小李")
for n in range(40):
    hour, minute = divmod(n * 15, 60)
    time = f"{hour:02d}:{minute:02d}-{hour:02d}:{minute + 14:02d}"
    hours.record_hours(ctx, ["张三"], "巡逻", {"service_date": "2022-01-04", "time": time})
print("done")
"""
    writer = subprocess.Popen([sys.executable, "-c", clerk, str(office.db)], stdout=subprocess.PIPE)
    assert cron(office, "monthly", "--quiet") == (0, b"", b"")
    assert writer.communicate(timeout=60)[0] == b"done\n" and writer.returncode == 0
    assert len(hours.list_hours(office, month="2022-01")) == 40 and verify(office)[0] == []


LOCALES = {
    "C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": ""},
    "a host in UTC": {"TZ": "UTC"},
    "a GBK pipe": {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize("where", LOCALES)
def test_it_is_right_in_any_locale(office: Context, where: str, tmp_path: Path) -> None:
    env = LOCALES[where]
    assert cron(office, "monthly", "--to", str(tmp_path / "出"), **env)[0] == 0
    expected = run_month(office, month="2021-12", folder=tmp_path / "here")
    for path in expected.written:
        assert (tmp_path / "出" / path.name).read_bytes() == path.read_bytes()
    code, out, _err = cron(office, "report", "month", "2021-12", "-f", "csv", **env)
    assert code == 0 and "40.00" in out.decode("gbk" if "gbk" in str(env) else "utf-8")


def test_the_month_is_chinas_whatever_the_hosts_zone(office: Context) -> None:
    """At 16:30 UTC on the 31st it is already the first here: December is over, and is the month just ended."""
    code, _out, err = cron(office, "monthly", LEIFENG_NOW="2021-12-31T16:30:00+00:00", TZ="America/New_York")
    assert code == 0 and "2021-12" in err.decode()


def test_one_line_for_a_problem_and_nothing_done(office: Context) -> None:
    set_setting(office, "approval", "on")
    hours.record_hours(office, ["张三"], "巡逻", {"service_date": "2021-12-30", "seconds": "1"})
    before = office.db.read_bytes()
    code, out, err = cron(office, "monthly", "--quiet")
    assert (code, out) == (5, b"") and "待审核" in err.decode() and len(err.decode().strip().split("\n")) == 2
    assert office.db.read_bytes() == before and state(office) == {}


def test_a_report_somebody_changed_is_not_overwritten(office: Context) -> None:
    assert cron(office, "monthly", "--quiet")[0] == 0
    edited = office.db.parent / "月报" / "2021-12.docx"
    edited.write_bytes(b"changed by hand")
    code, _out, err = cron(office, "monthly", "--quiet")
    assert code == 5 and "没有覆盖" in err.decode() and edited.read_bytes() == b"changed by hand"


def test_a_folder_that_cannot_be(office: Context, tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("x")
    code, _out, err = cron(office, "monthly", "--to", str(tmp_path / "占用"))
    assert code == 3 and "不是文件夹" in err.decode()
    assert cron(office, "monthly", "--formats", "docx,exe")[0] == 3


def test_the_digest_speaks_only_when_there_is_something(office: Context) -> None:
    code, out, _err = cron(office, "digest")
    assert code == 8 and "月报还没有结账" in out.decode()
    closing.close_month(office, "2021-12")
    assert "月报还没有报送" in cron(office, "digest")[1].decode()
    closing.send_month(office, "2021-12", to=None, on=None, channel=None, note=None)
    assert "月报" not in cron(office, "digest", "-f", "json")[1].decode()
