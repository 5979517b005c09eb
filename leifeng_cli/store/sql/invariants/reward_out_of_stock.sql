-- 奖品 {number}“{name}”的进货数量是 {stock} 件，已兑出 {given} 件
-- 请先退回多兑出的（leifeng reward return），或改进货数量：leifeng reward edit {number} --stock
SELECT w.id AS key, w.number AS number, w.name AS name, w.stock AS stock, SUM(d.quantity) AS given,
       SUM(d.quantity) - w.stock AS excess
FROM reward AS w
JOIN redemption AS d ON d.reward_id = w.id
WHERE w.id IN (SELECT id FROM touched WHERE what IN ('reward.id', 'redemption.reward_id')) AND d.returned_on IS NULL
GROUP BY w.id, w.number, w.name, w.stock
HAVING SUM(d.quantity) > w.stock
ORDER BY w.number
