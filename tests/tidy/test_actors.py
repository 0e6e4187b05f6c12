"""Every change of the control shelf says who makes it, so that the audit log can.

Law: what to look for is read from the shelf itself: its doors, and their methods that take `by`.
"""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "playhead"
CONTROL = SOURCE / "control"
ITSELF = "control"


def _classes() -> dict[str, ast.ClassDef]:
    return {
        node.name: node
        for path in CONTROL.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }


def _methods_with_actor(kind: ast.ClassDef) -> set[str]:
    return {
        node.name
        for node in kind.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any(each.arg == "by" for each in node.args.kwonlyargs)
    }


def _doors() -> dict[str, set[str]]:
    """Return the methods that take an actor, by the door that has them."""
    classes = _classes()
    shelf = classes["Control"]
    own = set[str]()
    for base in shelf.bases:
        assert isinstance(base, ast.Name)
        own |= _methods_with_actor(classes[base.id])
    doors = {ITSELF: own | _methods_with_actor(shelf)}
    for node in ast.walk(shelf):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Attribute)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
            and node.value.func.id in classes
        ):
            doors[node.targets[0].attr] = _methods_with_actor(classes[node.value.func.id])
    return doors


def _changes(tree: ast.AST, doors: dict[str, set[str]]) -> list[ast.Call]:
    """Return the calls by which something is changed."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            door = ast.unparse(node.func.value).rpartition(".")[2].lstrip("_")
            if node.func.attr in doors.get(door, ()):
                found.append(node)
    return found


def _says_who(call: ast.Call) -> bool:
    return any(each.arg == "by" for each in call.keywords)


def test_the_doors_are_found() -> None:
    doors = _doors()
    assert {"create_token", "revoke_token", "rotate_env_key", "rename_organization"} <= doors[
        ITSELF
    ]
    assert doors["annotations"] == {"create", "change", "delete"}
    assert doors["signing_keys"] == {"create", "delete"}
    assert {"people", "sessions", "error_categories", "recomputations"} <= doors.keys()
    silent = ast.parse("asked.control.annotations.delete(1, 2)\nself._control.revoke_token(3)")
    assert [_says_who(each) for each in _changes(silent, doors)] == [False, False]


@pytest.mark.parametrize("room", ["api", "app", "cli", "sessionize"])
def test_whoever_changes_something_says_so(room: str) -> None:
    doors = _doors()
    found = [
        (path.relative_to(SOURCE), call)
        for path in (SOURCE / room).rglob("*.py")
        for call in _changes(ast.parse(path.read_text(encoding="utf-8")), doors)
    ]
    assert found or room in {"app", "sessionize"}, "the search itself must find something"
    assert [f"{path}:{call.lineno}" for path, call in found if not _says_who(call)] == []


def test_the_audit_log_is_only_ever_added_to() -> None:
    for path in CONTROL.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                named = [ast.unparse(each) for each in node.args]
                assert not (name in {"update", "delete"} and "AuditRow" in named), path
