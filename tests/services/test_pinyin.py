import subprocess
import sys
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leifeng_cli.services import pinyin
from leifeng_cli.services.pinyin import pinyin_of


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("曾英国", "zengyingguo", "zyg"), ("单于飞", "shanyufei", "syf"), ("仇明", "qiuming", "qm"),
        ("解放", "xiefang", "xf"),
        ("区明", "ouming", "om"), ("查良镛", "zhaliangyong", "zly"), ("翟明", "zhaiming", "zm"),
        ("朴明", "piaoming", "pm"),
        ("盖明", "geming", "gm"), ("缪明", "miaoming", "mm"), ("尉明", "weiming", "wm"), ("尉迟恭", "yuchigong", "ycg"),
        ("乐嘉", "yuejia", "yj"), ("乐正绫", "yuezhengling", "yzl"), ("欧阳娜娜", "ouyangnana", "oynn"),
        ("欧阳", "ouyang", "oy"),
        ("任重", "renzhong", "rz"), ("长孙无忌", "zhangsunwuji", "zswj"), ("万俟卨", "moqixie", "mqx"),
        ("吕布", "lvbu", "lb"),
        ("王单", "wangdan", "wd"),  # a surname's reading holds only where the surname stands
        ("查干·巴特尔", "chaganbateer", "cgbte"), ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        ("John Smith", "johnsmith", "js"), ("José", "jose", "j"), ("张A三", "zhangasan", "zas"), ("[/]", "", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_pinyin_of(name, full, initials):
    assert pinyin_of(name) == (full, initials)


@settings(deadline=None)
@given(st.one_of(st.text(), st.text("曾单乐正𠮷䶮·Aé1 ")))
def test_pinyin_is_lower_case_ascii_letters_and_digits(name):
    full, initials = pinyin_of(name)
    for part in (full, initials):
        assert part == "" or (part.isascii() and part.isalnum() and part == part.lower())


def test_every_surname_of_the_table_is_read_by_it():
    table = tomllib.loads(pinyin.SURNAMES.read_text(encoding="utf-8"))
    for surname, reading in (table["single"] | table["compound"]).items():
        assert pinyin_of(surname + "明")[0] == reading.replace(" ", "") + "ming"
        assert len(reading.split()) == len(surname)


def test_pypinyin_is_imported_only_when_needed():
    code = "import sys, leifeng_cli.services.pinyin; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
