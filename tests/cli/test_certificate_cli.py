"""leifeng certificate as a clerk types it: what is said where, with which exit code, and where a bar is drawn."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def served(cli: Cli) -> None:
    for words in (
        ("volunteer", "add", "张三", "--registered-on", "2020-01-01", "--id-type", "护照", "--id", "E12345678"),
        ("activity", "add", "巡逻", "--date", "2021-12-01", "--until", "2021-12-31"),
        ("hours", "record", "张三", "--activity", "巡逻", "--date", "2021-12-30", "--time", "09:00-11:20"),
    ):
        assert cli(*words)[0] == 0


def test_for_machines(cli: Cli) -> None:
    code, out, err = cli("certificate", "issue", "张三", "-f", "json")
    made = json.loads(out)
    assert (code, made["number"], made["seconds"], made["hours"], made["kind"]) == (
        0,
        "Z000001",
        8388,
        "2.33",
        "service",
    )
    assert "已出具 Z000001" in err and "leifeng undo" in err and "出具单位负责人" in err and "t.db.key" in err
    code, out, err = cli("certificate", "show", "Z000001", "-f", "json")
    shown = json.loads(out)
    assert (code, shown["services"][0]["activity"], shown["services"][0]["hours"]) == (0, "巡逻", "2.33")
    code, out, _err = cli("certificate", "verify", made["code"][:8], made["code"][8:], "-f", "json")
    assert (code, json.loads(out)) == (0, shown)
    for page in (cli("certificate", "list", "-f", f)[1] for f in ("table", "csv", "json")):
        assert "Z000001" in page and "E12345678" not in page


def test_exit_codes(cli: Cli, tmp_path: Path) -> None:
    _code, out, _err = cli("certificate", "issue", "张三", "-f", "json")
    code = json.loads(out)["code"]
    assert cli("--quiet", "certificate", "verify", "1111222233334444")[0] == 4
    assert cli("certificate", "verify", "abc")[0] == 3
    (tmp_path / "t.db.key").rename(tmp_path / "elsewhere")
    status, out, err = cli("certificate", "verify", code)
    assert (status, out) == (6, "") and "t.db.key" in err and "new-key" in err
    (tmp_path / "elsewhere").rename(tmp_path / "t.db.key")
    assert cli("certificate", "void", "Z000001", "--reason", "写错")[0] == 0
    status, out, err = cli("certificate", "verify", code)
    assert (status, out) == (5, "") and "2022-01-05 作废：写错" in err
    assert cli("certificate", "list", "--kind", "x")[0] == 2
    assert cli("certificate", "print", "--to", "x.docx")[0] == 2


def test_quiet_is_silent(cli: Cli, tmp_path: Path) -> None:
    assert cli("--quiet", "certificate", "issue", "张三") == (0, "", "")
    assert cli("--quiet", "certificate", "print", "Z000001", "--to", "a.docx") == (0, "", "")
    assert (tmp_path / "a.docx").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pty")
def test_a_bar_only_where_somebody_watches(cli: Cli, tmp_path: Path) -> None:
    for _n in range(2):
        cli("certificate", "issue", "张三")
    _code, out, err = cli("certificate", "print", "Z000001", "Z000002", "--to", "out")
    assert "━" not in out + err and "\x1b" not in out + err
    leifeng = str(Path(sys.executable).with_name("leifeng"))
    arguments = ["certificate", "print", "Z000001", "Z000002", "--to", "out", "--force"]
    watched, _status = pexpect.run(
        f"{leifeng} {' '.join(arguments)}", withexitstatus=True, encoding="utf-8", cwd=str(tmp_path), timeout=60
    )
    assert "打印证书" in watched and "已写好 2 份" in watched
