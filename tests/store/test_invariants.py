"""What must be true of every file: no undo breaks it, no write, and a file that another tool broke is told of."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from moves import set_status

from leifeng_cli.domain.activities import CANCELLED, PUBLISHED
from leifeng_cli.domain.hours import HOURS
from leifeng_cli.errors import Conflict
from leifeng_cli.services import activities, hours, signups
from leifeng_cli.services.certificates import issue, void_certificate
from leifeng_cli.services.checks.running import run_checks
from leifeng_cli.services.context import Context
from leifeng_cli.services.history import log, undo
from leifeng_cli.services.importing import ImportOptions
from leifeng_cli.services.imports import import_files
from leifeng_cli.services.star_certificates import issue_stars
from leifeng_cli.services.stars.grants import decide, enter_earlier
from leifeng_cli.services.volunteers import add_volunteer
from leifeng_cli.store.invariants import broken, invariants

PEOPLE = ("张三", "李四", "王五", "赵六")


@pytest.fixture
def five(ctx: Context) -> Context:
    """Four people; 清洁 on the 8th for two, 植树 on the 9th at the same hours."""
    for n, name in enumerate(PEOPLE):
        add_volunteer(ctx, {"name": name, "phone": f"1400000001{n}", "registered_on": "2021-01-01"})
    for title, day in (("清洁", "2022-01-08"), ("植树", "2022-01-09")):
        given = {"title": title, "starts_on": day, "time": "09:00-11:00", "capacity": "2"}
        activities.add_activity(ctx, given)
    return ctx


def newest(ctx: Context) -> int:
    return log(ctx, limit=1)[0].id


def refused(ctx: Context, number: int) -> str:
    """What the undo of an operation is refused with, nothing having been written."""
    before = ctx.db.read_bytes()
    with pytest.raises(Conflict) as caught:
        undo(ctx, number)
    assert ctx.db.read_bytes() == before and caught.value.exit_code == 5
    assert caught.value.message.startswith(f"不能撤销第 {number} 号操作：")
    return f"{caught.value.message} {caught.value.hint}"


def test_a_cancelled_sign_up_does_not_come_back_to_a_place_that_is_taken(five: Context) -> None:
    signups.sign_up(five, ["张三", "李四"], "清洁")
    signups.cancel_signup(five, "张三", "清洁")
    cancelled = newest(five)
    signups.sign_up(five, ["王五"], "清洁")
    said = refused(five, cancelled)
    assert "活动 A000001“清洁”只有 2 个名额，已报名的有 3 人" in said and "leifeng signup cancel" in said
    undo(five, newest(five))
    undo(five, cancelled)


def test_a_raised_capacity_stays_while_its_places_are_taken(five: Context) -> None:
    signups.sign_up(five, ["张三", "李四"], "清洁")
    activities.edit_activity(five, "清洁", {"capacity": "3"})
    raised = newest(five)
    signups.sign_up(five, ["王五"], "清洁")
    assert "只有 2 个名额，已报名的有 3 人" in refused(five, raised)


def test_a_changed_day_does_not_go_back_to_where_two_sign_ups_clash(five: Context) -> None:
    activities.edit_activity(five, "植树", {"starts_on": "2022-01-10"})
    activities.edit_activity(five, "清洁", {"starts_on": "2022-01-09"})
    moved = newest(five)
    activities.edit_activity(five, "植树", {"starts_on": "2022-01-08"})
    signups.sign_up(five, ["张三"], "清洁")
    signups.sign_up(five, ["张三"], "植树")
    said = refused(five, moved)
    assert "志愿者 V000001 同一时间" in said and "leifeng signup cancel V000001 --activity" in said


@pytest.mark.parametrize(
    ("mine", "other", "clash"),
    [
        (("2022-01-08", "", "09:00-11:00"), ("2022-01-08", "", "11:00-12:00"), False),
        (("2022-01-08", "", "09:00-11:01"), ("2022-01-08", "", "11:00-12:00"), True),
        (("2022-01-07", "", "22:00-02:00"), ("2022-01-08", "", "01:00-03:00"), True),
        (("2022-01-07", "", "22:00-02:00"), ("2022-01-08", "", "02:00-03:00"), False),
        (("2022-01-07", "2022-01-20", "22:00-02:00"), ("2022-01-10", "", "00:30-01:00"), True),
        (("2022-01-07", "2022-01-09", "22:00-02:00"), ("2022-01-11", "", "00:30-01:00"), False),
        (("2022-01-07", "", "22:00-02:00"), ("2022-01-07", "", "01:00-03:00"), False),
        (("2022-01-07", "", "22:00-02:00"), ("2022-01-07", "", "23:00-23:30"), True),
    ],
)
def test_the_query_and_the_rule_for_clashes_agree(
    five: Context, mine: tuple[str, str, str], other: tuple[str, str, str], clash: bool
) -> None:
    """Both ways round: what the typed rule refuses, the query finds in a file written past it."""
    for title, (day, until, time) in (("甲", mine), ("乙", other)):
        activities.add_activity(five, {"title": title, "starts_on": day, "ends_on": until, "time": time})
    for first, second in (("甲", "乙"), ("乙", "甲")):
        copy = replace(five, db=Path(str(five.db) + first))
        copy.db.write_bytes(five.db.read_bytes())
        signups.sign_up(copy, ["张三"], first)
        if clash:
            with pytest.raises(Conflict):
                signups.sign_up(copy, ["张三"], second)
        number = {"甲": 3, "乙": 4}[second]
        by_hand(copy, "INSERT INTO signup (activity_id, volunteer_id, status, signed_up_at)"
                      f" VALUES ({number}, 1, 'confirmed', '2022-01-05')")  # fmt: skip
        assert ("signup_clash" in names_of(copy)) == clash


def test_publishing_is_not_taken_back_under_later_sign_ups(five: Context) -> None:
    set_status(five, "清洁", PUBLISHED)
    published = newest(five)
    signups.sign_up(five, ["张三"], "清洁")
    assert "已有 1 人报名（如 V000001），不能退回“计划中”" in refused(five, published)
    signups.cancel_signup(five, "张三", "清洁")
    undo(five, published)


def test_a_cancelled_activity_gets_no_sign_up_back(five: Context) -> None:
    signups.sign_up(five, ["张三"], "清洁")
    signups.cancel_signup(five, "张三", "清洁")
    given_back = newest(five)
    set_status(five, "清洁", CANCELLED, reason="下雨")
    assert "活动 A000001“清洁”已取消，不能有报名" in refused(five, given_back)


def test_a_voided_star_certificate_stays_void_once_another_is_issued(five: Context) -> None:
    enter_earlier(five, ["张三"], 1, on="2021-06-01", body=None, reason="补登")
    (first,) = [c.number for c in issue_stars(five, "G000001").made]
    void_certificate(five, first, "写错")
    voided = newest(five)
    issue_stars(five, "G000001")
    said = refused(five, voided)
    assert "星级授予 G000001 有 2 张有效的证书" in said and "leifeng certificate void Z000002" in said


def test_a_revocation_stays_once_the_level_is_entered_again(five: Context) -> None:
    enter_earlier(five, ["张三"], 1, on="2021-06-01", body=None, reason="补登")
    decide(five, "G000001", revoke=True, reason="登记错人")
    revoked = newest(five)
    enter_earlier(five, ["张三"], 1, on="2021-07-01", body=None, reason="补登")
    said = refused(five, revoked)
    assert "有 2 次授予同时有效（G000001、G000002）" in said and "leifeng star revoke G000002" in said


def test_hours_that_a_certificate_proves_are_not_taken_back(five: Context, tmp_path: Path) -> None:
    sheet = tmp_path / "时长.csv"
    sheet.write_text("志愿者编号,活动名称,服务日期,起止时间\nV000001,巡逻,2022-01-03,9:00-11:00\n", "utf-8-sig")
    import_files(five, HOURS, [sheet], ImportOptions())
    imported = newest(five)
    issue(five, "张三")
    said = refused(five, imported)
    assert "证书 Z000001 证明的服务记录 1 不在了" in said and "leifeng certificate void Z000001" in said
    void_certificate(five, "Z000001", "撤回")
    undo(five, imported)


def test_the_evening_of_a_night_stays_while_its_morning_after_counts(five: Context) -> None:
    activities.add_activity(five, {"title": "夜巡", "starts_on": "2022-01-01", "ends_on": "2022-01-04"})
    evening, morning = hours.record_hours(five, ["张三"], "夜巡", {"service_date": "2022-01-04", "time": "22:00-02:00"})
    with pytest.raises(Conflict, match=f"而服务记录 {morning.id} 在 2022-01-05"):
        hours.void_hours(five, [str(evening.id)], "记错")
    hours.void_hours(five, [str(evening.id), str(morning.id)], "记错")


def test_a_file_broken_before_can_be_mended_step_by_step(five: Context) -> None:
    """A write is refused for what it breaks, not for what was broken before it."""
    signups.sign_up(five, ["张三", "李四"], "清洁")
    by_hand(five, "UPDATE activity SET capacity = NULL")
    signups.sign_up(five, ["王五", "赵六"], "清洁")
    by_hand(five, "UPDATE activity SET capacity = 1")
    assert names_of(five) == ["capacity"]
    (finding,) = run_checks(five, ["rules"])
    assert "只有 1 个名额，已报名的有 4 人" in finding.message and "leifeng signup cancel" in finding.hint
    for left, name in ((["capacity"], "张三"), (["capacity"], "李四"), ([], "王五")):
        signups.cancel_signup(five, name, "清洁")
        assert names_of(five) == left
    with pytest.raises(Conflict, match="名额"):
        activities_import(five)


def activities_import(ctx: Context) -> None:
    """A write that would break it again, past every typed rule."""
    with ctx.write("test") as tx:
        row = {"activity_id": 1, "volunteer_id": 1, "status": "confirmed", "signed_up_at": "2022-01-05"}
        tx.insert("signup", row)


def test_a_rehearsal_is_held_to_the_rules_too(five: Context) -> None:
    with pytest.raises(Conflict, match="同一段时间"), five.write("test") as tx:
        for _n in range(2):
            tx.insert("service_record", {**RECORD, "volunteer_id": 1})
        tx.discard()


# ---- each of them bites ---------------------------------------------------------------------------------------------
RECORD = {
    "activity_id": 1, "service_date": "2022-01-08", "start_time": "09:00", "end_time": "11:00",
    "actual_seconds": 7200, "seconds": 7200, "counting": "national", "source": "手动", "status": "credited",
    "recorded_on": "2022-01-08", "recorded_by": "经办人",
}  # fmt: skip


def _insert(table: str, row: dict[str, object]) -> str:
    values = ", ".join("NULL" if v is None else repr(v) for v in row.values())
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"


def _record(**other: object) -> str:
    return _insert("service_record", {"volunteer_id": 1, **RECORD, **other})


def _signup(activity: int, volunteer: int, status: str = "confirmed") -> str:
    whose = {"activity_id": activity, "volunteer_id": volunteer}
    return _insert("signup", {**whose, "status": status, "signed_up_at": "2022-01-05"})


def _grant(number: str) -> str:
    level = {"volunteer_id": 1, "level": 1, "level_name": "一星级", "policy": "p", "kind": "earlier"}
    return _insert("star_grant", {"number": number, **level, "granted_on": "2022-01-05", "body": "社区"})


def _certificate(number: str, **other: object) -> str:
    paper = {"kind": "star", "volunteer_id": 1, "issued_on": "2022-01-05", "issued_by": "甲"}
    return _insert("certificate", {"number": number, "snapshot": '{"services": []}', "code": number, **paper, **other})


def _transfer(*hundredths: int) -> list[str]:
    entries = [_insert("points_entry", {"transfer_id": 1, "account": account, "hundredths": n})
               for account, n in zip(("volunteer", "issue"), hundredths, strict=True)]  # fmt: skip
    return [_insert("points_transfer", {"moved_on": "2022-01-05", "kind": "adjusted", "volunteer_id": 1}), *entries]


_REWARD = _insert("reward", {"number": "R0001", "name": "毛巾", "price": 1, "stock": 1})
_MEMBER = _insert("membership", {"volunteer_id": 1, "team_id": 1, "joined_on": "2022-01-01"})
_DRAWN = {"volunteer_id": 1, "on_date": "2022-01-05", "seconds": 60, "reason": "x"}
#: What another tool might do -> the one rule it breaks.
BREAKS: dict[str, list[str]] = {
    "minute_twice": [_record(), _record(start_time="10:59", end_time="12:00")],
    "day_full": [
        _record(start_time=None, end_time=None, actual_seconds=86400),
        _record(activity_id=3, start_time="01:00", end_time="01:30", actual_seconds=1800),
    ],
    "record_at_cancelled": ["UPDATE activity SET status = 'cancelled' WHERE id = 1", _record()],
    "record_out_of_period": [_record(service_date="2022-01-09")],
    "capacity": [_signup(1, n) for n in (1, 2, 3)],
    "signup_clash": [
        "UPDATE activity SET starts_on = '2022-01-08', ends_on = '2022-01-08'", _signup(1, 1), _signup(2, 1),
    ],
    "signup_at_cancelled": ["UPDATE activity SET status = 'cancelled'", _signup(1, 1, "waiting")],
    "star_granted_twice": [_grant("G1"), _grant("G2")],
    "certificate_twice": [_grant("G1"), _certificate("Z1", grant_id=1), _certificate("Z2", grant_id=1)],
    "certificate_replaced": [_certificate("Z1"), _certificate("Z2", replaces_id=1)],
    "certificate_without_hours": [_certificate("Z1", snapshot='{"services": [{"record": 7}]}')],
    "points_below_zero": _transfer(-5, 5),
    "points_unbalanced": _transfer(5, -4),
    "reward_out_of_stock": [
        _REWARD,
        _insert("redemption", {"number": "D1", "reward_id": 1, "volunteer_id": 1, "quantity": 2,
                               "redeemed_on": "2022-01-05"}),
    ],
    "time_bank_overdrawn": [_insert("time_bank", {**_DRAWN, "kind": "given-back"})],
    "member_twice": [_insert("team", {"number": "T1", "name": "先锋队"}), _MEMBER, _MEMBER],
    "category_depth": [f"UPDATE category SET parent_id = {n} WHERE id = {n + 1}" for n in (1, 2)],
    "team_circle": [
        _insert("team", {"number": "T1", "name": "甲", "parent_id": 2}),
        _insert("team", {"number": "T2", "name": "乙", "parent_id": 1}),
    ],
    "own_unit": ["UPDATE unit SET own = 0"],
}  # fmt: skip


def by_hand(ctx: Context, *statements: str) -> None:
    conn = sqlite3.connect(ctx.db)
    for statement in statements:
        conn.execute(statement)
    conn.commit()
    conn.close()


def names_of(ctx: Context) -> list[str]:
    with ctx.read() as conn:
        return sorted({one.name for one in broken(conn)})


def test_every_rule_has_its_case() -> None:
    assert set(BREAKS) == {one.name for one in invariants() if not one.on_change}


@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_a_rule_is_found_and_named(five: Context, name: str) -> None:
    assert names_of(five) == []
    activities.add_activity(five, {"title": "值守", "starts_on": "2022-01-08"})
    by_hand(five, *BREAKS[name])
    assert name in names_of(five)
    found = [f for f in run_checks(five, ["rules"]) if f.subject == name]
    assert found and all("{" not in f.message + f.hint for f in found)


@pytest.mark.parametrize("name", BREAKS)
def test_no_write_of_the_programs_own_may_break_it(five: Context, name: str) -> None:
    """The same rows through the journal: refused, and the file is as it was."""
    activities.add_activity(five, {"title": "值守", "starts_on": "2022-01-08"})
    before = five.db.read_bytes()
    with pytest.raises(Conflict), five.write("test") as tx:
        mirror(tx, BREAKS[name])
    assert five.db.read_bytes() == before


def mirror(tx: object, statements: list[str]) -> None:
    """Run statements and tell the journal of every row they changed."""
    from leifeng_cli.store.journal import Transaction, journalled

    assert isinstance(tx, Transaction)
    conn = tx.conn
    was = {t: {r[0]: r for r in conn.execute(f"SELECT * FROM {t}")} for t in journalled(conn)}
    conn.execute("PRAGMA defer_foreign_keys=ON")
    for statement in statements:
        conn.execute(statement)
    for table, rows in was.items():
        cursor = conn.execute(f"SELECT * FROM {table}")
        names = [d[0] for d in cursor.description]
        for row in cursor.fetchall():
            after = dict(zip(names, row, strict=True))
            if row[0] not in rows:
                tx._note_insert(table, tuple(names[1:]), row[0], b"0" * 16)
            elif rows[row[0]] != row:
                from leifeng_cli.store.journal import Change

                before = dict(zip(names, rows[row[0]], strict=True))
                tx.changes.append(Change(table, "update", row[0], row[0], before=before, after=after))
