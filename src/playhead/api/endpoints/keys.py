"""Endpoints about signing keys, at both of the places where clients look, and about usage."""

from typing import Annotated, Final

from msgspec import Meta

from playhead.api import signing_keys, usage
from playhead.api.arguments import Parameter
from playhead.api.endpoint import Endpoint, Method, Tag
from playhead.api.endpoints.parameters import PAGE, TIMEFRAME
from playhead.model.access import Permission

_PRODUCT: Final = Parameter("product", "what the key is for, such as data; accepted and not used")
_LIFETIME: Final = Parameter(
    "download_url_ttl", "seconds for which links last", Annotated[int, Meta(ge=1)]
)


def _at(prefix: str, name: str, title: str) -> tuple[Endpoint, ...]:
    """Return the four endpoints below a prefix; clients of its kind call them by `name`."""
    everything, one = f"{prefix}/signing-keys", f"{prefix}/signing-keys/{{SIGNING_KEY_ID}}"
    return (
        Endpoint(
            f"list_{name}s",
            Tag.SYSTEM,
            everything,
            f"The environment's {title}s, newest first",
            Permission.SYSTEM_READ,
            PAGE,
            signing_keys.list_signing_keys,
        ),
        Endpoint(
            f"create_{name}",
            Tag.SYSTEM,
            everything,
            f"Make a {title}; its private half is in this answer alone",
            Permission.SYSTEM_WRITE,
            (_PRODUCT,),
            signing_keys.create_signing_key,
            method=Method.POST,
            status=201,
        ),
        Endpoint(
            f"get_{name}",
            Tag.SYSTEM,
            one,
            f"One {title}",
            Permission.SYSTEM_READ,
            (),
            signing_keys.one_signing_key,
        ),
        Endpoint(
            f"delete_{name}",
            Tag.SYSTEM,
            one,
            f"Delete a {title}: what it signed is worth nothing then",
            Permission.SYSTEM_WRITE,
            (),
            signing_keys.delete_signing_key,
            method=Method.DELETE,
            status=204,
        ),
    )


ENDPOINTS: Final = (
    *_at("/system/v1", "signing_key", "signing key"),
    *_at("/video/v1", "url_signing_key", "signing key"),
    Endpoint(
        "list_usage_exports",
        Tag.SYSTEM,
        "/system/v1/usage/exports",
        "Daily files of billed usage: there are none",
        Permission.SYSTEM_READ,
        (_LIFETIME, *PAGE, TIMEFRAME),
        usage.list_usage_exports,
    ),
)
