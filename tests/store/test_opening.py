"""What is not ours, or not whole, is refused with exit code 6 and left as it was."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.errors import (
    DamagedDatabase,
    DatabaseError,
    ForeignDatabase,
    LockedDatabase,
    MissingDatabase,
    NewerDatabase,
)
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import verify
from leifeng_cli.services.registers import list_records
from leifeng_cli.services.setup import init
from leifeng_cli.services.volunteers import add_volunteer


def _foreign(path: Path) -> None:
    path.unlink()
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE operation (id INTEGER PRIMARY KEY, hash TEXT)")
    conn.commit()
    conn.close()


def _pragma(statement: str) -> Callable[[Path], None]:
    def apply(path: Path) -> None:
        conn = sqlite3.connect(path)
        conn.execute(f"PRAGMA {statement}")
        conn.commit()
        conn.close()

    return apply


def _cut(to: int) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, to)


def _garbage_inside(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for page in range(1, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (Path.unlink, MissingDatabase),
        (_foreign, ForeignDatabase),
        (_pragma("application_id = 7"), ForeignDatabase),
        (_pragma("user_version = 99"), NewerDatabase),
        (_cut(0), ForeignDatabase),
        (_cut(15), ForeignDatabase),
        (_cut(16), DatabaseError),
        (_cut(512), DatabaseError),
        (_cut(4096), DamagedDatabase),
        (_cut(40000), DamagedDatabase),
        (_garbage_inside, DamagedDatabase),
        (lambda p: p.write_text("编号,姓名\nV1,张三\n", encoding="gb18030"), ForeignDatabase),
        (lambda p: p.write_bytes(b"PK\x03\x04" + b"\0" * 5000), ForeignDatabase),
    ],
    ids=[
        "missing", "foreign", "other id", "newer", "empty", "15 bytes", "magic only", "half a page", "one page",
        "truncated", "garbage", "csv", "xlsx",
    ],
)  # fmt: skip
def test_a_file_that_is_not_ours_or_not_whole(
    ctx: Context, damage: Callable[[Path], object], error: type[DatabaseError]
) -> None:
    damage(ctx.db)
    before = ctx.db.read_bytes() if ctx.db.exists() else None
    for attempt in (lambda: list_records(ctx, VOLUNTEERS), lambda: add_volunteer(ctx, {"name": "张三"})):
        with pytest.raises(error) as caught:
            attempt()
        assert caught.value.exit_code == 6
        assert (ctx.db.read_bytes() if ctx.db.exists() else None) == before
    assert {p.name for p in ctx.db.parent.iterdir()} <= {"t.db"}


def test_truncation_at_any_page_is_noticed(ctx: Context) -> None:
    whole = ctx.db.read_bytes()
    for page in range(1, len(whole) // 4096, 5):
        ctx.db.write_bytes(whole[: page * 4096])
        with pytest.raises(DatabaseError):
            verify(ctx)


def test_init_leaves_what_is_there_alone(ctx: Context, tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04 not ours"):
        path = tmp_path / "theirs.db"
        path.write_bytes(content)
        with pytest.raises(ForeignDatabase):
            init(replace(ctx, db=path), "幸福社区")
        assert path.read_bytes() == content


def test_a_folder_is_no_file(ctx: Context, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for attempt in (lambda c: list_records(c, VOLUNTEERS), lambda c: init(c, "幸福社区")):
        with pytest.raises(DatabaseError, match="文件夹"):
            attempt(replace(ctx, db=folder))
    assert not list(folder.iterdir())


@pytest.mark.parametrize("name", ["a?mode=memory", "a#b.db", "百分 %41.db", "空 格.db", "a;b'c\".db"])
def test_hostile_file_names_are_file_names(ctx: Context, tmp_path: Path, name: str) -> None:
    odd = replace(ctx, db=tmp_path / "odd" / name)
    assert init(odd, "幸福社区") is True
    assert [p.name for p in odd.db.parent.iterdir()] == [name]


def test_a_name_too_long_or_below_a_file(ctx: Context, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")
    for path in (tmp_path / ("长" * 200), tmp_path / "plain" / "t.db"):
        with pytest.raises(DatabaseError):
            init(replace(ctx, db=path), "幸福社区")


def test_only_the_owner_may_read_what_is_made(tmp_path: Path, ctx: Context) -> None:
    from leifeng_cli.services.backups import make_backup

    before = os.umask(0)
    try:
        mine = replace(ctx, db=tmp_path / "umask.db")
        init(mine, "幸福社区")
        make_backup(mine, None)
        make_backup(mine, tmp_path / "elsewhere.db")
    finally:
        os.umask(before)
    made = [mine.db, tmp_path / "elsewhere.db", tmp_path / "elsewhere.db.sha256"]
    made += list((tmp_path / "umask.db.backups").iterdir())
    assert len(made) == 5
    assert {stat.S_IMODE(p.stat().st_mode) for p in made} == {0o600}
    assert stat.S_IMODE((tmp_path / "umask.db.backups").stat().st_mode) == 0o700


def test_a_read_only_file_or_folder_can_be_read_and_not_written(ctx: Context, race: Callable[..., object]) -> None:
    """Run as somebody the permissions apply to: the tests may run as root."""
    add_volunteer(ctx, {"name": "张三"})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        path.write_bytes(ctx.db.read_bytes())
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        mine, before = replace(ctx, db=path), path.read_bytes()

        def as_nobody(job: Callable[[], object]) -> Callable[[], object]:
            def run() -> object:
                if os.geteuid() == 0:
                    os.setuid(65534)
                return job()

            return run

        (read,) = race(as_nobody(lambda: len(list_records(mine, VOLUNTEERS))))  # type: ignore[misc]
        (written,) = race(as_nobody(lambda: add_volunteer(mine, {"name": "李四"})))  # type: ignore[misc]
        (made,) = race(as_nobody(lambda: init(replace(ctx, db=Path(folder, "new.db")), "幸福社区")))  # type: ignore[misc]
        Path(folder).chmod(0o755)
        assert read == ("ok", 1)
        assert written[0] == "DatabaseError" and "只读" in written[1]
        assert made[0] == "DatabaseError" and "没有权限" in made[1]
        assert path.read_bytes() == before


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_holder_that_never_lets_go(ctx: Context, lock: str, tmp_path: Path) -> None:
    from leifeng_cli.services.backups import make_backup

    holder = sqlite3.connect(ctx.db, isolation_level=None)
    holder.execute(f"BEGIN {lock}")
    before = ctx.db.read_bytes()
    impatient = replace(ctx, wait=0.2)
    jobs: list[Callable[[], object]] = [lambda: add_volunteer(impatient, {"name": "张三"})]
    if lock == "EXCLUSIVE":
        jobs += [lambda: list_records(impatient, VOLUNTEERS), lambda: make_backup(impatient, tmp_path / "b.db")]
    for job in jobs:
        begun = time.monotonic()
        with pytest.raises(LockedDatabase) as caught:
            job()
        assert 0.15 <= time.monotonic() - begun < 3
        assert "--wait" in (caught.value.hint or "")
    holder.execute("ROLLBACK")
    holder.close()
    assert ctx.db.read_bytes() == before
    assert add_volunteer(ctx, {"name": "张三"})[0].number == "V000001"


def test_text_that_is_no_text_is_damage_and_not_a_crash(ctx: Context) -> None:
    add_volunteer(ctx, {"name": "张三"})
    conn = sqlite3.connect(ctx.db)
    conn.execute("UPDATE volunteer SET name = CAST(x'ff41' AS TEXT)")
    conn.commit()
    conn.close()
    with pytest.raises(DamagedDatabase):
        list_records(ctx, VOLUNTEERS)
    assert [f.what for f in verify(ctx)[0]] == ["志愿者 V000001"]


@pytest.mark.parametrize("wait", [float("inf"), 1e12, 3e6])
def test_waiting_without_end_is_waiting(ctx: Context, wait: float) -> None:
    from leifeng_cli.store.connection import connect

    conn = connect(ctx.db, wait=wait)
    assert conn.execute("PRAGMA busy_timeout").fetchone()[0] == 86_400_000
    conn.close()
