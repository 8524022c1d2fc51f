"""Checkpoints and proofs of the audit log against Python's hashlib and Ed25519 in whole numbers:
what a witness with nothing of ours but the published formats would compute."""

import base64
import functools
import hashlib
import os
import pathlib
import subprocess
from random import Random

import ed25519

SIZES = [0, 1, 2, 3, 7, 8, 100, 1023, 1024, 1025, 2000]
DASH = "\u2014"


def ask(lines):
    done = subprocess.run(
        [os.environ["ASSAY_AUDIT_DRIVER"]],
        input="".join(line + "\n" for line in lines).encode(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    answers = done.stdout.decode().splitlines()
    assert len(answers) == len(lines)
    return answers


def record(index):
    return (str(index) * (index % 5)).encode()


@functools.lru_cache(maxsize=None)
def root(begin, end):
    """RFC 6962 §2.1 over the records [begin, end)."""
    if begin == end:
        return hashlib.sha256().digest()
    if end - begin == 1:
        return hashlib.sha256(b"\0" + record(begin)).digest()
    middle = begin + (1 << (end - begin - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + root(begin, middle) + root(middle, end)).digest()


def key_number(name, material):
    return hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]


def verifier_text(name, material):
    number = key_number(name, material)
    return f"{name}+{number.hex()}+{base64.b64encode(material).decode()}"


def signature_line(name, number, signature):
    return f"{DASH} {name} {base64.b64encode(number + signature).decode()}\n"


def signed(text, name, seed):
    number = key_number(name, b"\1" + ed25519.public_key(seed))
    signature = ed25519.sign(seed, text.encode())
    return text + "\n" + signature_line(name, number, signature)


def test_the_reference_is_that_of_rfc_8032():
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert ed25519.public_key(seed).hex() == key
    assert ed25519.sign(seed, b"\x72").hex() == signature
    assert ed25519.verify(bytes.fromhex(key), b"\x72", bytes.fromhex(signature))
    assert not ed25519.verify(bytes.fromhex(key), b"\x73", bytes.fromhex(signature))


def test_checkpoints_are_understood_elsewhere():
    names = ["assay.example/county", "考核.example/县"]
    cases = [(names[size % 2], Random(size).randbytes(32), size) for size in SIZES]
    answers = ask([f"checkpoint {name} {seed.hex()} {size}" for name, seed, size in cases])
    for (name, seed, size), answer in zip(cases, answers):
        verifier, encoded = answer.split()
        key = ed25519.public_key(seed)
        assert verifier == verifier_text(name, b"\1" + key)

        text, line = bytes.fromhex(encoded).decode().rsplit("\n\n", 1)
        assert text.split("\n") == [name, str(size), base64.b64encode(root(0, size)).decode()]
        dash, signer, blob = line.removesuffix("\n").split(" ")
        assert (dash, signer) == (DASH, name)
        blob = base64.b64decode(blob, validate=True)
        assert blob[:4] == key_number(name, b"\1" + key)
        assert ed25519.verify(key, text.encode() + b"\n", blob[4:])


def test_checkpoints_made_elsewhere_are_understood():
    name, seed = "assay.example/county", Random(1).randbytes(32)
    verifier = verifier_text(name, b"\1" + ed25519.public_key(seed))
    body = f"{name}\n1000\n{base64.b64encode(root(0, 1000)).decode()}\n"
    note = signed(body, name, seed)
    # A witness's cosignature (type 4): a time of 8 bytes and 64 of a signature we cannot judge.
    witness = signature_line("witness.example", b"\1\2\3\4", Random(2).randbytes(72))
    head = f"1000 {root(0, 1000).hex()}"
    cases = [
        (note, head),
        (note + witness, head),
        (body + "\n" + witness, "error audit.not_signed"),
        (note.replace("1000", "1001"), "error audit.bad_signature"),
        (signed(body.replace("county", "town"), name, seed), "error audit.checkpoint_origin"),
        (signed(body + "more\n", name, seed), "error audit.checkpoint_text"),
    ]
    answers = ask([f"open {verifier} {text.encode().hex()}" for text, _ in cases])
    assert answers == [expected for _, expected in cases]


def test_the_example_of_the_documents_verifies():
    """docs/formats/audit.md: the first fenced text is a checkpoint, the second its key."""
    page = pathlib.Path(__file__).parents[2] / "docs" / "formats" / "audit.md"
    checkpoint, verifier = page.read_text(encoding="utf-8").split("```\n")[1:4:2]
    head = f"8 {root(0, 8).hex()}"
    assert ask([f"open {verifier.strip()} {checkpoint.encode().hex()}"]) == [head]


def climb(hashes, leaf, index, size):
    """The root that an inclusion proof leads to, by recursion from the top."""
    if size == 1:
        assert not hashes
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    *below, beside = hashes
    if index < half:
        return hashlib.sha256(b"\1" + climb(below, leaf, index, half) + beside).digest()
    return hashlib.sha256(b"\1" + beside + climb(below, leaf, index - half, size - half)).digest()


def hashes_of(answer):
    return [] if answer == "-" else [bytes.fromhex(word) for word in answer.split()]


def test_inclusion_proofs_lead_to_the_root():
    random = Random(3)
    cases = [(random.randrange(size), size) for size in SIZES[1:] for _ in range(20)]
    answers = ask([f"inclusion {index} {size}" for index, size in cases])
    for (index, size), answer in zip(cases, answers):
        leaf = hashlib.sha256(b"\0" + record(index)).digest()
        assert climb(hashes_of(answer), leaf, index, size) == root(0, size), (index, size)


def subproof(m, begin, end, whole):
    """SUBPROOF of RFC 6962 §2.1.2 over the records [begin, end)."""
    if m == end - begin:
        return [] if whole else [root(begin, end)]
    half = 1 << (end - begin - 1).bit_length() - 1
    if m <= half:
        return subproof(m, begin, begin + half, whole) + [root(begin + half, end)]
    return subproof(m - half, begin + half, end, False) + [root(begin, begin + half)]


def test_consistency_proofs_are_those_of_rfc_6962():
    random = Random(4)
    cases = [(random.randrange(1, size + 1), size) for size in SIZES[1:] for _ in range(20)]
    answers = ask([f"consistency {size1} {size2}" for size1, size2 in cases])
    for (size1, size2), answer in zip(cases, answers):
        assert hashes_of(answer) == subproof(size1, 0, size2, True), (size1, size2)
