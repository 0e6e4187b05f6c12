"""A week of plausible views with a story in it, made inside the store before a server starts.

The rows are the bench's, with titles and errors that read well, and five things that somebody is to
find: one CDN started slowly on one day, one title stalls, one player is slow, one error came often,
and one country plays in a low quality.

Law: a function of the seed and the day on which it is made; nothing lies in the future.
"""

import datetime as dt
import sys
import time
from pathlib import Path

from bench.views import EVENTS_SQL, VIEWS_SQL, Made, names_in
from playhead.demo.catalogue import TITLES
from playhead.store.clickhouse import DATABASE, open_store
from playhead.store.connection import connect

VIEWS_A_MONTH = 45_000
DAYS = 15
SLOW_CDN = "akamai"
SLOW_DAYS_AGO = 2
STALLING_TITLE = "Plums"
SLOW_PLAYER = "Kiosk"
ERROR_CODE = "2103"
ERROR_MESSAGE = "The manifest could not be loaded"
_ERRORS = (
    (ERROR_CODE, ERROR_MESSAGE),
    ("3016", "The picture could not be decoded"),
    ("1002", "The network went away while a segment was loading"),
    ("6007", "The licence for this video was refused"),
)
LOW_COUNTRY = "BR"
# Bitrate, width, height, frames a second, codec and name, as views have them.
_HIGH = r"5000000\t1920\t1080\t30\tavc1.640028\thigh"
_LOW = r"800000\t640\t360\t30\tavc1.42c01f\tlow"
_COUNTRIES = {"US": "United States", "GB": "United Kingdom", "DE": "Germany", "BR": "Brazil"}
_STORY_SQL = f"""
SELECT * EXCEPT (story_slow, story_stall, story_error, played_ms, share_low) REPLACE (
    transform(toUInt32(extract(video_id, '\\\\d+')) % {len(TITLES)}, range({len(TITLES)}),
        {[title.title for title in TITLES]}, '') AS video_title,
    {[title.series or "" for title in TITLES]}[
        1 + toUInt32(extract(video_id, '\\\\d+')) % {len(TITLES)}] AS video_series,
    transform(assumeNotNull(country), {list(_COUNTRIES)}, {list(_COUNTRIES.values())},
        assumeNotNull(country)) AS country_name,
    toInt64(video_startup_time_ms * story_slow) AS video_startup_time_ms,
    toInt64(content_startup_time_ms * story_slow) AS content_startup_time_ms,
    8 / (8 + video_startup_time_ms * story_slow / 1000) AS startup_time_score,
    toInt64(rebuffer_duration_ms * story_stall) AS rebuffer_duration_ms,
    least(0.9, rebuffer_percentage * story_stall) AS rebuffer_percentage,
    smoothness_score / sqrt(story_stall) AS smoothness_score,
    viewer_experience_score / pow(story_slow * story_stall, 0.25) AS viewer_experience_score,
    if(playback_failure, 7000 + story_error, NULL) AS error_type_id,
    if(playback_failure, {[code for code, _ in _ERRORS]}[story_error], NULL) AS player_error_code,
    if(playback_failure, {[text for _, text in _ERRORS]}[story_error], NULL)
        AS player_error_message,
    map('{_HIGH}', toInt64(played_ms * (1 - share_low)), '{_LOW}', toInt64(played_ms * share_low))
        AS rendition_totals_ms,
    map(if(cityHash64(view_id) % 3 = 0, 'fullscreen', 'inline'), played_ms)
        AS playback_mode_totals_ms)
FROM
(
    SELECT *,
        if(cdn = '{SLOW_CDN}' AND toDate(view_end_ms) = toDate({{slow_day:String}}), 5.0, 1.0)
            * if(player_name = '{SLOW_PLAYER}', 1.8, 1.0) AS story_slow,
        if(toUInt32(extract(video_id, '\\\\d+')) % {len(TITLES)} = {{stalling:UInt32}}, 9.0, 1.0)
            AS story_stall,
        1 + least(3, toUInt32(intDiv(cityHash64(view_id) % 10, 3))) AS story_error,
        assumeNotNull(playing_time_ms) AS played_ms,
        if(country = '{LOW_COUNTRY}', 0.8, 0.2) AS share_low
    FROM ({VIEWS_SQL})
)
WHERE view_end_ms < toDateTime64({{now_s:UInt32}}, 3, 'UTC')
"""  # noqa: S608 - made of this module's own words


def slow_day(today: dt.date) -> dt.date:
    """Return the day on which the CDN was slow."""
    return today - dt.timedelta(days=SLOW_DAYS_AGO)


def make_week(folder: Path, environment_id: str, now_s: int) -> None:
    """Fill the store of a data folder that no server holds."""
    today = dt.datetime.fromtimestamp(now_s, dt.UTC).date()
    made = Made(environment_id, VIEWS_A_MONTH, today + dt.timedelta(days=1))
    dsn = f"chdb://{folder / 'store'}"
    for door in open_store(dsn):
        door.close()
    connection = connect(dsn, database=DATABASE)
    stalling = next(n for n, title in enumerate(TITLES) if title.title == STALLING_TITLE)
    try:
        names: dict[str, str] = {}
        for day, first, count in made.days()[-DAYS:]:
            of_day = {"environment": environment_id, "day": str(day)}
            rows: dict[str, object] = {
                **of_day,
                "seed": made.seed,
                "viewers": VIEWS_A_MONTH // 16,
                "first": first,
                "count": count,
                "slow_day": str(slow_day(today)),
                "stalling": stalling,
                "now_s": now_s,
            }
            for table, select, parameters in (
                ("views", _STORY_SQL, rows),
                ("view_events", EVENTS_SQL, dict[str, object](of_day)),
            ):
                if table not in names:
                    names[table] = ", ".join(names_in(connection, select, parameters))
                connection.run(f"INSERT INTO {table} ({names[table]})\n{select}", parameters)
    finally:
        connection.close()


if __name__ == "__main__":
    make_week(Path(sys.argv[1]), sys.argv[2], int(time.time()))
