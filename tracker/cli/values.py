"""What the commands have in common as typer sees them: options in the wrong place, days, and Ctrl-C."""

from __future__ import annotations

from datetime import date
from typing import Any

from typer import BadParameter, Exit
from typer.core import TyperGroup

from postmortem_tracker.cli.console import interrupted

_GLOBAL = ("-q", "--quiet", "-v", "--verbose", "--config", "--allow-host")


class Group(TyperGroup):
    """The commands together, with the options before the command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See click."""
        name = next((each for each in args if each in self.commands), None)
        after = args[args.index(name) + 1 :] if name else []
        for each in after[: after.index("--")] if "--" in after else after:
            if each.partition("=")[0] in _GLOBAL:
                ctx.fail(f"{each} stands before the command: {ctx.info_name} {each} {name}")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """See click; Ctrl-C ends with a line that says how far the run had got."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            interrupted(error)
            raise Exit(130) from None
        except BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")  # a word of the library below typer
            raise


def day(text: str | date) -> date:
    """A day as it is written on the command line."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(f"{text!r} is no day; write YYYY-MM-DD, such as 2026-03-31") from error
