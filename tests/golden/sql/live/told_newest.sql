WITH (SELECT max(toUnixTimestamp64Milli(tick_ms)) FROM ticks) AS newest_ms
SELECT newest_ms, groupUniqArrayIf(toUnixTimestamp64Milli(tick_ms), toUnixTimestamp64Milli(tick_ms) BETWEEN newest_ms - {span_ms:Int64} AND newest_ms) AS told
FROM ticks
-- span_ms = 1795000
