"""What columns and labels are called: who does it, until when and how it stands, in all languages."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State


def read(*header: str) -> tuple[tuple[str, ...], str | None, State]:
    rule = "|".join("-" for _ in header)
    row = "| `mail-relay`: a quota | Ana | 2026-04-02 | done |"
    (incident,) = parse(f"# Outage\n\n## Action items\n\n| {' | '.join(header)} |\n|{rule}|\n{row}\n", "a.md")
    (item,) = incident.items
    return item.owners, item.due, item.state


@pytest.mark.parametrize(
    "header",
    [
        ("Action", "Acteur", "Pour le", "Avancement"),
        ("Acción", "Responsable", "Fecha", "Estatus"),
        ("Acción", "Responsable", "Plazo", "Situación"),
        ("Ação", "Proprietário", "Data alvo", "Andamento"),
        ("Azione", "Responsabile", "Scadenza", "Avanzamento"),
        ("Działanie", "Odpowiedzialna osoba", "Termin", "Status"),
        ("Действие", "Ответственные", "Дата", "Статус"),
        ("Дія", "Відповідальні", "Дата", "Статус"),
        ("Aksiyon", "Sorumlular", "Hedef tarih", "Statü"),
        ("Aksiyon", "Sahip", "Tarih", "Durum"),
        ("対応", "主担当", "いつまで", "対応状況"),
        ("対応", "担当", "日付", "状態"),
        ("조치", "담당팀", "날짜", "완료 여부"),
        ("措施", "跟进人", "日期", "完成情况"),
        ("措施", "负责团队", "DDL", "进展"),
        ("Actie", "Actiehouder", "Datum", "Staat"),
        ("Åtgärd", "Ansvarig", "Datum", "Läge"),
        ("Opatření", "Řešitel", "Datum", "Stav"),
        ("Maßnahme", "Zuständig", "Datum", "Status"),
        ("Handling", "Ansvarlig", "Dato", "Status"),
        ("Toimenpide", "Vastuuhenkilö", "Päivämäärä", "Tila"),
        ("Hành động", "Người phụ trách", "Ngày", "Trạng thái"),
    ],
)
def test_columns_are_known_by_the_names_that_people_give_them(header: tuple[str, ...]) -> None:
    assert read(*header) == (("Ana",), "2026-04-02", State.COMPLETED)


@pytest.mark.parametrize("title", ["Timeline", "Zeitverlauf", "Overview"])
def test_a_table_of_days_is_no_table_of_work(title: str) -> None:
    table = "| Datum | Was | Wer |\n|---|---|---|\n| 2026-03-02 | Relay neu gestartet | Ana |\n"
    (incident,) = parse(f"# Outage\n\n## {title}\n\n{table}", "a.md")
    assert not incident.items


@pytest.mark.parametrize(
    ("owner", "due", "priority"),
    [
        ("Proprietário", "Data alvo", "Prioridade"),
        ("Responsable", "Fecha compromiso", "Prioridad"),
        ("Zuständig", "Umsetzung bis", "Priorität"),
        ("Sorumlu", "Hedef tarih", "Öncelik"),
        ("主担当", "〆切", "優先順位"),
        ("担当チーム", "目標日", "優先度"),
        ("담당팀", "예정일", "우선 순위"),
        ("负责团队", "DDL", "优先级"),
        ("Actiehouder", "Streefdatum", "Prioriteit"),
    ],
)
@pytest.mark.parametrize("text", ["- Add a quota\n  - {}: Ana\n  - {}: 2026-04-02\n  - {}: P1\n"])
def test_labels_are_known_by_the_names_that_people_give_them(owner: str, due: str, priority: str, text: str) -> None:
    (incident,) = parse("# Outage\n\n## Action items\n\n" + text.format(owner, due, priority), "a.md")
    (item,) = incident.items
    assert (item.owners, item.due, item.priority) == (("Ana",), "2026-04-02", "P1")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        *((word, State.COMPLETED) for word in ("Corregido", "Implémentée", "リリース済み", "已发布", "Utförd")),
        *((word, State.COMPLETED) for word in ("Devreye alındı", "導入済み", "已合并")),
        *((word, State.OPEN) for word in ("Planlanıyor", "Планується", "Käynnissä", "実施中", "진행 예정", "测试中")),
    ],
)
def test_states_are_known_by_the_words_that_people_write(word: str, state: State) -> None:
    table = f"| Action | Status |\n|---|---|\n| Add a quota | {word} |\n"
    (incident,) = parse("# Outage\n\n## Action items\n\n" + table, "a.md")
    (item,) = incident.items
    assert item.state is state
    assert item.done is not None
