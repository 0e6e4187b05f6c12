"""The life of a view as a diagram, from the table that the sessionizer runs on."""

from collections import defaultdict

from playhead.sessionize.core.lifecycle import TRANSITIONS, Effect, Input, State


def lifecycle_block() -> str:
    """Return a Mermaid state diagram; several inputs with one result share an arrow."""
    arrows: dict[tuple[State, State, Effect], list[Input]] = defaultdict(list)
    for state, row in TRANSITIONS.items():
        for what, (after, effect) in row.items():
            if after is not state or effect is not Effect.NONE:
                arrows[state, after, effect].append(what)
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_name(State.WAITING)}: first event"]
    for (state, after, effect), inputs in arrows.items():
        said = " or ".join(what.value for what in inputs)
        done = "" if effect is Effect.NONE else f" / {effect.value}"
        lines.append(f"    {_name(state)} --> {_name(after)}: {said}{done}")
    lines += [f"    {_name(State.FINAL)} --> [*]", "```", "", "What changes nothing is not drawn."]
    return "\n".join(lines)


def _name(state: State) -> str:
    return state.name.lower()
