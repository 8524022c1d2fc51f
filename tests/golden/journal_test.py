"""What the journal of an example office looks like to people, compared with the files under
expected/. UPDATE_GOLDEN=1 rewrites them; review the difference before it is committed."""

import os
import pathlib
import re

import office
import pytest

EXPECTED = pathlib.Path(__file__).parent / "expected" / "xianyang-2003"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("office") / "xianyang"
    office.make(made, "xianyang-2003")
    office.run("set", made, "武功", "地方财政收入", "2003", "5100",
               "--reason", "审计更正", "--as", "财政局/科长")
    office.run("set", made, "武功", "农民人均纯收入", "2003", "--clear", "--layer", "upper",
               "--reason", "上级未下达")
    return made


def check(name, text):
    """Compares without moments and digests, and without the blanks that fill up columns."""
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", text.decode())
    text = re.sub(r"\b[0-9a-f]{12,64}…?", "DIGEST", text)
    if not name.endswith(".json"):
        text = re.sub(r"(?m) +$", "", re.sub(r" {2,}", "  ", text))
    file = EXPECTED / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"{file} is missing: UPDATE_GOLDEN=1 writes it"
    assert text == file.read_text(encoding="utf-8"), f"{name}: UPDATE_GOLDEN=1 rewrites"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_history(folder, language):
    check(f"history.{language}.txt",
          office.run("history", folder, "武功", "地方财政收入", "2003", language=language))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_entries_of_a_unit(folder, language):
    check(f"journal.{language}.txt",
          office.run("audit", "show", folder, "--unit", "武功", "--limit", "12", language=language))


def test_entries_json(folder):
    check("journal.json", office.run("audit", "show", folder, "--limit", "4", "--json"))
