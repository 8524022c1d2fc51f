"""The program under test, run as a user would: see ASSAY_BINARY in CMakeLists.txt."""

import json
import os
import subprocess
from pathlib import Path

import pytest

BINARY = Path(os.environ["ASSAY_BINARY"])
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

UNITS = "unit,name,type\na,甲县,county\nb,乙县,county\nc,丙县,county\n"
INDICATORS = "indicator,name,measure_unit,direction\ngdp,生产总值,亿元,higher\n"
TARGETS = (
    "unit,indicator,period,required\n"
    "a,gdp,2024,100\nb,gdp,2024,100\nc,gdp,2024,100\n"
)
OBSERVATIONS = (
    "unit,indicator,period,value\na,gdp,2024,90\nb,gdp,2024,80\nc,gdp,2024,70\n"
)
SCHEME = """scheme: small
version: 1
title: 小方案
period: 2024
groups:
  - group: counties
    name: 县
    units: {type: county}
    points: 100
    components:
      - {id: gdp, name: 生产总值, points: 100, rule: attainment, indicator: gdp}
    grades:
      - {grade: good, name: 好, at_least: 75}
      - {grade: rest, name: 一般}
"""


def run(*arguments, binary=BINARY, language="en", env=None, **options):
    """Runs the program; returns the finished process with its output as text."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}
    environment.pop("LANGUAGE", None)
    return subprocess.run(
        [binary, "--lang", language, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=120,
        env=environment,
        check=False,
        **options,
    )


class Office:
    """An office in a folder of its own, with a few helpers."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "office"
        assert run("init", self.path).returncode == 0

    def file(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def load(self, **texts):
        """Imports texts by kind: load(units=…, targets=…)."""
        files = [self.file(f"{kind}.csv", text) for kind, text in texts.items()]
        return run("import", self.path, *files)

    def score(self, text, *options, **keywords):
        return run("score", self.path, self.file("scheme.yaml", text), *options, **keywords)

    def result(self, text, *options):
        """The units of the first group by code, scored by a scheme text."""
        done = self.score(text, "--json", *options)
        assert done.returncode == 0, done.stderr
        return {unit["unit"]: unit for unit in json.loads(done.stdout)["groups"][0]["units"]}

    def bytes(self):
        return (self.path / "truth" / "data.mdb").read_bytes()

    def refuses(self, done, exit_code, *needles):
        """`done` failed as it should, in one message that says all of `needles`."""
        assert done.returncode == exit_code, done.stdout + done.stderr
        assert done.stdout == ""
        assert done.stderr.strip(), "an error without a message"
        for needle in needles:
            assert needle in done.stderr, done.stderr


@pytest.fixture
def empty(tmp_path):
    return Office(tmp_path)


@pytest.fixture
def office(tmp_path):
    """Three counties with one indicator: 90, 80 and 70 of a target of 100."""
    made = Office(tmp_path)
    done = made.load(
        units=UNITS, indicators=INDICATORS, targets=TARGETS, observations=OBSERVATIONS
    )
    assert done.returncode == 0, done.stderr
    return made
