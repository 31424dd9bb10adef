"""What stands among measures and is none is known in every language: nobody wants an issue "Keine Maßnahmen nötig"."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

WORK = {
    "de": ("Maßnahmen", "Alarm für die Platte einrichten"),
    "en": ("Corrective actions", "Add a disk alert"),
    "es": ("Acciones correctivas", "Agregar una alerta de disco"),
    "fr": ("Actions correctives", "Ajouter une alerte sur le disque"),
    "it": ("Azioni correttive", "Aggiungere un allarme sul disco"),
    "ja": ("再発防止策", "ディスクのアラートを追加する"),
    "ko": ("재발 방지 대책", "디스크 알림 추가"),
    "nl": ("Maatregelen", "Een alarm voor de schijf toevoegen"),
    "pl": ("Działania naprawcze", "Dodać alarm dysku"),
    "pt": ("Ações corretivas", "Adicionar um alerta de disco"),
    "ru": ("Корректирующие меры", "Добавить оповещение о диске"),
    "sv": ("Åtgärder", "Lägg till ett larm för disken"),
    "tr": ("Aksiyonlar", "Disk için alarm ekle"),
    "uk": ("Коригувальні заходи", "Додати сповіщення про диск"),
    "vi": ("Hành động khắc phục", "Thêm cảnh báo cho đĩa"),
    "zh": ("改进措施", "添加磁盘告警"),
}


def titles(code: str, line: str) -> list[str]:
    """The titles of the items beside one that is surely work."""
    title, work = WORK[code]
    incidents = parse(f"# 2026-03-01\n\n## {title}\n\n- [ ] {work}\n- {line}\n", "a.md")
    found = [item.text for incident in incidents for item in incident.items]
    assert work in found, found
    return [text for text in found if text != work]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        *(("en", "No further action items were identified"), ("en", "None at this time"), ("en", "No action needed.")),
        *(("de", "Keine Maßnahmen erforderlich"), ("de", "Keine weiteren Massnahmen geplant"), ("de", "Nicht nötig")),
        *(("fr", "Aucune action requise"), ("fr", "Aucune pour le moment"), ("fr", "Il n'y a pas d'action prévue")),
        *(("es", "No se requieren acciones"), ("es", "Ninguna por ahora"), ("es", "Sin tareas pendientes")),
        *(("pt", "Nenhuma ação necessária"), ("pt", "Não há tarefas"), ("it", "Nessuna azione necessaria")),
        *(
            ("ja", "対応不要"),
            ("ja", "特にありません"),
            ("zh", "暂无改进措施"),
            ("zh", "无需处理"),
            ("ko", "필요한 조치 없음"),
        ),
        *(("ru", "Дополнительных действий не требуется"), ("ru", "Нет задач"), ("uk", "Жодних дій не потрібно")),
        *(("pl", "Brak dalszych działań"), ("pl", "Nie dotyczy"), ("nl", "Geen verdere acties nodig")),
        *(("sv", "Inga åtgärder krävs"), ("tr", "Aksiyon gerekmiyor yok"), ("vi", "Không cần hành động nào")),
    ],
)
def test_nothing_to_do_is_no_item(code: str, line: str) -> None:
    assert titles(code, line) == []
    assert titles(code, f"[ ] {line}") == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        *(
            ("en", "No more manual steps in the runbook"),
            ("en", "No alerts during deploys"),
            ("en", "None of the jobs"),
        ),
        *(("de", "Keine Deployments am Freitag"), ("de", "Nicht benötigte Dienste abschalten")),
        *(
            ("fr", "Aucune action manuelle sur la base"),
            ("es", "No desplegar los viernes"),
            ("ja", "不要なログを削除する"),
        ),
        *(("zh", "无需人工的发布流程"), ("ru", "Убрать лишние действия"), ("pt", "Sem acesso direto ao banco")),
    ],
)
def test_what_shall_not_be_is_one(code: str, line: str) -> None:
    assert titles(code, line) == [line]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        *(("en", "Describe the action here"), ("en", "Your action item here"), ("en", "To be completed")),
        *(("de", "Maßnahme hier beschreiben"), ("de", "Hier eintragen"), ("de", "Noch zu klären"), ("de", "Schritt 2")),
        *(("fr", "Décrire l'action ici"), ("fr", "À compléter"), ("fr", "À définir"), ("fr", "Mesure 1")),
        *(
            ("es", "Describir la acción aquí"),
            ("es", "Por definir"),
            ("pt", "Descreva a ação aqui"),
            ("pt", "A definir"),
        ),
        *(("ja", "ここに記入"), ("ja", "未定"), ("ja", "対策1"), ("zh", "在此填写"), ("zh", "待补充"), ("zh", "措施1")),
        *(("ru", "Опишите меру здесь"), ("ru", "Уточняется"), ("ru", "Мера 1"), ("pl", "Opisz działanie tutaj")),
        *(("ko", "여기에 작성"), ("it", "Da definire"), ("nl", "Nog te bepalen"), ("tr", "Buraya yazın")),
    ],
)
def test_what_is_to_be_filled_in_is_no_item(code: str, line: str) -> None:
    assert titles(code, line) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        *(("en", "Describe the failover in the runbook"), ("en", "Add links to the dashboards")),
        *(("de", "Hier einen Alarm einrichten"), ("fr", "Documenter la procédure ici et là")),
        *(("zh", "在此节点添加告警"), ("ja", "ここ以外のディスクも監視する")),
    ],
)
def test_what_only_speaks_of_here_is_one(code: str, line: str) -> None:
    assert titles(code, line) == [line]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        *(("en", "All sections are filled in"), ("en", "Postmortem reviewed"), ("en", "Owners assigned")),
        *(("de", "Alle Abschnitte sind ausgefüllt"), ("de", "Postmortem geprüft"), ("de", "Verantwortliche benannt")),
        *(("fr", "Toutes les sections sont remplies"), ("fr", "Responsables désignés"), ("es", "Postmortem revisado")),
        *(
            ("pt", "Todas as seções estão preenchidas"),
            ("ja", "ポストモーテムをレビュー済み"),
            ("zh", "复盘报告已评审"),
        ),
        *(("ru", "Все разделы заполнены"), ("pl", "Wszystkie sekcje są wypełnione"), ("sv", "Rapporten är granskad")),
    ],
)
def test_a_box_about_the_document_is_no_item(code: str, line: str) -> None:
    assert titles(code, f"[ ] {line}") == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        *(("en", "Report slow queries"), ("en", "Document the timeline of the failover"), ("en", "Notify owners")),
        *(
            ("de", "Bericht an Kunden schicken"),
            ("fr", "Publier le rapport"),
            ("ja", "報告書を公開する"),
            ("zh", "发布报告"),
        ),
    ],
)
def test_a_box_of_work_on_it_is_one(code: str, line: str) -> None:
    assert titles(code, f"[ ] {line}") == [line]


ADVICE = [
    *(("en", "Customers should rotate their keys"), ("de", "Kunden sollten ihre Schlüssel erneuern")),
    *(("fr", "Les clients doivent renouveler leurs clés"), ("es", "Los usuarios deben cambiar su contraseña")),
    *(("pt", "Os clientes devem trocar suas chaves"), ("ru", "Клиенты должны сменить ключи")),
    *(("pl", "Użytkownicy powinni zmienić hasło"), ("ja", "お客様はキーを更新してください"), ("zh", "用户应更换密钥")),
    *(("ko", "고객은 키를 교체해야 합니다"), ("nl", "Klanten moeten hun sleutels vervangen")),
]


@pytest.mark.parametrize(("code", "line"), ADVICE)
def test_advice_to_readers_is_no_item(code: str, line: str) -> None:
    assert titles(code, line) == []


@pytest.mark.parametrize(("code", "line"), ADVICE)
def test_a_box_or_somebody_who_does_it_makes_it_work(code: str, line: str) -> None:
    assert titles(code, f"[ ] {line}") == [line]
    assert titles(code, f"{line} (@ana, due: 2026-05-01)") == [line]


def test_so_does_a_title_of_action_items() -> None:
    (incident,) = parse(f"# 2026-03-01\n\n## Action items\n\n- Add an alert\n- {ADVICE[0][1]}\n", "a.md")
    assert [item.text for item in incident.tasks] == ["Add an alert", ADVICE[0][1]]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        *(("en", "Customers should be notified within an hour"), ("en", "Users must be able to reset their password")),
        *(("de", "Kunden müssen automatisch informiert werden"), ("fr", "Les clients doivent être prévenus")),
        *(("es", "Los clientes deben ser avisados"), ("pt", "Os clientes devem ser avisados"), ("zh", "用户应急预案")),
        *(("ru", "Клиенты должны получать уведомление"), ("ko", "사용자는 알림을 받아야 합니다")),
        *(("ja", "お客様への連絡手順を整備してください"), ("tr", "Kullanıcılar bilgilendirilmeli")),
    ],
)
def test_what_is_done_for_them_is_one(code: str, line: str) -> None:
    assert titles(code, line) == [line]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        *(("en", "See the tracker for the list"), ("de", "Siehe Ticketsystem"), ("fr", "Voir le tableau de suivi")),
        *(
            ("es", "Ver el tablero"),
            ("pt", "Ver o quadro"),
            ("ja", "チケットを参照"),
            ("zh", "详见工单"),
            ("ru", "См. трекер"),
        ),
        ("pl", "Zobacz tablicę zadań"),
    ],
)
def test_a_line_that_points_elsewhere_is_no_item(code: str, line: str) -> None:
    assert titles(code, line) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [("es", "Ver los registros cada semana"), ("ja", "手順書を参照できるようにする"), ("zh", "详细记录每次发布")],
)
def test_an_order_to_look_is_one(code: str, line: str) -> None:
    assert titles(code, line) == [line]


def below(code: str, label: str, *lines: str) -> list[str]:
    """The titles of the items beside one that is surely work, of a list below a label."""
    listed = "".join(f"- {line}\n" for line in lines)
    title, work = WORK[code]
    incidents = parse(f"# 2026-03-01\n\n## {title}\n\n- {work}\n\n{label}\n\n{listed}", "a.md")
    found = [item.text for incident in incidents for item in incident.items]
    assert work in found, found
    return [text for text in found if text != work]


LISTS = [
    *(("en", "Notes:"), ("de", "Hinweise:"), ("fr", "Remarques :"), ("es", "Observaciones:"), ("pt", "Notas:")),
    *(("ja", "備考："), ("zh", "备注："), ("ru", "Примечания:"), ("pl", "Uwagi:"), ("ko", "참고:"), ("tr", "Notlar:")),
    *(
        ("en", "Affected hosts:"),
        ("de", "Betroffene Server:"),
        ("fr", "Serveurs concernés :"),
        ("ja", "対象サーバー："),
    ),
    *(("es", "Servidores afectados:"), ("ru", "Затронутые серверы:"), ("it", "Server interessati:")),
    *(("en", "If the disk fills up again, check:"), ("de", "Falls die Platte wieder vollläuft, prüfen:")),
    *(
        ("fr", "Si le disque se remplit à nouveau, vérifier :"),
        ("ja", "再度発生した場合は確認："),
        ("zh", "如果再次发生，请检查："),
    ),
    *(("es", "Motivos:"), ("fr", "Raisons :"), ("ja", "理由：")),
]


@pytest.mark.parametrize(("code", "label"), LISTS)
def test_a_list_of_remarks_things_or_reasons_is_no_work(code: str, label: str) -> None:
    assert below(code, label, "db-1", "db-2") == []


@pytest.mark.parametrize(("code", "label"), LISTS)
def test_a_box_or_somebody_below_is(code: str, label: str) -> None:
    assert below(code, label, "[ ] db-1", "db-2") != []
    assert below(code, label, "db-1 (@ana)", "db-2") != []


@pytest.mark.parametrize(
    ("code", "label"),
    [
        *(("en", "Links:"), ("de", "Weiterführende Links:"), ("fr", "Liens :"), ("es", "Enlaces:"), ("ja", "参考：")),
        *(("zh", "相关链接："), ("ru", "Ссылки:"), ("pl", "Odnośniki:"), ("ko", "관련 링크:")),
    ],
)
def test_nor_is_one_of_links(code: str, label: str) -> None:
    assert below(code, label, "[Dashboard](https://x.test/d)", "Log: https://x.test/l") == []


@pytest.mark.parametrize(
    ("code", "label", "line"),
    [
        ("en", "We recommend to all users:", "Install the new version"),
        ("de", "Wir empfehlen allen Nutzern:", "Neue Version installieren"),
        ("fr", "Nous recommandons à tous les utilisateurs :", "Installer la nouvelle version"),
        ("es", "Recomendamos a todos los usuarios:", "Instalar la nueva versión"),
        ("ru", "Рекомендуем всем пользователям:", "Установить новую версию"),
        ("pl", "Zalecamy wszystkim użytkownikom:", "Zainstalować nową wersję"),
        ("zh", "我们建议所有用户：", "安装新版本"),
    ],
)
def test_nor_is_advice_to_readers(code: str, label: str, line: str) -> None:
    assert below(code, label, line) == []
    assert below(code, label, f"[ ] {line}") == [line]


@pytest.mark.parametrize(
    ("code", "label", "line"),
    [
        ("en", "Notes:", "Add a second alert for the replica"),
        ("de", "Hinweise:", "Zweiten Alarm einrichten"),
        ("en", "We recommend to the team:", "Install the new version"),
        ("de", "Wir empfehlen dem Team:", "Neue Version installieren"),
    ],
)
def test_work_below_such_a_label_is_work(code: str, label: str, line: str) -> None:
    assert below(code, label, line) == [line]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        *(("Prevention", "Was the alert sent?"), ("Prävention", "Wurde der Alarm gesendet?")),
        *(("Prévention", "L'alerte est-elle partie ?"), ("Prevención", "¿Se envió la alerta?")),
        *(("Prevenção", "Quem recebeu o alerta?"), ("再発防止策", "アラートは送られましたか？")),
        *(("改进措施", "是否发送了告警？"), ("Предотвращение", "Отправлено ли оповещение?")),
        *(("Działania naprawcze", "Czy alarm wysłano?"), ("Önleyici tedbirler", "Alarm gönderildi mi?")),
    ],
)
def test_a_reviewers_question_is_no_item(title: str, line: str) -> None:
    incidents = parse(f"# 2026-03-01\n\n## {title}\n\n- [ ] Add a disk alert\n- [ ] {line}\n", "a.md")
    assert [item.text for incident in incidents for item in incident.items] == ["Add a disk alert"]


@pytest.mark.parametrize("line", ["Alarm einrichten?", "Ajouter une alerte ?", "添加告警？"])
def test_work_with_a_question_mark_is_one(line: str) -> None:
    incidents = parse(f"# 2026-03-01\n\n## Prevention\n\n- [ ] Add a disk alert\n- [ ] {line}\n", "a.md")
    assert len([item for incident in incidents for item in incident.items]) == 2
