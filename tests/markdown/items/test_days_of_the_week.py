"""A day of the week is no date in any language: told as one is told in English, and a word of none in a state."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.lines.dates import Doubt, read_date
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.languages import languages, weekdays
from postmortem_tracker.markdown.words.periods import names_weekday, weekday_at
from postmortem_tracker.markdown.words.vocabulary import DEFAULT
from postmortem_tracker.model import State

HEAD = "# INC-1 T\n\n## Action items\n\n"
TABLE = "| Action | Owner | Due |\n| --- | --- | --- |\n| Rotate the keys | @ana | {} |\n"
BY = (
    ("by", "Fri"),
    ("bis", "Freitag"),
    ("avant", "vendredi"),
    ("antes del", "viernes"),
    ("entro", "venerdì"),
    ("até", "sexta-feira"),
    ("do", "piątku"),
    ("do", "pátku"),
    ("voor", "vrijdag"),
    ("senast", "fredag"),
    ("до", "пятницы"),
    ("до", "п’ятниці"),
    ("до", "п'ятниці"),
    ("trước", "thứ sáu"),
)


def read(text: str) -> tuple[tuple[object, ...], list[str]]:
    (incident,) = parse(HEAD + text, "pm.md")
    (item,) = incident.items
    return (item.text, item.due, item.due_date), [each.code for each in incident.findings]


@pytest.mark.parametrize(("cue", "day"), [("by", "Friday"), *BY])
def test_a_day_of_the_week_is_due_and_no_date_in_every_language(cue: str, day: str) -> None:
    assert read_date(f"{cue} {day}").doubt is Doubt.RELATIVE
    for text in (f"- [ ] Rotate the keys ({cue} {day})", f"- [ ] Rotate the keys — {day}"):
        assert read(text) == (("Rotate the keys", day, None), ["PM104"])
    for text in (f"- [ ] Rotate the keys – due: {cue} {day}", TABLE.format(f"{cue} {day}")):
        assert read(text) == (("Rotate the keys", f"{cue} {day}", None), ["PM104"])


@pytest.mark.parametrize(("cue", "day"), [("by", "Friday"), *BY])
def test_behind_a_cue_at_the_end_too(cue: str, day: str) -> None:
    (_, due, on), codes = read(f"- [ ] Rotate the keys {cue} {day}")
    assert (due, on, codes) == (day, None, ["PM104"])


@pytest.mark.parametrize("name", sorted(weekdays()))
def test_every_name_of_the_tables_is_known(name: str) -> None:
    assert names_weekday(name)
    assert weekday_at(name, 0) == len(name)
    assert weekday_at(f"on {name}, once", 3) == 3 + len(name)
    assert read_date(name).doubt is Doubt.RELATIVE


@pytest.mark.parametrize("code", [each.code for each in languages()])
def test_a_day_beside_a_state_adds_nothing(code: str) -> None:
    """As in "Done on Friday"."""
    language = next(each for each in languages() if each.code == code)
    states = DEFAULT.compiled.states
    _, done, _ = language.tables["states"]["written"][0]
    before = states.judge(done)
    for day in language.tables["weekdays"]["names"][4]:
        assert states.judge(f"{done} ({day})") == before
        assert states.judge(f"{done}, {day}") == before


@pytest.mark.parametrize(
    "said",
    [
        "Done on Friday",
        "done Fri",
        "Erledigt am Freitag",
        "Terminé vendredi",
        "Hecho el viernes",
        "Feito sexta-feira",
        "Готово в пятницу",
        "Gereed op vrijdag",
    ],
)
def test_a_state_of_a_day_is_believed(said: str) -> None:
    judged = DEFAULT.compiled.states.judge(said)
    assert (judged.state, judged.grasp) == (State.COMPLETED, Grasp.ALL)


@pytest.mark.parametrize("said", ["nächste Woche", "bis nächste Woche", "la semaine prochaine", "bis Ende November"])
def test_other_words_for_a_time_are_no_date_either(said: str) -> None:
    assert read_date(said).doubt is read_date("next week").doubt is Doubt.RELATIVE


@pytest.mark.parametrize("said", ["Kim", "the monsoon", "sunny", "Freitagsrunde", "sexta", "thứ", "wedge", "fritz"])
def test_words_that_only_look_like_one_are_none(said: str) -> None:
    assert names_weekday(said) is (said == "sexta")
