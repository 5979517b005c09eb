-- 志愿者 {number} 的时间银行归还多于支取 {hours} 小时
-- 请先撤销后来的归还，见 leifeng log
SELECT b.volunteer_id AS key, v.number AS number,
       SUM(CASE WHEN b.kind = 'drawn' THEN -b.seconds ELSE b.seconds END) / 3600.0 AS hours,
       SUM(CASE WHEN b.kind = 'drawn' THEN -b.seconds ELSE b.seconds END) AS excess
FROM time_bank AS b
JOIN volunteer AS v ON v.id = b.volunteer_id
WHERE b.volunteer_id IN (SELECT id FROM touched WHERE what = 'time_bank.volunteer_id')
GROUP BY b.volunteer_id, v.number
HAVING SUM(CASE WHEN b.kind = 'drawn' THEN -b.seconds ELSE b.seconds END) > 0
ORDER BY v.number
