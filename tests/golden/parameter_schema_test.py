"""The JSON Schema of a plugin's parameters, as the host writes it
(tests/unit/plugin/parameters_test.cpp), held against what JSON Schema itself says."""

import json
import pathlib

import jsonschema
import pytest

SCHEMA = json.loads((pathlib.Path(__file__).parent / "plugin/parameters.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def test_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["gate"]["default"] == "60%"


@pytest.mark.parametrize("parameters", [
    {}, {"gate": "60%", "points": "100", "since": "2024-02-29"}, {"gate": 0.6, "points": 100},
    {"gate": "3/5"}, {"gate": "-0.5%"}, {"strict": True}, {"strict": "false"}, {"form": "grades"},
    {"remark": "招商"}])
def test_takes(parameters):
    VALIDATOR.validate(parameters)


@pytest.mark.parametrize("parameters", [
    {"gates": "60%"}, {"gate": "60 %"}, {"gate": 1.5}, {"gate": "1/0"}, {"points": 0},
    {"points": "1.0000001"}, {"since": "2023-02-29"}, {"since": 2024}, {"strict": "yes"},
    {"form": "Grades"}, {"remark": "x" * 4097}])
def test_refuses(parameters):
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(parameters)
