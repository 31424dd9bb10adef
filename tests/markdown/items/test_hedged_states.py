"""States with a word that makes them less, in all languages: the item stays open, and the words are quoted."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State

HEDGED = (
    *("almost done", "half done", "done soon", "will be done", "50% done", "2 of 3 done", "done?", "done (partially)"),
    *("wird erledigt", "in Kürze fertig", "fertig ab Dezember", "halb fertig", "bald abgeschlossen"),
    *("à moitié fait", "sera terminé", "presque terminé", "bientôt livré", "casi terminado", "será completado"),
    *("quase concluído", "será concluído", "quasi fatto", "sarà completato", "bijna klaar", "wordt afgerond"),
    *("næsten færdig", "bliver lukket", "nesten ferdig", "blir ferdig", "nästan färdig", "klart", "blir klar"),
    *("melkein valmis", "pian valmis", "prawie gotowe", "będzie zrobione", "téměř hotovo", "bude hotovo"),
    *("почти готово", "будет сделано", "майже готово", "буде зроблено", "neredeyse tamamlandı", "sắp xong"),
    *("已完成一半", "基本完成", "ほぼ完了", "一部完了", "完了予定", "거의 완료", "곧 완료", "✅?"),
)
OPEN = (
    *("není hotovo", "ještě není hotovo", "inte klart", "ej klart", "tamamlanacak", "henüz yapılmadı", "noch offen"),
    *("pas terminé", "niet klaar", "не готово", "未完成", "미완료"),
)
DONE = (
    *("done", "erledigt", "bereits umgesetzt", "fait", "hecho", "concluído", "fatto", "klaar", "færdig"),
    *("gjort", "valmis", "gotowe", "hotovo", "готово", "tamamlandı", "đã xong", "已完成", "完了", "완료"),
)
PLACES = ("Cap it ({})", "Cap it – {}", "Cap it @ana ({})", "Cap it @ana – {}", "Cap it; {}")


def read(line: str) -> tuple[State, str, list[str]]:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n- {line}\n- Drain it\n", "a.md")
    item = incident.items[0]
    return item.state, item.text, [each.message for each in incident.findings if each.code == "PM120"]


@pytest.mark.parametrize(
    ("said", "place"),
    [(said, place) for said in HEDGED for place in PLACES if "(" not in said or "(" in place],
)
def test_it_stays_open_and_the_words_are_quoted(said: str, place: str) -> None:
    assert read(place.format(said)) == (State.OPEN, "Cap it", [f"state not understood: {said!r}"])


@pytest.mark.parametrize("said", [said for said in HEDGED if said[0] >= "一" and said[0] < "가"])
def test_it_may_stand_in_the_brackets_of_its_script(said: str) -> None:
    assert read(f"Cap it（{said}）") == (State.OPEN, "Cap it", [f"state not understood: {said!r}"])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("said", "state"), [*((each, State.OPEN) for each in OPEN), *((each, State.COMPLETED) for each in DONE)]
)
def test_what_says_no_less_is_believed(said: str, state: State, place: str) -> None:
    assert read(place.format(said)) == (state, "Cap it", [])


@pytest.mark.parametrize(
    "line", ["Warn at night – it will be quiet", "Show what is left (in red)", "Melden, wer Dienst hat – wird laut"]
)
def test_a_hedge_without_a_state_is_part_of_the_words(line: str) -> None:
    assert read(line) == (State.OPEN, line, [])
