"""Every regular expression of the product, and how it is used: found by walking its modules and their source."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import postmortem_tracker
import postmortem_tracker.integrations

_ANCHORED = {"match", "fullmatch"}
# The module's functions, and where their flags stand when they are given without a name.
_FLAGS_AT = {"search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2, "split": 3, "sub": 4, "subn": 4}


class Used(NamedTuple):
    """A pattern by the name of its module and its own, and whether it is tried at more than one place of a text."""

    name: str
    pattern: re.Pattern[Any]
    searched: bool


@cache
def modules() -> tuple[ModuleType, ...]:
    """All modules of the product."""
    # The integrations lie beside the package, where a walk through it alone does not come.
    roots = (postmortem_tracker, postmortem_tracker.integrations)
    found = (info.name for root in roots for info in pkgutil.walk_packages(root.__path__, f"{root.__name__}."))
    names = dict.fromkeys(name for name in found if not name.endswith("__main__"))
    return tuple(map(importlib.import_module, names))


@cache
def patterns() -> tuple[Used, ...]:
    """Each pattern once, under the first name that is met."""
    named: dict[int, tuple[str, re.Pattern[Any]]] = {}
    searched: set[int] = set()
    for module in modules():
        place = module.__name__.removeprefix("postmortem_tracker.")
        values = {name: list(_compiled(name, value)) for name, value in vars(module).items()}
        for label, pattern in (each for found in values.values() for each in found):
            named.setdefault(id(pattern), (f"{place}.{label}", pattern))
        nodes = nodes_of(inspect.getsource(module))
        for name in _searched_names(nodes):
            searched.update(id(pattern) for _, pattern in values.get(name, ()))
        for line, function, source, flags in _written(nodes):
            pattern = re.compile(source, flags)
            named.setdefault(id(pattern), (f"{place}:{line}", pattern))
            if function not in _ANCHORED:
                searched.add(id(pattern))
    return tuple(Used(name, pattern, key in searched) for key, (name, pattern) in sorted(named.items(), key=_by_name))


def nodes_of(source: str) -> Sequence[ast.AST]:
    """All that a source is made of, walked through once for all who look for something in it."""
    return list(ast.walk(ast.parse(source)))


def _by_name(item: tuple[int, tuple[str, re.Pattern[Any]]]) -> str:
    return item[1][0]


def _compiled(name: str, value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        yield from (found for key, each in value.items() for found in _compiled(f"{name}[{key}]", each))
    elif isinstance(value, tuple | list):
        yield from (found for at, each in enumerate(value) for found in _compiled(f"{name}[{at}]", each))


def _searched_names(nodes: Sequence[ast.AST]) -> set[str]:
    """The names that are used otherwise than by a match at one place."""
    anchored: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ANCHORED:
            if isinstance(node.func.value, ast.Name):
                anchored.add(id(node.func.value))
        elif isinstance(node, ast.Compare):
            anchored |= {id(each) for each in node.comparators if isinstance(each, ast.Name)}
        elif isinstance(node, ast.Attribute) and node.attr == "pattern" and isinstance(node.value, ast.Name):
            anchored.add(id(node.value))
    names = (node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    return {node.id for node in names if id(node) not in anchored}


def _written(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str, str | bytes, int]]:
    """What is written out in calls of the module's functions: ``re.sub(r"\\s+", …)``."""
    for call, function in _calls(nodes):
        pattern = call.args[0]
        if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str | bytes):
            by_place = call.args[_FLAGS_AT[function] :]
            flags = [*by_place, *(each.value for each in call.keywords if each.arg == "flags")]
            told = eval(ast.unparse(flags[0]), {"re": re}) if flags else 0
            yield call.lineno, function, pattern.value, told


def unseen(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """What the walk would miss: calls of the module's functions with a pattern that is not written out there."""
    for call, _ in _calls(nodes):
        if not isinstance(call.args[0], ast.Constant):
            yield f"{call.lineno}: {ast.unparse(call)}"
    for node in nodes:
        if _renames_the_module(node):
            yield ast.unparse(node)


def _renames_the_module(node: ast.AST) -> bool:
    """Whether functions of `re` have another name afterwards: ``import re as r``, ``from re import sub``."""
    if isinstance(node, ast.Import):
        return any(each.name == "re" and each.asname for each in node.names)
    return isinstance(node, ast.ImportFrom) and node.module == "re"


def _calls(nodes: Sequence[ast.AST]) -> Iterator[tuple[ast.Call, str]]:
    """The calls of functions of `re` that take a pattern, but for `compile`."""
    for node in nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FLAGS_AT):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
            yield node, node.func.attr
