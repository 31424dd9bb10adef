"""What the commands have in common as typer sees them: their help, options in the wrong place, days, and Ctrl-C."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from typer import BadParameter, Exit
from typer.core import TyperCommand, TyperGroup

from postmortem_tracker.cli.console import Console, interrupted

_PYTHON = re.compile(r" <(?:list\[)?(?:str|int|float)\]?>")  # how some releases of typer show an argument's type
_RANGE = re.compile(r"(?<!\s)\s*\[x>=[\d.]+\]")  # the least value: who gives less is told
_REQUIRED = re.compile(r"\{([A-Z]+)\}")
EXAMPLES = {
    "parse": (
        "parse postmortems",
        "parse --explain postmortems/outage.md:14",
        "parse --format json 'postmortems/2026-*.md'",
    ),
    "plan": ("plan", "plan postmortems --out plan.json", "plan --format markdown > comment.md"),
    "sync": ("sync", "sync postmortems --max-creates 100", "sync --dry-run"),
    "apply": ("apply plan.json",),
    "report": ("report", "report --group-by owner", "report --format html --output report.html"),
    "check": ("check --offline", "check --changed-since origin/main --format github", "check --ignore PM201,PM203"),
    "remind": ("remind", "remind --send", "remind --digest slack"),
    "explain": ("explain", "explain PM204", "explain waivers", "explain template > postmortems/2026-01-31-outage.md"),
    "init": ("init", "init --full --force"),
    "doctor": ("doctor",),
}


class Command(TyperCommand):
    """One command, whose help ends in examples."""

    def get_help_option(self, ctx: Any) -> Any:
        """See click."""
        return _printed_by_us(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See click; a word too many is told in our words."""
        ctx.allow_extra_args = True
        over: list[str] = super().parse_args(ctx, args)
        if over and not ctx.resilient_parsing:
            named = [str(each.metavar or each.name) for each in self.params if each.param_type_name == "argument"]
            takes = f"one {named[0].strip('[]')}" if named else "options only"
            ctx.fail(f"{over[0]!r} is one word too many: {self.name} takes {takes}")
        return over

    def get_usage(self, ctx: Any) -> str:
        """See click."""
        return _REQUIRED.sub(r"\1", super().get_usage(ctx))

    def get_help(self, ctx: Any) -> str:
        """See click."""
        shown = _REQUIRED.sub(r"\1", super().get_help(ctx))
        shown = _RANGE.sub("", _PYTHON.sub(lambda found: " " * len(found[0]), shown))
        lines = (f"  {ctx.parent.info_name} {each}" for each in EXAMPLES[str(self.name)])
        return "\n".join((shown.rstrip(), "", "Examples:", *lines))


class Group(TyperGroup):
    """The commands together, with the options before the command."""

    def get_help_option(self, ctx: Any) -> Any:
        """See click."""
        return _printed_by_us(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See click; ``help`` and ``help COMMAND`` are what people type before they know of ``--help``."""
        if args[:1] == ["help"]:
            args = [*args[1:2], "--help"]
        name = next((each for each in args if each in self.commands), None)
        if name:
            at = args.index(name)
            self._refuse_misplaced(ctx, name, args[:at], args[at + 1 :])
        return super().parse_args(ctx, args)

    def _refuse_misplaced(self, ctx: Any, name: str, before: list[str], after: list[str]) -> None:
        """Say of an option on the wrong side of the command where it stands."""
        here, there = (_spelled(command.params) for command in (self, self.commands[name]))
        after = after[: after.index("--")] if "--" in after else after
        for at, each in enumerate(after):
            option = each.partition("=")[0]
            if option in here and option not in there:
                value = after[at + 1 : at + 2] if here[option] and "=" not in each else []
                ctx.fail(f"{each} stands before the command: {' '.join((str(ctx.info_name), each, *value, name))}")
        for at, each in enumerate(before):
            option = each.partition("=")[0]
            if option not in here and option in there:
                value = before[at + 1 : at + 2] if there[option] and "=" not in each else []
                right = " ".join((str(ctx.info_name), name, each, *value))
                ctx.fail(f"{option} stands after the command: {right}")

    def get_help(self, ctx: Any) -> str:
        """See click."""
        more = (
            f"Begin with `{ctx.info_name} parse FILE`, which touches nothing.",
            f"The help of each command has examples: `{ctx.info_name} report --help`.",
            f"The documentation is here too: `{ctx.info_name} explain` names its pages.",
        )
        return "\n".join((super().get_help(ctx).rstrip(), "", *more))

    def invoke(self, ctx: Any) -> Any:
        """See click; Ctrl-C ends with a line that says how far the run had got."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            interrupted(error)
            raise Exit(130) from None
        except BadParameter as error:
            error.message = _ours(error.message)
            raise


def _spelled(params: Iterable[Any]) -> dict[str, bool]:
    """Every spelling of the options, and whether a value follows it."""
    named = ((each, spelled) for each in params for spelled in (*each.opts, *each.secondary_opts))
    return {spelled: not getattr(each, "is_flag", False) for each, spelled in named}


def _printed_by_us(option: Any) -> Any:
    """The option --help, which prints as everything else is printed: what cannot take it is told."""
    if option is not None:
        option.callback = _print_help
    return option


def _print_help(ctx: Any, param: Any, wanted: bool) -> None:
    del param
    if wanted and not ctx.resilient_parsing:
        Console().out(ctx.get_help())
        ctx.exit()


def _ours(message: str) -> str:
    """A message about a value without the words of the library below typer."""
    if message.startswith("Input should be a valid "):
        return "a whole number is needed" if "integer" in message else "a number is needed"
    least = message.removeprefix("Input should be greater than or equal to ")
    return f"at least {least} is needed" if least != message else message.removeprefix("Value error, ")


def day(text: str | date) -> date:
    """A day as it is written on the command line."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(f"{text!r} is no day; write YYYY-MM-DD, such as 2026-03-31") from error
