"""One figure changed by hand, its history, and requests that are made twice."""

import json

import pytest

from conftest import OBSERVATIONS, SCHEME, run

REQUEST = "00112233445566778899aabbccddeeff"


def set_figure(office, *arguments, reason="审计更正", **options):
    return run("set", office.path, *arguments, "--reason", reason, **options)


def history(office, *arguments):
    return json.loads(run("history", office.path, *arguments, "--json").stdout)


def test_a_change_is_shown_and_remembered(office):
    done = set_figure(office, "a", "gdp", "2024", "91.5", "--as", "统计局/科长")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "a gdp 2024 actual: 90 → 91.5\n"
    first, second = [row for row in history(office, "a", "gdp", "2024") if row["layer"] == "actual"]
    assert (first["before"], first["after"]) == (None, 90)
    assert (second["before"], second["after"]) == (90, 91.5)
    assert (second["actor"], second["action"], second["reason"]) == ("统计局/科长", "set", "审计更正")
    assert first["action"] == "import"
    text = run("history", office.path, "a", "gdp", language="zh").stdout
    assert "审计更正" in text
    assert office.result(SCHEME)["a"]["total"] == 91.5


def test_a_change_tells_that_runs_are_without_it(office):
    office.result(SCHEME)
    assert "assay score" in set_figure(office, "a", "gdp", "2024", "91.5").stderr
    assert set_figure(office, "a", "gdp", "2024", "91.5").stderr == "", "nothing changed"
    assert set_figure(office, "a", "gdp", "2023", "91.5").stderr == "", "no run of that year"


def test_negative_figures_and_targets(office):
    assert set_figure(office, "a", "gdp", "2024", "-5").returncode == 0
    done = set_figure(office, "a", "gdp", "2024", "200", "--layer", "target", "--json")
    (change,) = json.loads(done.stdout)["changes"]
    assert change == {"unit": "a", "field": "required", "before": 100, "after": 200}
    done = set_figure(office, "a", "gdp", "2024", "--clear")
    assert "actual: -5 → –" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "exit_code", "needles"),
    [
        (["aa", "gdp", "2024", "1"], 1, ["aa"]),
        (["甲县", "gdp", "2024", "1"], 1, ["a is meant"]),
        (["a", "gpd", "2024", "1"], 1, ["gpd", "gdp"]),
        (["a", "gdp", "2024Q5", "1"], 2, ["2024Q5"]),
        (["a", "gdp", "2024", "1,5"], 1, ["1,5"]),
        (["a", "gdp", "2024", "1.2345678"], 1, ["6"]),
        (["a", "gdp", "2024", ""], 1, ["empty"]),
        (["a", "gdp", "2025", "1", "--layer", "stretch"], 1, ["--layer target"]),
        (["a", "gdp", "2024"], 2, ["--clear"]),
        (["a", "gdp", "2024", "1", "--clear"], 2, ["--clear"]),
        (["a", "gdp", "2024", "1", "--layer", "goal"], 2, ["goal"]),
        (["a", "gdp", "2024", "1", "--state", "sure"], 2, ["sure"]),
        (["a", "gdp", "2024", "1", "--layer", "upper", "--source", "x"], 2, ["--source"]),
        (["a", "gdp", "2024", "1", "--request", "123"], 2, ["--request"]),
        (["a", "gdp", "2024", "1", "--request", "0" * 32], 2, ["--request"]),
        (["a", "gdp", "2024", "1", "--request", ""], 2, ["--request"]),
    ],
)
def test_bad_changes_are_refused(office, arguments, exit_code, needles):
    before = office.bytes()
    office.refuses(set_figure(office, *arguments), exit_code, *needles)
    assert office.bytes() == before


@pytest.mark.parametrize("reason", ["", "two\nlines", "x" * 4001])
def test_a_change_needs_a_reason(office, reason):
    office.refuses(set_figure(office, "a", "gdp", "2024", "1", reason=reason), 2, "--reason")


def test_a_change_without_a_reason_is_a_usage_error(office):
    office.refuses(run("set", office.path, "a", "gdp", "2024", "1"), 2, "--reason")


def test_a_change_to_the_same_changes_nothing(office):
    before = office.bytes()
    done = set_figure(office, "a", "gdp", "2024", "90.0")
    assert (done.returncode, done.stdout) == (0, "nothing changed: the figure is that already\n")
    assert office.bytes() == before


def test_a_repeated_request_changes_nothing(office):
    first = set_figure(office, "a", "gdp", "2024", "95", "--request", REQUEST, "--json")
    entry = json.loads(first.stdout)["entry"]
    before = office.bytes()
    # The same as a UUID; what it asks for does not matter any more.
    uuid = "00112233-4455-6677-8899-aabbccddeeff"
    again = set_figure(office, "b", "gdp", "2024", "1", "--request", uuid)
    assert again.returncode == 0
    assert f"entry {entry}" in again.stdout
    assert office.bytes() == before
    assert history(office, "a", "gdp")[-1]["request"] == REQUEST


def test_a_repeated_import_changes_nothing(office):
    rows = office.file("more.csv", OBSERVATIONS.replace("90", "99"))
    assert run("import", office.path, rows, "--request", REQUEST).returncode == 0
    office.file("more.csv", OBSERVATIONS.replace("90", "11"))
    before = office.bytes()
    again = run("import", office.path, rows, "--request", REQUEST, "--json")
    assert (again.returncode, json.loads(again.stdout)["repeated"]) == (0, True)
    assert office.bytes() == before


def test_a_repeated_scoring_shows_the_run_it_made(office):
    done = office.score(SCHEME, "--request", REQUEST, "--json")
    set_figure(office, "a", "gdp", "2024", "50")
    again = office.score(SCHEME, "--request", REQUEST, "--json")
    assert again.returncode == 0
    assert again.stdout == done.stdout
    assert "before" in again.stderr
    assert len(json.loads(run("runs", office.path, "--json").stdout)) == 1


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(["b", "gpd"], 1), (["bb", "gdp"], 1), (["b", "gdp", "24"], 2), (["b"], 2)],
)
def test_history_of_what_is_not_there(office, arguments, exit_code):
    office.refuses(run("history", office.path, *arguments), exit_code)


def test_history_of_a_figure_that_never_was(office):
    done = run("history", office.path, "a", "gdp", "1999")
    assert (done.returncode, done.stdout) == (0, "no such figure was ever entered\n")
    assert history(office, "a", "gdp", "1999") == []
