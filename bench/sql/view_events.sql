-- The timelines of one view in a hundred, of one day: the events of a view, spread over it.
WITH
    ['viewinit', 'playerready', 'viewstart', 'play', 'playing', 'timeupdate', 'rebufferstart',
     'rebufferend', 'renditionchange', 'requestcompleted', 'seeking', 'seeked', 'pause', 'play',
     'playing', 'timeupdate', 'requestcompleted', 'hb', 'ended', 'viewend'] AS names
SELECT
    environment_id,
    view_id,
    toInt64(place) AS sequence_number,
    names[place] AS name,
    view_start_ms + toIntervalMillisecond(intDiv(watch_time_ms * place, length(names))) AS viewer_time_ms,
    viewer_time_ms AS event_time_ms,
    toInt64(intDiv(ifNull(playing_time_ms, 0) * place, length(names))) AS playhead_ms,
    if(names[place] = 'requestcompleted',
        '{"request_type":"media","request_bytes_loaded":"431203","request_response_end":"1793572690155"}',
        '{}') AS details_json,
    0 AS checkpoint_number
FROM views
ARRAY JOIN arrayEnumerate(names) AS place
WHERE environment_id = {environment:String}
    AND toDate(view_end_ms) = toDate({day:String})
    AND cityHash64(view_id) % 100 = 0
