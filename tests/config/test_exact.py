"""Settings made without pydantic are those that pydantic makes."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from postmortem_tracker.config import exact
from postmortem_tracker.config import load as config
from postmortem_tracker.config import sections as settings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SECTIONS: list[Any] = [
    each
    for module in (config, settings)
    for each in vars(module).values()
    if is_dataclass(each) and getattr(each, "__module__", "") == module.__name__
]
PLAIN = st.one_of(
    st.booleans(),
    st.integers(-2, 4_000),
    st.floats(allow_nan=False),
    st.text(max_size=60),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["", "1", "true", "2026-01-01", "skip", "redact", "error", "never", "off"]),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["P1", "tracker", "path"]), inner),
    max_leaves=3,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Any, dict[str, Any]]:
    kind = draw(st.sampled_from(SECTIONS))
    names = st.sampled_from([each.name for each in fields(kind)] * 3 + ["unknown"])
    return kind, draw(st.dictionaries(names, VALUES, max_size=3))


@given(tables())
def test_what_is_taken_as_it_is_pydantic_takes_the_same_way(table: tuple[Any, dict[str, Any]]) -> None:
    kind, data = table
    try:
        made = exact.made(kind, data)
    except exact.DoubtError:
        return
    assert asdict(made) == asdict(TypeAdapter(kind).validate_python(data))


def test_a_whole_file_is_taken_as_it_is() -> None:
    data = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert asdict(exact.made(config.Config, data)) == asdict(TypeAdapter(config.Config).validate_python(data))


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (config.SyncSettings, {"max_creates": -1}),
        (config.SyncSettings, {"max_creates": True}),
        (config.SyncSettings, {"label": ""}),
        (config.SyncSettings, {"label": "x" * 51}),
        (config.SyncSettings, {"foreign_tickets": "drop"}),
        (config.TrackerSettings, {"timeout": 0}),
        (config.TrackerSettings, {"timeout": 601.0}),
        (config.TrackerSettings, {"kinds": "github"}),
        (config.RouteSettings, {}),
        (config.Config, {"documents": "docs"}),
        (config.Config, {"documents": [1]}),
        (settings.DeadlineSettings, {"priority": {"P1": 3661}}),
        (settings.DeadlineSettings, {"default": "7"}),
    ],
)
def test_what_is_wrong_or_to_be_converted_is_left_to_pydantic(kind: Any, data: dict[str, Any]) -> None:
    with pytest.raises(exact.DoubtError):
        exact.made(kind, data)
