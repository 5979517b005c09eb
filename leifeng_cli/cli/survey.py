"""leifeng survey"""

from __future__ import annotations

from leifeng_cli.cli.register import add_command, edit_command, register_app
from leifeng_cli.domain.surveys import SURVEYS
from leifeng_cli.services import surveys

app = register_app(SURVEYS, ("show", "list", "archive", "import", "export"))
add_command(app, SURVEYS, lambda one, given: surveys.add_survey(one.context, given))
edit_command(app, SURVEYS, lambda one, word, given: surveys.edit_survey(one.context, word, given))
