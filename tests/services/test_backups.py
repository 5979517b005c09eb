"""A backup is proved before it is called one; a restore never loses what it replaces."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import (
    Conflict,
    DamagedDatabase,
    DatabaseError,
    ForeignDatabase,
    InvalidInput,
    MissingDatabase,
    NotFound,
    TamperedDatabase,
)
from leifeng_cli.services import activities, hours
from leifeng_cli.services.backups import check_backup, list_backups, make_backup, restore
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import verify
from leifeng_cli.services.registers import list_records
from leifeng_cli.services.volunteers import add_volunteer
from leifeng_cli.store.backup import file_digest


@pytest.fixture
def filled(ctx: Context) -> Context:
    for name in ("张三", "李四"):
        add_volunteer(ctx, {"name": name})
    activities.add_activity(ctx, {"title": "清洁家园", "starts_on": "2022-01-04"})
    hours.record_hours(ctx, ["V000001", "V000002"], "A000001", {"service_date": "2022-01-04", "seconds": "2.33"})
    return ctx


def names(ctx: Context) -> list[str]:
    return [v.name for v in list_records(ctx, VOLUNTEERS)]


def note_anew(backup: Path) -> None:
    """What somebody does who wants a changed backup to pass."""
    backup.with_name(backup.name + ".sha256").write_text(f"{file_digest(backup)}  {backup.name}\n")


def files(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*")}


# Making


def test_a_backup_says_what_it_holds(filled: Context, tmp_path: Path) -> None:
    report = make_backup(filled, tmp_path / "b.db")
    _findings, operations, head = verify(filled)
    assert (report.records, report.seconds) == (2, 2 * 8388)
    assert (report.operations, report.chain_head) == (operations, head)
    assert report.digest == file_digest(tmp_path / "b.db")
    assert (tmp_path / "b.db.sha256").read_text().split() == [report.digest, "b.db"]
    assert files(tmp_path) == {"t.db", "b.db", "b.db.sha256"}


def test_every_backup_made_verifies_and_is_listed_oldest_first(filled: Context) -> None:
    made = [make_backup(filled, None).path for _again in range(3)]
    assert len(set(made)) == 3
    assert list_backups(filled) == made
    for path in made:
        assert check_backup(filled, path).records == 2


def test_a_backup_never_overwrites(filled: Context, tmp_path: Path) -> None:
    for taken in (tmp_path / "b.db", tmp_path / "dangling.db"):
        if taken.name == "b.db":
            taken.write_bytes(b"precious")
        else:
            taken.symlink_to(tmp_path / "nowhere")
        with pytest.raises(Conflict):
            make_backup(filled, taken)
    with pytest.raises(Conflict):
        make_backup(filled, filled.db)
    assert (tmp_path / "b.db").read_bytes() == b"precious"


def test_where_no_backup_can_be(filled: Context, tmp_path: Path) -> None:
    before = files(tmp_path)
    for target in (tmp_path, tmp_path / "none" / "b.db"):
        with pytest.raises(InvalidInput):
            make_backup(filled, target)
    with pytest.raises(DatabaseError):
        make_backup(filled, tmp_path / ("长" * 100))
    assert files(tmp_path) == before
    (tmp_path / "t.db.backups").write_text("a file where the folder should be")
    with pytest.raises(DatabaseError):
        make_backup(filled, None)


def test_a_backup_while_another_connection_writes(filled: Context, tmp_path: Path) -> None:
    writer = sqlite3.connect(filled.db, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE volunteer SET name = 'half done'")
    report = make_backup(filled, tmp_path / "b.db")
    writer.execute("ROLLBACK")
    writer.close()
    assert report.records == 2
    assert b"half done" not in (tmp_path / "b.db").read_bytes()


def test_a_file_that_was_tampered_with_is_copied_but_not_called_good(filled: Context, tmp_path: Path) -> None:
    conn = sqlite3.connect(filled.db)
    conn.execute("UPDATE volunteer SET name = '王五' WHERE id = 1")
    conn.commit()
    conn.close()
    with pytest.raises(TamperedDatabase, match="不能当作完好的备份"):
        make_backup(filled, tmp_path / "b.db")
    assert (tmp_path / "b.db").exists()


# Proving


def test_a_flipped_byte_is_found(filled: Context, tmp_path: Path) -> None:
    backup = make_backup(filled, tmp_path / "b.db").path
    whole = bytearray(backup.read_bytes())
    whole[-1] ^= 1
    backup.write_bytes(whole)
    with pytest.raises(TamperedDatabase):
        check_backup(filled, backup)


def test_a_bit_flipped_in_a_name_is_found_even_where_the_digest_was_renewed(filled: Context, tmp_path: Path) -> None:
    backup = make_backup(filled, tmp_path / "b.db").path
    name = "张三".encode()
    flipped = name[:2] + bytes([name[2] ^ 1]) + name[3:]
    backup.write_bytes(backup.read_bytes().replace(name, flipped))  # in the row and in the index alike
    note = tmp_path / "b.db.sha256"
    for renew in (lambda: note_anew(backup), lambda: note.write_text(""), note.unlink):
        renew()
        with pytest.raises(DamagedDatabase, match="志愿者 V000001"):
            check_backup(filled, backup)


def test_a_backup_cut_short_or_overwritten(filled: Context, tmp_path: Path) -> None:
    whole = make_backup(filled, tmp_path / "b.db").path.read_bytes()
    for size, error in ((0, ForeignDatabase), (16, DatabaseError), (4096, DamagedDatabase), (50000, DamagedDatabase)):
        bad = tmp_path / f"cut{size}.db"
        bad.write_bytes(whole[:size])
        with pytest.raises(error) as caught:
            check_backup(filled, bad)
        assert caught.value.exit_code == 6
        assert bad.read_bytes() == whole[:size]
    with pytest.raises(MissingDatabase):
        check_backup(filled, tmp_path / "none.db")
    with pytest.raises(DatabaseError):
        check_backup(filled, tmp_path)


def test_checking_leaves_the_backup_and_its_folder_alone(filled: Context, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    backup = make_backup(filled, folder / "b.db").path
    backup.chmod(0o400)
    folder.chmod(0o500)
    before = (backup.read_bytes(), backup.stat().st_mtime_ns, files(folder))
    check_backup(filled, backup)
    folder.chmod(0o700)
    assert (backup.read_bytes(), backup.stat().st_mtime_ns, files(folder)) == before


def test_a_backup_can_be_checked_without_a_file(filled: Context, tmp_path: Path) -> None:
    backup = make_backup(filled, tmp_path / "b.db").path
    assert check_backup(replace(filled, db=tmp_path / "none.db"), backup).records == 2


# Bringing back


def test_restore_brings_back_and_keeps_what_it_replaces(filled: Context, tmp_path: Path) -> None:
    backup = make_backup(filled, tmp_path / "b.db").path
    add_volunteer(filled, {"name": "王五"})
    report, kept = restore(filled, backup)
    assert (names(filled), report.records) == (["张三", "李四"], 2)
    assert kept is not None
    assert names(replace(filled, db=kept)) == ["张三", "李四", "王五"]
    check_backup(filled, kept)
    restore(filled, kept)
    assert names(filled) == ["张三", "李四", "王五"]
    assert add_volunteer(filled, {"name": "赵六"})[0].number == "V000004"


def test_restore_where_no_file_is(filled: Context, tmp_path: Path) -> None:
    backup = make_backup(filled, tmp_path / "b.db").path
    fresh = replace(filled, db=tmp_path / "new" / "t.db")
    assert restore(fresh, backup)[1] is None
    assert names(fresh) == ["张三", "李四"]
    assert fresh.db.stat().st_mode & 0o777 == 0o600


def _truncate(path: Path) -> None:
    os.truncate(path, 30000)


def _empty(path: Path) -> None:
    os.truncate(path, 0)


def _scramble(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[100:4096] = os.urandom(3996)
    path.write_bytes(whole)


@pytest.mark.parametrize("damage", [_truncate, _empty, _scramble])
def test_restore_over_a_damaged_file(filled: Context, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    backup = make_backup(filled, tmp_path / "b.db").path
    damage(filled.db)
    # A journal a crash left must not be played back into the restored file.
    filled.db.with_name("t.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)
    broken = filled.db.read_bytes()
    _report, kept = restore(filled, backup)
    assert kept is not None and kept.read_bytes() == broken
    assert kept.stat().st_mode & 0o777 == 0o600
    assert names(filled) == ["张三", "李四"]
    assert verify(filled)[0] == []


def test_restore_refuses_a_bad_backup_and_leaves_the_file_as_it_is(filled: Context, tmp_path: Path) -> None:
    good = make_backup(filled, tmp_path / "b.db").path
    bad = Path(shutil.copy(good, tmp_path / "bad.db"))
    os.truncate(bad, 50000)
    theirs = tmp_path / "theirs.db"
    theirs.write_bytes(b"PK")
    before, folder = filled.db.read_bytes(), files(tmp_path)
    cases: list[tuple[Path, type[Exception]]] = [
        (bad, DamagedDatabase), (theirs, ForeignDatabase), (tmp_path / "none.db", NotFound), (filled.db, Conflict),
        (tmp_path, DatabaseError), (tmp_path / ("长" * 200), DatabaseError),
    ]  # fmt: skip
    for source, error in cases:
        with pytest.raises(error):
            restore(filled, source)
        assert (filled.db.read_bytes(), files(tmp_path)) == (before, folder)


def test_restore_does_not_overwrite_what_is_not_ours(filled: Context, tmp_path: Path) -> None:
    good = make_backup(filled, tmp_path / "b.db").path
    for content in (b"PK\x03\x04 a workbook", b"x"):
        filled.db.write_bytes(content)
        with pytest.raises(ForeignDatabase) as caught:
            restore(filled, good)
        assert "改名" in (caught.value.hint or "")
        assert filled.db.read_bytes() == content


def test_restore_waits_for_who_is_writing_and_gives_up_in_time(filled: Context, tmp_path: Path) -> None:
    from leifeng_cli.errors import LockedDatabase

    good = make_backup(filled, tmp_path / "b.db").path
    add_volunteer(filled, {"name": "王五"})
    holder = sqlite3.connect(filled.db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedDatabase):
        restore(replace(filled, wait=0.2), good)
    holder.execute("ROLLBACK")
    holder.close()
    assert names(filled) == ["张三", "李四", "王五"]


def test_the_commands(filled: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    from leifeng_cli.cli.app import app
    from leifeng_cli.cli.boundary import run

    def leifeng(*words: str) -> int:
        return run(app, ["--db", str(filled.db), *words])

    target = str(tmp_path / "备份.db")
    assert leifeng("backup", "--to", target, "-f", "json") == 0
    assert json.loads(capsys.readouterr().out)["records"] == 2
    assert leifeng("backup", "--to", target) == 5
    assert leifeng("backup", "verify", target) == 0
    assert leifeng("backup", "verify", str(tmp_path / "none")) == 6
    assert leifeng("backup") == 0
    capsys.readouterr()
    assert leifeng("backup", "list") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert leifeng("restore", target) == 2
    assert leifeng("restore", str(tmp_path / "none"), "--yes") == 4
    assert leifeng("restore", target, "--yes") == 0
    assert "换下的文件存在" in capsys.readouterr().err
