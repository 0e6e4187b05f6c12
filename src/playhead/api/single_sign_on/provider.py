"""The provider: where its endpoints are, its keys, and what it says of somebody.

Law: every answer of it is checked before it is believed: the issuer is the one agreed on, the ID
token is signed by one of its keys with an asymmetric algorithm, is for us, of now, and for this
very sign-in. What it sends is hostile until then.
"""

import threading
from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.parse import quote_plus, urlencode, urlsplit

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from playhead.api.single_sign_on.agreement import Agreement
from playhead.api.single_sign_on.pending import Pending

ALGORITHMS: Final = (
    "RS256",
    "PS256",
    "ES256",
    "ES384",
    "RS384",
    "PS384",
    "RS512",
    "PS512",
    "EdDSA",
)
KEPT_MS: Final = 3_600_000
LEEWAY_S: Final = 60
_TEXT_MOST: Final = 255


class ProviderError(Exception):
    """The provider could not be asked, or said what cannot be believed. For the log."""


class Http(Protocol):
    """Asks the provider; called from several threads.

    Each raises `ProviderError` unless the answer is a 200 of a bearable size.
    """

    def get(self, url: str, bearer: str | None = None) -> bytes:
        """Return what is at a URL."""
        ...

    def post(self, url: str, form: Mapping[str, str], basic: tuple[str, str] | None) -> bytes:
        """Return the answer to a form."""
        ...


class Discovered(msgspec.Struct, frozen=True):
    """Where a provider's endpoints are (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Tokens(msgspec.Struct, frozen=True):
    id_token: str
    access_token: str = ""


class Claims(msgspec.Struct, frozen=True):
    """What a provider says of somebody. Only `subject` is theirs for ever."""

    subject: str
    email: str | None = None
    email_verified: bool = False
    name: str | None = None


class Provider:
    """Speaks with one provider."""

    def __init__(self, agreement: Agreement, http: Http) -> None:
        """Ask nothing yet: a provider that is down must not keep the server from starting."""
        self.agreement = agreement
        self._http = http
        self._lock = threading.Lock()
        self._known: tuple[int, Discovered, KeySet] | None = None

    def authorization_url(self, pending: Pending, now_ms: int) -> str:
        """Return where a browser is sent.

        Raises:
            ProviderError: the provider cannot be asked where that is.
        """
        found, _ = self._discovered(now_ms)
        asked = {
            "response_type": "code",
            "client_id": self.agreement.client_id,
            "redirect_uri": self.agreement.redirect_uri,
            "scope": "openid email profile",
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": pending.challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in found.authorization_endpoint else "?"
        return f"{found.authorization_endpoint}{joint}{urlencode(asked)}"

    def redeem(self, code: str, pending: Pending, now_ms: int) -> Claims:
        """Return who came back with this code.

        Raises:
            ProviderError: nobody that can be believed.
        """
        found, keys = self._discovered(now_ms)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.agreement.redirect_uri,
            "code_verifier": pending.verifier,
        }
        client = (self.agreement.client_id, self.agreement.client_secret)
        basic = "client_secret_basic" in found.token_endpoint_auth_methods_supported
        if not basic:
            form |= {"client_id": client[0], "client_secret": client[1]}
        # The standard wants both encoded as in a form before they are joined (RFC 6749, 2.3.1).
        encoded = (quote_plus(client[0]), quote_plus(client[1]))
        answer = self._http.post(found.token_endpoint, form, encoded if basic else None)
        tokens = _decoded(answer, _Tokens)
        try:
            said = self._verified(tokens.id_token, keys, pending, now_ms)
        except ProviderError:
            # Its keys may be newer than those we know.
            _, newer = self._discovered(now_ms, anew=True)
            said = self._verified(tokens.id_token, newer, pending, now_ms)
        if "email" not in said and found.userinfo_endpoint and tokens.access_token:
            more = _decoded(
                self._http.get(found.userinfo_endpoint, tokens.access_token), dict[str, Any]
            )
            if more.get("sub") != said["sub"]:
                raise ProviderError("the provider's user info is about somebody else")
            said = {**more, **said}
        return _claims(said)

    def _verified(
        self, id_token: str, keys: KeySet, pending: Pending, now_ms: int
    ) -> dict[str, Any]:
        agreed = self.agreement
        registry = jwt.JWTClaimsRegistry(
            now=now_ms // 1000,
            leeway=LEEWAY_S,
            iss={"essential": True, "value": agreed.issuer},
            aud={"essential": True, "value": agreed.client_id},
            nonce={"essential": True, "value": pending.nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            said = dict(jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims)
            registry.validate(said)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderError(f"the ID token cannot be believed: {error}") from None
        is_for_several = isinstance(said["aud"], list) and len(said["aud"]) > 1
        if (is_for_several or "azp" in said) and said.get("azp") != agreed.client_id:
            raise ProviderError("the ID token was made for another client (azp)")
        return said

    def _discovered(self, now_ms: int, *, anew: bool = False) -> tuple[Discovered, KeySet]:
        with self._lock:
            if self._known is not None and not anew and now_ms - self._known[0] < KEPT_MS:
                return self._known[1], self._known[2]
            issuer = self.agreement.issuer
            url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            found = _decoded(self._http.get(url), Discovered)
            if found.issuer != issuer:
                raise ProviderError(f"the provider calls itself {found.issuer[:200]!r}")
            for endpoint in (
                found.authorization_endpoint,
                found.token_endpoint,
                found.jwks_uri,
                found.userinfo_endpoint,
            ):
                _check_endpoint(endpoint, issuer)
            try:
                keys = KeySet.import_key_set(_decoded(self._http.get(found.jwks_uri), dict))
            except (JoseError, ValueError, TypeError, KeyError) as error:
                raise ProviderError(f"the provider's keys cannot be read: {error}") from None
            self._known = (now_ms, found, keys)
            return found, keys


def _check_endpoint(endpoint: str | None, issuer: str) -> None:
    """Refuse an endpoint in the clear, unless the issuer is (on this machine, for tests)."""
    if endpoint is None:
        return
    try:
        scheme = urlsplit(endpoint).scheme
    except ValueError:
        scheme = ""
    if scheme not in {"https", urlsplit(issuer).scheme}:
        raise ProviderError(f"the provider's endpoint {endpoint[:200]!r} is not HTTPS")


def _claims(said: Mapping[str, Any]) -> Claims:
    subject, email, name = said["sub"], said.get("email"), said.get("name")
    if not isinstance(subject, str) or not 0 < len(subject) <= _TEXT_MOST:
        raise ProviderError("the ID token's subject is no text of a bearable length")
    return Claims(
        subject=subject,
        email=email if isinstance(email, str) else None,
        email_verified=said.get("email_verified") is True,
        name=name if isinstance(name, str) else None,
    )


def _decoded(answer: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(answer, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderError(f"the provider's answer cannot be read: {error}") from None
