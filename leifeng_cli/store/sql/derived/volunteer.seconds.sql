SELECT COALESCE(SUM(seconds), 0) FROM service_record
WHERE volunteer_id = t.id AND status = 'credited'
