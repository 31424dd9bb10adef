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
