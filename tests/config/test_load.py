from __future__ import annotations

import itertools
import tomllib
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import pytest

from postmortem_tracker.config.load import Config, load, schema, validate
from postmortem_tracker.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def test_the_example_is_valid() -> None:
    assert load(EXAMPLE).sync.label == "postmortem"


def keys_of(whole: dict[str, Any], here: dict[str, Any], prefix: str = "") -> set[str]:
    """Every key of the configuration, with tables and lists of tables followed."""
    found = set()
    for name, field in here.get("properties", {}).items():
        inner = field.get("items", field)
        inner = inner.get("additionalProperties", inner) or inner
        target = inner.get("$ref") if isinstance(inner, dict) else None
        if target:
            found |= keys_of(whole, whole["$defs"][target.rsplit("/", 1)[-1]], f"{prefix}{name}.")
        else:
            found.add(prefix + name)
    return found


def used(data: Any, prefix: str = "") -> set[str]:
    found = set()
    for name, value in data.items():
        values = value if isinstance(value, list) else [value]
        for each in values:
            inner = next(iter(each.values())) if prefix + name == "trackers" else each
            tables = each.values() if prefix + name == "trackers" else [each]
            if isinstance(inner, dict) and prefix + name in SECTIONS:
                for table in tables:
                    found |= used(table, f"{prefix}{name}.")
            else:
                found.add(prefix + name)
        if not values:
            found.add(prefix + name)
    return found


SCHEMA = schema()
KEYS = keys_of(SCHEMA, SCHEMA)
SECTIONS = {key.rsplit(".", 1)[0] for key in KEYS if "." in key}


def test_the_example_shows_every_option_and_no_other() -> None:
    assert used(tomllib.loads(EXAMPLE.read_text())) == KEYS


def test_every_option_of_the_example_has_a_comment_line_above() -> None:
    lines = EXAMPLE.read_text().splitlines()
    for above, line in itertools.pairwise(lines):
        if line and line[0] not in "#[":
            assert above.startswith("# "), line


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"sync": {"max_creates": "many"}}, "sync.max_creates"),
        ({"nope": 1}, "unknown key nope"),
        ({"default_tracker": "x"}, "no tracker named 'x'"),
        ({"routes": [{"tracker": "y"}]}, "no tracker named 'y'"),
        ({"trackers": {"a": {"kinds": "github"}}}, "unknown key trackers.a.kinds"),
    ],
)
def test_mistakes_name_the_place(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        validate(data)
    assert says in caught.value.message
    assert caught.value.hint


def test_settings_are_set_once() -> None:
    made = Config(documents=("docs/*.md",))
    with pytest.raises(FrozenInstanceError):
        made.documents = ()
    assert replace(made, default_tracker="x").documents == ("docs/*.md",)
