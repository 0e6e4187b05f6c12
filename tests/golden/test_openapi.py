"""What is committed of the API's description is what the server says of itself.

PLAYHEAD_REWRITE_GOLDEN=1 writes it anew.
"""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from playhead.api.description import openapi_bytes, postman_bytes

FOLDER = Path(__file__).parents[2] / "docs" / "api"


@pytest.mark.parametrize(
    ("name", "write"),
    [("openapi.json", openapi_bytes), ("playhead.postman_collection.json", postman_bytes)],
)
def test_the_committed_description_is_not_stale(name: str, write: Callable[[], bytes]) -> None:
    file = FOLDER / name
    if os.environ.get("PLAYHEAD_REWRITE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(write())
    stale = f"{file.name} is stale: PLAYHEAD_REWRITE_GOLDEN=1 writes it anew"
    assert file.is_file(), stale
    assert msgspec.json.decode(file.read_bytes()) == msgspec.json.decode(write()), stale
