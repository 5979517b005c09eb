"""Campaigns with targets, clerks' notes, months closed and sent, checks silenced."""

STATEMENTS = (
    """CREATE TABLE campaign (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        theme TEXT,
        organiser TEXT,
        leading_group TEXT,
        starts_on TEXT NOT NULL,
        ends_on TEXT NOT NULL CHECK (ends_on >= starts_on),
        note TEXT,
        archived_on TEXT
    ) STRICT""",
    """CREATE TABLE campaign_target (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        campaign_id INTEGER NOT NULL REFERENCES campaign(id),
        measure TEXT NOT NULL,
        goal INTEGER NOT NULL CHECK (goal > 0),
        withdrawn_on TEXT
    ) STRICT""",
    "CREATE INDEX campaign_target_by_campaign ON campaign_target(campaign_id)",
    "CREATE UNIQUE INDEX campaign_target_once ON campaign_target(campaign_id, measure) WHERE withdrawn_on IS NULL",
    """CREATE TABLE survey (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        campaign_id INTEGER NOT NULL REFERENCES campaign(id),
        title TEXT NOT NULL,
        surveyed_on TEXT NOT NULL,
        asked INTEGER NOT NULL CHECK (asked > 0),
        aware INTEGER NOT NULL CHECK (aware BETWEEN 0 AND asked),
        note TEXT,
        archived_on TEXT
    ) STRICT""",
    "CREATE INDEX survey_by_campaign ON survey(campaign_id)",
    "ALTER TABLE activity ADD COLUMN campaign_id INTEGER REFERENCES campaign(id)",
    "CREATE INDEX activity_by_campaign ON activity(campaign_id) WHERE campaign_id IS NOT NULL",
    # From this day on a person no longer counts as registered; before it they did, in every report of the time.
    "ALTER TABLE volunteer ADD COLUMN cancelled_on TEXT",
    "ALTER TABLE unit ADD COLUMN staff INTEGER CHECK (staff >= 0)",
    """CREATE TABLE note (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        month TEXT NOT NULL,
        section TEXT NOT NULL,
        content TEXT NOT NULL,
        activity_id INTEGER REFERENCES activity(id),
        written_on TEXT NOT NULL,
        written_by TEXT NOT NULL,
        withdrawn_on TEXT
    ) STRICT""",
    "CREATE INDEX note_by_month ON note(month)",
    "CREATE INDEX note_by_activity ON note(activity_id) WHERE activity_id IS NOT NULL",
    """CREATE TABLE month_close (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        month TEXT NOT NULL,
        closed_on TEXT NOT NULL,
        closed_by TEXT NOT NULL,
        figures TEXT NOT NULL,
        document TEXT NOT NULL,
        digest TEXT NOT NULL,
        chain_head TEXT NOT NULL,
        reopened_on TEXT,
        reopen_reason TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX month_closed_once ON month_close(month) WHERE reopened_on IS NULL",
    """CREATE TABLE restatement (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        close_id INTEGER NOT NULL REFERENCES month_close(id),
        stated_in_id INTEGER NOT NULL REFERENCES month_close(id),
        figures TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX restatement_by_close ON restatement(close_id)",
    "CREATE INDEX restatement_by_stated_in ON restatement(stated_in_id)",
    """CREATE TABLE report_sent (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('month', 'event')),
        close_id INTEGER REFERENCES month_close(id),
        activity_id INTEGER REFERENCES activity(id),
        addressee TEXT NOT NULL,
        sent_on TEXT NOT NULL,
        sent_by TEXT NOT NULL,
        channel TEXT,
        note TEXT
    ) STRICT""",
    "CREATE INDEX report_sent_by_close ON report_sent(close_id) WHERE close_id IS NOT NULL",
    "CREATE INDEX report_sent_by_activity ON report_sent(activity_id) WHERE activity_id IS NOT NULL",
    """CREATE TABLE check_silence (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        subject TEXT,
        reason TEXT NOT NULL,
        silenced_on TEXT NOT NULL,
        silenced_by TEXT NOT NULL,
        ended_on TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX check_silence_once ON check_silence(name, subject) WHERE ended_on IS NULL",
)
