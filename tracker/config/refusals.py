"""What a configuration of valid shape may still not say: codes that are none, words never found, unsafe addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from postmortem_tracker.config import problems, secrets
from postmortem_tracker.config.settings import Config, VocabularySettings
from postmortem_tracker.errors import ConfigError


def refusals(config: Config) -> list[ConfigError]:
    """The refusals of the first kind that there is any of, without the file's name."""
    return (
        [*_codes(config), *_words(config.vocabulary)]
        or list(_trackers(config))
        or [*_addresses(config), *_labels(config), *_members(config)]
    )


def _trackers(config: Config) -> Iterator[ConfigError]:
    """Names of trackers that are not configured."""
    names = config.all_trackers
    named = [("default_tracker", config.default)]
    named += [(problems.spelled(("routes", at, "tracker")), rule.tracker) for at, rule in enumerate(config.routes)]
    for place, name in named:
        if name not in names:
            yield ConfigError(f"{place}: no tracker named {name!r}", f"configured are {', '.join(names)}")


def _addresses(config: Config) -> Iterator[ConfigError]:
    """Addresses of servers with what may be a secret in them; they are not repeated."""
    for name, tracker in config.trackers.items():
        if what := secrets.in_address(tracker.url):
            yield ConfigError(
                f"trackers.{name}.url: {what} is no part of a server's address",
                "write it like https://git.example.com; tokens are in environment variables, see token_env",
            )


def _codes(config: Config) -> Iterator[ConfigError]:
    """Every code of [check] that names no rule."""
    told = config.check
    listed: list[tuple[str, Iterable[str]]] = [
        ("check.select", told.select),
        ("check.extend_select", told.extend_select),
        ("check.ignore", told.ignore),
        ("check.severity", told.severity),
    ]
    for at, each in enumerate(told.per_path):
        listed += [
            (problems.spelled(("check", "per_path", at, name)), getattr(each, name)) for name in ("ignore", "select")
        ]
    if not any(codes for _, codes in listed):
        return
    from postmortem_tracker.report.checks.rules import is_selector, meant  # only where there are any

    for place, codes in listed:
        for code in codes:
            if not is_selector(code):
                yield ConfigError(f"{place}: unknown code {code!r}", meant(code))


def _words(told: VocabularySettings) -> Iterator[ConfigError]:
    """Every role, column, field and state of [vocabulary] that is none, and every word that can never be found."""
    if told == VocabularySettings():
        return
    from postmortem_tracker.markdown import DEFAULT, Role  # only where there are any
    from postmortem_tracker.markdown.words.phrases import is_phrase

    tables: tuple[tuple[str, str, Mapping[str, Iterable[str]], Iterable[str]], ...] = (
        ("sections", "role", told.sections, Role),
        ("columns", "column", told.columns, DEFAULT.columns),
        ("labels", "field", told.labels, DEFAULT.labels),
        ("states", "state", told.states, DEFAULT.states),
    )
    for table, what, given, known in tables:
        valid = list(known)
        for name, phrases in given.items():
            if name not in valid:
                hint = f"{problems.meant(name, valid)}valid here: {', '.join(valid)}"
                yield ConfigError(f"vocabulary.{table}.{name}: no such {what}", hint)
            for phrase in phrases:
                sign = table == "states" and phrase.strip(" *?") and not any(map(str.isalnum, phrase))  # "✅"
                if not (is_phrase(phrase) or sign):
                    hint = "begin it with a word; * stands for any ending, or for a word between others"
                    yield ConfigError(f"vocabulary.{table}.{name}: {phrase!r} is never found", hint)


def _labels(config: Config) -> Iterator[ConfigError]:
    """Labels under which the issues of a tracker would not be found again, or not as they are written."""
    labels = [("sync.label", config.sync.label), *(("sync.extra_labels", label) for label in config.sync.extra_labels)]
    for place, label in labels:
        if label != label.strip():
            yield ConfigError(f"{place}: {label!r} begins or ends with a space", "trackers drop it: leave it out")
        elif not label.isprintable():
            yield ConfigError(f"{place}: {label!r} holds a character that cannot be seen", "write it without")
    on_gitlab = any(tracker.kind == "gitlab" for tracker in config.all_trackers.values())
    if on_gitlab and config.sync.label.casefold() in ("none", "any"):
        yield ConfigError(
            f"sync.label: GitLab takes {config.sync.label!r} for a question, not for a label", "choose another name"
        )


def _members(config: Config) -> Iterator[ConfigError]:
    """Slack member ids that are none: a name would mention nobody."""
    for name, accounts in config.people.items():
        if not re.fullmatch(r"[UW][A-Z0-9]{2,20}", accounts.get("slack", "U00")):
            yield ConfigError(
                f"people.{name}.slack: {accounts['slack']!r} is no member id",
                "copy it from the profile in Slack: U0123ABCD",
            )
