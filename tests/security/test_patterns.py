"""Every regular expression takes time in proportion to its text, whatever it is; decided without a clock."""

from __future__ import annotations

import ast
import inspect
import re

import pytest

from postmortem_tracker.markdown.lines import titles
from postmortem_tracker.markdown.sections import untitled
from postmortem_tracker.markdown.words import phrases, vocabulary
from tests.security.backtracking import witness
from tests.security.patterns import Used, modules, nodes_of, patterns, unseen

# Patterns that may take the square of a text that their caller has cut: the limit in characters.
BOUNDED = {
    "markdown.incident.template._NAMED": titles._LONGEST,
    "markdown.lines.titles._TAGS": titles._LONGEST,
    "markdown.sections.untitled._PROMISE": untitled._SENTENCE,
}
# Where patterns are made of words of the configuration, and of ours: what is made is looked at below.
MADE = {
    "disk.patterns": 1,  # by the standard library's `fnmatch`, which takes no star up again
    "markdown.words.phrases": 1,
    "markdown.words.vocabulary": 1,
}
LINEAR = (
    r"(?<!\s)\s+$",
    r"\s+",
    r"a\s*",
    r"^a*+a*b",
    r"^(?:a++)+b",
    r"^a*b*$",
    r"^(?>a+)*b",
    r"^(?:\s*a)*\s*x",
    r"(?<!\w)\w+-\w+",
    r"\b\w+-",
    r"(?:(?<! ) +)?x",
    r"^\s*+(?::\s*+)?$",
    r"^(?:\[\](?:\(\))?|\(\))*+x?$",
    r"\{%(?:[^{]|\{(?!%))*?%\}",
)
NOT_LINEAR = (
    r"\s+$",
    r"\s*x",
    r"\[[^\]]*\]",
    r"\w+-\w+",
    r"(?=.*x)a",
    r"(`+)(.+?)\1",
    r"https?://\S+?/x",
    r"^\s*:?\s*$",
    r"^(?:a+)+b",
    r"^(?:a*)*b",
    r"^(?:ab|a|b)*c",
    r"^.*x.*y.*z",
    r"^(a|aa)+$",
)


@pytest.mark.parametrize("source", LINEAR)
def test_what_is_linear_has_no_witness(source: str) -> None:
    assert witness(re.compile(source)) is None


@pytest.mark.parametrize("source", NOT_LINEAR)
def test_what_is_not_linear_has_one(source: str) -> None:
    assert witness(re.compile(source, re.DOTALL)) is not None


@pytest.mark.parametrize("used", patterns(), ids=lambda used: used.name)
def test_no_pattern_takes_more_than_twice_the_time_for_twice_the_text(used: Used) -> None:
    found = witness(used.pattern, searched=used.searched)
    if used.name in BOUNDED:
        assert BOUNDED[used.name] <= 400
        assert found is not None, "linear by now: take it off the list"
    else:
        assert found is None, f"{found}: see tests/security/backtracking.py"


@pytest.mark.parametrize(
    "part", ["integrations.github", "integrations.gitlab", "integrations.local", "markdown", "disk"]
)
def test_the_walk_comes_through_every_part_of_the_product(part: str) -> None:
    names = {module.__name__ for module in modules()}
    assert f"postmortem_tracker.{part}" in names
    assert any(used.name.startswith(f"{part}.") for used in patterns())


def test_no_pattern_is_made_where_the_walk_does_not_see_it() -> None:
    made: dict[str, int] = {}
    for module in modules():
        nodes = nodes_of(inspect.getsource(module))
        for function in (node for node in nodes if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
                    name = module.__name__.removeprefix("postmortem_tracker.")
                    made[name] = made.get(name, 0) + 1
    assert made == MADE


def test_no_pattern_is_given_by_a_name_to_a_function_of_the_module() -> None:
    missed = {module.__name__: list(unseen(nodes_of(inspect.getsource(module)))) for module in modules()}
    assert {name: calls for name, calls in missed.items() if calls} == {}
    for hidden in ("re.sub(_ADDRESS, '', text)", "re.match(rf'{name}x', text)", "from re import sub", "import re as r"):
        assert list(unseen(nodes_of(hidden)))
    assert list(unseen(nodes_of("re.sub(r'a', '', text)"))) == []


def test_words_of_a_configuration_make_no_pattern_that_is_not_linear() -> None:
    assert witness(phrases._compiled("a*a*a*a*b"), searched=False) is None
    labels = {"owner": ("who*", "*a*a*a*a*", "a* b* c* d*", "who? (now)*")}
    assert witness(vocabulary._label_pattern(labels)) is None
    assert witness(vocabulary._label_pattern(vocabulary.DEFAULT.labels)) is None
