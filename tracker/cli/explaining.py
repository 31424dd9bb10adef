"""What `parse --explain` prints: how a line was understood, for people and for machines; and rules for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from postmortem_tracker.app.parse import Told
from postmortem_tracker.markdown.explain import Explanation
from postmortem_tracker.report.checks.rules import Rule
from postmortem_tracker.text.printable import plain

_WIDE = 9  # of a fact's name


def explained_text(told: Sequence[Told]) -> str:
    """One line for each line of a document, below its name where there are several, or all that is known of one."""
    return "\n".join(line for each in told for line in _printed(each, named=len(told) > 1))


def explained_json(told: Iterable[Told]) -> str:
    """The same for machines; see schemas/parse_explain.json."""
    documents = [{"path": path, "lines": [_data(each) for each in lines]} for path, _, lines in told]
    only = documents[0] if len(documents) == 1 else {}  # as it was printed before there could be several
    return json.dumps({"schema": 1, **only, "documents": documents}, ensure_ascii=False, indent=2)


def rules_json(rules: Iterable[Rule]) -> str:
    """`explain --format json`; see schemas/explain.json."""
    codes = [{**each._asdict(), "severity": each.severity.value} for each in rules]
    return json.dumps({"schema": 1, "codes": codes}, ensure_ascii=False, indent=2)


def _printed(told: Told, *, named: bool) -> Iterator[str]:
    if told.asked is not None:
        yield from (_whole(told.path, each) for each in told.lines)
        return
    if named:
        yield plain(told.path)
    yield from map(_brief, told.lines)


def _brief(one: Explanation) -> str:
    sign = "+" if one.item is not None and one.item.line == one.line else "|" if one.item is not None else " "
    return f"{sign} {one.line:>4}  {one.rules[0].name:<18} {plain(one.text)[:80]}"


def _whole(path: str, one: Explanation) -> str:
    below = [f"line {each.line} {each.text!r} ({each.role or 'names no section'})" for each in one.section]
    facts = [("section", each) for each in below] or [("section", "no title stands above")]
    facts += [("rule", f"{rule.name}: {rule.says}") for rule in one.rules]
    item = one.item
    if item is None:
        facts.append(("item", "none"))
    else:
        whole = "" if item.line == one.line else f", which begins on line {item.line}"
        facts.append(("item", f"{item.kind.value} {item.text!r} ({item.state.value}){whole}"))
    facts += [(field.name, f"{field.value} ({field.line}:{field.column})") for field in one.fields]
    facts += [("finding", f"{found.code} {found.message}") for found in one.findings]
    shown = (f"  {name:<{_WIDE}} {plain(value)}" for name, value in facts)
    return "\n".join([f"{plain(path)}:{one.line}: {plain(one.text)}", *shown])


def _data(one: Explanation) -> dict[str, Any]:
    return {
        "line": one.line,
        "text": one.text,
        "section": [{"line": each.line, "title": each.text, "role": each.role or None} for each in one.section],
        "rules": [{"name": rule.name, "says": rule.says} for rule in one.rules],
        "item": None if one.item is None else {"key": one.item.key, "line": one.item.line, "text": one.item.text},
        "fields": [vars(field) for field in one.fields],
        "findings": [found.code for found in one.findings],
    }
