"""Makes an office of an example with the built command, and reads what it prints."""

import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"


def binary():
    return os.environ["ASSAY_BINARY"]


def run(*arguments, language="en"):
    """The bytes `assay ARGUMENTS` prints; it must succeed."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run([binary(), "--lang", language, *map(str, arguments)], env=environment,
                          capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, f"assay {arguments}: {done.returncode}\n{done.stderr.decode()}"
    return done.stdout


def make(folder, example):
    """An office in `folder` with the figures of `example`, scored once."""
    source = EXAMPLES / example
    run("init", folder)
    run("import", folder, *sorted(source.glob("*.csv")))
    return run("score", folder, source / f"{example}.yaml", "--json")


def units_of(text):
    """{unit code: result} over all groups of a run's JSON; figures as exact literals."""
    result = figures_of(text)
    return {unit["unit"]: unit for group in result["groups"] for unit in group["units"]}


def figures_of(text):
    """Parsed JSON with figures as exact literals."""
    return json.loads(text, parse_float=str, parse_int=str)
