"""The words of each language: the same keys everywhere, no word that means two things, and a document of each."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words import languages as words
from postmortem_tracker.markdown.words.languages import Language, every, languages
from postmortem_tracker.markdown.words.vocabulary import DEFAULT
from postmortem_tracker.model import State

LANGUAGES = {language.code: language for language in languages()}
SHAPE = {table: set(keys) for table, keys in LANGUAGES["en"].tables.items()}
# What a language may do without: its words stand elsewhere, or its writing has no such words.
MAY_BE_EMPTY = {
    "names_too",
    "no_names",
    "about",
    "week_of",
    "noted",
    "former",
    "renewed",
    "earliest",
    "later",
    "once",
    "horizons",
    "horizon_nouns",
    "verbs",
    "due",
    "guides_first",
}
MAY_BE_EMPTY |= {"and", "things", "denied", "unsure", "beside", "mentions", "reasons", "not_to_do", "kinds_of_work"}
MAY_BE_EMPTY |= {
    "verb_endings",
    "no_orders",
    "up_to",
    "surely",
    "speaking_of",
    "not_yet",
    "nouns_of_work",
    "verbs_and_nouns",
    "attributes",
    "proposed",
    "advice",
    "choices",
}
MAY_BE_EMPTY |= {"no", "none_of", "none_beside", "fill", "here", "around", "readers", "should", "passive"}
MAY_BE_EMPTY |= {"readers_asked", "asks_within", "pointers", "tickets", "filed", "filed_beside"}
MAY_BE_EMPTY |= {"task_nouns", "action_nouns", "improvement_nouns", "to_come", "past"}
MAY_BE_EMPTY |= {
    "at",
    "behind",
    "lasting_behind",
    "of_behind",
    "conditions",
    "no_first_names",
    "particles",
    "honorifics",
    "limits_alone",
    "limits_until",
    "documents",
    "is",
    "treat",
    "adds_nothing",
    "leads",
    "of",
    "data",
    "holds",
    "denials",
    "denials_before",
    "denials_behind",
    "classes",
    "open",
    "closed",
    "which",
    "put_off",
    "team_first",
    "team_last",
    "see",
    "places",
    "goes_on",
    "infinitives",
    "to_be",
    "changes",
}
MAY_BE_EMPTY |= {"within", "within_behind", "from", "until", "ongoing", "lasting", "bound", "clauses", "wished"}
COLUMNS = ("action", "details", "owner", "due", "priority", "status", "ticket", "type")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return LANGUAGES[request.param]


def test_every_language_has_the_same_keys_with_words_in_small_letters(language: Language) -> None:
    assert {table: set(keys) for table, keys in language.tables.items()} == SHAPE
    for table, keys in language.tables.items():
        for key, listed in keys.items():
            assert listed or key in MAY_BE_EMPTY, f"{table}.{key}"
            assert len(listed) == len(set(map(str, listed))), f"{table}.{key} says something twice"
            for phrase in listed:
                if isinstance(phrase, str):
                    assert phrase == phrase.strip().lower(), phrase
    assert len(language.tables["months"]["names"]) == 12


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("titles", ("tasks", "work", "measures", "improvements", "remarks", "other")),
        ("titles_alone", ("tasks", "measures", "improvements")),
        ("columns", COLUMNS),
        ("labels", ("owner", "due", "priority", "status", "ticket", "type", "details")),
        ("states", ("completed", "open", "not_planned")),
        ("incident", ("id", "title", "date", "severity", "status", "owner", "services", "confidential", "duration")),
    ],
)
def test_no_word_means_two_things_in_any_languages(table: str, keys: tuple[str, ...]) -> None:
    roles = defaultdict(set)
    for key in keys:
        for phrase in every(table, key):
            roles[phrase].add(key)
    twice = {phrase: told for phrase, told in roles.items() if len(told) > 1}
    # A column "Issue" is judged by what stands in it; a field that the item has already is a detail.
    assert set(twice) <= {"issue", "target", "status"}, twice


def test_what_is_written_back_is_read_as_just_that(language: Language) -> None:
    for written in language.tables["states"]["written"]:
        for word, state in zip(written, ("open", "completed", "not_planned"), strict=True):
            answers = every("states", {"open": "no", "completed": "yes"}.get(state, state))
            assert word.lower() in (*every("states", state), *answers), word


def test_no_word_that_doubts_a_state_may_stand_beside_one() -> None:
    assert not set(every("states", "hedges")) & {*every("states", "between"), *every("states", "before")}


def test_no_month_of_one_language_is_another_month_in_another() -> None:
    for language in languages():
        for number, names in enumerate(language.tables["months"]["names"], 1):
            assert all(words.months()[name.casefold()] == number for name in names)


def test_a_title_that_closes_is_one_that_holds_no_measures(language: Language) -> None:
    if language.code != "en":  # the English ones are looser: "achieved"
        assert set(language.phrases("titles", "closing")) <= set(every("titles", "other"))


def _shown(phrases: Sequence[str]) -> list[str]:
    """Phrases as one would write them: endings cut where any fits."""
    return [phrase.replace("*", "").capitalize() for phrase in phrases if "*" not in phrase.strip("*")]


@pytest.mark.parametrize("key", ["tasks", "work", "measures"])
def test_a_document_in_each_language_gives_its_item_below_every_title(language: Language, key: str) -> None:
    titles = [*_shown(language.phrases("titles", key)), *_shown(language.tables["titles_alone"].get(key, ()))]
    for title in titles:
        (incident,) = parse(f"# Incident 7\n\n## {title}\n\n- Redis: 3 GB\n- Kafka: 5 GB\n", "a.md")
        assert len(incident.items) == 2, title


def test_a_document_in_each_language_is_read_end_to_end(language: Language) -> None:
    owner, due = _shown(language.phrases("labels", "owner"))[0], _shown(language.phrases("labels", "due"))[0]
    month = next((n for n in language.tables["months"]["names"][3] if not n[0].isdigit()), "")
    day = f"1 {month} 2026" if month else "2026年4月1日"
    report, severity = language.phrases("incident", "reports")[0], language.phrases("incident", "severity")[0]
    cue = next(iter(language.phrases("items", "due")), None)
    text = (
        f"# {report.capitalize()}: Redis down\n\n**{severity.capitalize()}:** SEV2\n\n"
        f"## {_shown(language.phrases('titles', 'tasks'))[0]}\n\n- Redis 7 ({owner}: Ana; {due}: {day})\n"
        + (f"- Kafka 8, {cue} {day}\n" if cue else "- Kafka 8\n")
    )
    (incident,) = parse(text, "a.md")
    first, second = incident.items
    assert (incident.title, incident.severity) == ("Redis down", "SEV2")
    assert (first.text, first.owners, first.due_date) == ("Redis 7", ("Ana",), date(2026, 4, 1))
    assert second.text == "Kafka 8"
    assert second.due_date == (date(2026, 4, 1) if cue else None)


@pytest.mark.parametrize("state", ["completed", "open", "not_planned"])
def test_the_states_of_each_language_are_read_from_its_table(language: Language, state: str) -> None:
    columns = [_shown(language.phrases("columns", key))[0] for key in ("action", "owner", "status")]
    for word in _shown(language.phrases("states", state)):
        rows = f"| {' | '.join(columns)} |\n| - | - | - |\n| Redis 7 | Ana | {word} |\n"
        (incident,) = parse(f"# A\n\n## {_shown(language.phrases('titles', 'tasks'))[0]}\n\n{rows}", "a.md")
        (item,) = incident.items
        assert item.owners == ("Ana",)
        assert item.state is State(state), word


@pytest.mark.parametrize("file", ["signs.toml", "months.toml"])
def test_the_files_for_all_languages_are_whole(file: str) -> None:
    told = tomllib.loads((Path(words.__file__).parent / file).read_text(encoding="utf-8"))
    if file == "months.toml":
        assert all(len(year) == 12 and all(year) for year in told.values())
    else:
        assert all(set(keys) <= SHAPE[table] for table, keys in told.items())


@pytest.mark.parametrize(
    ("key", "typed"), [("priority", "priorite"), ("owner", "responsavel"), ("due", "faellig"), ("owner", "wlasciciel")]
)
def test_words_are_known_as_they_are_typed_without_accents(key: str, typed: str) -> None:
    assert typed in every("columns", key)


def test_a_word_that_is_another_one_without_its_accents_keeps_them() -> None:
    assert "lost" not in every("states", "completed")  # Danish "løst" is solved
    assert "resume" not in every("titles", "other")  # French "résumé" is a summary
    assert "termine" not in every("states", "completed")  # French "terminé" is done, German "Termine" are days


@pytest.mark.parametrize(
    "word",
    [
        "lista",  # Spanish: ready; a list in Italian, Polish, Portuguese and Swedish
        "pronto",  # Portuguese: ready; soon in Spanish
        "termine",  # French, without its accent: done; days in German, a deadline in Italian
        "livre",  # French, without its accent: delivered; a book, and free in Portuguese
        "ferme",  # French, without its accent: closed; a farm
        "klar",  # Swedish: done; ready in Danish and Norwegian, clear in German
        "corrige",  # French, without its accent: corrected; "correct it" in Spanish
        "refuse",  # French, without its accent: refused; an order in English
        "realise",  # the same
    ],
)
def test_a_label_that_means_something_else_elsewhere_closes_nothing(word: str) -> None:
    (incident,) = parse(f"# Late mails\n\n## Action items\n\n{word.title()}:\n\n- Order a disk\n", "a.md")
    assert [item.state for item in incident.items] == [State.OPEN]
    assert not set(every("states", "completed")) & set(every("labels", "due"))


def test_no_word_for_a_closed_state_is_another_name_in_any_language() -> None:
    """What closes an item has to mean that in each language: nothing is worse than a task taken for done."""
    closed = {phrase: key for key in ("completed", "not_planned") for phrase in every("states", key)}
    named = {
        phrase
        for table, keys in SHAPE.items()
        if table in ("columns", "labels", "incident", "evidence", "titles", "titles_alone")
        for key in keys - {"asked", "done", "status", "statuses"}
        for phrase in every(table, key)
    }
    assert not closed.keys() & named, closed.keys() & named


def test_a_word_that_is_english_too_is_a_column_only_alone() -> None:
    column = DEFAULT.compiled.column
    assert (column("Data"), column("Was"), column("Taken")) == ("due", "action", "action")
    assert (column("Data prevista"), column("Was ist zu tun")) == ("due", "action")
    assert [column(header) for header in ("Data center", "Data loss", "Time taken", "Decision taken")] == [None] * 4
