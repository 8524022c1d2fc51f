"""Runs the commands the documents show. Every ```sh block of a document listed here is run as
written, in order, in a folder that looks like a fresh checkout with `assay` on the PATH; blocks
that build the project itself (./dev, .ci/run, cmake) are left out."""

import os
import pathlib
import re
import subprocess

import office
import pytest

DOCUMENTS = sorted(str(path.relative_to(office.ROOT))
                   for path in [office.ROOT / "README.md", *office.ROOT.glob("docs/**/*.md")]
                   if re.search(r"^```sh$", path.read_text(encoding="utf-8"), re.MULTILINE))
BUILDS = re.compile(r"^\s*(\./dev|\.ci/run|cmake|git|ninja|sudo|apt-get)\b", re.MULTILINE)


def blocks_of(document):
    text = (office.ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [block for block in blocks if not BUILDS.search(block)]


def test_readme_shows_commands():
    assert blocks_of("README.md")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands(document, tmp_path):
    for name in ("docs", "tests", "plugins", "sdk"):
        (tmp_path / name).symlink_to(office.ROOT / name)
    environment = dict(os.environ, LC_ALL="C.UTF-8", ASSAY_PLUGINS=str(tmp_path / "installed"),
                       PATH=f"{pathlib.Path(office.binary()).parent}:{os.environ['PATH']}")
    for block in blocks_of(document):
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=tmp_path,
                              env=environment, capture_output=True, text=True, timeout=120,
                              check=False)
        assert done.returncode == 0, f"{document}:\n{block}\n{done.stdout}{done.stderr}"
