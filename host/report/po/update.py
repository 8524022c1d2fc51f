#!/usr/bin/python3
"""Brings the catalogue zh_CN.po up to date with the texts of the sources.

Every ASSAY_TEXT("…") under host/ and sdk/kit/ that the catalogue lacks is added without a
translation, and those no longer used are dropped. Prints what is left to translate; exit code 1
when there is something. Needs gettext.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

PO_DIR = Path(__file__).resolve().parent
HOST_DIR = PO_DIR.parent.parent
KIT_DIR = HOST_DIR.parent / "sdk" / "kit"
CATALOGUE = PO_DIR / "zh_CN.po"


def extract(template: Path) -> None:
    """Writes the texts of the sources to `template`, in the order of the files' names."""
    sources = sorted(
        path.relative_to(HOST_DIR.parent).as_posix()
        for folder in (HOST_DIR, KIT_DIR)
        for path in folder.rglob("*")
        if path.suffix in (".cpp", ".hpp")
    )
    found = subprocess.run(
        ["xgettext", "--language=C++", "--keyword=ASSAY_TEXT", "--from-code=UTF-8"]
        + ["--no-location", "--sort-by-file", f"--output={template}", "--"]
        + sources,
        cwd=HOST_DIR.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    # Its warnings about texts beyond ASCII are nothing to us.
    if found.returncode != 0:
        raise RuntimeError(found.stderr)
    # Same sources, same bytes: no date. No guesses at formats either: a % is a percent sign here.
    lines = template.read_text(encoding="utf-8").splitlines(keepends=True)
    dropped = ('"POT-Creation', '"Report-Msgid', "#, c-format")
    kept = [line for line in lines if not line.startswith(dropped)]
    template.write_text("".join(kept), encoding="utf-8")


def left_to_translate() -> str:
    """The untranslated entries of the catalogue, as PO text."""
    found = subprocess.run(
        ["msgattrib", "--untranslated", "--no-obsolete", "--no-wrap", str(CATALOGUE)],
        check=True,
        capture_output=True,
        text=True,
    )
    return found.stdout


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "assay.pot"
        extract(template)
        merged = Path(folder) / "zh_CN.po"
        subprocess.run(
            ["msgmerge", "--quiet", "--no-fuzzy-matching", "--no-location", "--width=100"]
            + [f"--output-file={merged}", str(CATALOGUE), str(template)],
            check=True,
        )
        subprocess.run(
            ["msgattrib", "--no-obsolete", "--width=100", f"--output-file={CATALOGUE}", str(merged)],
            check=True,
        )
    left = left_to_translate()
    sys.stdout.write(left)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
