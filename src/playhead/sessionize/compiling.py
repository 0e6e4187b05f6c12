"""Compiling the core: `python -m playhead.sessionize.compiling`.

mypyc makes C of the hot modules as they are, from their types; what they compute does not change.
It comes with mypy, and needs setuptools, a C compiler and Python's headers. Nothing here runs in
a server.

Law: all or nothing: what was compiled before is replaced only by what was compiled whole.
"""

import importlib.util
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from playhead.sessionize.form import FOLDER, MARK, PACKAGE, mark_of

HOT: Final = (
    "ads counting delivery details domains errors fields fold playback reading sessions timetable "
    "values complete/__init__ complete/measured complete/occurred complete/stated "
    "complete/surroundings complete/texts"
).split()
"""Modules of the core that are compiled. Those that declare what is saved stay plain: their
structs are msgspec's, which is compiled itself and reads the annotations as Python left them."""

CANNOT: Final = 3
"""How the process ends where something is missing, and nothing went wrong."""

_SETUP: Final = """
import sys
from setuptools import setup
from mypyc.build import mypycify
setup(
    name="playhead-core",
    packages=[],
    ext_modules=mypycify(["--config-file", "mypy.ini", *sys.argv[2:]], opt_level="3"),
    script_args=["-q", "build_ext", "--build-lib", sys.argv[1]],
)
"""
_CONFIG: Final = """
[mypy]
mypy_path = src
explicit_package_bases = True
ignore_missing_imports = True
"""


def missing() -> list[str]:
    """Return what compiling needs and this machine has not."""
    compiler = str(sysconfig.get_config_var("CC") or "cc").split()[0]
    needed = {
        f"a C compiler ({compiler})": shutil.which(compiler) is not None,
        "Python's headers": (Path(sysconfig.get_path("include")) / "Python.h").is_file(),
        "mypyc (in mypy)": importlib.util.find_spec("mypyc") is not None,
        "setuptools": importlib.util.find_spec("setuptools") is not None,
    }
    return [name for name, there in needed.items() if not there]


def compile_core() -> int:
    """Compile, and put the modules where they are found; return how many.

    Raises:
        subprocess.CalledProcessError: the compiler refused.
    """
    with tempfile.TemporaryDirectory() as room:
        work = Path(room)
        shutil.copytree(PACKAGE, work / "src" / "playhead", ignore=_all_but_python)
        mark = mark_of(work / "src" / "playhead", "")
        (work / "mypy.ini").write_text(_CONFIG)
        hot = [f"src/playhead/sessionize/core/{name}.py" for name in HOT]
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", _SETUP, str(work / "made"), *hot], cwd=work, check=True
        )
        library = next((work / "made").glob("*__mypyc.*")).name.partition(".")[0]
        mark = msgspec.structs.replace(mark, library=library)
        if FOLDER.exists():
            (FOLDER / MARK).unlink(missing_ok=True)
            shutil.rmtree(FOLDER)
        shutil.copytree(work / "made", FOLDER)
        # Without its mark nothing is loaded, so it comes last.
        (FOLDER / MARK).write_bytes(msgspec.json.encode(mark))
    return len(HOT)


def _all_but_python(folder: str, names: Iterable[str]) -> list[str]:
    return [
        name
        for name in names
        if name in {"compiled", "__pycache__"}
        or (not name.endswith((".py", ".pyi", "py.typed")) and not (Path(folder) / name).is_dir())
    ]


def main() -> None:
    """Compile, or say what is missing."""
    lacking = missing()
    if lacking:
        sys.stderr.write(f"the core stays plain Python: missing {', '.join(lacking)}\n")
        raise SystemExit(CANNOT)
    sys.stdout.write(f"compiling {len(HOT)} modules of the core …\n")
    compile_core()


if __name__ == "__main__":
    main()
