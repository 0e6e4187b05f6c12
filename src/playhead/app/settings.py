"""Every setting of the server: its name, type, default, unit and meaning, in one table.

A setting comes from (later wins) its default, the file `playhead.toml` in the data folder, the
environment (`PLAYHEAD_` and the name in capitals), the command line. All mistakes of all sources
are reported at once.

Law: nothing else reads the environment or a settings file.
"""

import tomllib
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from playhead.app.secret_settings import SECRET_SETTINGS, hidden
from playhead.app.setting_checks import mistakes_between
from playhead.throttle.interface import BURST_MOST, RATE_MOST_PER_S

STREAMS_MOST = 60_000
"""As many as there may be connections."""
Rate = Annotated[float, Meta(ge=0.001, le=RATE_MOST_PER_S)]
Burst = Annotated[int, Meta(ge=1, le=BURST_MOST)]
Port = Annotated[int, Meta(ge=0, le=65535)]
Positive = Annotated[int, Meta(ge=1)]
Streams = Annotated[int, Meta(ge=1, le=STREAMS_MOST)]
Threads = Annotated[int, Meta(ge=1, le=64)]
PREFIX = "PLAYHEAD_"
FILE_NAME = "playhead.toml"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an operator may decide."""

    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port to listen on; 0 picks a free one.")] = 8000
    tls_cert: Annotated[
        str | None, Meta(description="Certificate chain in PEM; with `tls_key`, HTTPS is spoken.")
    ] = None
    tls_key: Annotated[str | None, Meta(description="Private key in PEM.")] = None
    public_url: Annotated[
        str | None,
        Meta(description="Where browsers find the server, such as https://video.example.com."),
    ] = None
    trusted_proxies: Annotated[
        list[str],
        Meta(description="Networks whose forwarding headers are believed, such as 127.0.0.0/8."),
    ] = []
    allow_plain_http: Annotated[
        bool,
        Meta(description="Take credentials over plain HTTP from other machines as well."),
    ] = False
    hsts: Annotated[
        str,
        Meta(description="Strict-Transport-Security of answers over HTTPS; empty: none is sent."),
    ] = "max-age=31536000; includeSubDomains"
    redis_url: Annotated[
        str | None,
        Meta(description="Redis that keeps the API's rate limits for several servers."),
    ] = None
    api_rate: Annotated[
        Rate, Meta(description="API requests a second by token, for a whole organization.")
    ] = 5.0
    api_burst: Annotated[Burst, Meta(description="How many of them at once.")] = 50
    realtime_rate: Annotated[
        Rate, Meta(description="The same below /data/v1/monitoring and /data/v1/realtime.")
    ] = 1.0
    realtime_burst: Annotated[Burst, Meta(description="How many of them at once.")] = 10
    person_rate: Annotated[
        Rate, Meta(description="API requests a second of one person who is signed in.")
    ] = 20.0
    person_burst: Annotated[Burst, Meta(description="How many of them at once.")] = 200
    failure_rate: Annotated[
        Rate, Meta(description="Wrong credentials a second from one network, before 429.")
    ] = 1.0
    failure_burst: Annotated[Burst, Meta(description="How many of them at once.")] = 20
    environment_rate: Annotated[
        Rate, Meta(description="Beacons a second of one environment; each collector counts.")
    ] = 5000.0
    environment_burst: Annotated[Burst, Meta(description="How many of them at once.")] = 50_000
    client_rate: Annotated[
        Rate, Meta(description="Beacons a second of one network of viewers (/24 or /48).")
    ] = 500.0
    client_burst: Annotated[Burst, Meta(description="How many of them at once.")] = 5000
    oidc_issuer: Annotated[
        str | None, Meta(description="OpenID Connect provider that people may sign in through.")
    ] = None
    oidc_client_id: Annotated[str | None, Meta(description="What it knows us by.")] = None
    oidc_client_secret: Annotated[
        str | None, Meta(description="What it knows us for; better in the environment.")
    ] = None
    oidc_client_secret_file: Annotated[
        str | None, Meta(description="File that holds the same.")
    ] = None
    oidc_link_by_email: Annotated[
        bool, Meta(description="Its verified address is enough to be whoever has it here.")
    ] = False
    oidc_unknown_people: Annotated[
        Literal["refuse", "member"],
        Meta(description="Whom it knows and nobody invited: refused, or a member."),
    ] = "refuse"
    geo_databases: Annotated[
        list[str],
        Meta(description="Your own MaxMind-format databases, asked before the shipped ones."),
    ] = []
    keep_city: Annotated[
        bool, Meta(description="Keep city and coordinates (one decimal), if a database knows.")
    ] = False
    control_dsn: Annotated[
        str | None,
        Meta(
            description="PostgreSQL (postgresql://…) for settings, people and tokens; else a file."
        ),
    ] = None
    default_environment: Annotated[
        str | None, Meta(description="Environment of beacons that bring no env key.")
    ] = None
    journal_retention_days: Annotated[
        Positive, Meta(description="Days for which raw beacons are kept after they were read.")
    ] = 7
    journal_waiting_bytes: Annotated[
        Positive, Meta(description="Bytes that may wait for the disk before players get a 503.")
    ] = 64 << 20
    open_views: Annotated[
        Positive, Meta(description="Views that may be open at once; each takes some kilobytes.")
    ] = 2_000_000
    view_retention_days: Annotated[
        Positive, Meta(description="Days back that a timeframe may begin.")
    ] = 100
    monitoring_streams: Annotated[
        Streams, Meta(description="Live streams of monitoring that may be open at once.")
    ] = 2_000
    monitoring_streams_each: Annotated[
        Streams, Meta(description="How many of them one person or one organization's tokens have.")
    ] = 50
    monitoring_stream_questions: Annotated[
        Streams, Meta(description="How many of them ask for something that no other asks for.")
    ] = 200
    counts_streams: Annotated[
        Streams, Meta(description="Streams of /counts/stream that may be open at once.")
    ] = 5_000
    counts_streams_each: Annotated[
        Streams, Meta(description="How many of them one network has (/24 or /48).")
    ] = 500
    counts_stream_contents: Annotated[
        Streams, Meta(description="How many different contents they may be about.")
    ] = 1_000
    stream_threads: Annotated[
        Threads, Meta(description="Questions asked at once for streams, of either kind.")
    ] = 2
    stream_heartbeat_s: Annotated[
        float,
        Meta(ge=1, le=300, description="Seconds of silence in a stream before a comment goes out."),
    ] = 15.0
    stream_stalled_s: Annotated[
        float,
        Meta(ge=1, le=300, description="Seconds after which who takes nothing is hung up on."),
    ] = 15.0
    counts_rate: Annotated[
        Rate, Meta(description="Requests to /counts a second from one network (/24 or /48).")
    ] = 200.0
    counts_burst: Annotated[Burst, Meta(description="How many of them at once.")] = 5_000
    counts_fresh_s: Annotated[
        float, Meta(ge=0.5, le=60, description="Seconds for which a count is told from memory.")
    ] = 2.0
    counts_remembered: Annotated[
        Annotated[int, Meta(ge=1, le=1_000_000)],
        Meta(description="Counts kept in memory; of tokens, twice as many."),
    ] = 10_000
    counts_threads: Annotated[Threads, Meta(description="Counts asked of the store at once.")] = 2
    counts_waiting: Annotated[
        Annotated[int, Meta(ge=1, le=100_000)],
        Meta(description="Counts that may wait for their turn before a 503."),
    ] = 256
    metrics_for_all: Annotated[
        bool, Meta(description="Show /metrics to other machines as well.")
    ] = False
    query_threads: Annotated[Positive, Meta(description="Questions answered at once.")] = 4
    query_time_s: Annotated[
        Positive, Meta(description="Seconds after which a query is cut off.")
    ] = 20
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="Least important log line.")
    ] = "info"
    log_format: Annotated[
        Literal["auto", "json", "console"],
        Meta(description="How log lines look; auto: for people on a terminal, else JSON."),
    ] = "auto"

    @property
    def proxies(self) -> Sequence[IPv4Network | IPv6Network]:
        """Return the trusted networks."""
        return [ip_network(text) for text in self.trusted_proxies]


class SettingsError(Exception):
    """One or more settings are wrong; `mistakes` has a sentence for each."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        """Keep all mistakes."""
        super().__init__("\n".join(mistakes))
        self.mistakes = list(mistakes)


def load_settings(
    folder: Path, environ: Mapping[str, str], command_line: Mapping[str, object]
) -> Settings:
    """Return the settings in force for the data folder `folder`.

    Raises:
        SettingsError: some are wrong.
    """
    mistakes: list[str] = []
    given: dict[str, tuple[object, str]] = {}
    for source, values in (
        (FILE_NAME, _from_file(folder / FILE_NAME, mistakes)),
        ("the environment", _from_environment(environ)),
        ("the command line", command_line),
    ):
        for name, value in values.items():
            given[name] = (value, source)
    right: dict[str, Any] = {}
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    for name, (value, source) in given.items():
        field = fields.get(name)
        if field is None:
            mistakes.append(f"{source}: there is no setting {name!r}; see `playhead config`")
            continue
        try:
            right[name] = msgspec.convert(value, field.type, strict=not isinstance(value, str))
        except msgspec.ValidationError as error:
            told = hidden(str(value)) if name in SECRET_SETTINGS else repr(value)
            mistakes.append(f"{source}: {name} = {told}: {error}")
    settings = Settings(**right)
    mistakes += mistakes_between(settings)
    if mistakes:
        raise SettingsError(mistakes)
    return settings


def _from_file(path: Path, mistakes: list[str]) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        mistakes.append(f"{path}: {error}")
        return {}


def _from_environment(environ: Mapping[str, str]) -> Mapping[str, object]:
    """Return what the environment sets; lists are separated by commas."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(Settings):
        text = environ.get(PREFIX + field.name.upper())
        if text is not None:
            found[field.name] = (
                [part.strip() for part in text.split(",") if part.strip()]
                if isinstance(field.default_factory, type) and field.default_factory is list
                else text
            )
    return found


def without_secrets(settings: Settings) -> Settings:
    """Return settings that may be shown: URLs without the passwords in them."""
    values = {name: getattr(settings, name) for name in SECRET_SETTINGS}
    shown = {name: hidden(value) for name, value in values.items() if value is not None}
    return msgspec.structs.replace(settings, **shown)
