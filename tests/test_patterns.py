from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import postmortem_tracker as tracker
from postmortem_tracker.text.patterns import lazy


def test_a_lazy_pattern_does_what_a_compiled_one_does() -> None:
    words = lazy(r"\w+", re.IGNORECASE)
    assert words.findall("one two") == ["one", "two"]
    assert words.sub("-", "one two") == "- -"
    assert words.fullmatch("one two") is None
    assert (words.pattern, words.groups) == (r"\w+", 0)
    assert lazy(rb"(\d)").search(b"a1") is not None


def test_it_is_compiled_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []

    def compiling(text: str, flags: int) -> re.Pattern[str]:
        compiled.append(text)
        return real(text, flags)

    real = re.compile
    monkeypatch.setattr(re, "compile", compiling)
    words = lazy(r"\w+")
    assert compiled == []
    assert words.match("one") is not None
    assert words.match("two") is not None
    assert compiled == [r"\w+"]


def test_a_broken_one_is_seen_at_its_first_use() -> None:
    broken = lazy("(")
    with pytest.raises(re.error):
        broken.match("")


def test_all_of_ours_are_valid() -> None:
    names = [
        each.name
        for each in pkgutil.walk_packages(tracker.__path__, "postmortem_tracker.")
        if "__main__" not in each.name
    ]
    values = [value for name in names for value in vars(importlib.import_module(name)).values()]
    ours = [value for value in values if isinstance(value, type(lazy("")))]
    assert ours
    for each in ours:
        assert isinstance(each.flags, int)
