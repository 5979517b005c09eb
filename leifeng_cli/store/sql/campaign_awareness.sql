-- What the surveys of a campaign in [first, after) found: people asked, people who knew.
SELECT COALESCE(SUM(s.asked), 0) AS asked, COALESCE(SUM(s.aware), 0) AS aware
FROM survey AS s
WHERE s.campaign_id = :campaign AND s.surveyed_on >= :first AND s.surveyed_on < :after AND s.archived_on IS NULL
ORDER BY 1
