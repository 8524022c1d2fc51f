"""Bad input to `assay import`: one clear message, exit code 1, and an unchanged office."""

import ctypes
import os
import resource
import shutil
import signal

import pytest

from conftest import BINARY, SCHEME, run

HEADER = "unit,indicator,period,value\n"

BAD_ROWS = {
    "unknown unit": (HEADER + "zz,gdp,2024,1\n", ["observations.csv:2", "zz"]),
    "unknown indicator": (HEADER + "a,gpd,2024,1\n", ["observations.csv:2", "gpd", "gdp"]),
    "unknown period": (HEADER + "a,gdp,2024-13,1\n", ["observations.csv:2", "2024-13", "2024Q3"]),
    "duplicate row, other value": (
        HEADER + "a,gdp,2025,1\nb,gdp,2025,1\na,gdp,2025,2\n",
        ["observations.csv:4", "2"],
    ),
    "seven decimals": (HEADER + "a,gdp,2024,1.0000001\n", ["observations.csv:2", "6"]),
    "exponent": (HEADER + "a,gdp,2024,1e30\n", ["observations.csv:2", "1e30"]),
    "out of range": (HEADER + "a,gdp,2024,9300000000000\n", ["observations.csv:2"]),
    "not a number": (HEADER + "a,gdp,2024,NaN\n", ["observations.csv:2", "NaN"]),
    "empty value": (HEADER + "a,gdp,2024,\n", ["observations.csv:2", "value"]),
    "full-width digits": (HEADER + "a,gdp,2024,１２\n", ["observations.csv:2", "１２"]),
    "wrong header": ("unit,indicator,period,valu\na,gdp,2024,1\n", ["observations.csv", "valu"]),
    "column twice": (
        "unit,unit,indicator,period,value\na,a,gdp,2024,1\n",
        ["observations.csv", "unit"],
    ),
    "missing column": ("unit,indicator,value\na,gdp,1\n", ["observations.csv", "period"]),
    "broken UTF-8": (
        HEADER.encode() + b"a,gdp,2024,1\nb,gdp,2024,\xff\xfe\n",
        ["observations.csv:3", "UTF-8"],
    ),
    "GB18030 without the flag": (
        "unit,indicator,period,value,source\na,gdp,2024,1,统计局\n".encode("gb18030"),
        ["observations.csv:2", "--encoding gb18030"],
    ),
    "NUL byte": (HEADER.encode() + b"a,gdp,2024,1\x00\n", ["observations.csv:2", "NUL"]),
    "quote left open": (HEADER + 'a,gdp,2024,"1\n', ["observations.csv:2"]),
    "quote inside a field": (HEADER + 'a,g"dp,2024,1\n', ["observations.csv:2"]),
    "too few fields": (HEADER + "a,gdp,2024\n", ["observations.csv:2"]),
    "too many fields": (HEADER + "a,gdp,2024,1,2\n", ["observations.csv:2"]),
    "unknown state": (
        "unit,indicator,period,value,state\na,gdp,2024,1,confirmd\n",
        ["observations.csv:2", "confirmed"],
    ),
    "empty file": ("", ["observations.csv"]),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_bad_rows_are_refused_whole(office, case):
    text, needles = BAD_ROWS[case]
    before = office.bytes()
    # A good file of the same command must not land either.
    good = office.file("more.csv", "unit,name,type\nd,丁县,county\n")
    bad = office.file("observations.csv", text)
    office.refuses(run("import", office.path, good, bad), 1, *needles)
    assert office.bytes() == before


def test_cyclic_parents_are_refused(office):
    before = office.bytes()
    done = office.load(units="unit,name,type,parent\na,甲县,county,b\nb,乙县,county,a\n")
    office.refuses(done, 1, "units.csv", "a", "b")
    assert office.bytes() == before


def test_a_line_of_200_megabytes_is_refused_in_little_memory(office):
    path = office.folder / "observations.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode())
        for _ in range(200):
            file.write(b"x" * (1 << 20))
    before = office.bytes()
    limit = 1 << 20  # KiB of resident memory of all children of this process so far
    office.refuses(run("import", office.path, path), 1, "observations.csv:2")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < limit
    assert office.bytes() == before


def test_every_error_is_listed_up_to_a_limit(office):
    rows = "".join(f"unit{number},gdp,2024,1\n" for number in range(300))
    done = office.load(observations=HEADER + rows)
    office.refuses(done, 1, "observations.csv:2 ", "observations.csv:50 ")
    assert 50 <= len(done.stderr.splitlines()) <= 110


def test_errors_as_json(office):
    import json

    path = office.file("observations.csv", HEADER + "zz,gdp,2024,1\n")
    done = run("import", office.path, path, "--json")
    assert done.returncode == 1
    (error,) = json.loads(done.stderr)
    assert error["file"].endswith("observations.csv")
    assert error["row"] == 2
    assert error["code"] == "import.unknown_unit"


def test_errors_in_chinese(office):
    path = office.file("observations.csv", HEADER + "zz,gdp,2024,1\n")
    done = run("import", office.path, path, language="zh")
    assert done.returncode == 1
    assert "考核单位" in done.stderr


def test_importing_the_same_rows_again_changes_nothing_and_says_so(office):
    before = office.bytes()
    done = run("import", office.path, office.folder / "observations.csv")
    assert done.returncode == 0
    assert "nothing changed" in done.stdout
    assert office.bytes() == before


def test_gb18030_with_the_flag_and_a_byte_order_mark_are_read(office):
    text = "unit,indicator,period,value,source\na,gdp,2025,1,统计局\n"
    path = office.file("gb.csv", text.encode("gb18030"))
    assert run("import", office.path, path, "--encoding", "gb18030").returncode == 0
    path = office.file("bom.csv", b"\xef\xbb\xbf" + text.encode())
    done = run("import", office.path, path)
    assert (done.returncode, "nothing changed" in done.stdout) == (0, True)


def test_files_come_in_any_order(empty):
    from conftest import INDICATORS, OBSERVATIONS, TARGETS, UNITS

    done = empty.load(
        observations=OBSERVATIONS, targets=TARGETS, indicators=INDICATORS, units=UNITS
    )
    assert done.returncode == 0, done.stderr


def test_a_full_disk_changes_nothing(office):
    rows = "".join(f"unit{number:06},单位{number},county\n" for number in range(20_000))
    path = office.file("many.csv", "unit,name,type\n" + rows)
    before = office.bytes()

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 4096,) * 2)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = run("import", office.path, path, preexec_fn=small_files)
    office.refuses(done, 3)
    again = run("import", office.path, office.folder / "observations.csv")
    assert (again.returncode, "nothing changed" in again.stdout) == (0, True)
    assert run("import", office.path, path).returncode == 0


def test_a_folder_that_cannot_be_written_is_a_store_error():
    done = run("init", "/proc/office")
    assert done.returncode == 3
    assert "/proc/office" in done.stderr


def without_roots_powers():
    """Root passes every permission; without these capabilities it is an owner like any other."""
    libc = ctypes.CDLL(None)
    drop_from_bounding_set = 24
    for capability in (1, 2):  # DAC_OVERRIDE, DAC_READ_SEARCH
        libc.prctl(drop_from_bounding_set, capability, 0, 0, 0)


def test_a_read_only_office_refuses_writing(office):
    office.score(SCHEME)
    path = office.file("more.csv", "unit,name,type\nd,丁县,county\n")
    before = office.bytes()
    truth = office.path / "truth"
    for file in truth.iterdir():
        file.chmod(0o444)
    for folder in (truth, office.path):
        folder.chmod(0o555)
    try:
        done = run("import", office.path, path, preexec_fn=without_roots_powers)
    finally:
        for folder in (office.path, truth):
            folder.chmod(0o755)
    office.refuses(done, 3, str(office.path))
    assert office.bytes() == before
