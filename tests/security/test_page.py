"""`docs/security.md`: what it names exists, and it leaves no requirement of the standard out.

The numbers are those of OWASP ASVS 5.0.0 at levels 1 and 2, told by how many each section has.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
MODEL, _, STANDARD = PAGE.partition("## OWASP ASVS")
THREATS = MODEL.partition("## Threats")[2]

# How many of each section are of level 1 or 2; those of level 3 follow after them.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3,
    "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4,
    "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6,
    "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1,
    "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3,
    "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 11,
    "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3,
    "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2,
    "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3,
    "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2,
    "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (\w+) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
COUNTED = re.compile(
    r"Of (\d+) requirements (\d+) are met, (\d+) partly, and (\d+) are gaps; (\d+)"
)


@pytest.fixture(scope="module")
def defined() -> Counter[str]:
    files = [path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts]
    return Counter(
        name for path in files for name in DEFINED.findall(path.read_text(encoding="utf-8"))
    )


def numbers() -> set[str]:
    return {
        f"{section}.{number}" for section, most in SECTIONS.items() for number in range(1, most + 1)
    }


def test_every_test_that_is_named_exists(defined: Counter[str]) -> None:
    named = set(NAMED.findall(PAGE))
    assert len(named) > 100
    assert named <= set(defined), "renamed or gone"


def test_every_threat_has_its_test() -> None:
    rows = [line for line in THREATS.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 30
    for row in rows:
        threat, stopped_by, shown_by = row.strip("| ").split(" | ")
        assert len(stopped_by) > 5, threat
        assert NAMED.findall(shown_by), threat


def test_every_requirement_stands_there_once() -> None:
    rows = [found[1] for found in ROW.finditer(STANDARD)]
    lines = [line for line in STANDARD.splitlines() if line.startswith("Not applicable:")]
    others = [number for line in lines for number in re.findall(r"\d+\.\d+\.\d+", line)]
    told = Counter(rows + others)
    assert {number for number, times in told.items() if times > 1} == set()
    assert set(told) == numbers()
    assert all("(" in line for line in lines), "say why"


def test_what_is_met_says_how() -> None:
    for number, _, standing, how in (found.groups() for found in ROW.finditer(STANDARD)):
        assert standing in {"met", "partly", "gap"}, number
        assert len(how) > 5, number


def test_the_summary_counts_right() -> None:
    standings = Counter(found[3] for found in ROW.finditer(STANDARD))
    told = COUNTED.search(STANDARD)
    assert told is not None
    told_of = standings.total()
    counted = (
        told_of,
        standings["met"],
        standings["partly"],
        standings["gap"],
        len(numbers()) - told_of,
    )
    assert tuple(int(each) for each in told.groups()) == counted
