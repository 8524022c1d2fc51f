"""Plugins as packages: packed, signed, trusted, installed, used; and every way to tamper with one."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from conftest import run
from plugin_test import PLANTED, SCHEME, counties  # noqa: F401 (a fixture)

SCHEMA = Path(__file__).parents[2] / "host" / "package" / "plugin.capnp"
VENDOR = "vendor.example"


class Shop:
    """A vendor's folder with a plugin and a key, and a home to install to."""

    def __init__(self, folder):
        self.folder = folder
        self.home = folder / "home"
        self.source = folder / "planted"
        self.source.mkdir()
        shutil.copy(PLANTED / "good.so", self.source / "good.so")
        (self.source / "README.md").write_text("# good\n")
        (self.source / "README.zh.md").write_text("# 好\n", encoding="utf-8")
        (self.source / "data").mkdir()
        (self.source / "data" / "norms.csv").write_text(
            'norm,value,unit,from,source\na,1,%,2000-01-01,"Rule 7, 2000"\n'
            'b,1,%,2000-01-01,"Rule 7, 2000"\n'
        )
        (self.source / "cases").mkdir()
        (self.source / "cases" / "one.json").write_text("{}\n")
        self.archive = folder / "good.tar"
        assert run("key", "new", VENDOR, "--out", folder).returncode == 0
        self.key = folder / f"{VENDOR}.key"
        self.public = folder / f"{VENDOR}.pub"

    def plugin(self, *arguments, **options):
        return run("plugin", *arguments, env={"ASSAY_PLUGINS": str(self.home)}, **options)

    def done(self, *arguments):
        finished = self.plugin(*arguments)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def signed(self):
        self.done("pack", self.source, "--out", self.archive)
        self.done("sign", self.archive, "--key", self.key)
        return self.archive

    def unpacked(self):
        """The signed package as a folder, to be tampered with."""
        folder = self.folder / "unpacked"
        with tarfile.open(self.signed()) as archive:
            archive.extractall(folder)
        return folder

    def refuses(self, code, *arguments):
        """The error's code, told as JSON; nothing was installed."""
        finished = self.plugin(*arguments, "--json")
        assert finished.returncode == 4, finished.stdout + finished.stderr
        assert json.loads(finished.stderr)[0]["code"] == code, finished.stderr
        assert not list(self.home.glob("*/*/manifest"))


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path)


@pytest.fixture
def trusting(shop):
    shop.done("trust", "add", shop.public)
    return shop


def test_from_pack_to_score(trusting, tmp_path):
    shop = trusting
    installed = json.loads(shop.done("install", shop.signed(), "--json"))
    assert (installed["plugin"], installed["made"]) == ("planted", True)
    assert installed["signature"]["name"] == VENDOR
    again = json.loads(shop.done("install", shop.archive, "--json"))
    assert again["made"] is False

    listed = [one for one in json.loads(shop.done("list", "--json")) if one["installed"]]
    assert [(one["plugin"], one["signature"]["trust"]) for one in listed] == [
        ("planted", "trusted")
    ]
    about = json.loads(shop.done("info", "planted", "--json"))
    assert about["norms"] == [{"file": "data/norms.csv", "source": "Rule 7, 2000"}]
    assert [file["path"] for file in about["files"]] == [
        "README.md", "README.zh.md", "cases/one.json", "data/norms.csv", "good.so"
    ]
    shop.done("remove", f"planted@{about['version']}")
    assert not [one for one in json.loads(shop.done("list", "--json")) if one["installed"]]


def test_packing_is_deterministic(shop):
    shop.done("pack", shop.source, "--out", shop.archive)
    other = shop.folder / "other.tar"
    os.utime(shop.source / "README.md", (0, 0))
    shop.done("pack", shop.source, "--out", other)
    assert shop.archive.read_bytes() == other.read_bytes()


def test_nothing_runs_and_nothing_is_installed_without_trust(shop):
    shop.refuses("package.untrusted", "install", shop.signed())
    shop.done("pack", shop.source, "--out", shop.archive)
    shop.refuses("package.unsigned", "install", shop.archive)
    allowed = json.loads(shop.done("install", shop.archive, "--allow-unsigned", "--json"))
    assert allowed["allowed_unsigned"] is True
    assert allowed["signature"] == {"trust": "unsigned"}


def test_a_key_that_is_no_longer_trusted_ends_the_use_of_its_packages(trusting):
    trusting.done("install", trusting.signed())
    trusting.done("trust", "remove", VENDOR)
    (listed,) = [one for one in json.loads(trusting.done("list", "--json")) if "error" in one]
    assert "not trusted" in listed["error"]


def flip(file, at=-1):
    bytes_ = bytearray(file.read_bytes())
    bytes_[at] ^= 1
    file.write_bytes(bytes_)


def changed_comment(folder):
    file = folder / "manifest.minisig"
    file.write_text(file.read_text().replace("assay plugin", "Assay plugin"))


def foreign_signature(folder):
    other = folder.parent / "other.tar"
    shutil.copy(folder.parent / "good.tar", other)
    assert run("key", "new", "other", "--out", folder.parent).returncode == 0
    assert run("plugin", "sign", other, "--key", folder.parent / "other.key").returncode == 0
    with tarfile.open(other) as archive:
        signature = archive.extractfile("manifest.minisig").read()
    (folder / "manifest.minisig").write_bytes(signature)


TAMPERINGS = {
    "binary": ("package.changed", lambda folder: flip(folder / "good.so")),
    "data": ("package.changed", lambda folder: flip(folder / "data" / "norms.csv")),
    "schema of the manifest": ("package.manifest", lambda folder: flip(folder / "manifest", 0)),
    "text of the manifest": ("package.signature", lambda folder: replace_manifest(folder)),
    "signature": ("package.signature", lambda folder: flip(folder / "manifest.minisig", 100)),
    "comment of the signature": ("package.signature", changed_comment),
    "another key": ("package.untrusted", foreign_signature),
    "extra file": ("package.extra", lambda folder: (folder / "data" / "x.csv").write_text("x")),
    "missing file": ("package.missing", lambda folder: (folder / "cases" / "one.json").unlink()),
    "no manifest": ("package.no_manifest", lambda folder: (folder / "manifest").unlink()),
    "no signature": ("package.unsigned", lambda folder: (folder / "manifest.minisig").unlink()),
    "link": ("package.link", lambda folder: (folder / "data" / "l").symlink_to("/etc/passwd")),
    "pipe": ("package.link", lambda folder: os.mkfifo(folder / "data" / "p")),
    "hidden file": ("package.path", lambda folder: (folder / ".hidden").write_text("x")),
    "newer interface": (
        "plugin.abi_version",
        lambda folder: replace_manifest(folder, "abiMin = 1, abiCurrent = 1",
                                        "abiMin = 7, abiCurrent = 9"),
    ),
}


def replace_manifest(folder, old="a plugin of the tests", new="a plugin of the test5"):
    """Says something else in the manifest, in a form as good as ours."""
    convert = ["capnp", "convert", "-I/usr/include"]
    manifest = folder / "manifest"
    text = subprocess.run([*convert, "binary:text", SCHEMA, "Manifest"], check=True,
                          input=manifest.read_bytes(), capture_output=True).stdout
    one_line = b" ".join(line.strip() for line in text.splitlines())
    assert old.encode() in one_line
    manifest.write_bytes(
        subprocess.run([*convert, "text:binary", SCHEMA, "Manifest"], check=True,
                       input=one_line.replace(old.encode(), new.encode(), 1),
                       capture_output=True).stdout
    )


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_told_apart(trusting, what):
    code, tamper = TAMPERINGS[what]
    folder = trusting.unpacked()
    tamper(folder)
    trusting.refuses(code, "install", folder)


def test_an_archive_that_is_cut_or_has_a_tail(trusting):
    whole = trusting.signed().read_bytes()
    for damaged in (b"", whole[:100], whole[: len(whole) // 2], whole[:-512], whole + bytes(512)):
        trusting.archive.write_bytes(damaged)
        finished = trusting.plugin("install", trusting.archive, "--json")
        assert finished.returncode == 4
        code = json.loads(finished.stderr)[0]["code"]
        assert code in ("package.archive", "package.no_manifest"), (len(damaged), code)


def member(name, kind=tarfile.REGTYPE, target=""):
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


@pytest.mark.parametrize(
    "code,bad",
    [
        ("package.path", member("../escape")),
        ("package.path", member("/etc/passwd")),
        ("package.path", member("data/./x")),
        ("package.path", member("data/" * 9 + "x")),
        ("package.link", member("data/link", tarfile.SYMTYPE, "/etc/passwd")),
        ("package.link", member("data/link", tarfile.LNKTYPE, "manifest")),
        ("package.link", member("data/device", tarfile.CHRTYPE)),
        ("package.path", member("data", tarfile.DIRTYPE)),
    ],
)
def test_members_that_no_archive_may_hold(trusting, code, bad):
    with tarfile.open(trusting.signed(), "a", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(bad, io.BytesIO())
    trusting.refuses(code, "install", trusting.archive)
    assert not (trusting.folder / "escape").exists()


def test_too_many_members(trusting):
    with tarfile.open(trusting.archive, "w", format=tarfile.USTAR_FORMAT) as archive:
        for number in range(1001):
            archive.addfile(member(f"data/{number}"), io.BytesIO())
    trusting.refuses("package.limit", "install", trusting.archive)


def test_what_is_installed_is_checked_whenever_it_is_used(counties, trusting):
    trusting.done("install", trusting.signed())
    env = {"ASSAY_PLUGINS": str(trusting.home)}
    scheme = SCHEME.replace("PLUGIN", "planted")
    done = counties.score(scheme, env=env)
    assert done.returncode == 0, done.stderr
    (library,) = trusting.home.glob("*/*/good.so")
    flip(library)
    refused = counties.score(scheme, "--period", "2023", env=env)  # 2024 stays with what it had
    counties.refuses(refused, 4, "good.so")


def test_the_same_version_with_other_content_is_refused(trusting):
    trusting.done("install", trusting.signed())
    (trusting.source / "README.md").write_text("# changed\n")
    finished = trusting.plugin("install", trusting.signed(), "--json")
    assert json.loads(finished.stderr)[0]["code"] == "package.installed"


def certificate(shop, sha256):
    (shop.source / "certificate.json").write_text(json.dumps({
        "certificate": "assay.kit/1", "sha256": sha256, "plugin": "planted", "version": "1.2.3",
        "kit": "1", "seed": 7, "date": "2024-06-30", "passed": ["abi.entry", "data.empty"],
        "not_applicable": ["golden.cases"],
    }))


def test_a_certificate_is_of_this_very_binary(trusting):
    library = (trusting.source / "good.so").read_bytes()
    certificate(trusting, hashlib.sha256(library).hexdigest())
    installed = json.loads(trusting.done("install", trusting.signed(), "--json"))
    assert installed["certificate"] == {
        "kit": "1", "date": "2024-06-30", "passed": 2, "not_applicable": 1,
        "signature": {"trust": "unsigned"},
    }
    trusting.done("remove", "planted@1.2.3")
    certificate(trusting, hashlib.sha256(library + b"x").hexdigest())
    trusting.refuses("package.certificate", "install", trusting.signed())
    (trusting.source / "certificate.json").write_text("[]")
    trusting.refuses("package.certificate", "install", trusting.signed())


def minisign(*arguments, cwd):
    return subprocess.run(["minisign", *map(str, arguments)], cwd=cwd, capture_output=True,
                          text=True, input="\n\n", check=False)


def test_minisign_verifies_our_signature(shop):
    folder = shop.unpacked()
    public = next(shop.folder.glob("*.minisign.pub"))
    done = minisign("-V", "-m", "manifest", "-p", public, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "assay plugin planted" in done.stdout
    flip(folder / "manifest")
    assert minisign("-V", "-m", "manifest", "-p", public, cwd=folder).returncode != 0


@pytest.mark.parametrize("form", [[], ["-l"]], ids=["prehashed", "legacy"])
def test_we_verify_the_signature_of_minisign(shop, form):
    folder = shop.unpacked()
    assert minisign("-G", "-W", "-p", "m.pub", "-s", "m.key", cwd=shop.folder).returncode == 0
    (folder / "manifest.minisig").unlink()
    done = minisign("-S", *form, "-m", "manifest", "-s", shop.folder / "m.key", cwd=folder)
    assert done.returncode == 0, done.stderr
    shop.refuses("package.untrusted", "install", folder)
    shop.done("trust", "add", shop.folder / "m.pub")
    assert json.loads(shop.done("install", folder, "--json"))["signature"]["trust"] == "trusted"


def test_lists_of_trust(shop):
    assert json.loads(shop.done("trust", "list", "--json")) == []
    shop.done("trust", "add", shop.public)
    (key,) = json.loads(shop.done("trust", "list", "--json"))
    assert key["name"] == VENDOR
    assert "already" in shop.done("trust", "add", shop.public)
    assert shop.plugin("trust", "add", shop.key).returncode == 1  # the secret one
    shop.done("trust", "remove", key["id"])
    assert shop.plugin("trust", "remove", key["id"]).returncode == 1
    assert json.loads(shop.done("trust", "list", "--json")) == []


def test_packing_says_what_is_missing(shop):
    (shop.source / "README.zh.md").unlink()
    done = shop.plugin("pack", shop.source)
    assert (done.returncode, "README.zh.md" in done.stderr) == (1, True)
    (shop.source / "good.so").unlink()
    done = shop.plugin("pack", shop.source)
    assert (done.returncode, "assay plugin build" in done.stderr) == (1, True)


@pytest.fixture
def versions(trusting):
    """Installs the plugin in other versions; its bytes differ in nothing else."""

    def install(version):
        library = trusting.source / "good.so"
        library.write_bytes((PLANTED / "good.so").read_bytes().replace(b"1.2.3\0", version + b"\0"))
        trusting.done("install", trusting.signed())

    install(b"1.2.3")
    return trusting, install


def score(counties, shop, version, *options, plugin="planted"):
    text = SCHEME.replace("PLUGIN", plugin).replace("version: 1", f"version: {version}")
    done = counties.score(text, "--json", *options, env={"ASSAY_PLUGINS": str(shop.home)})
    if done.returncode != 0:
        return json.loads(done.stderr)[0]["code"]
    (used,) = json.loads(done.stdout)["digests"]["assessments"]
    return used["plugin"]["version"]


def pins(counties, shop):
    return {
        (pin["scheme"], pin["period"]): pin["version"]
        for pin in json.loads(shop.done("pins", counties.path, "--json"))
    }


def test_a_period_stays_with_its_version(counties, versions):
    shop, install = versions
    assert score(counties, shop, 1) == "1.2.3"
    assert pins(counties, shop) == {("planted", "2024"): "1.2.3"}
    install(b"1.3.0")
    assert score(counties, shop, 2) == "1.2.3"
    assert score(counties, shop, 2, "--period", "2023") == "1.3.0"

    kept = shop.plugin("remove", "planted@1.2.3", "--office", counties.path, "--json")
    assert json.loads(kept.stderr)[0]["code"] == "package.pinned"
    shop.done("remove", "planted@1.2.3")
    assert score(counties, shop, 3) == "1.2.3"  # the office keeps it
    assert score(counties, shop, 4, plugin="planted@1.3.0") == "plugin.pinned"
    assert score(counties, shop, 4, "--plugin", "planted@1.3.0") == "1.3.0"
    assert pins(counties, shop) == {
        ("planted", "2023"): "1.3.0",
        ("planted", "2024"): "1.3.0",
    }
    journal = json.loads(run("audit", "show", counties.path, "--json").stdout)
    settings = [entry for entry in journal if entry["kind"] == "setting"]
    assert [entry["subject"] for entry in settings] == [
        "pin/planted/2024/planted", "pin/planted/2023/planted", "pin/planted/2024/planted"
    ]
    assert run("audit", "verify", counties.path).returncode == 0
    assert run("doctor", counties.path, "--scrub").returncode == 0


def test_a_version_is_pinned_before_and_put_back(counties, versions):
    shop, install = versions
    install(b"1.3.0")
    shop.done("pin", counties.path, "planted", "2024", "planted@1.2.3")
    assert score(counties, shop, 1) == "1.2.3"
    shop.done("remove", "planted@1.2.3")
    shop.done("pin", counties.path, "planted", "2024", "planted@1.3.0")
    assert score(counties, shop, 2) == "1.3.0"
    shop.done("pin", counties.path, "planted", "2024", "planted@1.2.3")  # the office has it
    assert score(counties, shop, 3) == "1.2.3"
    missing = shop.plugin("pin", counties.path, "planted", "2024", "planted@9", "--json")
    assert json.loads(missing.stderr)[0]["code"] == "plugin.version"


def test_an_office_with_keys_of_its_own(counties, versions):
    shop, _ = versions
    assert run("key", "new", "ministry", "--out", shop.folder).returncode == 0
    shop.done("trust", "add", shop.folder / "ministry.pub", "--office", counties.path)
    assert score(counties, shop, 1) == "package.untrusted"
    shop.done("trust", "add", shop.public, "--office", counties.path)
    listed = json.loads(shop.done("trust", "list", "--office", counties.path, "--json"))
    assert sorted(key["name"] for key in listed) == ["ministry", VENDOR]
    assert score(counties, shop, 1) == "1.2.3"
    shop.done("trust", "remove", VENDOR, "--office", counties.path)
    assert score(counties, shop, 2) == "1.2.3"  # its period stays with what was trusted then
    assert score(counties, shop, 2, "--period", "2023") == "package.untrusted"
