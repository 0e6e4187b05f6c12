"""`python -m docs.generate`: write all generated pages and blocks anew."""

import sys

from docs.generate.pages import ROOT, generated


def main() -> None:
    """Write what changed, and name it."""
    changed = [
        (path, text)
        for path, text in generated().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    if not changed:
        sys.stdout.write("all generated pages are up to date\n")


main()
