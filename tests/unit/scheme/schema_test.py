"""docs/formats/scheme.schema.json as editors use it: it takes every scheme of the project, refuses
every misspelt key, and has no key that the full scheme does not use.

Run by /usr/bin/python3 -m pytest; needs python3-jsonschema and python3-yaml.
"""

import copy
import functools
import json
import pathlib
import re

import jsonschema
import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "docs/formats/scheme.schema.json").read_text(encoding="utf-8"))
FULL = ROOT / "tests/golden/schemes/full.yaml"
COMMON = SCHEMA["definitions"]["node"]["properties"].keys() - {"components"}
SCHEMES = [FULL, *sorted((ROOT / "docs/examples").glob("*/*.yaml"))]


class Loader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: `on` and `yes` are words, not booleans."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?[0-9]+", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"),
                                 list(first))


@functools.cache
def parsed(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)


def load(path):
    return copy.deepcopy(parsed(path))


def is_valid(scheme, schema=SCHEMA):
    return jsonschema.Draft7Validator(schema).is_valid(scheme)


def paths_of_keys(value, path=()):
    """Every key of a scheme, but those of its own choice."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (path and path[-1] in ("inputs", "parameters")):
                yield (*path, key)
            yield from paths_of_keys(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths_of_keys(inner, (*path, index))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def misspelt(scheme, path):
    """The scheme with the key at `path` misspelt, in its place among the other keys."""
    scheme = copy.deepcopy(scheme)
    block = at(scheme, path[:-1])
    entries = [(key + key[-1] if key == path[-1] else key, value) for key, value in block.items()]
    block.clear()
    block.update(entries)
    return scheme


def test_schema_is_a_schema():
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_schemes_of_the_project_are_valid(path):
    errors = jsonschema.Draft7Validator(SCHEMA).iter_errors(load(path))
    assert [f"{list(error.path)}: {error.message}" for error in errors] == []


def test_every_misspelt_key_is_refused():
    full = load(FULL)
    paths = list(paths_of_keys(full))
    assert len(paths) > 250
    assert [path for path in paths if is_valid(misspelt(full, path))] == []


def test_the_full_scheme_has_every_key_of_every_block():
    """Taking a key out of its block in the schema must make the full scheme invalid."""
    full = load(FULL)
    unused = []
    for name, block in [("scheme", SCHEMA), *SCHEMA["definitions"].items()]:
        for key in block.get("properties", {}):
            # The keys every component has need not stand with every rule.
            is_common = key in COMMON | {"missing"} and COMMON <= block["properties"].keys()
            if is_common or name == "component":
                continue
            schema = copy.deepcopy(SCHEMA)
            inner = schema if name == "scheme" else schema["definitions"][name]
            del inner["properties"][key]
            if is_valid(full, schema):
                unused.append(f"{name}.{key}")
    assert unused == []


@pytest.mark.parametrize("change, value", [
    (("version",), 0),
    (("version",), 1.5),
    (("period",), "2024Q5"),
    (("rounding",), "half-up"),
    (("published_decimals",), 7),
    (("left_out",), ["a", "a"]),
    (("scheme",), "a b"),
    (("scheme",), "１"),
    (("groups",), []),
    (("assessments", 1, "imported"), False),
    (("groups", 0, "units"), {"type": "a", "tag": "b"}),
    (("groups", 0, "units"), {}),
    (("groups", 0, "points"), 0),
    (("groups", 0, "points"), "0.0"),
    (("groups", 0, "points"), "1e3"),
    (("groups", 0, "total_cap"), -1),
    (("groups", 0, "components"), []),
    (("groups", 0, "components", 0, "components", 0, "rule"), "atainment"),
    (("groups", 0, "components", 0, "components", 0, "cap"), 120),
    (("groups", 0, "components", 0, "components", 0, "cap"), "-1"),
    (("groups", 0, "components", 0, "components", 0, "weight"), 1),
    (("groups", 0, "components", 0, "components", 0, "each"), 1),
    (("groups", 0, "components", 0, "components", 0, "missing"), "ignore"),
    (("groups", 0, "components", 0, "components", 2, "from"), "group-min"),
    (("groups", 0, "components", 0, "components", 3, "steps"), [{"points": 1}]),
    (("groups", 0, "components", 2, "uncapped"), "yes"),
    (("groups", 0, "events", 0, "points"), -1),
    (("groups", 0, "events", 2, "consequence"), {}),
    (("groups", 0, "events", 2, "consequence", "money"), 30),
    (("groups", 0, "gates", 0, "metric"), {"total": True, "component": "gdp"}),
    (("groups", 0, "gates", 0, "metric"), {"assessment": "investment"}),
    (("groups", 0, "grades", 0, "share"), "25%"),
    (("groups", 0, "grades", 0, "round"), "up"),
    (("groups", 0, "grades", 2, "ties"), "cut"),
    (("groups", 0, "title"), None),
])
def test_wrong_values_are_refused(change, value):
    scheme = load(FULL)
    assert is_valid(scheme)
    at(scheme, change[:-1])[change[-1]] = value
    assert not is_valid(scheme)


@pytest.mark.parametrize("change, value", [
    (("version",), "3"),
    (("period",), "2024-09"),
    (("scheme",), "咸阳-2003"),
    (("groups", 0, "points"), "100"),
    (("groups", 0, "total_floor"), "none"),
    (("groups", 0, "components", 2, "uncapped"), "true"),
    (("groups", 0, "components", 1, "components", 0, "weight"), "0"),
    (("left_out",), [340100]),
])
def test_other_ways_to_write_are_taken(change, value):
    scheme = load(FULL)
    at(scheme, change[:-1])[change[-1]] = value
    assert is_valid(scheme)


def test_error_codes_are_documented():
    sources = [*(ROOT / "host/scheme").glob("*.cpp"), *(ROOT / "host/scheme").glob("*.hpp")]
    used = {code for source in sources
            for code in re.findall(r'"scheme\.(\w+)"', source.read_text(encoding="utf-8"))}
    page = (ROOT / "docs/formats/scheme.md").read_text(encoding="utf-8")
    listed = page[page.index("## Error codes"):].split("|---|---|", 1)[1]
    assert set(re.findall(r"`([a-z_]+)`", listed)) == used
