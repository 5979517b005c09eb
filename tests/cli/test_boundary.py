"""What a script or a person meets at the edge: streams, exit codes, encodings, unforeseen faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LEIFENG = Path(sys.executable).with_name("leifeng")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "t.db"
    assert call(path, "init", "--unit", "幸福社区").returncode == 0
    return path


def call(db: Path, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    settings = {"LEIFENG_NOW": "2022-01-05T09:00:00", "LEIFENG_OPERATOR": "小李", "PYTHONUTF8": "1", **env}
    return subprocess.run(
        [LEIFENG, "--db", db, *words], env={**os.environ, **settings}, capture_output=True, timeout=60
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("frobnicate",), 2, "frobnicate"),
        (("volunteer", "lst"), 2, "list"),
        (("volunteer", "list", "--formt", "json"), 2, "--format"),
        (("volunteer", "list", "--format"), 2, "--format"),
        (("volunteer", "list", "-f", "xml"), 2, "json"),
        (("volunteer", "add"), 2, "姓名"),
        (("hours", "record", "张三"), 2, "--activity"),
        (("--wait", "soon", "volunteer", "list"), 2, "秒"),
        (("volunteer", "show", "无此人"), 4, "无此人"),
        (("volunteer", "add", "张三", "--phone", "123"), 3, "--phone"),
        (("log", "--limit", "many"), 2, "many"),
        (("undo",), 4, "没有可以撤销"),
        (("undo", "99", "--yes"), 4, "99"),
        (("report", "month", "2021-13"), 3, "13 月"),
    ],
)
def test_errors_speak_chinese_with_their_code(db: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = call(db, *words)
    message = done.stderr.decode()
    assert done.returncode == code, message
    assert done.stdout == b""
    assert message.startswith("错误：")
    assert said in message
    assert "Traceback" not in message
    assert "Error" not in message


def test_a_mistyped_command_is_answered_with_the_nearest(db: Path) -> None:
    said = call(db, "volunter", "list").stderr.decode()
    assert said == "错误：没有“volunter”这个命令。\n  是不是 volunteer？\n"


def test_what_a_check_finds_is_no_error(db: Path) -> None:
    assert call(db, "digest").returncode == 0
    call(db, "volunteer", "add", "张三")
    call(db, "activity", "add", "巡逻", "--date", "2021-12-01")
    call(db, "hours", "record", "张三", "--activity", "巡逻", "--date", "2021-12-01", "--hours", "1.25")
    done = call(db, "digest")
    assert (done.returncode, done.stderr.decode()) == (8, f"今天有 {len(done.stdout.splitlines()) - 2} 件事。\n")


@pytest.mark.parametrize("words", [("volunteer", "list"), ("volunteer", "show", "张三"), ("volunteer", "export", "-")])
def test_nothing_is_unmasked_without_a_reason(db: Path, words: tuple[str, ...]) -> None:
    call(db, "volunteer", "add", "张三", "--phone", "14000000011")
    done = call(db, *words, "--reveal", "  ")
    assert (done.returncode, done.stdout) == (3, b"") and "请写明原因" in done.stderr.decode()


def test_a_reason_is_kept_as_any_other_text_is(db: Path) -> None:
    done = call(db, "volunteer", "add", "张三", "--reason", "  补\x1b[31m登\udcff ")
    assert done.returncode == 0
    (kept,) = json.loads(call(db, "log", "--limit", "1", "-f", "json").stdout)
    assert kept["reason"].isprintable() and kept["reason"].startswith("补")
    assert call(db, "verify").returncode == 0


def test_an_error_for_a_machine_is_one_object_on_stderr(db: Path) -> None:
    done = call(db, "volunteer", "show", "无此人", "-f", "json")
    assert done.returncode == 4
    assert json.loads(done.stderr)["error"]["code"] == "not_found"


def test_quiet_is_silent_on_success(db: Path) -> None:
    done = call(db, "--quiet", "volunteer", "add", "张三")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_data_goes_to_stdout_and_remarks_do_not(db: Path) -> None:
    call(db, "volunteer", "add", "张三")
    done = call(db, "volunteer", "list", "-f", "csv")
    assert done.stdout.decode().splitlines()[1].startswith("V000001,张三")
    assert b"V000001" not in done.stderr


@pytest.mark.parametrize("env", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}])
def test_other_encodings_lose_no_figure_and_never_crash(db: Path, env: dict[str, str]) -> None:
    call(db, "volunteer", "add", "𠅤䶮")
    done = call(db, "volunteer", "list", **env)
    assert done.returncode == 0, done.stderr
    assert b"V000001" in done.stdout


def test_a_reader_that_leaves_early_is_no_error(db: Path) -> None:
    for i in range(3):
        call(db, "volunteer", "add", f"张{i}")
    command = f"'{LEIFENG}' --db '{db}' volunteer list -f csv | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60)
    assert done.stderr == b""
    assert done.stdout.splitlines()[-1] == b"0"


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}])
def test_no_escape_sequences_off_a_terminal(db: Path, env: dict[str, str]) -> None:
    call(db, "volunteer", "add", "张三")
    assert b"\x1b" not in call(db, "volunteer", "list", **env).stdout


def test_a_fault_of_ours_shows_no_values(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from leifeng_cli.cli import boundary

    def broken(_argv: list[str], standalone_mode: bool) -> int:
        raise RuntimeError("14000009001")

    assert boundary.run(broken, []) == 1
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "14000009001" not in said
    assert "Traceback" not in said


def test_interrupted_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    from leifeng_cli.cli import boundary

    def slow(_argv: list[str], standalone_mode: bool) -> int:
        raise KeyboardInterrupt

    assert boundary.run(slow, []) == 130
