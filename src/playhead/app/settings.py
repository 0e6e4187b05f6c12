"""Every setting of the server: its name, type, default, unit and meaning, in one table.

A setting comes from (later wins) its default, the file `playhead.toml` in the data folder, the
environment (`PLAYHEAD_` and the name in capitals), the command line. All mistakes of all sources
are reported at once.

Law: nothing else reads the environment or a settings file.
"""

import ssl
import tomllib
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from playhead.app.public_places import check_places
from playhead.app.secret_settings import SECRET_SETTINGS, hidden
from playhead.throttle.interface import BURST_MOST, RATE_MOST_PER_S

Rate = Annotated[float, Meta(ge=0.001, le=RATE_MOST_PER_S)]
Burst = Annotated[int, Meta(ge=1, le=BURST_MOST)]
Port = Annotated[int, Meta(ge=0, le=65535)]
Positive = Annotated[int, Meta(ge=1)]
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
    mistakes += _check(settings)
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


def _check(settings: Settings) -> list[str]:
    """Return what is wrong between settings, or with the world they speak of."""
    mistakes = []
    if (settings.tls_cert is None) != (settings.tls_key is None):
        mistakes.append("tls_cert and tls_key belong together: give both or neither")
    for name, path in (("tls_cert", settings.tls_cert), ("tls_key", settings.tls_key)):
        if path is not None and not Path(path).is_file():
            mistakes.append(f"{name} = {path!r}: there is no such file")
    if not mistakes and settings.tls_cert is not None:
        mistakes += _check_certificate(settings.tls_cert, settings.tls_key)
    mistakes += check_places(settings)
    mistakes += [
        f"geo_databases: {path!r}: there is no such file"
        for path in settings.geo_databases
        if not Path(path).is_file()
    ]
    for text in settings.trusted_proxies:
        try:
            ip_network(text)
        except ValueError as error:
            mistakes.append(f"trusted_proxies: {text!r}: {error}; write networks as 10.0.0.0/8")
    if settings.redis_url is not None:
        mistakes += _check_redis(settings.redis_url)
    if not settings.hsts.isascii() or not settings.hsts.isprintable():
        mistakes.append(f"hsts: {settings.hsts!r} cannot stand in a header")
    return mistakes


def _check_redis(url: str) -> list[str]:
    """Return why the rate limits cannot be shared; a password in the URL is not repeated."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in {"redis", "rediss", "unix"}:
        return ["redis_url: write it as redis://host:6379/0, rediss:// for TLS, or unix:///path"]
    if find_spec("redis") is None:
        return ["redis_url: the client of Redis is missing: pip install 'playhead[redis]'"]
    return []


def without_secrets(settings: Settings) -> Settings:
    """Return settings that may be shown: URLs without the passwords in them."""
    values = {name: getattr(settings, name) for name in SECRET_SETTINGS}
    shown = {name: hidden(value) for name, value in values.items() if value is not None}
    return msgspec.structs.replace(settings, **shown)


def _check_certificate(cert: str, key: str | None) -> list[str]:
    """Return why HTTPS cannot be spoken with these files."""
    try:
        # A password, so that none is asked for at the terminal: a service has none.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password="")
    except OSError as error:
        given = f"tls_cert = {cert!r}, tls_key = {key!r}"
        return [f"{given}: {error}; give a PEM chain and its own private key, without a password"]
    return []
