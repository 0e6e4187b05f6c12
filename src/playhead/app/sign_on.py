"""Single sign-on as the settings want it, and how its provider is asked.

Law: HTTPS alone, but for a provider on this machine; nobody is followed elsewhere, nor asked at an
address that is not public, but for the issuer's own host; an answer that is late or long is none.
"""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from playhead.api.single_sign_on.agreement import Agreement, UnknownPeople
from playhead.api.single_sign_on.provider import Provider, ProviderError
from playhead.app.outgoing import OutgoingTransport
from playhead.app.settings import Settings

CALLBACK = "/api/v1/sign-in/oidc/callback"
TIMEOUT_S = 10.0
ANSWER_BYTES_MOST = 1 << 20


class ProviderHttp:
    """`Http` over a real network."""

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        """Make a client that follows nobody, and trusts no proxy of the environment."""
        self._client = httpx.Client(
            transport=transport or OutgoingTransport(()),
            timeout=TIMEOUT_S,
            follow_redirects=False,
            trust_env=False,
        )

    def get(self, url: str, bearer: str | None = None) -> bytes:
        """Return what is at a URL."""
        headers = {} if bearer is None else {"authorization": f"Bearer {bearer}"}
        return self._answer(self._client.build_request("GET", url, headers=headers))

    def post(self, url: str, form: Mapping[str, str], basic: tuple[str, str] | None) -> bytes:
        """Return the answer to a form."""
        request = self._client.build_request("POST", url, data=dict(form))
        auth = None if basic is None else httpx.BasicAuth(*basic)
        return self._answer(request, auth)

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _answer(self, request: httpx.Request, auth: httpx.Auth | None = None) -> bytes:
        if request.url.scheme != "https" and not is_here(request.url.host):
            raise ProviderError(f"{request.url.host} is not asked in the clear")
        request.headers["accept"] = "application/json"
        try:
            answer = self._client.send(request, auth=auth, stream=True)
            try:
                body = _body(answer)
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderError(f"{request.url.host} cannot be asked: {error!r}") from None
        if answer.status_code != 200:
            raise ProviderError(f"{request.url.host} answers {answer.status_code}")
        return body


def _body(answer: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > ANSWER_BYTES_MOST:
            raise ProviderError(f"the answer has more than {ANSWER_BYTES_MOST} bytes")
        parts.append(part)
    return b"".join(parts)


def provider_http(settings: Settings) -> ProviderHttp:
    """Return what asks the provider: its issuer's host wherever that is, others if public."""
    host = urlsplit(settings.oidc_issuer or "").hostname
    return ProviderHttp(OutgoingTransport([] if host is None else [host]))


def is_here(host: str) -> bool:
    """Tell whether a host is this machine, by its name alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def provider_of(settings: Settings, http: ProviderHttp) -> Provider | None:
    """Return the provider that the settings name, if they name one."""
    if settings.oidc_issuer is None:
        return None
    secret = settings.oidc_client_secret or ""
    if settings.oidc_client_secret_file is not None:
        secret = Path(settings.oidc_client_secret_file).read_text(encoding="utf-8").strip()
    public_url = (settings.public_url or "").rstrip("/")
    return Provider(
        Agreement(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id or "",
            client_secret=secret,
            redirect_uri=f"{public_url}{CALLBACK}",
            link_by_email=settings.oidc_link_by_email,
            unknown_people=UnknownPeople(settings.oidc_unknown_people),
        ),
        http,
    )
