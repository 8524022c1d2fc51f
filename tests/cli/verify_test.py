"""Runs hold: `assay verify`, and `show` and `explain` after what was derived is gone or damaged and
after figures were corrected."""

import json
import shutil

import pytest

from conftest import SCHEME, run

CORRECTION = "unit,indicator,period,value\na,gdp,2024,60\n"


@pytest.fixture
def scored(office):
    assert office.score(SCHEME).returncode == 0
    return office


def told(office, number=1):
    """All that can be printed of a run."""
    commands = [["show", office.path, number], ["show", office.path, number, "--json"]]
    commands += [["explain", office.path, number, unit] for unit in "abc"]
    csv = office.folder / "run.csv"
    html = office.folder / "run.html"
    commands += [["show", office.path, number, "--csv", csv, "--html", html]]
    done = [run(*command) for command in commands]
    assert [one.returncode for one in done] == [0] * len(done), [one.stderr for one in done]
    return [one.stdout for one in done] + [csv.read_text(), html.read_text()]


def test_a_run_is_verified(scored):
    done = run("verify", scored.path, "latest", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["run"], found["groups"], found["units"]) == (1, 1, 3)
    assert [check["check"] for check in found["checks"]] == [
        "scheme", "figures", "results", "units", "kept"]
    assert all(check["same"] for check in found["checks"])
    text = run("verify", scored.path, "1")
    assert text.returncode == 0
    assert text.stdout.count("the same") == 5


def test_a_correction_changes_no_run(scored):
    before = told(scored)
    assert scored.load(observations=CORRECTION).returncode == 0
    assert told(scored) == before
    shutil.rmtree(scored.path / "derived")
    assert told(scored) == before
    assert run("verify", scored.path, "1").returncode == 0
    assert scored.result(SCHEME)["a"]["total"] == 60
    assert told(scored) == before
    assert told(scored, 2) != before


@pytest.mark.parametrize("keep", [0, 1, 2])
def test_damaged_derived_results_change_nothing(scored, keep):
    """Cut to halves and quarters, and overwritten."""
    before = told(scored)
    file = scored.path / "derived" / "data.mdb"
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * keep // 4] + (b"\x55" * 5000 if keep == 2 else b""))
    assert told(scored) == before
    assert told(scored) == before


def test_an_unknown_run_is_refused(scored):
    scored.refuses(run("verify", scored.path, "9"), 1, "9")
    scored.refuses(run("verify", scored.path, "first"), 2, "first")
