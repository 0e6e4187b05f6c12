WITH (SELECT max(tick_ms) FROM ticks) AS newest
SELECT toUnixTimestamp64Milli(newest) AS newest_ms,
    sum(audiences.views) AS views, sum(audiences.viewers) AS viewers
FROM audiences
WHERE environment_id = {environment_id:String} AND tick_ms = newest
    AND kind = {kind:String} AND id = {content_id:String}
-- environment_id = 'env'
-- kind = 'video_id'
-- content_id = "'; DROP TABLE views; --"
