"""leifeng volunteer"""

from __future__ import annotations

from typing import Any

from leifeng_cli.cli.register import add_command, edit_command, register_app
from leifeng_cli.cli.session import Session
from leifeng_cli.domain.volunteers import VOLUNTEERS
from leifeng_cli.services import volunteers

app = register_app(VOLUNTEERS, ("show", "list", "archive", "import", "export"))


def _add(one: Session, given: dict[str, Any]) -> Any:
    record, remarks = volunteers.add_volunteer(one.context, given)
    for remark in remarks:
        one.say(remark)
    return record


add_command(app, VOLUNTEERS, _add)
edit_command(app, VOLUNTEERS, lambda one, who, given: volunteers.edit_volunteer(one.context, who, given))
