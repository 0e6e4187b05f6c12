"""Recorded plays told anew: by another viewer, of another title, at this moment.

Law: the bodies are those of a real player; only ids, clocks and the facts that a test names differ.
"""

import time
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

import msgspec

from playhead.demo.run import read_scripts
from playhead.demo.script import Batch, Script, batches
from playhead.model.field_names import short_name
from playhead.replay.rewrite import Change, Json, rewrite
from tests.servers import PlayheadServer

_EVENT = short_name("event")
_ENDS = frozenset({"viewend"})
STORY_FACTS = (
    "video_title video_series video_content_type viewer_user_id player_name player_version"
).split()
"""What the recordings' own page told of its views."""


@cache
def _scripts() -> dict[str, Script]:
    return read_scripts()


class Play(msgspec.Struct, frozen=True):
    """Who plays what, as one of the recordings: `facts` by their long names."""

    story: str
    seed: str
    facts: Mapping[str, Json]
    address: str = "192.0.2.7"

    def watch(self, server: PlayheadServer, env_key: str) -> str:
        """Send the beginning, up to the present moment of an open view; return the view's id."""
        return self._send(server, env_key, self._open())

    def end(self, server: PlayheadServer, env_key: str) -> str:
        """Send all of it, so that it has just ended; return the view's id."""
        return self._send(server, env_key, batches(_scripts()[self.story], unloads=False))

    def _open(self) -> list[Batch]:
        whole = batches(_scripts()[self.story], unloads=False)
        kept = [tuple(e for e in each.events if e[_EVENT] not in _ENDS) for each in whole]
        return [
            Batch(each.offset_ms, events)
            for each, events in zip(whole, kept, strict=True)
            if events
        ]

    def _send(self, server: PlayheadServer, env_key: str, sent: list[Batch]) -> str:
        script = _scripts()[self.story]
        now_ms = time.time_ns() // 1_000_000
        change = Change(
            env_key=env_key,
            shift_ms=now_ms - sent[-1].offset_ms - script.first_ms,
            id_seed=self.seed,
            facts=self.facts,
            texts=((urlsplit(script.site).netloc, "media.example"),),
        )
        view_ids: set[str] = set()
        for batch in sent:
            clock = now_ms - change.shift_ms
            body = {"metadata": {"transmission_timestamp": clock}, "events": batch.events}
            told = rewrite(msgspec.json.encode(body), change)
            view_ids |= told.view_ids
            answer = server.post(
                told.body,
                origin="https://watch.example",
                user_agent="Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
                "(KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                x_forwarded_for=self.address,
            )
            assert answer.status_code == 200, answer.text
        (view_id,) = view_ids
        return view_id
