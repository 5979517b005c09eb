"""leifeng award"""

from __future__ import annotations

from leifeng_cli.cli.register import register_app
from leifeng_cli.domain.registers import AWARDS

app = register_app(AWARDS)
