"""Backups, the way back, and the check of every byte."""

import json

from conftest import SCHEME, run


def change(office, value):
    done = run("set", office.path, "a", "gdp", "2024", value, "--reason", "更正")
    assert done.returncode == 0, done.stderr


def root_of(path):
    return json.loads(run("audit", "verify", path, "--json").stdout)["root"]


def test_a_backup_makes_the_same_office_again(office):
    change(office, "91")
    scored = office.score(SCHEME, "--json").stdout
    file = office.folder / "office.backup"
    done = run("backup", office.path, file, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["log_root"] == root_of(office.path)
    change(office, "92")
    again = office.folder / "again"
    done = run("restore", file, again)
    assert done.returncode == 0, done.stderr
    assert report["log_root"] in done.stdout
    assert root_of(again) == report["log_root"] != root_of(office.path)
    assert run("show", again, "latest", "--json").stdout == scored


def test_a_backup_replaces_only_what_it_is_told_to(office):
    file = office.folder / "office.backup"
    assert run("backup", office.path, file).returncode == 0
    before = file.read_bytes()
    office.refuses(run("backup", office.path, file), 1, "office.backup")
    assert file.read_bytes() == before
    root = root_of(office.path)
    change(office, "91")
    office.refuses(run("restore", file, office.path), 1)
    assert root_of(office.path) != root
    done = run("restore", file, office.path, "--replace")
    assert done.returncode == 0, done.stderr
    assert root_of(office.path) == root


def test_bad_backups_are_refused(office):
    file = office.folder / "office.backup"
    assert run("backup", office.path, file).returncode == 0
    good = file.read_bytes()
    new = office.folder / "new"
    for bad in (b"", b"no backup", good[: len(good) // 2], good[:4096] + b"\xff" * 4096 + good[8192:]):
        file.write_bytes(bad)
        done = run("restore", file, new)
        assert done.returncode in (1, 3), done.stderr
        assert done.stderr.strip() and done.stdout == ""
        assert not (new / "truth").exists()
    office.refuses(run("restore", office.folder / "none", new), 1, "none")
    office.refuses(run("backup", office.folder / "none", office.folder / "x"), 1)
    office.refuses(run("backup", office.path, office.path / "truth" / "x"), 2)


def test_scrub_reads_every_byte(office):
    done = run("doctor", office.path, "--scrub", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["faults"] == [] and report["pages"] > 0
    assert report["log_root"] == root_of(office.path)
    assert "no fault found" in run("doctor", office.path, "--scrub").stdout
    truth = office.path / "truth" / "data.mdb"
    data = bytearray(truth.read_bytes())
    at = data.index("甲县".encode())
    data[at] ^= 1
    truth.write_bytes(data)
    done = run("doctor", office.path, "--scrub")
    assert done.returncode == 3, done.stdout
    office.refuses(run("doctor", "--scrub"), 2, "--scrub")
