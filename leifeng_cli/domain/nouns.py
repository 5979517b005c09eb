"""The one list of nouns: the menu, the registers, the docs and the tests are drawn from it.

Plain data that imports nothing: it is read at every start. What a noun is and does stands in its own
modules, which are found by its name when somebody speaks of it.
"""

from __future__ import annotations

_PEOPLE, _SERVICE, _RESULTS, _POINTS, _FILE = "登记册", "活动与时长", "星级与报表", "积分与奖品", "数据文件"


class Noun:
    """One word of the command line.

    ``panel`` and ``help``: its line in the menu. ``register``: module of the domain and name of its
    register, for those that have one. ``module``: the module of the command line, where it is not called
    as the noun is. ``alone``: a command by itself, without verbs. ``table``: its register's, where it is called
    otherwise. ``tables``: what a person calls a row of its tables, for nouns that have tables and no register.
    ``lives``: where the life cycles of its rows are declared, for tables that are no register's own.
    """

    def __init__(
        self,
        name: str,
        panel: str,
        help: str,
        register: str = "",
        *,
        module: str = "",
        alone: bool = False,
        table: str = "",
        tables: dict[str, str] | None = None,
        lives: dict[str, str] | None = None,
    ) -> None:
        self.name, self.panel, self.help, self.register = name, panel, help, register
        self.module = module or name
        self.alone = alone
        self.table = table or name
        self.tables = tables or {}
        self.lives = lives or {}


BY_NAME = {
    noun.name: noun
    for noun in (
        Noun("volunteer", _PEOPLE, "志愿者：登记、查找、修改、归档、导入导出", "volunteers.VOLUNTEERS"),
        Noun("team", _PEOPLE, "队伍：层级、队长、成员进出", "teams.TEAMS"),
        Noun("unit", _PEOPLE, "单位：本单位和往来单位", "units.UNITS"),
        Noun("category", _PEOPLE, "活动类别：两级，可增改", "categories.CATEGORIES"),
        Noun("activity", _SERVICE, "活动：计划、发布、重复、结项、取消", "activities.ACTIVITIES"),
        Noun("campaign", _SERVICE, "活动计划：主题、期间、目标、进度", "campaigns.CAMPAIGNS"),
        Noun("survey", _SERVICE, "调查：知晓率", "surveys.SURVEYS"),
        Noun("calendar", _SERVICE, "重要日子：固定的和农历的，前后的活动", alone=True),
        Noun("agenda", _SERVICE, "日程：该做的、逾期的、快到的", module="calendar", alone=True),
        Noun("signup", _SERVICE, "报名：名额、候补、取消、爽约", "signups.SIGNUPS"),
        Noun("attendance", _SERVICE, "签到签退", "attendance.ATTENDANCE"),
        Noun("hours", _SERVICE, "服务时长：登记、审核、更正、作废、说明", "hours.HOURS", table="service_record"),
        Noun("star", _RESULTS, "星级：名单、说明、评定办法", tables={
            "star_round": "评星批次", "star_case": "评星申报", "star_grant": "星级授予", "star_decision": "星级决定"},
            lives={"star_case": "stars.granting.CASE_LIFE"}),
        Noun("certificate", _RESULTS, "证书：服务证明、星级证书，打印、补发、核验", tables={"certificate": "证书"},
            lives={"certificate": "certificates.LIFE"}),
        Noun("award", _RESULTS, "表彰：奖励名称、文号、颁发者", "awards.AWARDS"),
        Noun("complaint", _RESULTS, "投诉：事由、核实结果", "complaints.COMPLAINTS"),
        Noun("training", _RESULTS, "培训：主题、级别、学时、有效期", "trainings.TRAININGS"),
        Noun("notice", _RESULTS, "公示：列出、打印、异议", tables={
            "notice": "公示", "notice_record": "公示的记录", "objection": "异议"},
            lives={"notice": "notices.LIFE"}),
        Noun("points", _POINTS, "积分：按办法结算、调整、余额、账目", tables={
            "points_transfer": "积分变动", "points_entry": "积分分录"}),
        Noun("reward", _POINTS, "奖品：登记、兑换、退回", "rewards.REWARDS",
            lives={"redemption": "rewards.REDEMPTION_LIFE"}),
        Noun("timebank", _POINTS, "时间银行：支取、归还", tables={"time_bank": "时间银行"}),
        Noun("note", _RESULTS, "笔记：写进月报各节的话", tables={"note": "工作笔记"}),
        Noun("report", _RESULTS, "报表：月、季、年、计划、队伍、个人；每个数字可查到记录", tables={
            "report_sent": "报送"}),
        Noun("month", _RESULTS, "月份：结账、报送、重开、结账后的改动", tables={
            "month_close": "月度结账", "restatement": "更正说明"},
            lives={"month_close": "months.LIFE"}),
        Noun("check", _RESULTS, "检查：数据检查和时长审计", alone=True, tables={"check_silence": "不再提示的检查"}),
        Noun("digest", _RESULTS, "每日摘要：逾期的、该办的、查出来的", module="check", alone=True),
        Noun("monthly", _RESULTS, "每月一次：结账、写月报，供定时任务使用", alone=True),
        Noun("import", _FILE, "导入表格，自动辨认是哪一种", module="sheets", alone=True),
        Noun("template", _FILE, "写一份空白表格供填写", module="sheets", alone=True),
        Noun("init", _FILE, "新建数据文件", module="file", alone=True),
        Noun("demo", _FILE, "用自带的样表走一遍", alone=True),
        Noun("undo", _FILE, "撤销一次操作", module="history", alone=True),
        Noun("log", _FILE, "操作记录", module="history", alone=True),
        Noun("verify", _FILE, "核对数据文件是否被别的工具改过", module="history", alone=True),
        Noun("backup", _FILE, "备份：制作、核验、列出"),
        Noun("restore", _FILE, "用备份恢复数据文件", module="file", alone=True),
        Noun("setting", _FILE, "本单位的设置和计时规则", tables={"setting": "设置", "policy_use": "办法"}),
        Noun("help", _FILE, "专题说明，如 help exit-codes", alone=True),
    )
}  # fmt: skip
