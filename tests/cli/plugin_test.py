"""Plugins as a scheme uses them: refused, failing, and handing over an exact gate metric."""

import json
import os
import shutil
from pathlib import Path

import pytest

from conftest import run

PLANTED = Path(os.environ["ASSAY_PLANTED"])

SCHEME = """scheme: planted
version: 1
period: 2024
assessments:
  - {id: special, plugin: PLUGIN, inputs: {x: x, y: y}}
groups:
  - group: counties
    units: {type: county}
    points: 100
    components:
      - {id: own, points: 60, rule: direct, indicator: own, full: 100}
      - {id: special, points: 40, rule: assessment, assessment: special, field: score, full: 100}
    gates:
      - id: sixty
        metric: {assessment: special, field: rate}
        at_least: 60%
        consequence: {ceiling: rest}
    grades: [{grade: good, name: 好, at_least: 10}, {grade: rest, name: 一般}]
"""


@pytest.fixture
def counties(empty):
    """Unit a hands over a rate of 5999999/10000000, unit b one of 6000000/10000000."""
    done = empty.load(
        units="unit,name,type\na,甲县,county\nb,乙县,county\n",
        indicators="indicator,name,measure_unit,direction\nown,自评,分,higher\n"
        "x,甲,kg,higher\ny,乙,kg,higher\n",
        observations="unit,indicator,period,value\na,own,2024,80\nb,own,2024,90\n"
        "a,x,2024,5.999999\na,y,2024,10\nb,x,2024,6\nb,y,2024,10\n",
    )
    assert done.returncode == 0, done.stderr
    return empty


def score(office, plugin, *options, scheme=SCHEME):
    folder = office.folder / "plugins" / plugin
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(PLANTED / f"{plugin}.so", folder / f"{plugin}.so")
    return office.score(
        scheme.replace("PLUGIN", plugin), "--plugin-path", folder.parent, "--json", *options
    )


def test_a_gate_on_the_ratio_that_a_plugin_hands_over(counties):
    """X31: 5999999/10000000 is below 60 %, 6000000/10000000 is not; X32: scores stay."""
    done = score(counties, "good")
    assert done.returncode == 0, done.stderr
    units = {unit["unit"]: unit for unit in json.loads(done.stdout)["groups"][0]["units"]}
    # 60·0.80 + 40·(5.999999/2)/100, 60·0.90 + 40·(6/2)/100
    assert (units["a"]["total"], units["a"]["grade"]) == (49.2, "rest")
    assert (units["b"]["total"], units["b"]["grade"]) == (55.2, "good")


def test_a_plugin_looks_back_further_than_scoring_reads(counties):
    """y is what x was three years before: 10 for both, in a year that no rule of the scheme reads."""
    earlier = counties.load(observations="unit,indicator,period,value\na,x,2021,10\nb,x,2021,10\n")
    assert earlier.returncode == 0, earlier.stderr
    named = score(counties, "looks_back")
    counties.refuses(named, 1, "is an earlier figure of x")
    done = score(counties, "looks_back", scheme=SCHEME.replace(", y: y", ""))
    assert done.returncode == 0, done.stderr
    units = {unit["unit"]: unit for unit in json.loads(done.stdout)["groups"][0]["units"]}
    assert (units["a"]["total"], units["a"]["grade"]) == (49.2, "rest")
    assert (units["b"]["total"], units["b"]["grade"]) == (55.2, "good")


@pytest.mark.parametrize("plugin", ["abi_too_new", "abi_too_old", "abi_refuses", "no_entry"])
def test_a_plugin_that_does_not_fit_is_refused(counties, plugin):
    before = counties.bytes()
    counties.refuses(score(counties, plugin), 4, f"{plugin}.so")
    assert counties.bytes() == before


def test_a_file_that_is_no_plugin_is_refused(counties):
    folder = counties.folder / "plugins" / "fake"
    folder.mkdir(parents=True)
    (folder / "fake.so").write_text("not a library")
    done = counties.score(SCHEME.replace("PLUGIN", "fake"), "--plugin-path", folder.parent)
    counties.refuses(done, 4, "fake.so")


def test_a_failing_plugin_leaves_units_incomplete_unless_strict(counties):
    done = score(counties, "internal_error")
    assert done.returncode == 0, done.stderr
    for unit in json.loads(done.stdout)["groups"][0]["units"]:
        assert (unit["total"], unit["rank"], unit["grade"]) == (None, None, None)
        assert unit["components"]["own"] in (48, 54)
        assert unit["incomplete"][0]["code"] == "plugin_failed"
    assert "\x1b" not in done.stderr
    strict = counties.score(
        SCHEME.replace("PLUGIN", "internal_error"),
        "--plugin-path",
        counties.folder / "plugins",
        "--strict",
    )
    assert strict.returncode == 4
