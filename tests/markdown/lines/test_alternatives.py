"""Of several tickets with "or" between them nobody knows which is meant: none is believed, and the words are quoted."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import DEFAULT, parse
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.model import Incident

HEAD = "# INC-1 on 2026-10-12\n\n## Action items\n\n"
OWN_KEYS = DEFAULT.extended(ticket_keys=["AUTH"])


def read(text: str) -> Incident:
    (incident,) = parse(f"{HEAD}{text}\n", "a.md", vocabulary=OWN_KEYS)
    return incident


def said(incident: Incident) -> list[str]:
    return [each.message for each in incident.findings if each.code == "PM126"]


def cell(text: str) -> str:
    return f"| Action | Ticket |\n| --- | --- |\n| Page on the lag | {text} |"


@pytest.mark.parametrize("word", sorted(set(every("people", "or"))))
def test_none_is_believed_in_any_language(word: str) -> None:
    for text in (f"- [ ] Page on the lag (#12 {word} #13)", cell(f"#12 {word} #13")):
        incident = read(text)
        assert [item.tickets for item in incident.tasks] == [()]
        assert said(incident)


@pytest.mark.parametrize(
    "end",
    [
        *(
            "(#12 or 13)",
            "(#11, #12 or #13)",
            "(#12, or #13)",
            "(AUTH-1 or AUTH-2)",
            "(issue 12 or 13)",
            "– #12 or #13",
        ),
        "([#12](https://x.test/issues/12) or [#13](https://x.test/issues/13))",
        "(https://x.test/issues/1 or https://x.test/issues/2)",
    ],
)
def test_in_whatever_form(end: str) -> None:
    incident = read(f"- [ ] Page on the lag {end}")
    assert [item.tickets for item in incident.tasks] == [()]
    assert said(incident)


def test_our_own_link_stands_whatever_is_beside_it() -> None:
    (item,) = read("- [ ] Page on the lag (#12 or #13) ([#7](https://x.test/issues/7))").tasks
    assert [link.text for link in item.tickets] == ["#7"]


@pytest.mark.parametrize("end", ["(#12 and #13)", "(#12, #13)", "(#12 / #13)", "(#12; #13)"])
def test_others_are_all_meant(end: str) -> None:
    incident = read(f"- [ ] Page on the lag {end}")
    assert ([link.text for link in incident.tasks[0].tickets], said(incident)) == (["#12", "#13"], [])


@pytest.mark.parametrize("word", sorted(set(every("items", "one_of"))))
def test_words_for_a_choice_may_stand_before_them(word: str) -> None:
    incident = read(f"- [ ] Page on the lag ({word} #12, #13)")
    assert [item.tickets for item in incident.tasks] == [()]
    assert said(incident), word


@pytest.mark.parametrize("line", ["Choose one of #12", "Page on one of the hosts", "Either of both is paged"])
def test_a_choice_within_the_sentence_is_text(line: str) -> None:
    assert said(read(f"- [ ] {line}")) == []


@pytest.mark.parametrize("key", ["P-1", "S-2", "T-1000"])
def test_a_key_with_one_letter_is_quoted_where_a_ticket_stands(key: str) -> None:
    for line in (f"Page on the lag ({key})", f"Page on the lag [{key}] @ana"):
        assert said(read(f"- [ ] {line}")), line
    for line in (f"Page on the lag of ({key}) in the EU", f"Page on {key}"):
        assert not said(read(f"- [ ] {line}")), line
