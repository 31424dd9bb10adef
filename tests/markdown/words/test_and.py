"""What stands between two people, tickets or titles is "and" in every language, at every place that asks."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.items.owners import read_owners
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.people import AND_WORDS

HEAD = "# INC-1 T\n\n## Action items\n\n"
WORDS = sorted(AND_WORDS)
OR = frozenset(every("people", "or"))


def read(text: str) -> tuple[str, tuple[str, ...], list[str]]:
    (incident,) = parse(HEAD + text, "pm.md")
    (item,) = incident.items
    return item.text, item.owners, [each.text for each in item.tickets]


@pytest.mark.parametrize("word", WORDS)
def test_between_two_people(word: str) -> None:
    assert read_owners(f"@ana {word} @omar").names == ("@ana", "@omar")
    assert read_owners(f"Ana Lima {word} Omar Haddad").names == ("Ana Lima", "Omar Haddad")
    assert read(f"- [ ] Rotate the keys (@ana {word} @omar)\n") == ("Rotate the keys", ("@ana", "@omar"), [])
    assert read(f"- [ ] Rotate the keys — @ana {word} @omar\n") == ("Rotate the keys", ("@ana", "@omar"), [])


@pytest.mark.parametrize("word", sorted(AND_WORDS - OR))
def test_between_two_tickets(word: str) -> None:
    assert read(f"- [ ] Rotate the keys (#12 {word} #13)\n") == ("Rotate the keys", (), ["#12", "#13"])
    table = f"| Action | Ticket |\n| --- | --- |\n| Rotate the keys | #12 {word} #13 |\n"
    assert read(table) == ("Rotate the keys", (), ["#12", "#13"])


@pytest.mark.parametrize("word", WORDS)
def test_between_two_titles(word: str) -> None:
    (incident,) = parse(f"# INC-1 T\n\n## Lessons learned {word} action items\n\n- [ ] Rotate the keys\n", "pm.md")
    assert [each.text for each in incident.items] == ["Rotate the keys"]


@pytest.mark.parametrize("word", WORDS)
def test_between_the_words_for_a_postmortem(word: str) -> None:
    (incident,) = parse(
        f"# Postmortem {word} RCA: Queue stalled\n\n## Action items\n\n- [ ] Rotate the keys\n", "pm.md"
    )
    assert incident.title == "Queue stalled"
