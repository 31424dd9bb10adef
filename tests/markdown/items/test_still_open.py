"""A line outside the measures that calls something still open is an item where it says what to do, else pointed out."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Slow sign-in on 2026-10-12\n\n"


def read(body: str) -> tuple[list[str], list[str]]:
    """The texts of the items, and the words of the findings about promises that are no item."""
    (incident,) = parse(HEAD + body, "a.md")
    found = [each for each in incident.findings if each.code == "PM125"]
    return [item.text for item in incident.items], [each.message.partition(": ")[2] for each in found]


@pytest.mark.parametrize(
    "line",
    [
        "**Still open:** the test of the signed build on an old phone",
        "- **Noch offen:** Probe des Paketes auf einem alten Gerät",
        "**Reste à faire:** rien que le vieux téléphone",
        "* **Pendiente:** la prueba en un teléfono viejo",
        "**In sospeso:** la prova su un telefono vecchio",
        "+ **Openstaand:** de proef op een oude telefoon",
        "**Återstår:** provet på en gammal telefon",
    ],
)
@pytest.mark.parametrize(
    "above", ["## The package\n\nIt was built twice.\n\n", "## Action items\n\n- Rotate it\n\n## Pool\n\n"]
)
def test_it_is_pointed_out(line: str, above: str) -> None:
    items, findings = read(f"{above}{line}\n")
    assert items == (["Rotate it"] if "Rotate" in above else [])
    assert findings == [repr(line.lstrip("-*+ ").replace("**", ""))]


def test_an_order_behind_it_is_an_item() -> None:
    assert read("## The package\n\n**Still open:** test the signed build\n") == (["test the signed build"], [])


@pytest.mark.parametrize(
    "body",
    [
        "**Pending:** none\n",
        "**Pending:** 7\n",
        "**Remaining:** TBD\n",
        "**Outstanding:** added the probe to the pool\n",
        "**Outstanding:** the following of them:\n",
        "Pending the answer of the vendor: we wait\n",
        "**Depending:** on the answer of the vendor\n",
    ],
)
def test_other_lines_are_not(body: str) -> None:
    assert read(f"## The package\n\n{body}") == ([], [])


def test_what_was_open_while_it_lasted_is_not() -> None:
    assert read("## Timeline\n\n- **Pending:** the answer of the second vendor\n") == ([], [])
