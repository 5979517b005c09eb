-- Everybody ever registered, with the day of registration where it is known.
SELECT v.id AS id, v.number AS number, v.name AS name, v.registered_on AS registered_on
FROM volunteer AS v
ORDER BY v.number
