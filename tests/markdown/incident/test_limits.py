"""Sentences that say that few may read: where they count, in every language, and what is about something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.incident.limits import is_limit
from postmortem_tracker.markdown.incident.secrecy import may_tell
from postmortem_tracker.markdown.words.languages import every

REST = "\n\n## Action items\n\n- [ ] Drain it @bo\n"
PHRASES = (*every("confidential", "limits"), *every("confidential", "limits_alone"))

LIMITS = (
    *("Internal use: SRE only", "For internal eyes only", "Not for external distribution", "Do not forward"),
    *("Do not forward outside the company", "Please don’t share", "Must not be shared outside SRE", "Staff only"),
    *("This document must not be shared", "This postmortem should not be distributed", "Sharing is prohibited"),
    *("Distribution limited to SRE", "Attorney–client privileged", "Embargoed until 2026-12-01", "Not public"),
    *("This postmortem is under embargo", "Please keep this document internal", "Covered by NDA", "Classified"),
    *("This report contains sensitive data", "Do not copy or distribute", "Do not make this page public", "Top secret"),
    *("Bitte nicht weitergeben", "Dieses Dokument darf nicht weitergegeben werden", "NUR FÜR DEN INTERNEN GEBRAUCH"),
    *(
        "Uso interno de ACME",
        "Uso interno da empresa",
        "Usage interne de l'équipe",
        "Distribution limited to the SRE team",
    ),
    *("Este documento es para uso interno", "No distribuir fuera de ACME", "Ce document ne doit pas être diffusé"),
    *("Merci de ne pas partager", "Ad uso interno", "Só para funcionários", "Dit document niet delen buiten ACME"),
    *("Må ikke deles", "Detta dokument får ej spridas", "Vain sisäiseen käyttöön", "Proszę nie udostępniać"),
    *("Prosím nešířit", "Этот документ не подлежит разглашению", "Для службового користування"),
    *(
        "Lütfen paylaşmayın",
        "Tài liệu lưu hành nội bộ",
        "この文書は社内限りです",
        "本文档仅供内部使用",
        "본 문서는 대외비입니다",
    ),
)
CONFIDENTIAL = (
    *("Dieses Dokument ist vertraulich", "Ce document est confidentiel", "Este documento es confidencial"),
    *("Questo documento è riservato", "Este documento é confidencial", "Dit document is vertrouwelijk"),
    *("Ten dokument jest poufny", "Tento dokument je důvěrný", "Tato zpráva je důvěrná", "Důvěrný dokument"),
    *("Detta dokument är konfidentiellt", "Dette dokument er fortroligt", "Dette dokumentet er fortrolig"),
    *("Tämä asiakirja on luottamuksellinen", "Этот документ конфиденциален", "Конфиденциальный документ"),
    *("Документ является конфиденциальным", "Цей документ конфіденційний", "Цей документ є конфіденційним"),
    *("Bu belge gizlidir", "Bu rapor gizlidir", "Bu gizli bir belgedir", "Tài liệu mật", "Tài liệu này là bảo mật"),
    *("この文書は機密です", "本資料は機密扱いです", "この文書は機密情報を含みます", "機密文書"),
    *(
        "本文件为机密",
        "本文档属于机密文件",
        "本文档是机密的",
        "机密文件",
        "이 문서는 기밀입니다",
        "본 보고서는 기밀 사항입니다",
    ),
)
OF_SOMETHING_ELSE = (
    *("Do not copy the config by hand", "Do not forward packets to the failed node", "Don't publish messages of a MB"),
    *("Do not share the socket between threads", "No public release was made", "Sharing is not allowed between hosts"),
    *("非公開APIが停止した", "内部使用的系统出现故障", "内部资料库无法访问", "禁止转发功能失效"),
)
OTHERS = (
    *("Gizli anahtar sızdırıldı", "Gizlilik politikası güncellendi", "Конфиденциальные данные не пострадали"),
    *("机密数据没有泄露", "機密情報の漏洩はありませんでした", "기밀 데이터 백업이 실패했습니다"),
    *("Need to know who was on call", "Důvěrná data nebyla zasažena", "Конфіденційні дані не постраждали"),
    *("Internal use cases were not tested", "The endpoint is not public", "Team data must not be shared by hosts"),
    *("No shared host was lost", "Internal only fields were shown", "Privileged containers were started"),
    *("Distribution lists were empty", "The keys were under embargoed names", "Employees only saw a blank page"),
    *("Privileged information was leaked", "Classified documents were lost", "Staff only at night saw it"),
    *("Proprietary drivers crashed", "Internal use of the queue grew", "Trade secrets of a vendor were sent"),
    *("Secret rotation failed", "The bucket contains sensitive data"),
    *("Distribution limited the throughput of every cache", "Interne Verwendung der API war nicht betroffen"),
    *("El uso interno de la API falló durante dos horas", "Usage interne de l'API en hausse depuis lundi"),
    *("Interne Verwendungen fielen aus", "Geheimnisse wurden nicht erneuert", "Secretos rotados tarde"),
    *("非公開鍵を更新しなかった社内のサーバーが停止しました", "비공개키를 갱신하지 않아서 서버가 멈췄습니다"),
)


def closes(text: str) -> bool:
    (incident,) = parse(text + REST, "pm/a.md")
    return incident.confidential


def places(said: str) -> dict[str, str]:
    """The sentence wherever it may stand at the head."""
    return {
        "line": f"# Late mails\n\n{said}",
        "bold": f"# Late mails\n\n**{said}**\n\nThe queue grew.",
        "quote": f"# Late mails\n\n> ⚠️ {said}",
        "second": f"# Late mails\n\nMails were late. {said}.",
        "before": f"{said}\n\n# Late mails",
        "title": f"# Late mails ({said})",
        "end": f"# Late mails – {said}",
        "comment": f"<!-- {said} -->\n\n# Late mails",
        "heading": f"# Late mails\n\n## {said}",
    }


@pytest.mark.parametrize("said", LIMITS)
def test_it_closes_wherever_it_stands_at_the_head(said: str) -> None:
    for where in (places(said), places(said.upper())):
        assert {place: closes(text) for place, text in where.items()} == dict.fromkeys(where, True)


@pytest.mark.parametrize("said", CONFIDENTIAL)
def test_a_sentence_that_it_is_confidential_closes_in_every_language(said: str) -> None:
    for head in (f"# Late mails\n\n{said}.", f"# Late mails\n\n> **{said}**", f"<!-- {said} -->\n\n# Late mails"):
        assert closes(head), head


@pytest.mark.parametrize("said", OF_SOMETHING_ELSE)
def test_what_may_be_about_something_else_closes_in_doubt_and_is_opened_by_a_word(said: str) -> None:
    (incident,) = parse(f"# Late mails\n\n{said}.{REST}", "pm/a.md")
    assert (incident.confidential, [each.code for each in incident.findings]) == (True, ["PM112"])
    assert not closes(f"---\nconfidential: false\n---\n\n# Late mails\n\n{said}.")


@pytest.mark.parametrize("said", LIMITS)
def test_a_limit_is_not_opened_by_a_word(said: str) -> None:
    assert closes(f"---\nconfidential: false\n---\n\n# Late mails\n\n{said}.")


@pytest.mark.parametrize("said", PHRASES)
def test_each_of_the_listed_ones_is_found(said: str) -> None:
    for text in (said, said.upper(), said.capitalize(), f"{said}: ACME", f"{said} (ACME)"):
        assert is_limit(text, whole=True), text
        assert may_tell(text), text


@pytest.mark.parametrize("said", OTHERS)
def test_what_is_about_something_else_closes_nothing(said: str) -> None:
    where = places(said)
    del where["end"]
    assert {place: closes(text) for place, text in where.items()} == dict.fromkeys(where, False)


@pytest.mark.parametrize("key", ["audience", "summary", "note", "tags"])
@pytest.mark.parametrize("said", ["Employees only", "Do not forward", "Not for external use", "Nicht weitergeben"])
def test_it_closes_as_a_value_in_the_front_matter(key: str, said: str) -> None:
    assert closes(f"---\nid: INC-1\n{key}: {said}\n---\n\n# Late mails")


@pytest.mark.parametrize("line", ["- [ ] Do not forward alerts by mail @ana", "- Do not publish ports of the hosts"])
def test_an_item_that_begins_so_is_no_mark(line: str) -> None:
    assert not closes(f"# Late mails\n\n## Measures\n\n{line}")


@pytest.mark.parametrize(
    "line", ["- Do not forward", "- [x] Internal use only", "| Internal use only |", "* Not public"]
)
def test_a_whole_item_that_says_so_is_one(line: str) -> None:
    assert closes(f"# Late mails\n\n## Notes\n\n{line}")


@pytest.mark.parametrize(
    "said", ["This document is confidential.", "This report is restricted.", "Dieses Dokument ist vertraulich."]
)
def test_a_sentence_about_the_document_in_a_section_closes_in_doubt(said: str) -> None:
    (incident,) = parse(f"# Late mails\n\n## Summary\n\nMails were late. {said}{REST}", "pm/a.md")
    assert (incident.confidential, [each.code for each in incident.findings]) == (True, ["PM112"])


@given(st.sampled_from(PHRASES), st.sampled_from(["please ", "this document is ", "**", "> ", "⚠️ ", "\t", "NOTICE - "]))
def test_courtesy_and_signs_before_it_change_nothing(said: str, before: str) -> None:
    assert closes(f"# Late mails\n\n{before}{said}")
