"""A recording is read whole, or what is wrong with it is told by file and line."""

import base64
import gzip
import json
from pathlib import Path

import pytest

from playhead.replay.recording import RecordingError, read_recording

GOOD = {"t_ms": 0, "method": "POST", "path": "/", "headers": {"Content-Type": "text/plain"}}


def written(folder: Path, *lines: str) -> Path:
    path = folder / "told.jsonl"
    path.write_text("\n".join(lines))
    return path


def test_bodies_come_as_text_or_as_bytes(tmp_path: Path) -> None:
    zipped = gzip.compress(b"{}")
    path = written(
        tmp_path,
        json.dumps(GOOD | {"body": '{"é":1}', "scenario": "x", "n": 0}),
        "",
        json.dumps(
            GOOD | {"t_ms": 5.5, "body": "", "body_base64": base64.b64encode(zipped).decode()}
        ),
    )
    first, second = read_recording(path).requests
    assert (first.body.decode(), first.headers) == ('{"é":1}', {"content-type": "text/plain"})
    assert (second.body, second.t_ms) == (zipped, 5.5)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "told.jsonl, line 2: this is no recorded request: Input data was truncated"),
        ("[]", "line 2: this is no recorded request: Expected `object`, got `array`"),
        (json.dumps(GOOD | {"t_ms": "soon"}), "Expected `float`, got `str` - at `$.t_ms`"),
        (json.dumps(GOOD | {"t_ms": -1}), "at `$.t_ms`"),
        (json.dumps(GOOD | {"path": "http://elsewhere/"}), "at `$.path`"),
        (json.dumps(GOOD | {"method": "post it"}), "at `$.method`"),
        (json.dumps({"t_ms": 1, "method": "POST"}), "missing required field `path`"),
        (json.dumps(GOOD | {"body_base64": "%"}), "line 2: `body_base64` is no base64"),
    ],
)
def test_a_broken_line_is_told_by_number_and_reason(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(RecordingError) as raised:
        read_recording(written(tmp_path, json.dumps(GOOD), line))
    assert reason in str(raised.value)


def test_a_missing_file_an_empty_one_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"there is no file .*nowhere\.jsonl"):
        read_recording(tmp_path / "nowhere.jsonl")
    assert read_recording(written(tmp_path, "", "")).requests == ()
    with pytest.raises(RecordingError, match="cannot be read: Is a directory"):
        read_recording(tmp_path)
