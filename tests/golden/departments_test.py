"""An invented city whose composite is made of four departments' assessments, one of which a second
scheme uses as well. Expected figures are worked out by hand in the example's README."""

import csv
from decimal import Decimal

import office
import pytest

NAME = "yunchuan-2024"
SCHEMES = [NAME, "safety-2024"]
ITEMS = ["investment", "safety", "population", "environment"]


@pytest.fixture(scope="module", name="runs")
def score(tmp_path_factory):
    """{scheme: (office folder, the JSON that scoring printed)}"""
    folder = tmp_path_factory.mktemp("office") / NAME
    first = office.make(folder, NAME)
    second = office.run("score", folder, office.EXAMPLES / NAME / f"{SCHEMES[1]}.yaml", "--json")
    return dict(zip(SCHEMES, [first, second]))


def expected():
    with open(office.EXAMPLES / NAME / "expected/results.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", expected(), ids=lambda row: f"{row['scheme']}-{row['unit']}")
def test_as_by_hand(runs, row):
    unit = office.units_of(runs[row["scheme"]])[row["unit"]]
    got = {"total": unit["total"], **unit["components"]}
    assert {item: Decimal(points) for item, points in got.items()} == \
        {item: Decimal(row[item]) for item in ["total", *ITEMS] if row[item]}
    won = sorted(note["award"] for note in unit["notes"] if note["code"] == "award.won")
    assert " ".join(won) == row["awards"]


def test_one_assessment_many_uses(runs):
    made = [{one["origin"].split()[1]: one["digest"]
             for one in office.figures_of(runs[scheme])["digests"]["assessments"]}
            for scheme in SCHEMES]
    assert sorted(made[0]) == sorted(ITEMS)
    assert made[1] == {"safety": made[0]["safety"]}
