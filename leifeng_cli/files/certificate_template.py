"""A clerk's own Word template filled in; it may show data and choose, and can do nothing else.

The plain template engine would run any expression a template holds, and would take a name such as ``A&B<c>`` apart;
hence the sandbox and the escaping.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from leifeng_cli.domain.certificates import SERVICE, TITLES
from leifeng_cli.errors import InvalidInput
from leifeng_cli.files.certificate_docx import BLANK, COLUMNS, certificate_docx
from leifeng_cli.files.word import fit, same_bytes
from leifeng_cli.messages import _

QR, LINES, LINE = "二维码", "服务", "行"
#: Fields that get a line to fill in by hand where nothing is known.
BY_HAND = ("证件类型", "证件号码", "负责人", "经办人", "联系电话")
#: 民发〔2015〕149号, and what a check needs; of these a template should leave out none.
WANTED = (
    "姓名",
    "证件号码",
    "志愿者编号",
    "服务时长",
    "出具单位",
    "负责人",
    "经办人",
    "证书编号",
    "出具日期",
    "校验码",
)
_SERVED = "累计服务 {{ 服务时长 }} 小时，"


class CertificateTemplate:
    """One template file, read once and filled as often as wanted.

    Raises InvalidInput, naming the file, for one that is no Word document, has a mistake in it, names a field there
    is not, or tries more than showing fields; and where the extra is not installed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._template_class, self._environment = _engine()
        try:
            self._bytes = path.read_bytes()
        except OSError as fault:
            raise InvalidInput(_("读不了模板 {path}：{why}。").format(path=path, why=fault.strerror or fault)) from None

    def left_out(self) -> list[str]:
        """Fields that a certificate should show and this template does not."""
        used = self._run(lambda t: t.get_undeclared_template_variables(self._environment))
        lines = {LINES} & set(used)
        return [f for f in WANTED if f not in used and not (f == "服务时长" and lines)]

    def fill(self, fields: Mapping[str, str], lines: Sequence[Mapping[str, str]], qr: bytes) -> bytes:
        """The filled document; the same content gives the same bytes."""
        # To the engine a bell or line feed in a value is a new paragraph.
        known = {k: fit(v) or (BLANK if k in BY_HAND else "") for k, v in fields.items()}
        served = [{k: fit(v) for k, v in line.items()} for line in lines]

        def render(template: Any) -> bytes:
            from docx.shared import Mm
            from docxtpl import InlineImage  # type: ignore[import-untyped]

            image = InlineImage(template, io.BytesIO(qr), width=Mm(28))
            template.render({**known, LINES: served, QR: image}, jinja_env=self._environment)
            out = io.BytesIO()
            template.save(out)
            return same_bytes(out.getvalue())

        filled: bytes = self._run(render)
        return filled

    def _run(self, work: Any) -> Any:
        from zipfile import BadZipFile

        from docx.opc.exceptions import PackageNotFoundError
        from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
        from jinja2.exceptions import SecurityError

        try:
            return work(self._template_class(io.BytesIO(self._bytes)))
        except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as fault:
            why = _("不是 Word 的 .docx 文件（{kind}）").format(kind=type(fault).__name__)
        except SecurityError:
            why = _("模板里有不允许的内容，只能写栏目名、判断和循环")
        except UndefinedError as fault:
            why = _("模板里写了没有的栏目：{what}").format(what=fault.message or fault)
        except TemplateSyntaxError as fault:
            why = _("模板里的大括号写得不对：{what}").format(what=fault.message or fault)
        except (TemplateError, TypeError, OverflowError, ZeroDivisionError, AttributeError) as fault:
            why = _("模板填不出来：{what}").format(what=fault)
        raise InvalidInput(
            _("模板 {path}：{why}。").format(path=self._path.name, why=why),
            hint=_("栏目名见 docs/certificates.md；用 leifeng certificate template 可得到一份能改的样板。"),
        )


def _engine() -> tuple[Any, Any]:
    try:
        from docxtpl import DocxTemplate
        from jinja2 import StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError:
        raise InvalidInput(
            _("没有安装填写模板的组件。"),
            hint=_('请运行 pip install "leifeng-cli[cert]"；不写 --template 则用自带的版式，不需要它。'),
        ) from None
    return DocxTemplate, SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def starter_template(kind: str, names: Sequence[str], created: Any) -> bytes:
    """Our own layout with a placeholder in every place, to be changed and used as a template."""
    from docx import Document
    from docx.oxml.ns import qn

    fields = {name: f"{{{{ {name} }}}}" for name in (*names, "星")} | {"证书名称": TITLES[kind]}
    columns = [name for name, _wide in COLUMNS]
    first = columns[0]
    empty = dict.fromkeys(columns, "")
    lines = [
        {**empty, first: f"{{%tr for {LINE} in {LINES} %}}"},
        {c: f"{{{{ {LINE}.{c} }}}}" for c in columns},
        {**empty, first: "{%tr endfor %}"},
    ]
    made = certificate_docx(kind, fields, lines if kind == SERVICE else [], None, created)
    document = Document(io.BytesIO(made))
    for part in document.element.body.iter(qn("w:t")):
        text = part.text or ""
        if _SERVED in text:
            part.text = text.replace(_SERVED, f"{{% if 服务时长 %}}{_SERVED}{{% endif %}}")
        elif text.startswith("说明："):
            part.text = f"{{% if 说明 %}}{text}{{% endif %}}"
    for kept in list(document.element.body.iter(qn("w:keepNext"))):
        kept.getparent().remove(kept)  # in a row that is repeated it would keep the whole table together
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())
