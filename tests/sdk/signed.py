"""JWTs that clients sign with a key of the server, verified by the half that the server kept."""

import base64
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from playhead.control import open_control
from tests.sdk.serving import Served


def verified(token: str, server: Served) -> dict[str, Any]:
    """Return the claims of a JWT; its key must be one of the environment's, its signature right."""
    head, claims, signature = token.split(".")
    header = json.loads(_bytes_of(head))
    assert header["alg"] == "RS256"
    key_id = header.get("kid") or json.loads(_bytes_of(claims))["kid"]
    with open_control(
        server.control_dsn, clock=lambda: 0, random_bytes=secrets.token_bytes
    ) as control:
        key = control.signing_keys.find(server.environment_id, key_id)
    assert key is not None
    public = serialization.load_pem_public_key(key.public_key.encode())
    assert isinstance(public, rsa.RSAPublicKey)
    text = f"{head}.{claims}".encode()
    public.verify(_bytes_of(signature), text, padding.PKCS1v15(), hashes.SHA256())
    read: dict[str, Any] = json.loads(_bytes_of(claims))
    return read


def signed(claims: dict[str, Any], key_id: str, private_key: str) -> str:
    """Return a JWT that is signed with the private half as the API gives it out."""
    private = serialization.load_pem_private_key(base64.b64decode(private_key), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    head = _text_of(json.dumps({"alg": "RS256", "typ": "JWT", "kid": key_id}).encode())
    body = _text_of(json.dumps(claims).encode())
    signature = private.sign(f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{head}.{body}.{_text_of(signature)}"


def _bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
