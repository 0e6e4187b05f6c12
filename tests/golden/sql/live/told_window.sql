WITH (SELECT max(toUnixTimestamp64Milli(tick_ms)) FROM ticks) AS newest_ms
SELECT newest_ms, groupUniqArrayIf(toUnixTimestamp64Milli(tick_ms), toUnixTimestamp64Milli(tick_ms) BETWEEN {first_ms:Int64} AND {last_ms:Int64}) AS told
FROM ticks
-- last_ms = 1770077795000
-- first_ms = 1770076000000
