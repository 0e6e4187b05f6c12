"""Which form of the core runs: plain Python, or the same modules compiled.

`python -m playhead.sessionize.compiling` makes machine code of the core's hot modules and lays it
into a folder beside this file, with a mark that tells what it was made from. A machine without a
C compiler has no such folder, and runs the same rules in plain Python.

Law: compiled code runs only where its mark fits this interpreter and every source it was made
from, to the byte; else the plain modules run, and `FORM` says why. `python -X core=plain` and
`python -X core=compiled` ask for one form; a form that cannot be had is then an error.
"""

import hashlib
import importlib.util
import sys
import sysconfig
from pathlib import Path
from typing import Final

import msgspec

PACKAGE: Final = Path(__file__).parents[1]
FOLDER: Final = Path(__file__).parent / "compiled"
MARK: Final = "made_from.json"
SOURCES: Final = ("model", "catalog", "sessionize/core")
"""What the core is made of: constants of all of it stand in the compiled code."""
PLAIN: Final = "plain"
COMPILED: Final = "compiled"


class Form(msgspec.Struct, frozen=True):
    """The form that runs, and why it is not the other."""

    name: str
    because: str | None = None

    def __str__(self) -> str:
        """Return it as logs and reports show it."""
        return self.name if self.because is None else f"{self.name} ({self.because})"


class Mark(msgspec.Struct, frozen=True):
    """What compiled modules were made from, and the library that they share."""

    sources: str
    interpreter: str
    library: str


def mark_of(package: Path, library: str) -> Mark:
    """Return the mark that modules compiled here and now would bear."""
    found = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((package / folder).rglob("*.py")):
            body = path.read_bytes()
            name = path.relative_to(package).as_posix()
            found.update(f"{name}\x00{len(body)}\x00".encode())
            found.update(body)
    return Mark(found.hexdigest(), sysconfig.get_config_var("EXT_SUFFIX"), library)


def judge(folder: Path, package: Path) -> Mark | Form:
    """Return the mark of the compiled modules in `folder` where they may run, else the plain form.

    `package` is the folder of the package's sources.
    """
    try:
        found = msgspec.json.decode((folder / MARK).read_bytes(), type=Mark)
    except FileNotFoundError:
        return Form(PLAIN, "not compiled")
    except (OSError, msgspec.MsgspecError) as error:
        return Form(PLAIN, f"the mark of the compiled modules cannot be read: {error}")
    now = mark_of(package, found.library)
    if found.interpreter != now.interpreter:
        return Form(PLAIN, f"compiled for another Python, {found.interpreter}: compile anew")
    if found.sources != now.sources:
        return Form(PLAIN, "compiled from other sources than these: compile anew")
    return found


def take(core_path: list[str], wanted: str | None) -> Form:
    """Have the core's modules imported in the form that can be had, and return which it is.

    `core_path` is where the import system looks for them; `wanted` is what was asked for.

    Raises:
        ImportError: the form asked for cannot be had.
    """
    if wanted not in {None, PLAIN, COMPILED}:
        raise ImportError(f"-X core={wanted}: there are two forms, {PLAIN} and {COMPILED}")
    if wanted == PLAIN:
        return Form(PLAIN, "asked for")
    found = judge(FOLDER, PACKAGE)
    if isinstance(found, Mark):
        _load(found.library)
        core_path.insert(0, str(FOLDER / "playhead" / "sessionize" / "core"))
        return Form(COMPILED)
    if wanted == COMPILED:
        raise ImportError(f"-X core={COMPILED}: {found.because}")
    return found


def _load(library: str) -> None:
    """Load what the compiled modules share; they look for it by its name alone."""
    path = FOLDER / f"{library}{sysconfig.get_config_var('EXT_SUFFIX')}"
    spec = importlib.util.spec_from_file_location(library, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no library; remove {FOLDER}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[library] = module
    spec.loader.exec_module(module)
