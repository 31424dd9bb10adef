"""Commands that have typer convert only what is not of its type already.

Its conversion imports pydantic, which takes longer than reading a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from functools import partial
from typing import Any

from typer import BadParameter, Exit
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

# What click calls a mistake in usage; releases of typer differ in where they keep it.
_UsageError: Any = BadParameter.__mro__[1]
_GLOBAL = ("-q", "--quiet", "-v", "--verbose", "--config")


class Command(TyperCommand):
    """One command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See click."""
        _spare(self.get_params(ctx))
        try:
            return super().parse_args(ctx, args)
        except _UsageError as error:
            option = getattr(error, "option_name", "")
            if option in _GLOBAL:
                error.message = f"{option} stands before the command: {ctx.parent.info_name} {option} {ctx.info_name}"
            raise


class Group(TyperGroup):
    """The commands together, with the options before the command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """See click."""
        _spare(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """See click; Ctrl-C ends with a line that says how far the run had got."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            from postmortem_tracker.cli.console import interrupted

            interrupted(error)
            raise Exit(130) from None


def _spare(params: Iterable[Any]) -> None:
    for param in params:
        # Releases of typer that know no descriptor convert without pydantic.
        if hasattr(param, "type_descriptor"):
            param.process_value = partial(_process, param, param.process_value)


def _process(param: TyperOption | TyperArgument, convert: Callable[..., Any], ctx: Any, value: Any) -> Any:
    kind = param.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum) and value in [each.value for each in kind]:
        value = kind(value)
    if not _fits(kind, value) or (value is None and param.required):
        try:
            return convert(ctx, value)
        except BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")  # pydantic's way to begin
            raise
    return param.callback(ctx, param, value) if param.callback else value


def _fits(kind: Any, value: Any) -> bool:
    """Whether a value is of the type already; no value fits every type."""
    if value is None:
        return True
    if kind == list[str]:
        return all(isinstance(each, str) for each in value)
    return isinstance(kind, type) and isinstance(value, kind)
