"""Settings that say where the server and the provider of single sign-on are: are they right?

Law: pure, but for whether a file is there; a secret is in no sentence.
"""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playhead.app.settings import Settings

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def check_places(settings: "Settings") -> list[str]:
    """Return what is wrong."""
    mistakes = []
    if settings.public_url is not None:
        mistakes += _check_url("public_url", settings.public_url)
    if settings.oidc_issuer is not None:
        mistakes += _check_sign_on(settings, settings.oidc_issuer)
    return mistakes


def _check_url(name: str, url: str) -> list[str]:
    """Return why browsers would find nothing under a URL."""
    try:
        parts = urlsplit(url)
        found = parts.scheme in {"http", "https"} and bool(parts.hostname)
        plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    except ValueError:
        found = plain = False
    if found and plain:
        return []
    return [f"{name} = {url!r}: write scheme, host and port alone, as https://video.example.com"]


def _check_sign_on(settings: "Settings", issuer: str) -> list[str]:
    mistakes = []
    try:
        parts = urlsplit(issuer)
        secure = parts.scheme == "https" and bool(parts.hostname)
        right = secure or (parts.scheme == "http" and parts.hostname in _HERE)
    except ValueError:
        right = False
    if not right:
        mistakes.append(f"oidc_issuer = {issuer!r}: write the provider's https:// issuer")
    if settings.oidc_client_id is None:
        mistakes.append("oidc_client_id is missing: oidc_issuer needs one")
    if settings.public_url is None:
        mistakes.append("public_url is missing: the provider sends browsers back to it")
    file = settings.oidc_client_secret_file
    if (settings.oidc_client_secret is None) == (file is None):
        mistakes.append("give either oidc_client_secret or oidc_client_secret_file")
    if file is not None and not Path(file).is_file():
        mistakes.append(f"oidc_client_secret_file = {file!r}: there is no such file")
    return mistakes
