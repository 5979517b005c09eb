"""What each register makes of an imported row."""

from __future__ import annotations

from collections.abc import Callable

from leifeng_cli.services.imports import Importer, Session


def importer_for(session: Session) -> Importer:
    """The importer of the session's register; a register without its own is kept generically."""
    from leifeng_cli.services.importers.activities import ActivityImporter
    from leifeng_cli.services.importers.attendance import AttendanceImporter
    from leifeng_cli.services.importers.campaigns import CampaignImporter, SurveyImporter
    from leifeng_cli.services.importers.held import HeldImporter
    from leifeng_cli.services.importers.hours import HoursImporter
    from leifeng_cli.services.importers.records import RecordImporter, TeamImporter, UnitImporter
    from leifeng_cli.services.importers.rewards import RewardImporter
    from leifeng_cli.services.importers.signups import SignupImporter
    from leifeng_cli.services.importers.volunteers import VolunteerImporter

    own: dict[str, Callable[[Session], Importer]] = {
        "activity": ActivityImporter,
        "attendance": AttendanceImporter,
        "award": HeldImporter,
        "campaign": CampaignImporter,
        "complaint": HeldImporter,
        "hours": HoursImporter,
        "reward": RewardImporter,
        "signup": SignupImporter,
        "survey": SurveyImporter,
        "team": TeamImporter,
        "training": HeldImporter,
        "unit": UnitImporter,
        "volunteer": VolunteerImporter,
    }
    return own.get(session.register.noun, RecordImporter)(session)
