"""Titles in many languages below which nothing is promised: what went badly, what was done, what is attached."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Slow sign-in on 2026-10-12\n\n"


def texts(body: str) -> list[str]:
    return [item.text for item in parse(HEAD + body, "a.md")[0].items]


NEEDING = [
    "What needs improvement",
    "Verbesserungsbedarf",
    "Lo que hay que mejorar",
    "Ce que nous devons améliorer",
    "Che cosa va migliorato",
    "O que precisa ser melhorado",
    "Что требует улучшения",
    "Що потребує покращення",
    "Co wymaga poprawy",
    "Co je třeba zlepšit",
    "Wat moet beter",
    "Vad behöver förbättras",
    "Hvad skal forbedres",
    "Hva må forbedres",
    "Mitä pitää parantaa",
    "İyileştirilmesi gerekenler",
    "Điều cần cải thiện",
    "改善が必要な点",
    "개선이 필요한 점",
    "需要改进的方面",
    "有待改进之处",
]


@pytest.mark.parametrize("title", NEEDING)
def test_what_needs_to_be_better_is_a_remark(title: str) -> None:
    told = "- The pager was silent for an hour\n- Nobody knew the owner of the pool\n"
    assert texts(f"## {title}\n\n{told}") == []
    assert texts(f"## Lessons\n\n### {title}\n\n{told}\n## Action items\n\n- [ ] Page on the depth\n")[-1:] == [
        "Page on the depth"
    ]


@pytest.mark.parametrize("title", NEEDING)
def test_orders_below_it_are_all_that_was_promised(title: str) -> None:
    told = "- Add an alert on the depth of the pool\n- Write a runbook for the pool\n"
    assert len(texts(f"## {title}\n\n{told}")) == 2


@pytest.mark.parametrize(
    "title",
    [
        "What steps were taken?",
        "Which immediate steps were taken",
        "Actions that were taken",
        "Steps that had been taken",
    ],
)
def test_what_was_taken_is_no_work(title: str) -> None:
    assert texts(f"## {title}\n\n- We told all customers\n- We drained the pool\n") == []


@pytest.mark.parametrize(
    "title", ["Taken", "Openstaande taken", "Which corrective actions were taken", "Taken voor week 4"]
)
def test_what_else_has_the_word_remains_work(title: str) -> None:
    assert texts(f"## {title}\n\n- Update the pool\n- Test the pool\n") == ["Update the pool", "Test the pool"]


@pytest.mark.parametrize("title", ["For testers to check", "For the user to test"])
def test_what_others_are_to_try_is_no_work(title: str) -> None:
    assert texts(f"## Verification\n\n**{title}:**\n\n1. Open the page\n2. Press the button twice\n") == []


@pytest.mark.parametrize("title", ["Documents to write", "Dashboards still to build"])
def test_things_to_make_are_work(title: str) -> None:
    assert texts(f"## {title}\n\n1. The failover guide\n2. The page for callers\n") != []


@pytest.mark.parametrize(
    "title",
    [
        *("Attachments", "Attached files", "Anhänge", "Pièces jointes", "Archivos adjuntos", "Allegati", "Anexos"),
        *("Bijlagen", "Bilagor", "Bilag", "Vedlegg", "Liitteet", "Załączniki", "Přílohy", "Вложения", "Вкладення"),
        *("Ekler", "Tệp đính kèm", "添付ファイル", "첨부 파일", "附件"),
    ],
)
@pytest.mark.parametrize("form", ["### {}\n\n", "**{}:**\n\n", "**{}**:\n"])
def test_what_is_attached_is_no_work(title: str, form: str) -> None:
    body = "## Action items\n\n- Rotate the keys\n\n" + form.format(title) + "- Log of the pool\n- Alert as a picture\n"
    assert texts(body) == ["Rotate the keys"]


@pytest.mark.parametrize(
    "title",
    [
        "Remediation options",
        "FIX OPTIONS",
        "Solution alternatives",
        "Lösungsoptionen",
        "Options de correction",
        "Opciones de corrección",
        "Opções de correção",
        "Lösningsalternativ",
    ],
)
def test_of_ways_to_mend_it_one_was_chosen(title: str) -> None:
    ways = f"## {title}\n\n- Restart the pool every night\n- Move the pool to a new host\n\n"
    assert texts(f"{ways}## Action items\n\n- Move the pool\n") == ["Move the pool"]
    assert texts(f"{ways}- [ ] Move the pool @ana by 2026-11-02\n") == ["Move the pool"], "somebody has promised it"


@pytest.mark.parametrize("title", ["Remediation", "Options for improvement and tasks", "Fixes", "Proposed solutions"])
def test_other_titles_of_work_are_no_choice(title: str) -> None:
    assert len(texts(f"## {title}\n\n- Add an alert on the depth\n- Rotate the keys\n")) == 2


@pytest.mark.parametrize("title", ["For the user", "Recommendations for the customer", "For every reader", "For users"])
def test_advice_for_one_reader_is_advice_for_all(title: str) -> None:
    body = f"## Recommendations\n\n### {title}\n\n- Clear the cache\n\n### For us\n\n- Add an alert on the depth\n"
    assert texts(body) == ["Add an alert on the depth"]


@pytest.mark.parametrize("title", ["Recommendations for user management", "Fixes for user management"])
def test_a_reader_who_only_names_a_thing_is_none(title: str) -> None:
    assert texts(f"## {title}\n\n- Add an alert on the depth\n") == ["Add an alert on the depth"]


@pytest.mark.parametrize(
    "title",
    [
        "Communication plan",
        "COMMUNICATIONS PLAN",
        "Issues found",
        "Additional issues",
        "When to revisit",
        "Who to call",
    ],
)
def test_what_was_found_or_told_to_others_is_no_work(title: str) -> None:
    assert texts(f"## {title}\n\n- Status page: the sign-in is slow\n- The cookie is not relayed\n") == []


@pytest.mark.parametrize("title", ["Follow-ups for issues found", "What to fix", "Action plan"])
def test_work_for_what_was_found_is_work(title: str) -> None:
    assert len(texts(f"## {title}\n\n- Add an alert on the depth\n- Rotate the keys\n")) == 2


@pytest.mark.parametrize(
    "title",
    [
        "Siguiente paso autorizado",
        "Próximo passo",
        "Prochaine étape",
        "Nächster Schritt",
        "Prossimo passo",
        "Volgende stap",
        "Następny krok",
        "Следующий шаг",
        "Další krok",
        "Processändring till nästa sprint",
        "Process changes for next sprint",
    ],
)
def test_one_next_step_is_work_as_several_are(title: str) -> None:
    assert len(texts(f"## {title}\n\n1. Add an alert on the depth\n2. Rotate the keys\n")) == 2


SINGULAR = """
Recomendação, Recomendação ao operador, Ação pendente, Contramedida, Ação recomendada, Recomendación,
Recomendación al operador, Acción pendiente, Próxima acción, Puntos abiertos, Recommandation,
Recommandation à l’exploitant, Tâche restante, Contre-mesure, Point ouvert, Empfehlung,
Empfehlung an den Betrieb, Offene Maßnahme, Gegenmaßnahme, Empfohlene Maßnahmen, Maßnahme, Raccomandazione,
Contromisura, Punto aperto, Prossima azione, Miglioramento, Zalecenie, Zalecenie dla operatora,
Środek zapobiegawczy, Usprawnienie, Рекомендация, Профилактическая мера, Следующее действие, Контрмеры,
Рекомендація, Превентивна дія, Наступна дія, Öneri, Sonraki adım, Önlem, Alınacak önlem, Tavsiyeler,
Aanbeveling, Openstaande taak, Maatregel, Volgende actie, Rekommendation, Åtgärd, Nästa åtgärd, Motåtgärder,
Nápravný krok, Doporučené opatření, Korrigerende handling, Anbefaling, Forbedring, Suositus,
Korjaava toimenpide, Seuraava askel, 推奨, 권고
"""


@pytest.mark.parametrize("title", [title.strip() for title in SINGULAR.split(",")])
def test_a_title_in_the_singular_holds_work_in_all_languages(title: str) -> None:
    assert len(texts(f"## {title}\n\n1. `mail-relay`: a quota of 20 GB\n2. `deploy.sh`: remove orphans\n")) == 2


@pytest.mark.parametrize(
    "title", ["Motor de recomendação", "Servicio de recomendación", "Moteur de recommandation", "Mesure", "Misura"]
)
def test_an_engine_that_recommends_and_a_measurement_are_no_work(title: str) -> None:
    assert texts(f"## {title}\n\n1. `mail-relay`: a quota of 20 GB\n2. `deploy.sh`: remove orphans\n") == []


OTHERS = """
Jak tomu příště předejít, Navržená opatření, Folgearbeiten, Notwendige Schritte, Vermeidung, Vermeidungsstrategie,
Medidas para evitarlo, Próximas medidas, Actions correctrices, Prochains chantiers, Remédiations, Évolutions prévues,
Interventi correttivi, Plano de melhorias, Encaminhamentos, План исправлений, Vad gör vi nu, Phòng ngừa tái diễn,
长期方案, 方案与短期方案, 방지책, 今後に向けて, Kalıcı çözüm, Nødvendige tiltag
"""


@pytest.mark.parametrize("title", [title.strip() for title in OTHERS.split(",")])
def test_other_titles_of_measures_hold_work(title: str) -> None:
    assert len(texts(f"## {title}\n\n1. `mail-relay`: a quota of 20 GB\n2. `deploy.sh`: remove orphans\n")) == 2
