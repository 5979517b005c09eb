"""Public notices, star rounds and grants, certificates, and what stars ask for besides time."""

_NOTICES = (
    """CREATE TABLE notice (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('hours', 'star', 'certificate')),
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        place TEXT,
        days INTEGER NOT NULL CHECK (days > 0),
        day_kind TEXT NOT NULL CHECK (day_kind IN ('work', 'calendar')),
        posted_on TEXT NOT NULL,
        ends_on TEXT NOT NULL CHECK (ends_on >= posted_on),
        withdrawn_on TEXT,
        reason TEXT
    ) STRICT""",
    """CREATE TABLE notice_record (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        notice_id INTEGER NOT NULL REFERENCES notice(id),
        record_id INTEGER NOT NULL REFERENCES service_record(id)
    ) STRICT""",
    "CREATE UNIQUE INDEX notice_record_once ON notice_record(record_id, notice_id)",
    "CREATE INDEX notice_record_by_notice ON notice_record(notice_id)",
    """CREATE TABLE objection (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        notice_id INTEGER NOT NULL REFERENCES notice(id),
        volunteer_id INTEGER REFERENCES volunteer(id),
        record_id INTEGER REFERENCES service_record(id),
        raised_on TEXT NOT NULL,
        raised_by TEXT,
        content TEXT NOT NULL,
        decided_on TEXT,
        upheld INTEGER CHECK (upheld IN (0, 1)),
        reply TEXT
    ) STRICT""",
    "CREATE INDEX objection_by_notice ON objection(notice_id)",
    "CREATE INDEX objection_by_volunteer ON objection(volunteer_id) WHERE volunteer_id IS NOT NULL",
    "CREATE INDEX objection_by_record ON objection(record_id) WHERE record_id IS NOT NULL",
)

_STARS = (
    """CREATE TABLE star_round (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        as_of TEXT NOT NULL,
        policy TEXT NOT NULL,
        policy_text TEXT NOT NULL,
        chain_head TEXT NOT NULL,
        opened_on TEXT NOT NULL,
        opened_by TEXT NOT NULL,
        submit_by TEXT,
        note TEXT
    ) STRICT""",
    """CREATE TABLE star_case (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        round_id INTEGER NOT NULL REFERENCES star_round(id),
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        level INTEGER NOT NULL,
        level_name TEXT NOT NULL,
        seconds INTEGER NOT NULL,
        attained_on TEXT NOT NULL,
        body TEXT NOT NULL,
        notice_days INTEGER NOT NULL CHECK (notice_days >= 0),
        evidence TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('proposed', 'posted', 'granted', 'withdrawn')),
        status_reason TEXT,
        notice_id INTEGER REFERENCES notice(id)
    ) STRICT""",
    "CREATE UNIQUE INDEX star_case_once ON star_case(round_id, volunteer_id)",
    "CREATE INDEX star_case_by_volunteer ON star_case(volunteer_id)",
    "CREATE INDEX star_case_by_notice ON star_case(notice_id) WHERE notice_id IS NOT NULL",
    """CREATE TABLE star_grant (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        level INTEGER NOT NULL,
        level_name TEXT NOT NULL,
        policy TEXT NOT NULL,
        granted_on TEXT NOT NULL,
        body TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('round', 'exceptional', 'earlier')),
        reason TEXT,
        case_id INTEGER REFERENCES star_case(id),
        evidence TEXT
    ) STRICT""",
    "CREATE INDEX star_grant_by_volunteer ON star_grant(volunteer_id)",
    "CREATE UNIQUE INDEX star_grant_by_case ON star_grant(case_id) WHERE case_id IS NOT NULL",
    """CREATE TABLE star_decision (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        grant_id INTEGER NOT NULL REFERENCES star_grant(id),
        kind TEXT NOT NULL CHECK (kind IN ('revoked', 'kept')),
        decided_on TEXT NOT NULL,
        body TEXT NOT NULL,
        reason TEXT NOT NULL,
        evidence TEXT
    ) STRICT""",
    "CREATE INDEX star_decision_by_grant ON star_decision(grant_id)",
    "CREATE UNIQUE INDEX star_revoked_once ON star_decision(grant_id) WHERE kind = 'revoked'",
    """CREATE TABLE certificate (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('star', 'service')),
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        grant_id INTEGER REFERENCES star_grant(id),
        issued_on TEXT NOT NULL,
        issued_by TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        code TEXT NOT NULL UNIQUE,
        notice_id INTEGER REFERENCES notice(id),
        replaces_id INTEGER REFERENCES certificate(id),
        voided_on TEXT,
        void_reason TEXT
    ) STRICT""",
    "CREATE INDEX certificate_by_volunteer ON certificate(volunteer_id)",
    "CREATE INDEX certificate_by_grant ON certificate(grant_id) WHERE grant_id IS NOT NULL",
    "CREATE INDEX certificate_by_notice ON certificate(notice_id) WHERE notice_id IS NOT NULL",
    "CREATE INDEX certificate_by_replaced ON certificate(replaces_id) WHERE replaces_id IS NOT NULL",
)

_QUALITY = (
    "ALTER TABLE activity ADD COLUMN major INTEGER NOT NULL DEFAULT 0 CHECK (major IN (0, 1))",
    """CREATE TABLE award (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        document TEXT,
        issuer TEXT,
        awarded_on TEXT NOT NULL,
        note TEXT,
        archived_on TEXT
    ) STRICT""",
    "CREATE INDEX award_by_volunteer ON award(volunteer_id)",
    """CREATE TABLE complaint (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        received_on TEXT NOT NULL,
        finding TEXT,
        decided_on TEXT,
        note TEXT,
        archived_on TEXT
    ) STRICT""",
    "CREATE INDEX complaint_by_volunteer ON complaint(volunteer_id)",
    """CREATE TABLE training (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        level TEXT,
        kind TEXT,
        trained_on TEXT NOT NULL,
        seconds INTEGER NOT NULL CHECK (seconds > 0),
        expires_on TEXT,
        organiser TEXT,
        note TEXT,
        archived_on TEXT
    ) STRICT""",
    "CREATE INDEX training_by_volunteer ON training(volunteer_id)",
)

STATEMENTS = (*_NOTICES, *_STARS, *_QUALITY)
