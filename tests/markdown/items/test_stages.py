"""A closed state behind the number of a phase, a step or a level is that of the items below; less is doubted."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse


def read(title: str) -> tuple[set[bool | None], set[bool], list[str]]:
    """Whether the items below a title are done and dropped, and the codes of the findings."""
    head = "# INC-1 Slow sign-in on 2026-10-12\n\n## Action items\n\n"
    (incident,) = parse(f"{head}### {title}\n\n- The cap of the pool\n- Better probes\n", "a.md")
    assert [item.text for item in incident.items] == ["The cap of the pool", "Better probes"]
    done, dropped = {item.done for item in incident.items}, {item.not_planned for item in incident.items}
    return done, dropped, [each.code for each in incident.findings]


@pytest.mark.parametrize(
    "title",
    [
        *("Phase 1: done", "Phase 1 - COMPLETE", "✅ Phase 1 – Completed", "Phase 1 done", "Step 2 — finished"),
        *("P1: done", "P0 – completed", "Stage 3: Done in sprint 12", "Phase 1 (completed)"),
        *(
            "Schritt 1: abgeschlossen",
            "Étape 2 – terminé",
            "Etapa 1: completado",
            "Fase 1 – completa",
            "Fase 2: afgerond",
        ),
        *("Этап 1: выполнено", "阶段1：已完成", "フェーズ1：完了", "1단계: 완료"),
    ],
)
def test_a_closed_state_behind_a_number_counts(title: str) -> None:
    assert read(title) == ({True}, {False}, [])


def test_what_was_dropped_is_not_planned() -> None:
    assert read("Phase 3 – dropped")[1] == {True}


@pytest.mark.parametrize(
    "title", ["Phase 1 – almost done", "Phase 1: 80 % done", "✅ Phase 1", "Phase 1 – Fixes (done)"]
)
def test_what_is_not_understood_as_a_whole_is_doubted(title: str) -> None:
    assert read(title) == ({None}, {False}, ["PM120"])


@pytest.mark.parametrize(
    "title",
    [
        *("Phase 1", "P1", "Phase 1 – not done", "Phase 2: to do", "Phase 1 – in progress", "Phase 12"),
        *("❌ Phase 1 - done", "Phase 1 - Complete the rollout", "Phase 1 – to be done"),
    ],
)
def test_other_words_close_nothing(title: str) -> None:
    assert read(title)[0] == {None}
