"""A file appears whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from leifeng_cli.errors import Conflict, InvalidInput
from leifeng_cli.files.output import atomic_write


def test_writes_bytes_and_callbacks_for_the_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        atomic_write(tmp_path / "a.csv", b"1")
        atomic_write(tmp_path / "b.csv", lambda stream: stream.write(b"2"))
    finally:
        os.umask(old)
    assert (tmp_path / "a.csv").read_bytes() == b"1"
    assert (tmp_path / "b.csv").read_bytes() == b"2"
    assert stat.S_IMODE((tmp_path / "b.csv").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "月报.csv"
    target.write_bytes(b"old")
    with pytest.raises(Conflict, match="已存在"):
        atomic_write(target, b"new")
    assert target.read_bytes() == b"old"
    atomic_write(target, b"new", force=True)
    assert target.read_bytes() == b"new"


def test_someone_faster_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"

    def write(stream: BinaryIO) -> None:
        target.write_bytes(b"theirs")
        stream.write(b"ours")

    with pytest.raises(Conflict):
        atomic_write(target, write)
    assert target.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("force", [True, False])
def test_a_failing_writer_leaves_nothing_behind(tmp_path: Path, force: bool) -> None:
    def write(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise RuntimeError("boom")

    target = tmp_path / "a.csv"
    if force:
        target.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        atomic_write(target, write, force=force)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([b"old"] if force else [])


def test_a_link_at_the_target_is_replaced_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"keep")
    link = tmp_path / "a.csv"
    link.symlink_to(secret)
    with pytest.raises(Conflict):
        atomic_write(link, b"x")
    atomic_write(link, b"x", force=True)
    assert secret.read_bytes() == b"keep"
    assert not link.is_symlink()


def test_missing_folder_and_folder_as_target(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="没有文件夹"):
        atomic_write(tmp_path / "no" / "a.csv", b"x")
    with pytest.raises(InvalidInput, match="是文件夹"):
        atomic_write(tmp_path, b"x", force=True)
    with pytest.raises(InvalidInput, match="太长"):
        atomic_write(tmp_path / ("长" * 200), b"x", force=True)


@pytest.mark.parametrize(
    ("number", "exists", "kind", "words"),
    [
        (13, True, Conflict, "WPS"),
        (13, False, InvalidInput, "没有写入权限"),
        (28, True, InvalidInput, "空间不够"),
        (5, True, InvalidInput, "写不了"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, exists: bool, kind: type[Exception], words: str
) -> None:
    target = tmp_path / "a.csv"
    if exists:
        target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(kind, match=words):
        atomic_write(target, b"new", force=True)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([b"old"] if exists else [])
