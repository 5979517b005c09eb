"""import, export and template as a clerk types them: what is said where, and with which exit code."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROSTER = "姓名,手机,所属队伍\n张三,14000000011,先锋队\n李四,14000000012,\n"
BROKEN = "姓名,手机\n王五,14000000013\n赵六,1400000001\n"
DEEDS = "姓名,手机,活动名称,服务日期,时长\n张三,14000000011,清洁,2021-03-05,2\n"
Cli = Callable[..., tuple[int, str, str]]


def sheet(name: str, text: str) -> str:
    Path(name).write_text(text, "utf-8-sig")
    return name


def test_what_went_in_is_said_and_can_be_taken_back(cli: Cli) -> None:
    code, out, err = cli("volunteer", "import", sheet("名册.csv", ROSTER), "--yes")
    assert (code, out) == (0, "")
    assert (
        "已导入：新增 2，更新 0，未变 0，退回 0。" in err
        and "leifeng undo" in err
        and "同时建立队伍 1 个：先锋队" in err
    )
    code, out, err = cli("volunteer", "import", "名册.csv", "--yes")
    assert code == 0 and "新增 0，更新 0，未变 2" in err and "undo" not in err
    assert cli("--quiet", "volunteer", "import", "名册.csv", "--yes") == (0, "", "")


def test_problems_on_screen_and_for_machines(cli: Cli) -> None:
    sheet("坏.csv", BROKEN)
    code, out, err = cli("volunteer", "import", "坏.csv", "--yes")
    assert (code, out) == (3, "") and "第 3 行“手机”（B3：********01）" in err and "1400000001" not in err
    assert "一条也没有写入" in err and "--partial" in err
    code, out, err = cli("volunteer", "import", "坏.csv", "--yes", "-f", "json")
    (problem,) = json.loads(out)["problems"]
    assert code == 3 and problem["cell"] == "B3" and json.loads(err.splitlines()[-1])["error"]["code"] == "invalid"
    code, out, err = cli("volunteer", "import", "坏.csv", "--yes", "--partial")
    (rejects,) = Path().glob("坏-退回-*.xlsx")
    assert code == 7 and str(rejects) in err
    code, out, err = cli("volunteer", "import", "坏.csv", "--yes", "--partial")
    assert code == 7 and len(list(Path().glob("坏-退回-*.xlsx"))) == 2  # the first is still there


def test_many_problems_are_counted(cli: Cli) -> None:
    sheet("坏.csv", "姓名,手机\n" + "".join(f"人{i},{i}\n" for i in range(30)))
    err = cli("volunteer", "import", "坏.csv", "--yes")[2]
    assert err.count("不是有效的电话号码") == 20 and "另有 10 处问题" in err


def test_a_dry_run_says_what_would_be_and_leaves_the_file(cli: Cli) -> None:
    before = Path("t.db").read_bytes()
    code, _out, err = cli("volunteer", "import", sheet("名册.csv", ROSTER), "--dry-run")
    assert code == 0 and "试算（没有写入）：新增 2" in err and "将建立队伍" in err
    assert cli("import", "名册.csv", sheet("坏.csv", BROKEN), "--dry-run")[0] == 3
    assert cli("volunteer", "import", "坏.csv", "--dry-run", "--partial")[0] == 0
    assert Path("t.db").read_bytes() == before


def test_without_a_keyboard_the_flag_is_named(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, _out, err = cli("volunteer", "import", sheet("名册.csv", ROSTER))
    assert code == 2 and "--yes" in err


@pytest.mark.parametrize("answer", ["y\n", "n\n"])
def test_at_a_keyboard_the_plan_comes_first(cli: Cli, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    keyboard = io.StringIO(answer)
    keyboard.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", keyboard)
    code, _out, err = cli("volunteer", "import", sheet("名册.csv", ROSTER))
    assert "试算（没有写入）：新增 2" in err and code == (0 if answer == "y\n" else 130)
    assert ("已导入" in err) is (answer == "y\n")


def test_all_kinds_at_once_in_any_order(cli: Cli) -> None:
    files = sheet("时长.csv", DEEDS), sheet("名册.csv", ROSTER)
    code, out, err = cli("import", *files, "--yes", "-f", "json")
    assert code == 0 and [r["noun"] for r in json.loads(out)] == ["volunteer", "hours"]
    assert "名册.csv：志愿者" in err and err.count("undo") == 1
    assert cli("undo", "--yes")[0] == 0 and cli("volunteer", "list", "-f", "json")[1].strip() == "[]"
    before = Path("t.db").read_bytes()
    code, _out, err = cli("import", *files, sheet("坏.csv", BROKEN), "--yes")
    assert code == 3 and "坏.csv 第 3 行" in err and "一次操作" in err and Path("t.db").read_bytes() == before
    code, _out, err = cli("import", *files, sheet("杂.csv", "姓名,备注\n张三,1\n"), "--yes")
    assert code == 3 and "杂.csv" in err and Path("t.db").read_bytes() == before


def test_from_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(ROSTER.encode("gb18030"))

        def isatty(self) -> bool:
            return False

    for command in (("volunteer", "import"), ("import",)):
        Piped.buffer.seek(0)
        monkeypatch.setattr(sys, "stdin", Piped())
        code, _out, err = cli(*command, "-", "--yes")
        assert code == 0, err
    monkeypatch.setattr(Piped, "isatty", lambda self: True)
    assert cli("import", "-", "--yes")[0] == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--year", "21"], "四位年份"),
        (["--map", "手机"], "表头=字段"),
        (["--map", "手机=座机"], "没有“座机”"),
        (["--encoding", "没有"], "编码"),
        (["--sheet", "二"], "工作表"),
        (["--rejects", "a.doc", "--partial"], ".csv 或 .xlsx"),
    ],
)
def test_options_that_cannot_be(cli: Cli, options: list[str], said: str) -> None:
    code, _out, err = cli("volunteer", "import", sheet("名册.csv", ROSTER), "--yes", *options)
    assert code in (2, 3) and said in err


@pytest.mark.parametrize("name", ["没有.csv", "空.csv", "乱.xlsx", "."])
def test_files_that_are_no_sheets_are_named(cli: Cli, name: str) -> None:
    Path("空.csv").write_bytes(b"")
    Path("乱.xlsx").write_bytes(b"PK\x03\x04rubbish")
    for command in (("volunteer", "import"), ("import",)):
        code, _out, err = cli(*command, name, "--yes")
        assert code == 3 and (name in err or name == ".") and "Traceback" not in err


def test_names_that_would_play_with_the_terminal(cli: Cli) -> None:
    name = sheet("a\x1b[31m红\u202e.csv", "姓\x1b[1m名,手机,性别\u202e\n甲\x1b[31m,1,男\u202e乱\x07\n")
    out = "".join(str(part) for part in cli("volunteer", "import", name, "--yes", "--map", "姓\x1b[1m名=姓名"))
    assert "\x1b" not in out and "\u202e" not in out and "\x07" not in out


def test_export_says_how_much_and_whether_masked(cli: Cli) -> None:
    cli("volunteer", "import", sheet("名册.csv", ROSTER), "--yes")
    code, out, err = cli("volunteer", "export", "出.csv")
    assert (code, out) == (0, "") and "2 条（个人信息已脱敏）" in err
    assert cli("volunteer", "export", "出.csv")[0] == 5
    assert cli("volunteer", "export", "出.csv", "--force", "--reveal", "核对")[0] == 0
    assert "14000000011" in Path("出.csv").read_text("utf-8-sig")
    assert cli("volunteer", "export", "出.txt")[0] == 2


def test_template(cli: Cli) -> None:
    code, _out, err = cli("template", "hours")
    assert code == 0 and Path("服务记录-模板.xlsx").exists() and "leifeng hours import" in err
    assert cli("template", "hours")[0] == 5 and cli("template", "hours", "--force")[0] == 0
    code, _out, err = cli("template", "hour")
    assert code == 2 and re.search("可用：.*hours", err)
