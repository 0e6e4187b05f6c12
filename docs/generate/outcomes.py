"""The reference of outcomes: how beacons and events end, from the sentences under each member."""

import ast
import enum
import inspect
from collections.abc import Mapping
from itertools import pairwise

from docs.generate.markdown import code, first_paragraph, page, table
from playhead.model import outcome
from playhead.model.outcome import BeaconOutcome, EventOutcome

_INTRO = """\
Every beacon and every event ends in exactly one of these, and is counted there: at `/metrics` and
by `playhead status`. A beacon ends at the collector. The events of an accepted beacon end at the
sessionizer; those of a refused one are not read, so they are not counted on their own.

Whatever the outcome, the player gets a 200, since a web player sends a batch again for ever after
anything else. Three outcomes ask it to come again: `overloaded` and `journal_failed` are answered
503, `rate_limited` 429.
"""


def outcomes_page() -> str:
    """Return the reference of outcomes."""
    beacons = _part("Beacons", "playhead_beacons_total", BeaconOutcome)
    events = _part("Events", "playhead_events_total", EventOutcome)
    return page("Outcomes", "src/playhead/model/outcome.py", _INTRO, beacons, events)


def _part(title: str, metric: str, kind: type[enum.StrEnum]) -> str:
    meanings = meanings_of(kind)
    rows = [(code(member.value), meanings[member.name]) for member in kind]
    return (
        f"## {title}\n\n{first_paragraph(kind)} Counted in {code(metric + '{outcome=…}')}.\n\n"
        + table(("outcome", "what happened"), rows)
    )


def meanings_of(kind: type[enum.StrEnum]) -> Mapping[str, str]:
    """Return the sentence that stands under each member of an enum in the source."""
    module = ast.parse(inspect.getsource(outcome))
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    body = classes[kind.__name__].body
    meanings = {}
    for member, sentence in pairwise(body):
        match member, sentence:
            case (
                ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                meanings[name] = " ".join(text.split())
    return meanings
