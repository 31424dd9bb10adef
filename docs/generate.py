"""Writes the reference pages from the code: commands, configuration, findings, exit codes and schemas.

Run ``python docs/generate.py`` after a change, ``python docs/generate.py --check`` to learn whether they are current.
"""

from __future__ import annotations

import inspect
import json
import sys
import typing
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal

from typer.models import ArgumentInfo, OptionInfo

import postmortem_tracker as tracker
from postmortem_tracker.cli.commands import Exit, app
from postmortem_tracker.config import load as config
from postmortem_tracker.markdown.sections import headings, left_out
from postmortem_tracker.markdown.sections import rules as decisions
from postmortem_tracker.markdown.words import languages as words
from postmortem_tracker.report import contract
from postmortem_tracker.report.checks.rules import Rule, rules

HERE = Path(__file__).parent
SCHEMAS = Path(tracker.__file__).parent / "schemas"
CONFIG_SCHEMA = SCHEMAS / "config.json"
NOTE = "<!-- Written by docs/generate.py from the code; do not edit. -->\n\n"
ENDS = {
    Exit.CLEAN: "clean: nothing found, everything done",
    Exit.FINDINGS: "findings (`check`), changes pending (`plan --exit-code`) or a problem (`doctor`)",
    Exit.USAGE: "usage or configuration: nothing was read or changed",
    Exit.INCOMPLETE: "incomplete: something could not be read or a change failed; what was done stays done",
    Exit.INTERRUPTED: "interrupted: what was done is recorded; run the same command again to go on",
}


# --- commands -----------------------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its arguments and options."""
    parts = ["# Commands\n", "Global options stand before the command: `postmortem-tracker -q sync`.\n"]
    callback = app.registered_callback
    if callback is not None and callback.callback is not None:
        parts += [_options(callback.callback)]
    for name, run in _commands():
        parts += [f"## {name}\n", f"{inspect.getdoc(run)}\n", f"```text\n{_usage(name, run)}\n```\n", _options(run)]
    parts += ["## Exit codes\n", "| code | meaning |\n| --- | --- |\n" + "".join(_ends())]
    return "\n".join(parts)


def _commands() -> Iterator[tuple[str, Callable[..., Any]]]:
    for command in app.registered_commands:
        if command.callback is not None and not command.hidden:
            yield command.name or command.callback.__name__.rstrip("_").replace("_", "-"), command.callback


def _ends() -> Iterator[str]:
    for code in Exit:
        yield f"| {code.value} | {ENDS[code]} |\n"


def _parameters(run: Callable[..., Any]) -> Iterator[tuple[str, Any, OptionInfo | ArgumentInfo, Any]]:
    """Name, type, what typer was told, and default of each parameter."""
    hints = typing.get_type_hints(run, include_extras=True)
    for name, parameter in inspect.signature(run).parameters.items():
        kind, info = _annotated(hints[name])
        yield name, kind, info, parameter.default


def _annotated(hint: Any) -> tuple[Any, OptionInfo | ArgumentInfo]:
    if typing.get_origin(hint) is Annotated:
        kind, *extras = typing.get_args(hint)
        for extra in extras:
            if isinstance(extra, OptionInfo | ArgumentInfo):
                return kind, extra
    raise SystemExit(f"{hint}: a parameter without typer.Option or typer.Argument")


def _usage(name: str, run: Callable[..., Any]) -> str:
    words = [f"postmortem-tracker {name} [OPTIONS]"]
    for parameter, kind, info, default in _parameters(run):
        if isinstance(info, ArgumentInfo):
            shown = info.metavar or parameter.upper()
            shown = f"{shown}..." if _plain(kind)[1] else shown
            words.append(shown if default is inspect.Parameter.empty else f"[{shown}]")
    return " ".join(words)


def _options(run: Callable[..., Any]) -> str:
    rows = []
    for name, kind, info, default in _parameters(run):
        if not info.hidden:
            spelled = _argument(name, info) if isinstance(info, ArgumentInfo) else _option(name, kind, info)
            rows.append(f"| {spelled} | {_cell(info.help or '')}{_choices(kind)}{_default(default)} |\n")
    return "| option | meaning |\n| --- | --- |\n" + "".join(rows) if rows else ""


def _argument(name: str, info: ArgumentInfo) -> str:
    return f"`{info.metavar or name.upper()}`"


def _option(name: str, kind: Any, info: OptionInfo) -> str:
    long = f"--{name.strip('_').replace('_', '-')}"
    # Inside Annotated typer keeps the first spelling as the default.
    first = [info.default] if isinstance(info.default, str) else []
    declared = [*first, *(info.param_decls or ())]
    names = sorted(declared or [long], key=len)
    leaf, many = _plain(kind)
    if leaf is bool:
        names = names if declared else [long, f"--no-{long[2:]}"]
        return ", ".join(f"`{each}`" for each in names)
    value = info.metavar or _value(leaf, names[-1])
    repeated = " (repeatable)" if many else ""
    return ", ".join(f"`{each}`" for each in [*names[:-1], f"{names[-1]} {value}"]) + repeated


def _plain(kind: Any) -> tuple[Any, bool]:
    """The type without None and list, and whether there may be several."""
    if typing.get_origin(kind) is Literal:
        return kind, False
    found = [part for part in typing.get_args(kind) if part is not NoneType] or [kind]
    if typing.get_origin(kind) is list:
        return found[0], True
    return _plain(found[0]) if found[0] is not kind else (kind, False)


def _value(kind: Any, name: str) -> str:
    if _values(kind):
        return name.strip("-").upper()
    return {date: "YYYY-MM-DD", int: "N", float: "N"}.get(kind, "TEXT")


def _values(kind: Any) -> tuple[str, ...]:
    """What there is to choose from."""
    if typing.get_origin(kind) is Literal:
        return typing.get_args(kind)
    return tuple(member.value for member in kind) if isinstance(kind, type) and issubclass(kind, Enum) else ()


def _choices(kind: Any) -> str:
    values = _values(_plain(kind)[0])
    return " One of " + ", ".join(f"`{value}`" for value in values) + "." if values else ""


def _default(value: Any) -> str:
    if value is inspect.Parameter.empty or value is None or isinstance(value, bool):
        return ""
    return f" Default: `{value.value if isinstance(value, Enum) else value}`."


# --- configuration ------------------------------------------------------------------------------------------------


def configuration() -> str:
    """Every key of the configuration, section by section."""
    schema = config.schema()
    parts = [
        "# Configuration\n",
        "The file is called `postmortem-tracker.toml` and is looked for upward from the working directory to the",
        "repository's root; `--config FILE` names another one. Every key has a default, unknown keys are refused.",
        "`config.example.toml` in the repository is one complete file.\n",
        "`postmortem-tracker init --full` writes every option as a comment.\n",
        "Editors that know TOML schemas complete and check it: `init --full` writes the schema beside the file and",
        "names it in its first line (`#:schema ./postmortem-tracker.schema.json`). It is also in the package, as",
        "`postmortem_tracker/schemas/config.json`.\n",
        *_section("", schema, schema),
    ]
    return "\n".join(parts)


def _section(place: str, model: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """The table of one section, then its subsections."""
    inner: list[tuple[str, dict[str, Any]]] = []
    rows = []
    for key, value in model.get("properties", {}).items():
        below, header = _below(f"{place}.{key}".lstrip("."), value, schema)
        if below is not None:
            inner.append((header, below))
            continue
        rows.append(f"| `{key}` | {_type(value)} | {_toml(value)} | {_cell(value.get('description', ''))} |\n")
    if place:
        yield f"## {place}\n"
        yield f"{model.get('description', '')}\n"
    if rows:
        yield "| key | type | default | meaning |\n| --- | --- | --- | --- |\n" + "".join(rows)
    for header, below in inner:
        yield from _section(header, below, schema)


def _below(place: str, value: dict[str, Any], schema: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """The model of a subsection and its TOML header; None for a plain value."""
    bare = place.replace("[", "").replace("]", "")
    for found, header in (
        (value, f"[{bare}]"),
        (value.get("items", {}), f"[[{bare}]]"),
        (value.get("additionalProperties", {}), f"[{bare}.NAME]"),
    ):
        if isinstance(found, dict) and "$ref" in found:
            model: dict[str, Any] = schema["$defs"][found["$ref"].rsplit("/", 1)[-1]]
            return model, header
    return None, ""


def _type(value: dict[str, Any], plural: str = "") -> str:
    if "enum" in value:
        return " or ".join(f'`"{each}"`' for each in value["enum"])
    if "anyOf" in value:
        kinds = [_type(each, plural) for each in value["anyOf"] if each.get("type") != "null"]
        *most, last = dict.fromkeys(kinds)
        return f"{', '.join(most)} or {last}" if most else last
    kind = str(value.get("type", "value"))
    if kind == "array":
        return f"list{plural} of {_type(value['items'], 's')}"
    if kind == "object":
        return f"table{plural} of {_type(value['additionalProperties'], 's')}"
    if kind == "boolean":
        return "truth values" if plural else "true or false"
    return ({"integer": "whole number", "date": "date"}.get(value.get("format", kind)) or kind) + plural


def _toml(value: dict[str, Any]) -> str:
    if "default" not in value:
        return "required"
    default = value["default"]
    if default is None:
        return "unset"
    if isinstance(default, dict):
        inside = ", ".join(f"{key} = {json.dumps(each)}" for key, each in default.items())
        return f"`{{ {inside} }}`" if inside else "`{}`"
    return f"`{json.dumps(default)}`"


# --- findings and schemas -----------------------------------------------------------------------------------------


def findings() -> str:
    """Every code of the check."""
    known = rules().values()
    rows = "".join(
        f"| [{rule.code}](#{rule.code.lower()}) | {rule.name} | {rule.severity.value} | {_cell(rule.summary)} |\n"
        for rule in known
    )
    parts = [
        "# Findings\n",
        "What `check` reports. `postmortem-tracker explain CODE` prints one of them; `[check]` in the",
        "[configuration](configuration.md#check) selects, ignores and weighs them.\n",
        "PM1 is about reading a document, PM2 about following up.\n",
        f"| code | name | severity | meaning |\n| --- | --- | --- | --- |\n{rows}",
        *(_finding(rule) for rule in known),
    ]
    return "\n".join(parts)


def _finding(rule: Rule) -> str:
    state = "" if rule.default else ", off unless selected"
    why = f"Why: {rule.why}\n\n" if rule.why else ""
    heading = f"## {rule.code} {rule.name} {{ #{rule.code.lower()} }}"
    return f"{heading}\n\n{rule.summary} (*{rule.severity.value}{state}*)\n\n{why}What to do: {rule.fix}\n"


def schemas() -> str:
    """The JSON Schemas that ship in the package."""
    parts = [
        "# JSON Schemas\n",
        "Machine-readable output has a schema. A key is never removed or given another meaning without a new",
        "number in `schema`; keys may be added.\n",
    ]
    for path in sorted(set(SCHEMAS.glob("*.json")) - {CONFIG_SCHEMA}):
        data = json.loads(path.read_text(encoding="utf-8"))
        parts += [f"## {path.name}\n", f"{data.get('description') or data.get('title', '')}\n"]
        parts += [f"In the package: `postmortem_tracker/schemas/{path.name}`.\n", _properties(data)]
    parts += ["## config.json\n", "The [configuration](configuration.md), for editors.\n"]
    parts += [
        "In the package: `postmortem_tracker/schemas/config.json`; here: [config.schema.json](config.schema.json).\n"
    ]
    return "\n".join(parts)


def _properties(data: dict[str, Any]) -> str:
    known = data.get("properties", {})
    rows = "".join(f"| `{key}` | {_kind(value)} | {_cell(_about(value, data))} |\n" for key, value in known.items())
    return f"| key | type | meaning |\n| --- | --- | --- |\n{rows}" if rows else ""


def _kind(value: dict[str, Any]) -> str:
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(_kind(each) for each in value["anyOf"]))
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    kind = value.get("format") or value.get("type", "object")
    if isinstance(kind, list):
        return " or ".join(_kind({"type": each}) for each in kind)
    return {"array": "list", "integer": "whole number", "boolean": "true or false"}.get(kind, str(kind))


def _about(value: dict[str, Any], data: dict[str, Any]) -> str:
    """What is said of a property, else of what it holds."""
    if "description" in value:
        return str(value["description"])
    if "$ref" in value:
        return _about(data["$defs"][value["$ref"].rsplit("/", 1)[-1]], data)
    inner = [*value.get("anyOf", ()), value.get("items")]
    return next((_about(each, data) for each in inner if isinstance(each, dict) and each.get("type") != "null"), "")


def languages() -> str:
    """The languages whose words are known, with a sample of each."""
    rows = []
    for language in words.languages():
        titles, states = language.phrases("titles", "tasks"), language.phrases("states", "completed")
        sample = [*(phrase.strip("*") for phrase in titles[:2]), states[0], language.phrases("labels", "owner")[0]]
        rows.append(f"| {language.name} | `{language.code}` | {', '.join(each.rstrip('*') for each in sample)} |\n")
    return "\n".join(
        [
            "# Languages\n",
            "Titles of sections, states, columns, labels and months are known in these languages, all at once: a",
            "document may mix them. Each has one file, `tracker/markdown/words/languages/CODE.toml`; a word that is",
            "missing is one word more in it, or in [`[vocabulary]`](configuration.md#vocabulary).\n",
            "| language | code | for instance |\n| --- | --- | --- |\n" + "".join(rows),
            f"Full dates are also read in {words.dated()} more languages, whose months are in",
            "`tracker/markdown/words/months.toml`.",
        ]
    )


def reading_rules() -> str:
    """The rules by which lines become items, as `parse --explain` names them."""
    known = [each for each in vars(decisions).values() if isinstance(each, decisions.Rule)]
    asked = [decisions.named(each) for each in (*headings.RULES, *left_out.LISTS, *left_out.ITEMS)]
    rows = "".join(f"| `{rule.name}` | {_cell(rule.says)} |\n" for rule in (*known, *asked))
    return "\n".join(
        [
            "# Rules of reading\n",
            "What `parse --explain FILE:LINE` names: the decisions that make a line an item, or leave it.\n",
            f"| rule | what it says |\n| --- | --- |\n{rows}",
        ]
    )


def config_schema() -> str:
    """The configuration's schema for editors."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **config.schema()}
    return _json(schema)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


# --- writing ------------------------------------------------------------------------------------------------------


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def pages() -> dict[str, str]:
    """Every generated file by its path, seen from docs/."""
    made = {
        "commands": commands,
        "configuration": configuration,
        "findings": findings,
        "languages": languages,
        "rules": reading_rules,
        "schemas": schemas,
    }
    texts = {f"reference/{name}.md": NOTE + make().strip() + "\n" for name, make in made.items()}
    return {
        **texts,
        "reference/config.schema.json": config_schema(),
        "../tracker/schemas/config.json": config_schema(),
        **{f"../tracker/schemas/{name}": _json(schema) for name, schema in contract.schemas().items()},
        "../tracker/app/template.md": (HERE.parent / "examples/postmortem-template.md").read_text(encoding="utf-8"),
        "../tracker/config/example.toml": (HERE.parent / "config.example.toml").read_text(encoding="utf-8"),
    }


def stale() -> list[str]:
    """The generated files that are not what the code says."""
    return [name for name, text in pages().items() if _read(HERE / name) != text]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main() -> int:
    """Write the pages, or say which ones are not current."""
    if "--check" in sys.argv[1:]:
        outdated = stale()
        for name in outdated:
            sys.stderr.write(f"docs/{name}: not current; run python docs/generate.py\n")
        return 1 if outdated else 0
    for name, text in pages().items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
