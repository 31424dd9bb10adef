"""Who may read, until when, and what is denied, as people of several languages write it at the head."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parser
from tests.security.run import POSTMORTEM

CLOSES = [
    "SRE only",
    "For SRE only",
    "**SREs only**",
    "> Security team only",
    "On-call only.",
    "SRE eyes only",
    "Nur für SRE",
    "Nur für das Security-Team",
    "Réservé aux SRE",
    "Solo para SRE",
    "Somente para SRE",
    "Alleen voor SRE",
    "Klassifizierung: C3",
    "**Klassifizierung:** C4",
    "| Einstufung | intern |",
    "Schutzklasse: 3",
    "Classement : restreint",
    "Clasificación: interna",
    "Classificazione: interna",
    "Classificação: restrita",
    "Rubricering: geheim",
    "Gradering: hemmelig",
    "機密区分：社外秘",
    "密级：内部",
    "Гриф: секретно",
    "Embargoed until 2027-05-01",
    "Embargoed till 2027-05-01",
    "Embargo: 2027-05-01",
    "**Embargoed until:** May 1",
    "Embargo bis 1. Mai 2027",
    "Sperrfrist: 1. Mai 2027",
    "Sous embargo jusqu'au 1er mai 2027",
    "Bajo embargo hasta el 1 de mayo de 2027",
    "Onder embargo tot 1 mei 2027",
    "部外秘です",
    "この文書は部外秘です。",
    "社外秘ではありますが、部内では共有可",
    "部外秘ではありませんが、社外秘です",  # denied is only a part
    "この資料は社内限定ではありません。社外秘です。",
    "本文档是机密文件",
    "대외비입니다",
    # Until when, before it, behind it and in it.
    "2027年5月1日まで公開禁止",
    "この文書は5月1日まで非公開です。",
    "5月1日まで公開しないでください",
    "2027年5月1日前请勿公开",
    "请勿在2027年5月1日前公开",
    "本文档在5月1日之前严禁外传",
    "2027년 5월 1일까지 비공개",
    "엠바고 2027-05-01까지",
    "Gesperrt bis 1. Mai 2027",
    "Gesperrt bis zum 1.5.2027",
    "**Bis 1. Mai 2027 gesperrt**",
    "Dieses Dokument ist bis zum 1. Mai 2027 gesperrt.",
    "Nicht vor dem 1. Mai 2027 veröffentlichen",
    "Private until 1 May 2027",
    "Until May 1: do not share",
    "No publicar antes del 1 de mayo de 2027",
    "Embargado hasta el 1 de mayo",
    "Não divulgar antes de 1 de maio",
    "Ne pas publier avant le 1er mai 2027",
    "Non divulgare prima del 1 maggio",
    "Uso interno fino al 1 maggio",
    "Niet delen vóór 1 mei 2027",
    "Nie publikować przed 1 maja",
    "Nesdílet do 1. května",
    "До 1 мая 2027 не публиковать",
    "Под эмбарго до 1 мая",
    "Не поширювати до 1 травня",
    "Klausuleret til 1. maj",
    "Skal ikke deles før 1. mai",
    "Får inte spridas före 1 maj",
    "Embargo 1.5.2027 asti",
    "1 Mayıs'a kadar yayınlamayın",
    "Không công bố trước ngày 1/5/2027",
    # In notes, pictures and tags.
    "> [!CAUTION] Do not share outside the company",
    ":::danger Do not share",
    '!!! danger "Internal only"',
    '{% hint style="danger" %} Internal use only {% endhint %}',
    '<img src="x.png" alt="Do not share">',
    "<img alt='Internal only' src='a.png'>",
    '<span class="tlp-red">',
    "![Do not share](x.png)",
    # More words.
    "Internal document",
    "For official use only",
    "Shared under NDA",
    "Contains customer data, do not share",
    "Keep this within the team",
    "Information class: internal",
    "Sensitivity level: 3",
    "Published: false",
    "Publication: no",
    "Document interne",
    "Prohibida la difusión",
    "Zakaz rozpowszechniania",
    "Публикация запрещена",
    "公開しないでください",
    "禁止对外公布",
]
STAYS_OPEN = [
    "部外秘ではありません",
    "この文書は部外秘ではありません。",
    "社外秘ではない",
    "この資料は社内限定ではありません。",
    "本文書は機密文書ではございません",
    "비공개 아님",
    "이 문서는 대외비가 아닙니다.",
    "本文档不是机密文件",
    "本文件非机密文件",
    "此文档不属于机密",
    "This is not under embargo",
    "Embargo: none",
    "No longer embargoed",
    "Deploy embargo until Monday",
    "The SRE only noticed after an hour",
    "Only SRE was paged",
    "SRE only noticed it on Monday",
    "Security only found out on Monday",
    "Nur SRE bemerkte es",
    "Access: read only",
    "Klassifizierung: SEV1",
    "Klassifizierung: öffentlich",
    "Einstufung: Stufe 2 von 4 nach dem Handbuch",
    "Clasificación: pública",
    "密级：公开",
    "Gesperrt bis der Schlüssel erneuert war",
    "Das Konto war bis zum 1. Mai 2027 gesperrt, weil die Rotation fehlte",
    "Bis zum 1. Mai 2027 umsetzen",
    "Vor dem 1. Mai 2027 lief alles",
    "2027-05-01 closed",
    "Closed",
    "Until May 1 the cache was internal only to the cluster",
    "The bucket was private until May 1",
    "The account was restricted until 3 May by the vendor",
    "Classified by 3 reviewers as SEV2",
    "Do not deploy before May 1",
    "Deploys are on hold until May 1",
    "No embargo until 1 May",
    "До 1 мая 2027 сервис работал без сбоев",
    "Nie udało się do 1 maja",
    "5月1日までに公開します",
    "5月1日まで障害が継続",
    "公開日: 2027年5月1日",
    "5月1日前完成修复",
    "2027년 5월 1일까지 수정",
    "> [!WARNING] The fix is not deployed",
    '!!! note "Timeline in UTC"',
    ":::note Numbers are estimates",
    '<img src="x.png" alt="Graph of latency">',
    '<div class="timeline">',
    "Publication: https://blog.example.com/x",
    "Published: 2027-05-01",
    "Published: yes",
    "Hidden: the flag was hidden",
    "Access level: the role was too broad",
    "Service level: 99",
    "Internal documents were exposed",
    "Internal doc search failed",
    "Contains customer data from 2026",
    "When unsure, restart",
]


def is_confidential(front: str, head: str) -> bool:
    title, _, rest = POSTMORTEM.partition("\n")
    (found,) = parser.parse(f"{front}{title}\n\n{head}\n{rest}".encode(), "a.md")
    return found.confidential


@pytest.mark.parametrize("said", CLOSES)
def test_what_says_that_few_may_read_closes(said: str) -> None:
    assert is_confidential("", said)


@pytest.mark.parametrize("said", STAYS_OPEN)
def test_what_denies_it_or_is_about_something_else_stays_open(said: str) -> None:
    assert not is_confidential("", said)


@pytest.mark.parametrize(
    "said",
    [
        "klassifizierung: C3",
        "Klassifizierung: C2",
        "einstufung: intern",
        "sperrfrist: 2027-05-01",
        "schutzklasse: 3",
        "embargo: 2027-05-01",
        "clasificación: interna",
        "密级: 内部",
        "einstufung: nach Handbuch",
    ],
)
def test_what_the_front_matter_says_in_other_languages_closes(said: str) -> None:
    assert is_confidential(f"---\n{said}\n---\n", "")


@pytest.mark.parametrize("said", ["einstufung: öffentlich", "clasificación: pública", "密级: 公开", "embargo: none"])
def test_what_the_front_matter_opens_in_other_languages_is_open(said: str) -> None:
    assert not is_confidential(f"---\n{said}\n---\n", "")
