-- 积分变动 {id} 的两边不相抵（{entries} 笔，合计 {hundredths}）
-- 请撤销写下它的操作，见 leifeng log；不是本程序写的，请运行 leifeng verify
SELECT t.id AS key, t.id AS id, COUNT(e.id) AS entries, COALESCE(SUM(e.hundredths), 0) AS hundredths
FROM points_transfer AS t
LEFT JOIN points_entry AS e ON e.transfer_id = t.id
WHERE t.id IN (SELECT id FROM touched WHERE what IN ('points_transfer.id', 'points_entry.transfer_id'))
GROUP BY t.id
HAVING COUNT(e.id) < 2 OR SUM(e.hundredths) <> 0
ORDER BY t.id
