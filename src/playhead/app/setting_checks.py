"""What is wrong between settings, or with the world they speak of: files, networks, certificates.

Law: reads what a setting names and changes nothing; a secret is in no sentence.
"""

import ssl
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playhead.app.public_places import check_places

if TYPE_CHECKING:
    from playhead.app.settings import Settings


def mistakes_between(settings: "Settings") -> list[str]:
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


def _check_certificate(cert: str, key: str | None) -> list[str]:
    """Return why HTTPS cannot be spoken with these files."""
    try:
        # A password, so that none is asked for at the terminal: a service has none.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password="")
    except OSError as error:
        given = f"tls_cert = {cert!r}, tls_key = {key!r}"
        return [f"{given}: {error}; give a PEM chain and its own private key, without a password"]
    return []
