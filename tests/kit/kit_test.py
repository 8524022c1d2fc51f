"""The conformance kit finds every planted bug, at the check it was planted for, and nothing in a
sound plugin. See ASSAY_BINARY, ASSAY_KIT_PLANTED and ASSAY_BUILT_IN in CMakeLists.txt."""

import concurrent.futures
import hashlib
import json
import os
import shutil
import subprocess
import xml.etree.ElementTree
from pathlib import Path

import pytest

BINARY = Path(os.environ["ASSAY_BINARY"])
PLANTED = Path(os.environ["ASSAY_KIT_PLANTED"])
CASES = ["--cases", Path(__file__).parent / "cases"]  # of the planted plugins
BUILT_IN = sorted(Path(os.environ["ASSAY_BUILT_IN"]).glob("*/*.so"))


def run(*arguments):
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [BINARY, "--lang", "en", "plugin", "check", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=300,
        env=environment, check=False)


def results(plugin, *arguments):
    """Verdicts by check, in the order in which they were made."""
    done = run(plugin, "--json", *arguments)
    assert done.returncode in (0, 1), done.stderr
    report = json.loads(done.stdout)
    failed = any(one["verdict"] == "failed" for one in report["checks"])
    assert done.returncode == (1 if failed else 0)
    return {one["check"]: one for one in report["checks"]}


def package_of(library, folder, **environment):
    """A package as a folder, with the golden cases in it, signed."""
    source = folder / "source"
    (source / "cases").mkdir(parents=True)
    for name in ("README.md", "README.zh.md"):
        (source / name).write_text("planted\n")
    shutil.copy(CASES[1] / "planted.json", source / "cases")
    package = folder / "package"
    for arguments in (
        ["plugin", "pack", source, "--library", library, "--out", package],
        ["key", "new", "tester", "--out", folder],
        ["plugin", "sign", package, "--key", folder / "tester.key"],
        ["plugin", "trust", "add", folder / "tester.pub", "--home", folder / "home"],
    ):
        done = subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True,
                              env={**os.environ, **environment}, check=False)
        assert done.returncode == 0, done.stderr
    return package


def spoiled_package(name, folder):
    package = package_of(PLANTED / f"{name}.so", folder / name, PLANTED_PACKED="1")
    if name == "package.signature":
        file = package / "manifest.minisig"
        lines = file.read_text().splitlines(keepends=True)
        middle = len(lines[1]) // 2
        other = "A" if lines[1][middle] != "A" else "B"
        lines[1] = lines[1][:middle] + other + lines[1][middle + 1 :]
        file.write_text("".join(lines))
    return package


CHECKS = [one["check"] for one in json.loads(run("--list", "--json").stdout)]


@pytest.fixture(scope="module", name="findings")
def checked_up_to_its_own(tmp_path_factory):
    """Of each planted plugin the verdicts up to the check it was planted for."""

    folder = tmp_path_factory.mktemp("packages")

    def check(name):
        plugin = PLANTED / f"{name}.so"
        if name.startswith("package."):
            plugin = spoiled_package(name, folder)
        wanted = CHECKS[: CHECKS.index(name) + 1]
        only = [text for one in wanted for text in ("--only", one)]
        limit = 2 if name == "faults.time" else 30
        return results(plugin, "--time-limit", limit, *only, *CASES, "--home",
                       folder / name / "home")

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(CHECKS, pool.map(check, CHECKS)))


@pytest.mark.parametrize("name", CHECKS)
def test_the_check_finds_what_is_planted_for_it(findings, name):
    failed = [one for one, result in findings[name].items() if result["verdict"] == "failed"]
    assert failed == [name], findings[name]


def test_every_planted_plugin_belongs_to_a_check():
    others = {"sound", "throws", "hangs", "exits", "crashes_at_end"}
    assert {path.stem for path in PLANTED.glob("*.so")} == set(CHECKS) | others


def test_nothing_is_found_in_a_sound_plugin():
    for seed in (1, 2):
        found = results(PLANTED / "sound.so", "--seed", seed, *CASES)
        assert list(found) == CHECKS
        left = {one for one, result in found.items() if result["verdict"] != "passed"}
        assert left == {"package.signature", "package.manifest"}


def test_a_package_is_checked_with_its_golden_cases(tmp_path):
    found = results(package_of(PLANTED / "sound.so", tmp_path), "--home", tmp_path / "home")
    bad = {one: result for one, result in found.items() if result["verdict"] != "passed"}
    assert not bad


@pytest.mark.parametrize("language", ["c", "c++"])
def test_nothing_is_found_in_what_the_template_makes(tmp_path, language):
    for arguments in (
        ["new", "water", "--language", language, "--out", tmp_path / "water"],
        ["build", tmp_path / "water"],
        ["pack", tmp_path / "water", "--out", tmp_path / "water.tar"],
    ):
        done = subprocess.run([BINARY, "plugin", *map(str, arguments)], capture_output=True,
                              text=True, check=False)
        assert done.returncode == 0, done.stderr
    found = results(tmp_path / "water.tar")
    bad = {one: result for one, result in found.items() if result["verdict"] == "failed"}
    assert not bad
    assert found["golden.cases"]["verdict"] == "passed"


@pytest.mark.parametrize("plugin", BUILT_IN, ids=lambda path: path.stem)
def test_nothing_is_found_in_a_built_in_plugin(plugin):
    found = results(plugin)
    bad = {one: result for one, result in found.items() if result["verdict"] == "failed"}
    assert not bad


@pytest.mark.parametrize(
    "name, words",
    [
        ("throws", "an exception"),
        ("hangs", "did not end within 2 s"),
        ("exits", "exit code 7"),
        ("abi.evaluate", "SIGSEGV"),
    ],
)
def test_an_early_end_is_reported_and_ends_one_check_only(name, words):
    found = results(PLANTED / f"{name}.so", "--time-limit", 2)
    assert words in found["abi.evaluate"]["message"]
    assert found["abi.versions"]["verdict"] == "passed"
    assert found["faults.time"]["verdict"] == "skipped"


def test_a_crash_as_the_plugin_is_unloaded_is_reported():
    found = results(PLANTED / "crashes_at_end.so", "--only", "abi.load")
    assert "SIGSEGV" in found["abi.load"]["message"]


def test_a_finding_can_be_reproduced_by_the_command_it_names():
    plugin = PLANTED / "meaning.rising.so"
    found = results(plugin, "--only", "meaning.rising", "--seed", "7")["meaning.rising"]
    command = found["reproduce"].split()
    assert command[:3] == ["assay", "plugin", "check"]
    again = run(*command[3:])
    assert again.returncode == 1
    assert found["message"] in again.stdout


def test_junit_and_the_table_say_the_same(tmp_path):
    done = run(PLANTED / "data.prefill.so", "--only", "data", "--junit", tmp_path / "kit.xml")
    assert done.returncode == 1
    suite = xml.etree.ElementTree.parse(tmp_path / "kit.xml").getroot()
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["prefill"]
    assert int(suite.get("tests")) == len([one for one in CHECKS if one.startswith("data.")])
    assert "data.prefill" in done.stdout and "--reproduce data.prefill" in done.stdout


def test_golden_cases_that_are_no_json_are_refused(tmp_path):
    (tmp_path / "case.json").write_text("[")
    done = run(PLANTED / "sound.so", "--cases", tmp_path)
    assert done.returncode == 1 and "case.json" in done.stderr and not done.stdout


def test_golden_cases_that_do_not_fit_are_reported(tmp_path):
    for text, words in [
        ('[{"case":"a","period":"2024","units":[{"unit":"u","expected":{"no":"1"}}]}]', "missing"),
        ('[{"case":"a","period":"2024","units":[{"unit":"u","inputs":{"x":"a"}}]}]', "type"),
        ('[{"case":"a","period":"2024","units":[{"unit":"u","inputs":{"x":"1"}}]}]', "expected"),
    ]:
        (tmp_path / "case.json").write_text(text)
        found = results(PLANTED / "sound.so", "--only", "golden", "--cases", tmp_path)
        assert words in found["golden.cases"]["message"]


def test_a_certificate_is_written_for_what_passed_and_signed(tmp_path):
    file = tmp_path / "certificate.json"
    made = subprocess.run([BINARY, "key", "new", "tester", "--out", tmp_path], check=False,
                          capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    done = run(PLANTED / "sound.so", "--certificate", file, "--date", "2026-01-02", "--key",
               tmp_path / "tester.key", *CASES)
    assert done.returncode == 0, done.stdout + done.stderr
    certificate = json.loads(file.read_text())
    assert set(certificate["passed"]) == set(CHECKS) - set(certificate["not_applicable"])
    assert certificate["date"] == "2026-01-02"
    digest = hashlib.sha256((PLANTED / "sound.so").read_bytes()).hexdigest()
    assert certificate["sha256"] == digest
    assert (tmp_path / "certificate.json.minisig").read_text().startswith("untrusted comment:")

    file.unlink()
    done = run(PLANTED / "data.prefill.so", "--certificate", file)
    assert done.returncode == 1 and not file.exists()
    assert "no certificate" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["no-such.so"], ["sound.so", "--only", "abi.nothing"]])
def test_what_cannot_be_checked_is_refused(arguments):
    plugin = [PLANTED / arguments[0], *arguments[1:]] if arguments else []
    done = run(*plugin)
    assert done.returncode in (2, 4)
    assert done.stderr.startswith("assay: ")
