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
