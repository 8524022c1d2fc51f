"""`assay score` on small offices: bad schemes and the edge cases with stated results."""

import concurrent.futures
import json

import pytest

from conftest import SCHEME, Office, run

BAD_SCHEMES = {
    "misspelt key": (SCHEME.replace("title:", "titel:"), 1, ["scheme.yaml:3", "title"]),
    "missing component": (
        SCHEME.replace("    grades:", "    rank: {tie_breakers: [gpd]}\n    grades:"),
        1,
        ["scheme.yaml", "gpd", "gdp"],
    ),
    "weights that sum to 0": (
        SCHEME.replace(
            "{id: gdp, name: 生产总值, points: 100, rule",
            "{id: gdp, name: 生产总值, weight: 0, rule",
        ),
        1,
        ["scheme.yaml:11", "0"],
    ),
    "points that do not sum": (
        SCHEME.replace("points: 100, rule", "points: 90, rule"),
        1,
        ["scheme.yaml", "90", "100"],
    ),
    "no period": (SCHEME.replace("period: 2024\n", ""), 2, ["--period"]),
    "not YAML": ("scheme: [", 1, ["scheme.yaml:1"]),
    "unknown indicator": (
        SCHEME.replace("indicator: gdp", "indicator: gpd"),
        1,
        ["scheme.yaml", "gpd"],
    ),
    "missing plugin": (
        SCHEME.replace("groups:", "assessments: [{id: w, plugin: water}]\ngroups:", 1).replace(
            "rule: attainment, indicator: gdp", "rule: assessment, assessment: w"
        ),
        4,
        ["water"],
    ),
}


@pytest.mark.parametrize("case", BAD_SCHEMES)
def test_bad_schemes_are_refused(office, case):
    text, exit_code, needles = BAD_SCHEMES[case]
    before = office.bytes()
    office.refuses(office.score(text), exit_code, *needles)
    assert office.bytes() == before


def test_a_unit_in_two_groups_is_refused(office):
    second = SCHEME.split("groups:\n")[1].replace("group: counties", "group: again")
    office.refuses(office.score(SCHEME + second), 1, "counties", "again")


def test_changed_text_under_the_same_version_is_refused(office):
    assert office.score(SCHEME).returncode == 0
    before = office.bytes()
    office.refuses(office.score(SCHEME.replace("小方案", "大方案")), 1, "version")
    assert office.bytes() == before
    assert office.score(SCHEME.replace("小方案", "大方案").replace("version: 1", "version: 2")).returncode == 0


def test_scoring_again_gives_the_same_run(office):
    first = office.score(SCHEME, "--json").stdout
    before = office.bytes()
    assert office.score(SCHEME, "--json").stdout == first
    assert office.bytes() == before
    office.load(observations="unit,indicator,period,value\na,gdp,2024,95\n")
    changed = json.loads(office.score(SCHEME, "--json").stdout)
    assert changed["run"] == json.loads(first)["run"] + 1


def test_the_table_ranks_and_grades(office):
    units = office.result(SCHEME)
    got = {code: (u["total"], u["rank"], u["grade"]) for code, u in units.items()}
    assert got == {"a": (90, 1, "good"), "b": (80, 2, "good"), "c": (70, 3, "rest")}


def test_figures_are_exact_literals(office):
    office.load(observations="unit,indicator,period,value\na,gdp,2024,33.333333\n")
    text = office.score(SCHEME, "--json").stdout
    assert '"total": 33.333333,' in text
    assert '"published": 33.33,' in text


GATE = """    gates:
      - id: sixty
        metric: {attainment: gdp}
        at_least: 60%
        consequence: {ceiling: rest}
"""


@pytest.mark.parametrize(
    ("value", "grade"), [("59.999999", "rest"), ("60", "good"), ("60.000001", "good")]
)
def test_the_gate_compares_unrounded(office, value, grade):
    """X31, X32: below 60 % bars the grade and leaves the score."""
    office.load(observations=f"unit,indicator,period,value\na,gdp,2024,{value}\n")
    text = SCHEME.replace("at_least: 75", "at_least: 50").replace("    grades:", GATE + "    grades:")
    unit = office.result(text)["a"]
    assert unit["grade"] == grade
    assert str(unit["total"]).startswith(value.rstrip("0").rstrip(".")[:2])
    assert any(note["code"] == "gate.failed" for note in unit["notes"]) == (grade == "rest")


@pytest.mark.parametrize(
    ("policy", "total"),
    [("", None), ("zero_target: refuse", None), ("zero_target: full", 100), ("zero_target: zero", 0)],
)
def test_zero_targets(office, policy, total):
    office.load(targets="unit,indicator,period,required\na,gdp,2024,0\n")
    text = SCHEME.replace("indicator: gdp}", f"indicator: gdp, {policy}}}" if policy else "indicator: gdp}")
    unit = office.result(text)["a"]
    assert unit["total"] == total
    assert bool(unit["incomplete"]) == (total is None)


@pytest.mark.parametrize(
    ("policy", "total"),
    [("fail", None), ("zero", 0), ("{floor: 12.5}", 12.5), ("last-period", 55), ("reshare", None)],
)
def test_a_missing_figure_under_each_policy(office, policy, total):
    """`reshare` has nothing to share among here, so the unit stays incomplete."""
    office.load(
        units="unit,name,type\nd,丁县,county\n",
        targets="unit,indicator,period,required\nd,gdp,2024,100\nd,gdp,2023,100\n",
        observations="unit,indicator,period,value\nd,gdp,2023,55\n",
    )
    text = SCHEME.replace("rule: attainment", f"missing: {policy}, rule: attainment")
    done = office.score(text, "--json")
    assert done.returncode == 0, done.stderr
    units = json.loads(done.stdout)["groups"][0]["units"]
    unit = next(unit for unit in units if unit["unit"] == "d")
    assert unit["total"] == total
    if total is None:
        assert (unit["rank"], unit["grade"], unit["published"]) == (None, None, None)
        assert unit["incomplete"]
        assert units[-1]["unit"] == "d"
        assert "incomplete" in done.stderr


def test_all_tied_and_a_group_of_one(office):
    office.load(observations="unit,indicator,period,value\nb,gdp,2024,90\nc,gdp,2024,90\n")
    units = office.result(SCHEME)
    assert [unit["rank"] for unit in units.values()] == [1, 1, 1]
    one = SCHEME.replace("units: {type: county}", "units: {list: [a]}").replace(
        "groups:", "left_out: [b, c]\ngroups:", 1
    ).replace("version: 1", "version: 2")
    units = office.result(one)
    assert [(unit["unit"], unit["rank"]) for unit in units.values()] == [("a", 1)]


def make_counties(folder, count):
    office = Office(folder)
    codes = [f"u{number:03}" for number in range(count)]
    done = office.load(
        units="unit,name,type\n" + "".join(f"{c},县{c},county\n" for c in codes),
        indicators="indicator,name,measure_unit,direction\ngdp,生产总值,亿元,higher\n",
        targets="unit,indicator,period,required\n" + "".join(f"{c},gdp,2024,1000\n" for c in codes),
        observations="unit,indicator,period,value\n"
        + "".join(f"{c},gdp,2024,{900 - n}\n" for n, c in enumerate(codes)),
    )
    assert done.returncode == 0, done.stderr
    return office


@pytest.mark.parametrize(
    ("count", "rounding", "places"),
    [(16, "down", 4), (16, "up", 4), (110, "down", 27), (110, "nearest", 28), (110, "up", 28)],
)
def test_quotas_of_a_quarter(tmp_path, count, rounding, places):
    """W11: 25 % of 16 is 4; of 110 it is 27.5, rounded as the scheme says."""
    office = make_counties(tmp_path, count)
    text = SCHEME.replace("at_least: 75", f"share: 25%, round: {rounding}")
    units = office.result(text).values()
    assert sum(unit["grade"] == "good" for unit in units) == places


@pytest.mark.parametrize(("vacated", "good"), [("next", ["b", "c"]), ("empty", ["b"])])
def test_a_vacated_place(office, vacated, good):
    """X45: the vetoed first place goes to the next unit, or stays empty, as the scheme says."""
    done = office.load(events="event,unit,period,kind,subject\nv1,a,2024,veto,安全生产\n")
    assert done.returncode == 0, done.stderr
    text = SCHEME.replace("at_least: 75", f"top: 2, vacated: {vacated}").replace(
        "    grades:",
        "    events:\n      - {kind: veto, subject: 安全生产, consequence: {ceiling: rest}}\n    grades:",
    )
    units = office.result(text)
    assert [code for code, unit in units.items() if unit["grade"] == "good"] == good
    assert (units["a"]["rank"], units["a"]["grade"]) == (1, "rest")


def test_an_office_open_in_two_processes(office):
    """Writers wait for each other; no row of either is lost."""
    paths = [
        office.file(f"more{n}.csv", "unit,name,type\n" + f"m{n},新县{n},county\n") for n in range(12)
    ]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda path: run("import", office.path, path), paths))
    assert [one.returncode for one in done] == [0] * 12
    health = json.loads(run("doctor", office.path, "--json").stdout)
    assert (health["units"], health["faults"]) == (3 + 12, [])


def test_last_period_reads_the_paced_target_of_the_year_before(office):
    """2023Q4 falls back on 1000·3/12 = 250 of 2023: 200/250 = 80 %."""
    office.load(
        indicators="indicator,name,measure_unit,direction\nx,甲,项,higher\n",
        targets="unit,indicator,period,required\n" + "".join(f"{c},x,2023,1000\n" for c in "abc"),
        observations="unit,indicator,period,value\n" + "".join(f"{c},x,2023Q4,200\n" for c in "abc"),
    )
    text = SCHEME.replace("indicator: gdp", "indicator: x, pace: linear, missing: last-period")
    units = office.result(text.replace("period: 2024", "period: 2024Q1"))
    assert [unit["total"] for unit in units.values()] == [80, 80, 80]


def test_sums_beyond_the_range_that_a_cap_brings_back_are_explained(office):
    office.load(targets="unit,indicator,period,required\n" + "".join(f"{c},gdp,2024,50\n" for c in "abc"))
    text = SCHEME.replace("points: 100\n    components:\n", "points: 9000000000000\n    components:\n").replace(
        "      - {id: gdp, name: 生产总值, points: 100, rule: attainment, indicator: gdp}\n",
        "      - id: n\n        points: 7000000000000\n        cap: 7000000000000\n        components:\n"
        "          - {id: gdp, weight: 1, rule: attainment, cap: 120%, indicator: gdp}\n"
        "      - {id: two, points: 2000000000000, rule: attainment, indicator: gdp}\n",
    )
    assert office.result(text)["a"]["total"] == 9000000000000
    done = run("explain", office.path, "latest", "a", "--json")
    assert done.returncode == 0, done.stderr
    terms = json.loads(done.stdout)["terms"]
    # 7e12 · 1.2 − 1.4e12 + 2e12
    assert sorted(term["points"] for term in terms) == [-1400000000000, 2000000000000, 8400000000000]
