"""Both example offices, from figures to result, compared byte by byte with the files under
expected/. UPDATE_GOLDEN=1 rewrites them; review the difference before it is committed."""

import csv
import decimal
import json
import os
import pathlib
import re

import office
import pytest

EXPECTED = pathlib.Path(__file__).parent / "expected"
UNITS = {"anhui-2016": ["芜湖市", "宿州市"],
         "xianyang-2003": ["武功", "泾阳", "教育局"]}


def normalised(text):
    """Without what may differ from one build or office to the next: run numbers and digests."""
    text = re.sub(rb'("run": ?)"?\d+"?', rb"\1RUN", text)
    return re.sub(rb"\b[0-9a-f]{12,64}\b", b"DIGEST", text)


def check(name, text):
    file = EXPECTED / name
    text = normalised(text)
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    assert file.exists(), f"{file} is missing: UPDATE_GOLDEN=1 writes it"
    assert text.decode() == file.read_text(encoding="utf-8"), f"{name}: UPDATE_GOLDEN=1 rewrites"


@pytest.fixture(scope="module", params=sorted(UNITS))
def example(request, tmp_path_factory):
    """(name, office folder, JSON that scoring printed)"""
    folder = tmp_path_factory.mktemp("office") / request.param
    return request.param, folder, office.make(folder, request.param)


def test_json(example):
    name, _, scored = example
    check(f"{name}/run.json", scored)


def test_show_gives_what_score_gave(example):
    _, folder, scored = example
    assert office.run("show", folder, "latest", "--json") == scored


@pytest.mark.parametrize("language", ["en", "zh"])
def test_text(example, language):
    name, folder, _ = example
    check(f"{name}/run.{language}.txt", office.run("show", folder, "latest", language=language))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_explain(example, language):
    name, folder, _ = example
    for unit in UNITS[name]:
        check(f"{name}/explain-{unit}.{language}.txt",
              office.run("explain", folder, "latest", unit, language=language))


def test_explain_json(example):
    name, folder, _ = example
    for unit in UNITS[name]:
        check(f"{name}/explain-{unit}.json", office.run("explain", folder, "latest", unit, "--json"))


def test_csv(example, tmp_path):
    name, folder, _ = example
    office.run("show", folder, "latest", "--csv", tmp_path / "run.csv")
    check(f"{name}/run.csv", (tmp_path / "run.csv").read_bytes())


def test_scoring_again_is_the_same_run(example):
    name, folder, scored = example
    again = office.run("score", folder, office.EXAMPLES / name / f"{name}.yaml", "--json")
    assert again == scored
    assert len(json.loads(office.run("runs", folder, "--json"))) == 1


def test_importing_again_changes_nothing(example):
    name, folder, _ = example
    text = office.run("import", folder, *sorted((office.EXAMPLES / name).glob("*.csv")))
    assert text.startswith(b"nothing changed")


def test_anhui_gives_the_official_ranks(tmp_path):
    """Official index and rank: bulletin of January 2018."""
    units = office.units_of(office.make(tmp_path / "office", "anhui-2016"))
    differing = []
    with open(office.EXAMPLES / "anhui-2016/expected/official.csv", encoding="utf-8") as file:
        official = list(csv.DictReader(file))
    assert len(official) == len(units) == 16
    for row in official:
        unit = units[row["city"]]
        index = decimal.Decimal(row["index"])
        assert unit["rank"] == row["rank"], row["city"]
        assert abs(decimal.Decimal(unit["total"]) - index) <= decimal.Decimal("0.007"), row["city"]
        if decimal.Decimal(unit["published"]) != index:
            differing.append((row["city"], decimal.Decimal(unit["published"]) - index))
    assert sorted(differing) == sorted([("芜湖市", decimal.Decimal("0.01")),
                                        ("马鞍山市", decimal.Decimal("-0.01"))])
