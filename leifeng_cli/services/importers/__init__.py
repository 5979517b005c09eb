"""What each register makes of an imported row."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from leifeng_cli.domain.columns import columns_of
from leifeng_cli.domain.register import Kept, Register
from leifeng_cli.domain.registers import own_module
from leifeng_cli.services.importers.held import HeldImporter
from leifeng_cli.services.importers.records import RecordImporter
from leifeng_cli.services.importing import Importer, Session


def importer_for(session: Session) -> Importer:
    """The register's own importer (``IMPORTER`` in its module here); one without is kept generically."""
    own = own_module("services.importers", session.register.noun)
    if own is not None:
        importer: Callable[[Session], Importer] = own.IMPORTER
        return importer(session)
    register = cast("Register[Kept]", session.register)
    held = any(c.col.group == "who" and c.stored for c in columns_of(register.record))
    return (HeldImporter if held else RecordImporter)(session, register)
