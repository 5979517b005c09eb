"""A register made here, of a line, a record and a table, does all that every register does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from examples import example, labelled
from loans import Loan

from leifeng_cli.domain.register import Register
from leifeng_cli.domain.registers import REGISTERS, row_titles
from leifeng_cli.files.csvfile import write_csv

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lend(cli: Cli, loan_register: Register[Loan]) -> Cli:
    assert cli("volunteer", "add", "张三", "--phone", "14000000011")[0] == 0
    return cli


def test_it_is_in_the_menu_with_the_generic_verbs(lend: Cli) -> None:
    code, out, _err = lend("--help")
    assert code == 0 and "借用：物品、借用人" in out
    code, out, _err = lend("loan", "--help")
    assert code == 0 and all(verb in out for verb in ("add", "edit", "show", "list", "archive", "import", "export"))


def test_add_edit_show_archive_undo_and_verify(lend: Cli) -> None:
    code, _out, err = lend("loan", "add", "音响", "--who", "张三", "--date", "2022-01-04", "--phone", "13812345678")
    assert code == 0 and "B0001" in err
    assert lend("loan", "add", "音响", "--who", "李四", "--date", "2022-01-04")[0] == 4
    assert lend("loan", "add", "音响", "--who", "张三")[0] == 3  # without its date
    assert lend("loan", "add", "音响", "--who", "张三", "--date", "不知道")[0] == 3
    assert lend("loan", "edit", "B0001", "--note", "旧的")[0] == 0
    code, out, _err = lend("loan", "show", "音响", "-f", "json")
    one = json.loads(out)
    assert (one["volunteer"], one["volunteer_name"], one["note"]) == ("V000001", "张三", "旧的")
    assert one["phone"] == "138****5678" and "13812345678" not in out
    assert lend("loan", "archive", "B0001", "--reason", "已还")[0] == 0
    assert json.loads(lend("loan", "list", "-f", "json")[1]) == []
    assert lend("undo", "--yes")[0] == 0
    assert len(json.loads(lend("loan", "list", "-f", "json")[1])) == 1
    assert lend("verify")[0] == 0
    assert "借用" in lend("log")[1]


def test_its_moves_are_commands_and_anything_else_is_refused(lend: Cli) -> None:
    lend("loan", "add", "音响", "--who", "张三", "--date", "2022-01-04")
    assert "还错了" in lend("loan", "--help")[1]
    code, _out, err = lend("loan", "reopen", "B0001", "--reason", "错")
    assert code == 5 and "借用 B0001 是“借出”，不能改回借出。" in err
    code, _out, err = lend("loan", "return", "音响")
    assert code == 0 and "借用 B0001“音响”现在是“已还”" in err
    one = json.loads(lend("loan", "show", "B0001", "-f", "json")[1])
    assert (one["status"], one["returned_on"]) == ("returned", "2022-01-05")
    assert "已还" in lend("loan", "list")[1]
    assert lend("loan", "reopen", "B0001")[0] == 2  # without saying why
    assert lend("undo", "--yes")[0] == 0
    assert json.loads(lend("loan", "show", "B0001", "-f", "json")[1])["returned_on"] is None
    assert lend("verify")[0] == 0


def test_its_export_comes_back_into_another_file_by_its_columns_alone(lend: Cli, tmp_path: Path) -> None:
    lend("loan", "add", "音响", "--who", "张三", "--date", "2022-01-04", "--phone", "13812345678")
    assert lend("loan", "export", "借用.csv")[0] == 0
    assert "13812345678" not in (tmp_path / "借用.csv").read_text("utf-8-sig")
    assert lend("loan", "export", "全.csv", "--reveal", "移交")[0] == 0
    other = ("--db", str(tmp_path / "other.db"))
    assert lend(*other, "init", "--unit", "和平社区")[0] == 0
    assert lend(*other, "volunteer", "add", "张三", "--phone", "14000000011")[0] == 0
    code, _out, err = lend(*other, "import", "全.csv", "--yes")
    assert code == 0 and "借用" in err and "新增 1" in err
    assert "未变 1" in lend(*other, "import", "全.csv", "--yes")[2]
    (one,) = json.loads(lend(*other, "loan", "list", "-f", "json", "--reveal", "核对")[1])
    assert (one["title"], one["lent_on"], one["phone"]) == ("音响", "2022-01-04", "13812345678")
    assert lend(*other, "undo", "--yes")[0] == 0 and json.loads(lend(*other, "loan", "list", "-f", "json")[1]) == []


def test_its_template_filled_in_is_recognised(lend: Cli, loan_register: Register[Loan], tmp_path: Path) -> None:
    assert lend("template", "loan", "t.xlsx")[0] == 0
    lend("volunteer", "add", "志愿者甲", "--phone", "14000000012")
    told = labelled(loan_register, example(loan_register))
    (tmp_path / "表.csv").write_bytes(write_csv([list(told), list(told.values())]))
    code, _out, err = lend("import", "表.csv", "--yes", "--dry-run")
    assert code == 0 and "借用" in err and "新增 1" in err
    broken = {**told, "借出日期": "某日"}
    (tmp_path / "坏.csv").write_bytes(write_csv([list(broken), list(broken.values())]))
    code, _out, err = lend("import", "坏.csv", "--yes")
    assert code == 3 and "借出日期" in err and "第 2 行" in err


def test_every_list_of_registers_has_it(lend: Cli, loan_register: Register[Loan]) -> None:
    assert list(REGISTERS).count("loan") == 1 and REGISTERS["loan"] is loan_register
    assert row_titles()["loan"] == "借用"
