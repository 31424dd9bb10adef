"""A state behind words that name a value, or what is waited for, is not the item's, in any language."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, State


def read(words: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- [ ] Add it\n- {words}\n", "a.md")
    return incident.tasks[-1], [each.code for each in incident.findings]


@pytest.mark.parametrize(
    "words",
    [
        *("Rename the label to (done)", "Set the flag to – done", "Benenne das Label um in (erledigt)"),
        *("Setze den Status auf (erledigt)", "Mettre le statut à (terminé)", "Cambiar el estado a (completado)"),
        *("Mudar o status para (concluído)", "Cambiare lo stato in (completato)", "Zmienić status na (zakończone)"),
        *("Изменить статус на (готово)", "Змінити статус на (виконано)", "Zet de status op (afgerond)"),
        *("Sätt status till (klar)", "ステータスを（完了）", "把状态改为（已完成）", "Durumu (tamamlandı)"),
        *(
            "Depends on the migration (done)",
            "Abhängig von der Migration (erledigt)",
            "Attendre la migration (terminée)",
        ),
        *("Зависит от миграции (готово)", "等待迁移（已完成）", "Wachten op de migratie (afgerond)"),
    ],
)
def test_it_closes_nothing_and_is_quoted(words: str) -> None:
    item, codes = read(words)
    assert item.state is State.OPEN
    assert "PM120" in codes


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Add an alert (done)",
            "Alarm einrichten (erledigt)",
            "Ajouter une alerte (fait)",
            "Agregar una alerta (hecho)",
        ),
        *("Migration abschließen – erledigt", "Добавить оповещение (готово)", "Dodać alarm (zakończone)"),
        *(
            "報告書の作成（完了）",
            "閾値を見直すこと（完了）",
            "完成迁移（已完成）",
            "重新生成证书（已完成）",
            "调整阈值（已完成）",
        ),
        *("경로 변경 (완료)", "Rotera loggen (utfört)", "Alarm toevoegen (afgerond)"),
    ],
)
def test_behind_other_words_it_is(words: str) -> None:
    item, codes = read(words)
    assert (item.state, codes) == (State.COMPLETED, [])
