"""An activity's state as a code, as every other is kept; ``store/recoded.py`` reads the journal of before."""

STATEMENTS = (
    """UPDATE activity SET status = CASE status
        WHEN '计划中' THEN 'planned' WHEN '已发布' THEN 'published'
        WHEN '已结项' THEN 'finished' WHEN '已取消' THEN 'cancelled' ELSE status END""",
)
