"""Sheets as offices make them: where the header is, which rows are records, what to tell the clerk."""

from __future__ import annotations

import datetime as dt
import io
import time
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.labels import matcher, normalise_label
from leifeng_cli.files.sheet import Sheet, read_table, year_in_title

KNOWN = [
    "姓名",
    "性别",
    "证件号码",
    "手机",
    "居住小区",
    "政治面貌",
    "所属队伍",
    "活动名称",
    "服务日期",
    "日期",
    "时间",
    "服务时长",
    "类别",
    "地点",
    "备注",
]


def read(text: str, known: list[str] = KNOWN, encoding: str = "utf-8-sig") -> Sheet:
    (sheet,) = read_table("表.csv", data=text.encode(encoding), known=known)
    return sheet


def found(sheet: Sheet) -> dict[str, int]:
    return {header.known: header.column_index for header in sheet.headers if header.known}


def names(sheet: Sheet) -> list[tuple[int, object]]:
    column = found(sheet)["姓名"]
    return [(row.number, row.cells.get(column)) for row in sheet.rows]


@pytest.mark.parametrize(
    ("label", "known"),
    [
        ("姓 名", "姓名"),
        ("*姓名：", "姓名"),
        ("姓名（必填）", "姓名"),
        ("服务时长\n（小时）", "服务时长(小时)"),
        ("服务时长", "服务时长(小时)"),
        ("起止时间 8:00—12:00", None),
        ("开始－结束", "开始-结束"),
        ("开始—结束", "开始-结束"),
        ("ＱＱ号", "qq号"),
        ("次数", None),
        ("", None),
        ("（小时）", None),
    ],
)
def test_labels_are_compared_loosely(label: str, known: str | None) -> None:
    assert matcher(["姓名", "服务时长(小时)", "开始-结束", "qq号", "次数(月)", "次数(年)"])(label) == known


@given(st.text())
def test_normalising_twice_changes_nothing_that_matters(text: str) -> None:
    once = normalise_label(text)
    if once:
        assert matcher([text])(text) == text


def test_plain_table() -> None:
    sheet = read("姓名,手机,备注\n张三,1,\n,2,\n\n　, ,\n李四,3,x\n")
    assert found(sheet) == {"姓名": 0, "手机": 1, "备注": 2}
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (2, {0: "张三", 1: "1"}),
        (3, {1: "2"}),
        (6, {0: "李四", 1: "3", 2: "x"}),
    ]
    assert (sheet.file, sheet.name, sheet.encoding, sheet.header_row) == ("表.csv", None, "utf-8", 1)
    assert (sheet.skipped, sheet.problems, sheet.warnings) == ([], [], [])


TWO_ROWS = """幸福社区志愿者花名册（2021年）,,,,,,
序号,基本信息,,,联系方式,,政治面貌
,姓 名,性别,证件号码,手机,居住小区,
1,张三,男,x,1,东苑,群众
2,李四,女,y,2,西苑,群众
"""


def test_two_header_rows_in_gb18030_that_lost_their_merges() -> None:
    sheet = read(TWO_ROWS, encoding="gb18030")
    assert found(sheet) == {"姓名": 1, "性别": 2, "证件号码": 3, "手机": 4, "居住小区": 5, "政治面貌": 6}
    assert {h.column_index: h.parents for h in sheet.headers}[5] == ("联系方式",)
    assert sheet.header_row == 3
    assert names(sheet) == [(4, "张三"), (5, "李四")]
    assert (sheet.encoding, year_in_title(sheet.title)) == ("gb18030", 2021)


def test_three_header_rows() -> None:
    sheet = read(
        "登记表,,,,,,\n序号,志愿者信息,,,,服务信息,\n,基本信息,,联系方式,,,\n,姓名,性别,手机,居住小区,服务日期,服务时长\n"
        "1,张三,男,1,a,2021-3-1,2\n2,,,,,,\n"
    )
    assert sheet.title == "登记表"
    assert [header.path for header in sheet.headers] == [
        "序号",
        "志愿者信息/基本信息/姓名",
        "志愿者信息/基本信息/性别",
        "志愿者信息/联系方式/手机",
        "志愿者信息/联系方式/居住小区",
        "服务信息/服务日期",
        "服务信息/服务时长",
    ]
    assert names(sheet) == [(5, "张三")]
    assert sheet.skipped == [(6, "只有序号的空行")]


def test_a_second_header_row_that_adds_no_label_is_still_no_record() -> None:
    sheet = read("活动名称,时间,,类别,地点\n,日期,起止,,\n打扫,3.5,8:00-9:00,环境,东苑\n")
    assert found(sheet) == {"活动名称": 0, "日期": 1, "类别": 3, "地点": 4}
    assert [row.number for row in sheet.rows] == [3]


def test_the_first_record_is_not_taken_for_a_header_row_even_if_it_holds_known_words() -> None:
    sheet = read("姓名,手机,去向\n王芳,地点,备注\n李四,备注,类别\n")
    assert names(sheet) == [(2, "王芳"), (3, "李四")]


def test_parent_and_child_together_say_more_than_the_child() -> None:
    sheet = read(
        "志愿者,,监护人,\n姓名,手机,姓名,手机\n张,1,王,2\n", known=["姓名", "手机", "监护人姓名", "监护人手机"]
    )
    assert found(sheet) == {"姓名": 0, "手机": 1, "监护人姓名": 2, "监护人手机": 3}


def test_a_label_that_comes_twice_counts_once_and_is_said() -> None:
    sheet = read("姓名,手机,手机\n张,1,2\n")
    assert found(sheet) == {"姓名": 0, "手机": 1}
    assert "B 列和 C 列" in sheet.warnings[0]


def test_a_unit_below_its_label() -> None:
    sheet = read("姓名,服务时长,\n,(小时),(次)\n张,2,1\n")
    assert found(sheet)["服务时长"] == 1
    assert names(sheet) == [(3, "张")]


def test_total_between_title_and_header() -> None:
    sheet = read("2021年3月学雷锋志愿服务时长登记表,,\n合计,,100\n姓名,服务日期,服务时长\n张三,3月5日,2小时\n")
    assert sheet.title == "2021年3月学雷锋志愿服务时长登记表"
    assert sheet.skipped == [(2, "合计行")]
    assert names(sheet) == [(4, "张三")]


@pytest.mark.parametrize(
    "line",
    [
        "合计,,5",
        "合 计,,5",
        "1,总计,5",
        ",小计,5",
        "共计：3人,,",
        "累计时长,,9",
        "本页合计(小时),,5",
        "平均,,2",
        "总 数,3,",
        "合计124人,,",
    ],
)
def test_total_rows_are_skipped_wherever_they_stand(line: str) -> None:
    sheet = read(f"序号,姓名,服务时长\n1,张三,2\n{line}\n2,李四,3\n")
    assert names(sheet) == [(2, "张三"), (4, "李四")]
    assert sheet.skipped == [(3, "合计行")]


@pytest.mark.parametrize(
    "line",
    ["填表人：王五  审核人：赵六,,", "填表人：,王五,审核人：", "制表,,", "注：如实填写,,", "备注：,,",
     "说明,,", "制表日期：2021-3-1,,",
     "填报单位（盖章）：,,", "第 1 页 共 2 页,,", "以下空白,,"],
)  # fmt: skip
def test_notes_and_signatures_are_skipped(line: str) -> None:
    sheet = read(f"姓名,手机,备注\n张三,1,x\n{line}\n李四,2,y\n")
    assert names(sheet) == [(2, "张三"), (4, "李四")]
    assert sheet.skipped == [(3, "说明或签名行")]


@pytest.mark.parametrize(
    "line", ["合作社,1,", "总书华,1,", "平均生,1,", "注生,,", "填表人,1,", "说明,1,x", "小计划,2,", "张三,,"]
)
def test_records_that_only_look_like_totals_or_notes_are_kept(line: str) -> None:
    sheet = read(f"姓名,手机,备注\n张三,1,x\n{line}\n")
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.skipped == []


def test_further_lines_of_a_note_go_with_it() -> None:
    sheet = read("姓名,手机\n张三,1\n注：一、如实填写\n二、每月五日前报送\n")
    assert [row.number for row in sheet.rows] == [2]
    assert len(sheet.skipped) == 2


def test_repeated_page_heads() -> None:
    sheet = read("花名册,\n姓 名,手机\n张三,1\n花名册,\n姓名,手机\n李四,2\n")
    assert names(sheet) == [(3, "张三"), (6, "李四")]
    assert sheet.skipped == [(4, "重复的标题"), (5, "重复的表头")]


def test_a_list_of_one_column() -> None:
    assert names(read("姓名\n张三\n欧阳某某某某\n")) == [(2, "张三"), (3, "欧阳某某某某")]
    sheet = read("编号\nV1\nV2\n", known=["编号"])
    assert len(sheet.rows) == 2


def test_a_record_with_too_many_fields_is_a_problem_of_that_row() -> None:
    sheet = read("姓名,活动名称,备注\n张三,打扫,卫生,好\n李四,打扫,好,\n")
    assert [(p.row, p.column) for p in sheet.problems] == [(2, 3)]
    assert "张三" not in sheet.problems[0].message


def test_side_notes_below_no_header_are_said_not_lost_in_silence() -> None:
    sheet = read("姓名,手机,\n张三,1,已核\n李四,2,\n")
    assert sheet.problems == []
    assert sheet.warnings == ["C 列没有表头，其中 1 格没有读。"]


def workbook(fill: object) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    fill(book)  # type: ignore[operator]
    book.close()
    return buffer.getvalue()


def plan(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet("三月")
    page.merge_range("A1:E1", "2021年3月计划")
    for area, text in (("A2:A3", "序号"), ("B2:B3", "活动名称"), ("C2:D2", "时间"), ("E2:E3", "所属队伍")):
        page.merge_range(area, text)
    page.write_row("C3", ["日期", "起止"])
    page.write_row("A4", [1, "打扫", "3月5日", "8:00-9:00"])
    page.write_row("A5", [2, "劝导", "", "9:00-10:00"])
    page.merge_range("E4:E5", "先锋队")
    page.write_datetime("C5", dt.datetime(2021, 3, 6), book.add_format({"num_format": 14}))
    page.write_row("A6", [3, "敬老", "3月7日", 0])


def test_merged_headers_and_a_team_merged_over_its_people() -> None:
    (sheet,) = read_table("计划.xlsx", data=workbook(plan), known=[*KNOWN, "序号"])
    assert found(sheet) == {"序号": 0, "活动名称": 1, "日期": 2, "所属队伍": 4}
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (4, {0: 1.0, 1: "打扫", 2: "3月5日", 3: "8:00-9:00", 4: "先锋队"}),
        (5, {0: 2.0, 1: "劝导", 2: dt.date(2021, 3, 6), 3: "9:00-10:00", 4: "先锋队"}),
        (6, {0: 3.0, 1: "敬老", 2: "3月7日", 3: 0.0}),
    ]
    assert sheet.title == "2021年3月计划"
    assert "1 处合并" in sheet.warnings[0]


def test_merged_header_rows_are_all_header_even_where_the_lower_ones_are_not_known() -> None:
    (sheet,) = read_table("计划.xlsx", data=workbook(plan), known=["活动名称", "所属队伍", "时间"])
    assert [row.number for row in sheet.rows] == [4, 5, 6]
    assert found(sheet)["时间"] == 2


def several(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("说明").write_string(0, 0, "填写说明……")
    for name in ("一队", "二队"):
        book.add_worksheet(name).write_column(0, 0, ["姓名", name[0]])
    book.add_worksheet("空")


def test_all_sheets_with_a_header_are_read_and_the_others_named() -> None:
    data = workbook(several)
    sheets = read_table("表.xlsx", data=data, known=KNOWN)
    assert [(sheet.name, names(sheet)) for sheet in sheets] == [("一队", [(2, "一")]), ("二队", [(2, "二")])]
    assert "说明" in sheets[0].warnings[0] and "空" not in sheets[0].warnings[0]
    for wanted in ("二队", "3"):
        assert [sheet.name for sheet in read_table("表.xlsx", data=data, known=KNOWN, sheet=wanted)] == ["二队"]
    with pytest.raises(InvalidInput, match="三队") as caught:
        read_table("表.xlsx", data=data, known=KNOWN, sheet="三队")
    assert "一队" in (caught.value.hint or "")


PAGE = """<html><head><meta charset="gb2312"><style>td{x:1}</style></head><body><table>
<tr><td colspan=3>2021年3月名单</td></tr><tr><th>姓名<th>手机<th>所属队伍</tr>
<tr><td>张&nbsp;三<td>1<td rowspan=2>先锋队</tr><tr><td>李四<td>&lt;2&gt;</tr>
<tr><td>合计<td>2</tr></table></body></html>"""


def test_a_web_page_saved_as_xls() -> None:
    (sheet,) = read_table("名单.xls", data=PAGE.encode("gbk"), known=KNOWN)
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (3, {0: "张 三", 1: "1", 2: "先锋队"}),
        (4, {0: "李四", 1: "<2>", 2: "先锋队"}),
    ]
    assert sheet.skipped == [(5, "合计行")]


@pytest.mark.parametrize("span", ["999999999", "0", "-1", "x", "１"])
def test_odd_spans_do_no_harm(span: str) -> None:
    page = f"<table><tr><td colspan={span}>姓名<td>手机</tr><tr><td>张三<td>1</table>"
    (sheet,) = read_table("名单.xls", data=page.encode(), known=KNOWN)
    assert names(sheet) == [(2, "张三")]


def test_a_page_of_open_comments_or_huge_spans_is_answered_at_once() -> None:
    start = time.perf_counter()
    for page in ("<table><!--" * 50_000, "<table>" + "<tr><td colspan=1000 rowspan=1000>姓名" * 3000):
        with pytest.raises(InvalidInput):
            read_table("a.xls", data=page.encode(), known=KNOWN)
    assert time.perf_counter() - start < 10


def test_nested_tables_are_tables_of_their_own() -> None:
    page = "<table><tr><td>页眉<table><tr><td>姓名</td></tr><tr><td>张三</td></tr></table></td></tr></table>"
    (sheet,) = read_table("名单.xls", data=page.encode(), known=KNOWN)
    assert names(sheet) == [(2, "张三")]


@pytest.mark.parametrize(
    ("data", "words", "remedy"),
    [
        ("名字,号码啊\n张三,1\n".encode(), "名字、号码啊", "--map"),
        ("张三,330106199001011234\n".encode(), "像是数据", "--map"),
        ("姓名,電話\n張三,1\n".encode("big5"), "Big5", "--encoding big5"),
        ("名字,号码啊\n".encode("gb18030"), "名字", "--encoding"),
        (b"\xef\xbb\xbf", "空的", "保存"),
        (b"\n\n,,\n", "没有任何内容", "保存"),
        ("<html><body>请登录</body></html>".encode(), "登录", "导出"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "2003", "xlsx"),
        (b"MIME-Version: 1.0\r\n", "mht", "xlsx"),
    ],
)
def test_no_header_says_what_is_there_and_what_to_do(data: bytes, words: str, remedy: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        read_table("表.csv", data=data, known=KNOWN)
    assert remedy in (caught.value.hint or "")
    assert "330106" not in caught.value.message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "没有.csv", "没有文件"), (tmp_path, "文件夹"), (Path("a\0b"), "读不了")):
        with pytest.raises(InvalidInput, match=words):
            read_table(path, known=KNOWN)


def test_from_a_path_and_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("姓名\n张三\n".encode())
    assert read_table(path, known=KNOWN)[0].file == "名单.csv"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("姓名\n张三\n".encode("gbk"))))
    assert names(read_table("-", known=KNOWN)[0]) == [(2, "张三")]


def test_a_megabyte_of_blank_rows_and_ten_thousand_records_are_quick() -> None:
    head = ",".join(KNOWN)
    rows = "".join(f"志愿者{n}" + ",中文内容" * (len(KNOWN) - 1) + "\n" for n in range(10_000))
    text = f"{head}\n{rows}" + "," * 10 + "\n" + ",,,,,,,\n" * 120_000
    start = time.perf_counter()
    sheet = read(text)
    assert len(sheet.rows) == 10_000
    assert time.perf_counter() - start < 5  # half a second when the machine is idle; a quadratic slip takes minutes


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2021年3月登记表", 2021),
        ("花名册（2021）", 2021),
        ("２０２１年", 2021),
        ("二〇二一年三月", 2021),
        ("2021.3 时长表", 2021),
        ("2021年1月—2021年3月", 2021),
        ("2020年12月至2021年2月", None),
        ("2020-2021年度", None),
        ("服务2021人次", None),
        ("电话12021年", None),
        ("", None),
    ],
)
def test_year_in_title(title: str, year: int | None) -> None:
    assert year_in_title(title) == year


@given(
    st.lists(
        st.lists(
            st.sampled_from(["姓名", "手机", "合计", "", "1", "张三", "备注", "时间", "注：", "日期"]), max_size=5
        ),
        max_size=8,
    )
)
def test_every_non_blank_row_below_the_header_is_a_record_or_named_as_skipped(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)
    try:
        sheets = read_table("x.csv", data=text.encode("utf-8-sig"), known=KNOWN)
    except InvalidInput:
        return
    for sheet in sheets:
        filled = {n for n, row in enumerate(rows, 1) if any(row) and n > sheet.header_row}
        assert {row.number for row in sheet.rows} | {n for n, _ in sheet.skipped if n > sheet.header_row} == filled
