"""Xianyang's results, computed independently with fractions, against those of the program."""

import csv

import office
import xianyang_oracle as oracle

RESULTS = office.EXAMPLES / "xianyang-2003" / "expected" / "results.csv"


def test_expected_results_are_the_oracles():
    with open(RESULTS, encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == list(oracle.results())


def test_program_agrees_with_the_oracle(tmp_path):
    units = office.units_of(office.make(tmp_path / "office", "xianyang-2003"))
    with open(RESULTS, encoding="utf-8", newline="") as file:
        expected = {row["unit"]: row for row in csv.DictReader(file)}
    assert units.keys() == expected.keys()
    for code, row in expected.items():
        unit = units[code]
        won = sorted(note["award"] for note in unit["notes"] if note["code"] == "award.won")
        got = {"unit": code, "total": unit["total"], "published": unit["published"],
               "rank": unit["rank"], "grade": unit["grade"], "awards": " ".join(won)}
        assert got == {key: row[key] for key in got}, code


def test_every_total_is_the_sum_of_its_terms(tmp_path):
    folder = tmp_path / "office"
    for code, unit in office.units_of(office.make(folder, "xianyang-2003")).items():
        ledger = office.figures_of(office.run("explain", folder, "latest", code, "--json"))
        points = [oracle.F(term["points"]) for term in ledger["terms"]]
        assert sum(points) == oracle.F(unit["total"]), code
