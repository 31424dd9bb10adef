"""The configuration: TOML to validated, frozen values; unknown keys are refused with the valid ones listed."""

from __future__ import annotations

import json
import os
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from postmortem_tracker.config import problems, secrets
from postmortem_tracker.config.refusals import refusals
from postmortem_tracker.config.settings import Config
from postmortem_tracker.config.settings import TrackerSettings as TrackerSettings  # plug-ins import it from here
from postmortem_tracker.disk import regular
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.text import toml

FILE_NAME = "postmortem-tracker.toml"

_TOML_HINT = "texts stand in quotes, lists in [ ]; `postmortem-tracker init --full` shows every option"


def find(start: Path) -> Path | None:
    """The configuration file of a directory: looked for upward to the repository's root."""
    for folder in (start, *start.parents):
        if os.path.lexists(folder / FILE_NAME):
            return _inside(folder / FILE_NAME)
        if (folder / ".git").exists():
            return None
    return None


def _inside(path: Path) -> Path:
    """The file itself, which the checkout must not make a link to somewhere else. Raises ConfigError."""
    root = os.path.realpath(repository_root(path.parent) or path.parent)
    if regular.is_inside(os.path.realpath(path), root):
        return path
    raise ConfigError(f"{path}: is a symbolic link out of the repository", "name the other file with --config")


def repository_root(start: Path) -> Path | None:
    """The directory upward that holds the git repository; None outside of one."""
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), None)


def load(path: Path) -> Config:
    """Read a configuration file. Raises ConfigError naming the file, the place and what is valid there."""
    shown = os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    try:
        data = toml.loads(regular.read(path, regular.SETTINGS_BYTES)[0].decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{shown}: cannot be read: {error.strerror}", "check the path given with --config") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: not UTF-8 (byte {error.start})", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line, what = toml.explained(str(error))
        raise ConfigError(f"{shown}{f':{line}' if line else ''}: not valid TOML: {what}", _TOML_HINT) from error
    return validate(data, shown)


def schema() -> dict[str, Any]:
    """The JSON Schema of the configuration."""
    return Config.model_json_schema()


def validate(data: dict[str, Any], shown: str = FILE_NAME) -> Config:
    """The configuration of parsed TOML. Raises ConfigError, which holds all problems."""
    if leaked := [*secrets.pasted(data), *secrets.unprintable(data)]:
        raise _together(shown, leaked)
    try:
        # By way of JSON, whose strict types take lists and dates as TOML writes them, and "50" for no number.
        config = Config.model_validate_json(json.dumps(data, default=_written), strict=True)
    except ValidationError as error:
        raise _together(shown, problems.explained(error, data, schema())) from error
    if refused := refusals(config):
        raise _together(shown, refused)
    return config


def _written(value: object) -> str:
    """A date or a time as TOML writes it."""
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _together(shown: str, found: list[ConfigError]) -> ConfigError:
    """All problems of a file in one error."""
    first, *others = (ConfigError(f"{shown}: {each.message}", each.hint) for each in found)
    return ConfigError(first.message, first.hint, others)
