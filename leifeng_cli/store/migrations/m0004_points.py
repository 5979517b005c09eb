"""Points by rule, rewards and their redemption, and time drawn from the time bank."""

STATEMENTS = (
    # A points rule is dated policy like the others. SQLite changes a CHECK only by making the table anew.
    """CREATE TABLE policy_use_of_three_kinds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('counting', 'star', 'points')),
        name TEXT NOT NULL,
        from_date TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO policy_use_of_three_kinds SELECT id, kind, name, from_date, text FROM policy_use",
    "DROP TABLE policy_use",
    "ALTER TABLE policy_use_of_three_kinds RENAME TO policy_use",
    """CREATE TABLE reward (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        price INTEGER NOT NULL CHECK (price > 0),
        stock INTEGER NOT NULL CHECK (stock >= 0),
        note TEXT,
        archived_on TEXT
    ) STRICT""",
    """CREATE TABLE redemption (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE,
        reward_id INTEGER NOT NULL REFERENCES reward(id),
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        redeemed_on TEXT NOT NULL,
        returned_on TEXT,
        return_reason TEXT
    ) STRICT""",
    "CREATE INDEX redemption_by_reward ON redemption(reward_id)",
    "CREATE INDEX redemption_by_volunteer ON redemption(volunteer_id, redeemed_on)",
    """CREATE TABLE points_transfer (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        moved_on TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN
            ('earned', 'taken-back', 'referral', 'adjusted', 'redeemed', 'returned', 'expired')),
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        record_id INTEGER REFERENCES service_record(id),
        redemption_id INTEGER REFERENCES redemption(id),
        referred_id INTEGER REFERENCES volunteer(id),
        rule TEXT,
        reason TEXT
    ) STRICT""",
    "CREATE INDEX points_transfer_by_volunteer ON points_transfer(volunteer_id, moved_on)",
    "CREATE INDEX points_transfer_by_record ON points_transfer(record_id) WHERE record_id IS NOT NULL",
    "CREATE INDEX points_transfer_by_redemption ON points_transfer(redemption_id) WHERE redemption_id IS NOT NULL",
    "CREATE INDEX points_transfer_by_referred ON points_transfer(referred_id) WHERE referred_id IS NOT NULL",
    """CREATE TABLE points_entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        transfer_id INTEGER NOT NULL REFERENCES points_transfer(id),
        account TEXT NOT NULL CHECK (account IN ('volunteer', 'issue', 'rewards', 'expiry')),
        hundredths INTEGER NOT NULL CHECK (hundredths <> 0),
        expires_on TEXT CHECK (expires_on IS NULL OR account = 'volunteer')
    ) STRICT""",
    "CREATE INDEX points_entry_by_transfer ON points_entry(transfer_id, account, hundredths)",
    """CREATE TABLE time_bank (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        volunteer_id INTEGER NOT NULL REFERENCES volunteer(id),
        kind TEXT NOT NULL CHECK (kind IN ('drawn', 'given-back')),
        on_date TEXT NOT NULL,
        seconds INTEGER NOT NULL CHECK (seconds > 0),
        reason TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX time_bank_by_volunteer ON time_bank(volunteer_id)",
)
