"""An office written out as CSV files, and made again from them."""

import json

from conftest import Office, run


def test_an_export_makes_the_same_office_again(office):
    run("set", office.path, "b", "gdp", "2024", "85.25", "--reason", "更正", "--source", "年报, 表一")
    run("set", office.path, "c", "gdp", "2024", "--clear", "--reason", "误报")
    folder = office.folder / "out"
    done = run("export", office.path, "--all", folder, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["units"], report["observations"], report["targets"]) == (3, 2, 3)
    other = office.folder / "other"
    other.mkdir()
    again = Office(other)
    assert run("import", again.path, *sorted(folder.glob("*.csv"))).returncode == 0
    second = json.loads(run("export", again.path, "--all", other / "out", "--json").stdout)
    assert second["content"] == report["content"]
    for file in folder.iterdir():
        assert (other / "out" / file.name).read_bytes() == file.read_bytes()
    run("set", again.path, "b", "gdp", "2024", "85.26", "--reason", "更正")
    third = json.loads(run("export", again.path, "--all", other / "more", "--json").stdout)
    assert third["content"] != report["content"]
    assert report["content"] in run("export", office.path, "--all", office.folder / "x").stdout


def test_an_export_replaces_nothing(office):
    folder = office.folder / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    office.refuses(run("export", office.path, "--all", folder), 1, "out")
    assert [file.name for file in folder.iterdir()] == ["mine.txt"]
    office.refuses(run("export", office.path), 2, "--all")
