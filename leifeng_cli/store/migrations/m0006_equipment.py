"""Borrowed equipment."""

STATEMENTS = (
    """CREATE TABLE equipment (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        lent_on TEXT NOT NULL,
        status TEXT NOT NULL,
        returned_on TEXT,
        note TEXT,
        archived_on TEXT
    ) STRICT""",
    "CREATE INDEX equipment_by_volunteer ON equipment(volunteer_id)",
)
