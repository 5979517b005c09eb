"""leifeng training"""

from __future__ import annotations

from leifeng_cli.cli.register import register_app
from leifeng_cli.domain.registers import TRAININGS

app = register_app(TRAININGS)
