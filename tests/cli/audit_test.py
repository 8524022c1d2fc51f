"""The journal as users and outsiders see it. Proofs are checked here once more from the text of RFC
9162, with nothing of ours but their JSON."""

import base64
import hashlib
import json
import os
import stat

import pytest

from conftest import run

NAME = "assay.example.gov.cn"


@pytest.fixture
def keys(office):
    """Paths of the signing and the verifier key."""
    done = run("key", "new", NAME, "--out", office.folder)
    assert done.returncode == 0, done.stderr
    return office.folder / f"{NAME}.key", office.folder / f"{NAME}.pub"


def change(office, value):
    done = run("set", office.path, "a", "gdp", "2024", value, "--reason", "更正")
    assert done.returncode == 0, done.stderr


def checkpoint(office, keys, name):
    file = office.folder / name
    done = run("audit", "checkpoint", office.path, "--key", keys[0], "--out", file)
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def signed(office, keys):
    """An office with a figure changed after one checkpoint and before another."""
    change(office, "91")
    first = checkpoint(office, keys, "first")
    change(office, "92")
    return office, keys, first, checkpoint(office, keys, "second")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def head_of(note):
    """Size and root of a checkpoint's text."""
    log, size, root, *_ = note.split("\n")
    assert log == NAME
    return int(size), base64.b64decode(root, validate=True)


def root_of(record, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    assert index < size
    fn, sn, r = index, size - 1, sha256(b"\0", record)
    for p in path:
        assert sn != 0
        if fn & 1 or fn == sn:
            r = sha256(b"\1", p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\1", r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return r


def roots_of_growth(first, second, first_root, path):
    """RFC 9162, section 2.1.4.2: the roots the path leads to."""
    if first & (first - 1) == 0:
        path = [first_root, *path]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        assert sn != 0
        if fn & 1 or fn == sn:
            fr, sr = sha256(b"\1", c, fr), sha256(b"\1", c, sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha256(b"\1", sr, c)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return fr, sr


def proof_of(*arguments):
    done = run("audit", "proof", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_stranger_recomputes_the_root(signed):
    office, _, _, second = signed
    proof = proof_of(office.path, "--unit", "a")
    assert proof["checkpoint"] == second.read_text("utf-8")
    size, root = head_of(proof["checkpoint"])
    assert proof["entries"]
    for entry in proof["entries"]:
        record = base64.b64decode(entry["record"], validate=True)
        path = [bytes.fromhex(node) for node in entry["path"]]
        assert root_of(record, entry["entry"], size, path) == root
        assert root_of(record + b"\0", entry["entry"], size, path) != root
    # The reason is there to be read.
    assert any("更正".encode() in base64.b64decode(e["record"]) for e in proof["entries"])


def test_every_entry_can_be_proved_against_every_checkpoint(signed):
    office, _, first, second = signed
    for file in (first, second):
        size, root = head_of(file.read_text("utf-8"))
        for number in range(size):
            proof = proof_of(office.path, number, "--checkpoint", file)
            (entry,) = [e for e in proof["entries"] if e["entry"] == number]
            path = [bytes.fromhex(node) for node in entry["path"]]
            assert root_of(base64.b64decode(entry["record"]), number, size, path) == root
        office.refuses(run("audit", "proof", office.path, 10**6, "--checkpoint", file), 1)


def test_growth_is_proved_to_a_stranger(signed):
    office, keys, first, second = signed
    file = office.folder / "growth.json"
    done = run("audit", "consistency", office.path, first, "--key", keys[1], "--out", file)
    assert done.returncode == 0, done.stderr
    proof = json.loads(file.read_text("utf-8"))
    (size1, root1), (size2, root2) = head_of(proof["earlier"]), head_of(proof["later"])
    assert head_of(second.read_text("utf-8")) == (size2, root2)
    path = [bytes.fromhex(node) for node in proof["path"]]
    assert roots_of_growth(size1, size2, root1, path) == (root1, root2)
    done = run("audit", "check", file, "--key", keys[1], "--json")
    assert json.loads(done.stdout)["earlier"] == {"size": size1, "root": root1.hex()}


def test_a_proof_is_checked_without_the_office(signed):
    office, keys, first, second = signed
    file = office.folder / "a.json"
    assert run("audit", "proof", office.path, "--unit", "a", "--out", file).returncode == 0
    os.rename(office.path, office.folder / "elsewhere")
    for key in (keys[1], keys[1].read_text("utf-8").strip()):
        done = run("audit", "check", file, "--key", key, "--checkpoint", second, "--json")
        assert done.returncode == 0, done.stderr
    entries = json.loads(done.stdout)["entries"]
    values = [(edit["before"], edit["after"]) for entry in entries for edit in entry["edits"]
              if entry["layer"] == "actual" and edit["unit"] == "a"]
    assert values == [(None, 90), (90, 91), (91, 92)]
    text = run("audit", "check", file, "--key", keys[1]).stdout
    assert "91 → 92" in text and "proved" in text
    office.refuses(run("audit", "check", file, "--key", keys[1], "--checkpoint", first), 1, "a.json")


def test_an_altered_proof_is_refused(signed):
    office, keys, _, _ = signed
    proof = proof_of(office.path, "--unit", "a")
    entry = proof["entries"][-1]
    record = bytearray(base64.b64decode(entry["record"]))
    record[-1] ^= 1
    alterations = {
        "record": base64.b64encode(bytes(record)).decode(),
        "entry": entry["entry"] - 1,
        "path": entry["path"][:-1],
    }
    for name, value in alterations.items():
        altered = json.loads(json.dumps(proof))
        altered["entries"][-1][name] = value
        file = office.file("altered.json", json.dumps(altered))
        office.refuses(run("audit", "check", file, "--key", keys[1]), 1, "altered.json")
    for text in ("", "{}", json.dumps(proof)[:-5], "\0"):
        file = office.file("altered.json", text)
        office.refuses(run("audit", "check", file, "--key", keys[1]), 1, "altered.json")


def test_verify_recomputes_the_journal(signed):
    office, keys, _, second = signed
    done = run("audit", "verify", office.path, "--key", keys[1], "--json")
    assert done.returncode == 0, done.stderr
    health = json.loads(done.stdout)
    size, root = head_of(second.read_text("utf-8"))
    assert (health["size"], health["root"]) == (size, root.hex())
    assert (health["checkpoints"], health["faults"]) == (2, [])
    other = office.folder / "other"
    other.mkdir()
    run("key", "new", NAME, "--out", other)
    done = run("audit", "verify", office.path, "--key", other / f"{NAME}.pub")
    assert done.returncode != 0, "a signature of another key"
    assert "--key" in run("audit", "verify", office.path).stdout


def test_a_checkpoint_of_the_same_journal_is_the_same(signed):
    office, keys, first, second = signed
    before = office.bytes()
    again = run("audit", "checkpoint", office.path, "--key", keys[0])
    assert again.stdout == second.read_text("utf-8")
    assert office.bytes() == before
    assert first.read_text("utf-8") != again.stdout


def test_an_office_restored_to_an_earlier_state_is_found_out(signed):
    office, keys, first, second = signed
    # Somebody puts yesterday's office back and goes on from there.
    import shutil

    from conftest import Office, UNITS

    shutil.rmtree(office.path)
    folder = office.folder / "again"
    folder.mkdir()
    other = Office(folder)
    other.load(units=UNITS)
    office.refuses(run("audit", "consistency", other.path, second), 1, "second")
    del first, keys


def test_show_lists_entries(signed):
    office, _, _, _ = signed
    entries = json.loads(run("audit", "show", office.path, "--from", 0, "--json").stdout)
    assert [entry["entry"] for entry in entries] == list(range(len(entries)))
    assert entries[0]["kind"] == "made"
    last = json.loads(run("audit", "show", office.path, "--limit", 1, "--json").stdout)
    assert last == entries[-1:]
    of_c = json.loads(run("audit", "show", office.path, "--unit", "c", "--json").stdout)
    assert of_c and all(edit["unit"] in ("c", None) for e in of_c for edit in e["edits"])
    assert "更正" in run("audit", "show", office.path, language="zh").stdout
    office.refuses(run("audit", "show", office.path, "--unit", "丙"), 1)
    office.refuses(run("audit", "show", office.path, "--from", len(entries)), 1)
    office.refuses(run("audit", "show", office.path, "--limit", 0), 2)


def test_keys_are_made_once_and_for_the_owner_only(office, keys):
    secret, public = keys
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.read_text().startswith(f"PRIVATE+KEY+{NAME}+")
    assert public.read_text().startswith(f"{NAME}+")
    before = secret.read_bytes()
    office.refuses(run("key", "new", NAME, "--out", office.folder), 1, NAME)
    assert secret.read_bytes() == before
    office.refuses(run("key", "new", "two words", "--out", office.folder), 1)
    for path in (office.path, "./keys", "keys/"):
        office.refuses(run("key", "new", path), 1, "--out")
    office.refuses(run("key", "new", NAME, "--out", office.folder / "none"), 3)
    secret.chmod(0o644)
    office.refuses(run("audit", "checkpoint", office.path, "--key", secret), 1, "chmod 600")
    office.refuses(run("audit", "checkpoint", office.path, "--key", public), 1)
    office.refuses(run("audit", "verify", office.path, "--key", "none"), 1)


def test_the_secret_is_never_printed(office, keys):
    secret = keys[0].read_text().strip().split("+")[-1]
    done = run("audit", "verify", office.path, "--key", keys[0])
    assert done.returncode == 1
    assert secret not in done.stdout + done.stderr


def test_outputs_replace_no_input(signed):
    office, keys, first, _ = signed
    for arguments in (
        ["checkpoint", office.path, "--key", keys[0], "--out", keys[0]],
        ["consistency", office.path, first, "--out", first],
        ["proof", office.path, "0", "--out", office.path / "truth" / "data.mdb"],
    ):
        before = office.bytes(), keys[0].read_bytes(), first.read_bytes()
        office.refuses(run("audit", *arguments), 2)
        assert (office.bytes(), keys[0].read_bytes(), first.read_bytes()) == before


def test_what_a_proof_needs(office, keys):
    office.refuses(run("audit", "proof", office.path, "0"), 1, "audit checkpoint")
    office.refuses(run("audit", "proof", office.path), 2, "--unit")
    checkpoint(office, keys, "now")
    office.refuses(run("audit", "proof", office.path, "0", "--unit", "a"), 2, "--unit")
    office.refuses(run("audit", "proof", office.path, "--unit", "aa"), 1, "aa")
    office.refuses(run("audit", "shwo", office.path), 2, "show")
