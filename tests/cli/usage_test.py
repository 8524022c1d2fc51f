"""Help, usage errors, listings and damaged offices."""

import json

import pytest

from conftest import SCHEME, run

COMMANDS = [
    ["init"], ["import"], ["score"], ["runs"], ["show"], ["explain"], ["plugin"],
    ["plugin", "list"], ["plugin", "info"], ["doctor"], ["set"], ["history"], ["export"],
    ["backup"], ["restore"], ["audit"],
    ["audit", "show"], ["audit", "verify"], ["audit", "checkpoint"], ["audit", "proof"],
    ["audit", "consistency"], ["audit", "check"], ["key"], ["key", "new"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("language", "example"), [("en", "Example:"), ("zh", "示例")])
def test_every_command_has_help_with_an_example(command, language, example):
    done = run(*command, "--help", language=language)
    assert done.returncode == 0
    assert example in done.stdout
    assert "assay " + command[0] in done.stdout


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        ([], "--help"),
        (["scroe"], "score"),
        (["score"], "score --help"),
        (["runs", "x", "--bogus"], "--bogus"),
        (["runs", "x", "--reason", "y"], "--reason"),
        (["audit", "chekc", "x"], "check"),
        (["key"], "key --help"),
        (["import", "x", "y", "--encoding", "big5"], "big5"),
        (["score", "{office}", "{scheme}", "--period", "2024Q5"], "2024Q5"),
        (["show", "{office}", "first"], "first"),
    ],
)
def test_usage_errors_exit_with_2(office, arguments, needle):
    scheme = office.file("scheme.yaml", SCHEME)
    done = run(*(a.format(office=office.path, scheme=scheme) for a in arguments))
    office.refuses(done, 2, needle)


@pytest.mark.parametrize(
    "arguments",
    [["runs", "{none}"], ["show", "{office}", "7"], ["show", "{office}", "latest"],
     ["explain", "{office}", "1", "a"], ["init", "{office}"]],
)  # fmt: skip
def test_what_is_not_there_exits_with_1(office, arguments):
    none = office.folder / "none"
    office.refuses(run(*(a.format(office=office.path, none=none) for a in arguments)), 1)
    assert not none.exists()


def test_runs_show_and_explain(office):
    scored = office.score(SCHEME, "--json").stdout
    assert run("show", office.path, "1", "--json").stdout == scored
    assert run("show", office.path, "latest", "--group", "counties", "--json").stdout == scored
    office.refuses(run("show", office.path, "1", "--group", "counties2"), 1, "counties")
    (summary,) = json.loads(run("runs", office.path, "--json").stdout)
    assert (summary["run"], summary["scheme"], summary["units"]) == (1, "small", 3)
    explained = json.loads(run("explain", office.path, "1", "a", "--json").stdout)
    assert sum(term["points"] for term in explained["terms"]) == explained["total"] == 90
    office.refuses(run("explain", office.path, "1", "zz"), 1, "zz")


def test_several_schemes_give_an_array(office):
    first = office.file("one.yaml", SCHEME)
    second = office.file("two.yaml", SCHEME.replace("scheme: small", "scheme: other"))
    done = run("score", office.path, first, second, "--json")
    assert [result["scheme"] for result in json.loads(done.stdout)] == ["small", "other"]


def test_result_files_are_written(office):
    csv, html = office.folder / "r.csv", office.folder / "r.html"
    assert office.score(SCHEME, "--csv", csv, "--html", html).returncode == 0
    assert "甲县" in csv.read_text("utf-8")
    assert "甲县" in html.read_text("utf-8")
    office.refuses(office.score(SCHEME, "--csv", office.folder / "no" / "r.csv"), 3, "r.csv")


def test_a_full_output_is_an_error(office):
    with open("/dev/full", "wb") as full:
        import subprocess

        from conftest import BINARY

        done = subprocess.run([BINARY, "runs", office.path], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3


def test_a_damaged_office_is_reported(office):
    truth = office.path / "truth" / "data.mdb"
    truth.write_bytes(b"\0" * truth.stat().st_size)
    for command in ("runs", "doctor"):
        office.refuses(run(command, office.path), 3, str(office.path))


def test_plugins_are_listed():
    plugins = {plugin["plugin"]: plugin for plugin in json.loads(run("plugin", "list", "--json").stdout)}
    assert "investment" in plugins
    done = run("plugin", "info", "investment")
    assert (done.returncode, "completion" in done.stdout) == (0, True)
    assert run("plugin", "info", "nothing").returncode == 4


def test_version_and_doctor_without_an_office():
    assert run("--version").stdout.startswith("assay ")
    done = run("doctor")
    assert (done.returncode, "investment" in done.stdout) == (0, True)
    assert "简体中文" in run("doctor", language="zh").stdout


@pytest.mark.parametrize("closed", ["<&- >&-", ">&- 2>&-", "<&- >&- 2>&-", "2>&-", ">&-"])
@pytest.mark.parametrize("command", ["show O latest", "import O O/../bad.csv", "score O O/../scheme.yaml"])
def test_closed_streams_never_reach_the_office(office, closed, command):
    import subprocess

    from conftest import BINARY

    office.score(SCHEME)
    office.file("bad.csv", "unit,nam\n")
    before = office.bytes()
    script = f'"$0" {command.replace("O", "$1")} {closed}'
    done = subprocess.run(
        ["sh", "-c", script, BINARY, office.path], capture_output=True, timeout=60, check=False
    )
    if ">&- " in closed + " " and "import" not in command and closed != "2>&-":
        assert done.returncode == 3
    assert office.bytes() == before
    assert run("doctor", office.path).returncode == 0


def test_one_refused_scheme_refuses_all(office):
    good = office.file("good.yaml", SCHEME)
    bad = office.file("bad.yaml", SCHEME.replace("indicator: gdp", "indicator: gpd"))
    before = office.bytes()
    office.refuses(run("score", office.path, good, bad), 1, "bad.yaml")
    assert office.bytes() == before


def test_result_files_of_several_schemes_have_names_of_their_own(office):
    first = office.file("one.yaml", SCHEME)
    second = office.file("two.yaml", SCHEME.replace("version: 1", "version: 2"))
    done = run("score", office.path, first, second, "--csv", office.folder / "r.csv")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in office.folder.glob("r*.csv")) == [
        "r-small-1.csv",
        "r-small-2.csv",
    ]


def test_result_files_replace_nothing_that_is_needed(office):
    scheme = office.file("scheme.yaml", SCHEME)
    for options in (
        ["--csv", scheme],
        ["--html", office.path / "truth" / "data.mdb"],
        ["--csv", office.folder / "same", "--html", office.folder / "." / "same"],
    ):
        before = office.bytes()
        office.refuses(run("score", office.path, scheme, *options), 2)
        assert office.bytes() == before
    assert scheme.read_text("utf-8") == SCHEME


def test_a_run_whose_output_failed_is_said_to_be_stored(office):
    done = office.score(SCHEME, "--csv", office.folder / "no" / "r.csv")
    office.refuses(done, 3, "run 1 is stored")


@pytest.mark.parametrize("actor", ["", "/x", "x/", "a/b/c", "a\nb", "x" * 201])
def test_an_actor_is_a_department_and_perhaps_a_person(office, actor):
    office.refuses(run("runs", office.path, "--as", actor), 2, "--as")
    office.score(SCHEME, "--as", "统计局/科长")
    assert "统计局/科长" in run("runs", office.path).stdout


def test_an_office_cut_short_is_reported(office):
    truth = office.path / "truth" / "data.mdb"
    with truth.open("r+b") as file:
        file.truncate(truth.stat().st_size // 4096 // 2 * 4096)
    for command in (["doctor"], ["runs"]):
        office.refuses(run(command[0], office.path), 3, "data.mdb")


def test_a_scheme_may_come_from_a_pipe(office):
    import os
    import threading

    reading, writing = os.pipe()
    thread = threading.Thread(target=lambda: (os.write(writing, SCHEME.encode()), os.close(writing)))
    thread.start()
    done = run("score", office.path, f"/dev/fd/{reading}", pass_fds=[reading])
    thread.join()
    os.close(reading)
    assert done.returncode == 0, done.stderr
