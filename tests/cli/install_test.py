"""The whole product as installed: program, plugins, SDK and template find each other."""

import json
import subprocess

import pytest

from conftest import BINARY, run


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(["cmake", "--install", BINARY.parent.parent, "--prefix", folder],
                   check=True, capture_output=True)
    return folder


def test_built_in_plugins_are_found(prefix):
    done = run("plugin", "list", "--json", binary=prefix / "bin" / "assay",
               env={"ASSAY_PLUGINS": str(prefix / "none")})
    listed = {plugin["plugin"]: plugin for plugin in json.loads(done.stdout)}
    assert listed["investment"]["path"].startswith(str(prefix))


@pytest.mark.parametrize("language", ["c", "c++"])
def test_a_new_plugin_builds_and_packs(prefix, tmp_path, language):
    binary = prefix / "bin" / "assay"
    for command in (["new", "water-quality", "--language", language], ["build", "water-quality"],
                    ["pack", "water-quality", "--out", "water.tar"]):
        done = run("plugin", *command, binary=binary, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    about = run("plugin", "info", "water.tar", "--json", binary=binary, cwd=tmp_path,
                env={"ASSAY_PLUGINS": str(tmp_path / "none")})
    assert json.loads(about.stdout)["plugin"] == "water-quality"
    again = run("plugin", "new", "water-quality", binary=binary, cwd=tmp_path)
    assert again.returncode == 1
    assert run("plugin", "new", "Water", binary=binary, cwd=tmp_path).returncode == 1
