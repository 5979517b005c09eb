"""The only place that knows SQLite: connection, migrations, journal, record keeping, queries, backup."""
