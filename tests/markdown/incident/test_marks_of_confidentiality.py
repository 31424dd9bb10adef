"""Marks of confidentiality that are no field: wherever people put them at the head, they close the document."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.incident import privacy
from postmortem_tracker.markdown.incident.secrecy import may_tell

REST = "\n\n## Summary\n\nThe pool was too small.\n\n## Action items\n\n- [ ] Widen the pool\n"
CLOSED = (
    "# [CONFIDENTIAL] T",
    "# T (CONFIDENTIAL)",
    '---\nid: INC-1\ntitle: "[CONFIDENTIAL] x"\n---\n\n# T',
    "# T\n\nClassification – Confidential",
    "# T\n\nThis document is confidential.",
    "# T\n\n:lock: Confidential, security team only",
    "<!-- confidential -->\n# T",
    "# T [Confidential]",
    "# {confidential} T",
    "# T – CONFIDENTIAL",
    "# CONFIDENTIAL – T",
    "# CONFIDENTIAL T failed",
    "# Checkout failed CONFIDENTIAL",
    "# T (strictly confidential)",
    "# T (confidential - security only)",
    "# Confidential postmortem: T",
    "# Confidential incident report",
    "# 【機密】 T",
    "# [Vertraulich] T",
    "# T (vertraulich)",
    "# T (confidentiel)",
    "# T (confidencial)",
    "# [КОНФИДЕНЦИАЛЬНО] T",
    "# [C\u043eNFIDENTIAL] T",
    "# [CONFIDENTAL] T",
    "# [INTERNAL ONLY] T",
    "# [TLP:AMBER] T",
    "# T (restricted)",
    "# C O N F I D E N T I A L: T",
    "# T\n\nPlease treat this document as confidential.",
    "# T\n\n**Note:** this postmortem is confidential",
    "# T\n\nThis report contains confidential information.",
    "# T\n\n🔒 Confidential",
    "# T\n\n> 🔒 **Confidential** — security only",
    "# T\n\n![Confidential](https://img.shields.io/badge/x-red)",
    "# T\n\n<b>Classification</b>: Confidential",
    '# T\n\n<div class="confidential">\n\n</div>',
    "# T\n\n[//]: # (confidential)",
    "<!-- classification: confidential -->\n\n# T",
    "<!--\nThis document is confidential.\n-->\n# T",
    "# T\n\nClassification - Confidential",
    "# T\n\nClassification\tConfidential",
    "# T\n\nClassification is confidential",
    "T (CONFIDENTIAL)\n================",
    "<h1>[CONFIDENTIAL] T</h1>",
    "**[CONFIDENTIAL] T**",
    "# T\n\nRead this first. Do not share outside the team.",
    "# T\n\nDieses Dokument ist vertraulich.",
    "# T\n\nEste documento es confidencial.",
    "# T\n\nCe document est confidentiel.",
    "# T\n\nWritten by Kim on Monday. CONFIDENTIAL",
    "# T #confidential",
    "# T\n\n#confidential",
    "# T\n\nInternal use only",
    "# T\n\nWarning: confidential",
    '---\nid: INC-1\nsummary: "CONFIDENTIAL: x"\n---\n\n# T',
    '+++\ntitle = "T (confidential)"\n+++\n\n# T',
    "# T\n\nThe details of this page are confidential.",
    "# T\n\n*Confidential. Do not forward.*",
    "# T\n\nClassification → Confidential",
    "# Postmortem: T (CONFIDENTIAL DRAFT)",
    "# T\n\nConfidentiality: high",
)
DOUBTFUL = (
    "# DNS: internal",
    "# T – private",
    "# Containers: privileged",
    "# Internal",
    "# T\n\n\U0001f512",
    "# T\n\n> **\U0001f512\ufe0f**",
    "# T\n\n:lock:",
    "# T \U0001f512",
    "# T\n\nClassification: C3",
    "# T\n\n| Classification | c 4 |",
    "# T\n\nData classification: level two",
    "# T\n\n**Information classification:** blue",
    "# T\n\nThis page is strictly confidential and must not leave the team.",
    "# T\n\nStatus: Confidential",
    "# Confidential outage of the shop",
    "# T\n\nThe details of the customer are confidential.",
)
OPEN = (
    "# \U0001f512 accounts could not be opened",
    "# T\n\nThe padlock \U0001f512 was missing from the page.",
    "# T\n\nClassification: human error",
    "# T\n\nClassification: C3PO",
    "# T\n\nNeed to know which hosts were hit, so the vendor was asked.",
    "# Leak of confidential data",
    "# Confidential data sent to a vendor",
    "# T\n\nConfidential data was sent to a vendor",
    "# Confidence was lost in the CDN",
    "# T\n\nWe are confident.",
    "# T\n\n**Confidence:** High",
    "# T\n\nThis document is not confidential.",
    "# Was the data confidential?",
    "# T\n\n## Confidentiality",
    "# Confidentiality breach at a vendor",
    "# T (not confidential)",
    "# T\n\n<!-- Mark as CONFIDENTIAL if customers are named. -->",
    "# T\n\n<!-- If the incident is confidential, say so here. -->",
    "# Azure confidential computing outage",
    "# T\n\nThe table held confidential records of two customers",
    "# Cache outage (internal API)",
    "# Internal API outage",
    "# Secret rotation was late",
    "# Private cloud outage",
    "# T\n\nThe classification of alerts - high or low - was wrong",
    "# T\n\nAccess - the bastion let everybody through",
    "# Public status page down (all regions)",
    "# INC-1: Restricted shell in CI fails",
    "# T\n\nSee [the policy](https://x.example/confidential)",
    "# T\n\nVisibility - we lost sight of metrics",
    "# T\n\n## Impact\n\nThe leaked report was confidential.",
)


ONLY_INTERNAL = (
    *("**Internal use only**: do not forward", "Internal only: SRE and legal.", "Internal use only at ACME"),
    *("For internal use only by the SRE team", "Internal use only within the company.", "Internal only：SRE"),
    *("Internal Use Only © 2026 ACME", "**INTERNAL USE ONLY** 2026-10-12", "⚠️ Internal use only ⚠️"),
    *("*For Internal Use Only Do Not Copy*", "Strictly for internal use only", "Internal only 2026-10-12"),
    *(
        "Internal only for SRE",
        "**Internal only** SRE and legal",
        "INTERNAL ONLY SRE and legal",
        "For internal only use",
    ),
    *("Internal only © ACME", "Internal only report", "> Internal only – SRE", "- Internal use only at ACME"),
    "| Internal use only at ACME | x |\n|---|---|",
)
NOT_SHARED = (
    *("Not for publishing", "No publishing without consent", "No distributing outside ACME", "Do not publish"),
    *("Do not publicize this document", "Do not publicise it", "No publicity please", "Not for public release"),
    *(
        "No public disclosure before Friday",
        "No redistribution",
        "Do not redistribute it",
        "No sharing",
        "Do not share",
    ),
    *("Please do not share it", "No publication", "Not for publication", "Not for distribution", "No distribution"),
)
OF_THIS = (
    "![](confidential.png)",
    *("This is internal", "This is for internal use only", "This is top secret", "This document is internal"),
    *("This document is for internal use only.", "This report is internal only", "This page is need to know"),
    *("This page is under NDA", "This postmortem is sensitive", "RESTRICTED", "This is a confidential document"),
)
TREATED = (
    *("Treat as confidential until 2026-12-01", "Please treat as strictly confidential and do not forward it"),
    *("Handle as confidential within the SRE team", "Treat all information as confidential until Friday"),
    "Diese Seite bitte vertraulich behandeln",
)
DOUBTFUL_SENTENCES = (
    *("This endpoint is private", "This service is internal", "This bucket is restricted.", "This host is top secret"),
    *("This bucket is for internal use only", "The vendor must keep it confidential for a year"),
    *(
        "Bitte vertraulich behandeln und nicht an Dritte weiterleiten",
        "![x](confidential.png)",
    ),
)
OPEN_SENTENCES = (
    *("Internal only fields were shown", "Internal-only fields were shown", "No publisher was affected"),
    *(
        "No published page was lost",
        "No distributed lock was held",
        "No distributor was told",
        "No shared host was lost",
    ),
    *("No public service was running", "No public API was affected", "Do not shard the table"),
    *("This endpoint is not private", "This is a private cluster", "This is not confidential", "Is this internal?"),
    *("This document is public", "Keep confidential data in the vault", "See [the policy](confidential.md)"),
    "We keep confidential records of customers in the vault",
)
PROSE = (
    *("Outage (internal only)", "Late mails - internal use only", "Late mails (NDA)", "[RESTRICTED] Late mails"),
    *("Restricted: late mails", "Private | Late mails", "Late mails (confidential) of the web shop were found"),
    *("Ten customers were hit by it (strictly confidential) in the night", "Outage report - Confidential"),
    *("Postmortem of the outage [confidential]", "Late mails #confidential", "Late mails. Internal use only at ACME."),
    *(
        "Late mails. This report is restricted.",
        "Late mails. Do not publicize it.",
        "Mails were late. C.O.N.F.I.D.E.N.T.I.A.L.",
        "CONFIDENTIAL Why were mails late?",
    ),
    *(
        "Späte Mails (vertraulich) am Abend",
        "【機密】メール遅延",
        "Courriels en retard – confidentiel",
        "Late mails\nNDA",
    ),
    *("[Confidencial] Correos tardíos", "Mails late (TLP:RED) at night", "Late mails. Treat as confidential, for SRE"),
)
DOUBTFUL_PROSE = ("The leaked report was confidential", "Was it confidential?")
OPEN_PROSE = (
    *(
        "Late mails (internal API)",
        "Internal API outage",
        "Confidential data was sent to a vendor",
        "Late mails (public)",
    ),
    *("No publisher was affected. Internal only fields were shown", "It is not confidential"),
)


def judged(text: str) -> tuple[bool, bool]:
    """Whether it is confidential, and whether that is told as a doubt."""
    (incident,) = parse(text + REST, "pm/a.md")
    return incident.confidential, any(each.code == "PM112" for each in incident.findings)


@pytest.mark.parametrize(
    "head",
    [
        *(
            "CUI",
            "CUI//SP-PRVCY",
            "Intern",
            "Interne",
            "Interno",
            "Interní",
            "Sisäinen",
            "Internt",
            "Nội bộ",
            "Şirket içi",
        ),
        *(
            "Wewnętrzne",
            "Tajny",
            "Zastrzeżone",
            "Mật",
            "Bí mật",
            "保密",
            "内部",
            "社内",
            "取扱注意",
            "VS-NfD",
            "Restreint",
        ),
        *("Reservado", "Sigiloso", "Restrito", "Внутреннее"),
        *("In-house only", "Keep between us", "Chatham House rules apply", "公開日まで社外秘", "관계자 외 비공개"),
    ],
)
def test_a_level_alone_on_a_line_closes_in_any_language(head: str) -> None:
    assert judged(f"# T\n\n{head}")[0]


@pytest.mark.parametrize(
    "head",
    [
        *("## Intern\n\nfoo", "- Intern\n- Extern", "| Intern | Extern |\n|---|---|\n| a | b |", "**Intern:** db-1"),
        *("Interne: Systeme", "Servicio: interno", "Impact: interne", "Interne Systeme waren betroffen."),
        *(
            "内部错误。",
            "社内ツールが落ちた。",
            "Mật khẩu đã hết hạn",
            "El acceso interno",
            "Тест внутреннее API",
            "内部服务：db",
        ),
        *("CUI is a library", "Keep between us-east and eu-west", "In house tool failed", "Chatham House is a pub"),
    ],
)
def test_the_same_word_for_something_else_does_not(head: str) -> None:
    assert not judged(f"# T\n\n{head}")[0]


@pytest.mark.parametrize("head", CLOSED)
def test_a_mark_at_the_head_closes(head: str) -> None:
    assert judged(head) == (True, False)


@pytest.mark.parametrize("head", DOUBTFUL)
def test_what_may_be_a_mark_closes_and_is_told(head: str) -> None:
    assert judged(head) == (True, True)


@pytest.mark.parametrize("head", OPEN)
def test_what_speaks_of_something_else_does_not(head: str) -> None:
    assert judged(head) == (False, False)


@pytest.mark.parametrize("sentence", [*ONLY_INTERNAL, *NOT_SHARED, *OF_THIS, *TREATED])
def test_a_sentence_that_limits_who_may_read_closes(sentence: str) -> None:
    assert judged(f"# T\n\n{sentence}") == (True, False)


@pytest.mark.parametrize("sentence", DOUBTFUL_SENTENCES)
def test_a_sentence_that_may_speak_of_something_else_closes_and_is_told(sentence: str) -> None:
    assert judged(f"# T\n\n{sentence}") == (True, True)


@pytest.mark.parametrize("sentence", OPEN_SENTENCES)
def test_a_sentence_with_such_words_about_something_else_says_nothing(sentence: str) -> None:
    assert judged(f"# T\n\n{sentence}") == (False, False)


@pytest.mark.parametrize(
    ("values", "expected"),
    [(PROSE, (True, False)), (DOUBTFUL_PROSE, (True, True)), (OPEN_PROSE, (False, False))],
)
@pytest.mark.parametrize("key", ["summary", "description", "impact"])
def test_prose_of_the_front_matter_is_asked_as_a_title_and_as_sentences(
    key: str, values: tuple[str, ...], expected: tuple[bool, bool]
) -> None:
    heads = {value: f"---\nid: INC-1\n{key}: {json.dumps(value)}\n---\n\n# T" for value in values}
    assert {value: judged(head) for value, head in heads.items()} == dict.fromkeys(values, expected)


@pytest.mark.parametrize(
    "title", ["INTERNAL ONLY Mails were late", "Internal only postmortem", "Internal use only at ACME"]
)
def test_a_title_that_begins_with_it_closes(title: str) -> None:
    assert judged(f"# {title}") == (True, False)


@pytest.mark.parametrize("head", [*CLOSED, *DOUBTFUL])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_it_closes_behind_a_byte_order_mark_and_with_any_end_of_lines(head: str, end: str) -> None:
    (incident,) = parse(("\ufeff" + head + REST).replace("\n", end).encode(), "pm/a.md")
    assert incident.confidential


def test_a_mark_counts_for_the_incident_in_whose_title_it_stands() -> None:
    one = "# INC-{} Outage{}\n\n**Date:** 2026-01-01\n\n## Action items\n\n- [ ] Widen the pool\n\n"
    incidents = parse(one.format(1, " (CONFIDENTIAL)") + one.format(2, ""), "pm/a.md")
    assert [each.confidential for each in incidents] == [True, False]


def test_confidential_false_settles_a_doubt() -> None:
    assert judged("---\nconfidential: false\n---\n\n" + DOUBTFUL[-1])[0] is False


_PIECES = st.sampled_from(
    [
        *(
            "confidential",
            "CONFIDENTAL",
            "Konfidentiell",
            "cOnfidential",
            "\u0441onfidential",
            "C O N F I D E N T I A L",
        ),
        *("TLP:AMBER", "tlpred", "T L P : R E D", "InternalOnly", "internal use only", "do not redistribute", "N D A"),
        *(
            "no publication",
            "not for publishing",
            "do not publicize",
            "no redistributing",
            "need to know",
            "機密",
            "機 密",
            "visibility",
            "Public: no",
            "access",
            "team",
            "confidence",
        ),
        *(
            "coordinator",
            "coefficient",
            "the queue",
            "grew",
            "5",
            "a",
            "İ",
            "ß",
            "https://x.test/a",
            '<b class="secret">',
        ),
        *(" ", " ", " ", ": ", ", ", ".", "-", " - ", "_", "**", "(", ")", "[", "]", "#", "|", "> ", "\n", "\t"),
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_lines_that_are_passed_over_say_nothing(text: str) -> None:
    lines = text.split("\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(privacy, "may_tell", lambda _: True)
        looked_at = privacy.of_lines(lines, 0, len(lines))
    assert privacy.of_lines(lines, 0, len(lines)) == looked_at


def test_few_lines_are_looked_at() -> None:
    assert not may_tell("The queue of the coordinator grew to 5 million messages, and nobody was paged for an hour.")


OF_THINGS = (
    *("Vertrauliche Kundendaten waren nicht betroffen.", "Vertrouwelijke informatie is niet gelekt."),
    *(
        "Fortrolige oplysninger blev ikke berørt.",
        "Fortrolig informasjon ble ikke lekket.",
        "Poufne dane nie wyciekły.",
    ),
    *("Konfidentiella uppgifter berördes inte.", "Důvěrné údaje nebyly dotčeny.", "Gizli anahtar süresi doldu."),
    *("기밀 데이터는 영향을 받지 않았다.", "Confidential credentials were rotated.", "Riservati i dati? No."),
    *(
        "Aucune donnée n'était confidentielle.",
        "Nenhuma informação vazada era confidencial.",
        "Gizli pencere açılmıyor.",
    ),
    *("Żadne dane nie były poufne.", "Inga läckta uppgifter var konfidentiella.", "Geen gegeven was vertrouwelijk."),
)
OF_THE_DOCUMENT = (
    *(
        "Not for customers, confidential.",
        "This must not leave the team, it is confidential.",
        "Confidential information",
    ),
    *(
        "Confidential customer data.",
        "Contains confidential data.",
        "Enthält vertrauliche Daten.",
        "Zawiera poufne dane.",
    ),
    *("Bevat vertrouwelijke gegevens.", "Innehåller konfidentiell information.", "Indeholder fortrolige oplysninger."),
    *("Pas pour les clients : confidentiel.", "Nicht für Kunden bestimmt, vertraulich.", "Poufne informacje"),
    *("Not reviewed yet, but this document is confidential.", "Ceci est un document confidentiel."),
    *("Mails were not late and this report is confidential.", "Este es un documento confidencial."),
)


@pytest.mark.parametrize("said", OF_THINGS)
def test_what_is_said_of_data_and_keys_closes_nothing_in_any_language(said: str) -> None:
    assert judged(f"# T\n\n{said}") == (False, False)


@pytest.mark.parametrize("said", OF_THE_DOCUMENT)
def test_a_clause_or_a_sentence_without_a_verb_means_the_document(said: str) -> None:
    assert judged(f"# T\n\n{said}")[0]


@pytest.mark.parametrize(
    "said",
    ["Users lost access, this is this.", "Nobody had access: page is page.", "No access – report, report report"],
)
def test_a_word_said_twice_is_no_mark(said: str) -> None:
    assert judged(f"# T\n\n{said}") == (False, False)
