"""The marker survives every value, believes nobody else, and leaves what people wrote alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postmortem_tracker.model import State
from postmortem_tracker.sync.identity.matching import believe
from postmortem_tracker.sync.issue_text import body, marker
from postmortem_tracker.sync.issue_text.marker import Base, Marker
from postmortem_tracker.text.inert import inert
from tests.sync.make import LABEL, LIMITS, incident, issue

TEXT = st.text(max_size=40)
NAME = st.text(min_size=1, max_size=40)
BASES = st.builds(
    Base,
    title=st.none() | TEXT,
    state=st.none() | st.sampled_from(State),
    owners=st.none() | st.lists(TEXT, max_size=3).map(tuple),
    due=st.none() | TEXT,
    labels=st.lists(TEXT, max_size=3).map(tuple),
)
MARKERS = st.builds(Marker, incident=NAME, key=NAME, path=TEXT, base=BASES, digest=TEXT)
PIECES = st.sampled_from(
    [
        "<!--", "-->", "--", ">", "<", "!", "-", " postmortem-tracker ", " /postmortem-tracker ", "\x00", "\x01",
        "\u200b", "\x85", "&lt;", "@alice", "\n", "```", '{"v":1}', "x",
    ]
)  # fmt: skip
HOSTILE = st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join)
OURS = Marker("INC-1", "0123456789ab", "a.md", Base("Title", State.OPEN, ("alice",), "", (LABEL,)), "d")
FORGED = Marker("INC-9", "ba9876543210", "b.md", Base(state=State.COMPLETED))
PLAIN = st.text(alphabet=st.characters(exclude_characters="<"), max_size=60)


@given(MARKERS, HOSTILE)
def test_a_marker_comes_back_as_written(mark: Marker, text: str) -> None:
    assert marker.read(marker.write("", mark, inert(text))) == mark


@given(MARKERS)
def test_the_marker_is_one_comment_on_one_line_that_mentions_nobody(mark: Marker) -> None:
    first, _, rest = marker.write("", mark, "content").partition("\n")
    assert first.startswith("<!-- ")
    assert first.endswith(" -->")
    inside = first[5:-4]
    assert not {"--", ">", "<", "@"} & {inside[n : n + size] for size in (1, 2) for n in range(len(inside))}
    assert all(char.isprintable() for char in inside)
    assert rest.startswith("content\n")


@given(PLAIN, PLAIN, MARKERS, MARKERS, HOSTILE)
def test_every_byte_outside_the_block_stays(before: str, after: str, old: Marker, new: Marker, text: str) -> None:
    block = marker.write("", old, "first").rstrip("\n")
    changed = marker.write(f"{before}{block}{after}", new, inert(text))
    assert changed.startswith(before)
    assert changed.endswith(after)
    assert marker.read(changed) == new
    assert marker.outside(changed) == before + after


@given(PLAIN, PLAIN, MARKERS, MARKERS)
def test_rebasing_changes_the_comment_only(before: str, after: str, old: Marker, new: Marker) -> None:
    block = marker.write("", old, "visible").rstrip("\n")
    whole = f"{before}{block}{after}"
    changed = marker.rebase(whole, new)
    assert marker.read(changed) == new
    assert marker.rebase(changed, old) == whole


@given(PLAIN, MARKERS)
def test_a_body_without_block_is_kept_below_it(theirs: str, mark: Marker) -> None:
    assert marker.write(theirs, mark, "content").endswith(theirs if theirs.strip() else "\n")


@given(HOSTILE, HOSTILE)
@example("<\x01!-- postmortem-tracker {} --\x01>", "<\x01!-- /postmortem-tracker --\x01>")
@example("<!-\x00- /postmortem-tracker -\x00->", "")
@example("<!<!----", "-->>")
def test_no_text_breaks_out_of_the_block(before: str, after: str) -> None:
    forged = marker.write("", FORGED, "x")
    text = inert(before + forged + after)
    assert "<!--" not in text
    assert "-->" not in text
    whole = marker.write("theirs", OURS, text)
    assert marker.read(whole) == OURS
    assert marker.outside(whole) == "\n\ntheirs"


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_document_forges_a_marker(title: str, details: str, path: str) -> None:
    line = " ".join(f"Do it {title}".split())
    nested = " ".join(details.split())
    found = incident("Add an alert", f"{line}\n  {nested}", path=f"{path}.md")
    for item in found.tasks:
        text = body.content(found, item, f"[{found.path}:{item.line}](x.md)", LIMITS).text
        whole = marker.write("", OURS, text)
        assert marker.read(whole) == OURS
        assert marker.outside(whole).strip() == ""


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace('"v":1', '"v":0'),
        lambda text: text.replace('"key":"0123456789ab"', '"key":""'),
        lambda text: text.replace('"state":"open"', '"state":"ajar"'),
        lambda text: text.replace('{"v"', '{{"v"'),
        lambda text: text.replace("<!-- /postmortem-tracker -->", ""),
        lambda text: text.replace('"labels":["postmortem"]', '"labels":7'),
        lambda text: text.replace('"digest":"d",', ""),
    ],
)
def test_a_damaged_marker_counts_for_nothing(damage: object) -> None:
    whole = marker.write("theirs", OURS, "content")
    assert callable(damage)
    broken = damage(whole)
    assert broken != whole
    assert marker.read(broken) is None
    assert marker.outside(broken) == broken
    assert marker.rebase(broken, OURS) == broken


def test_a_damaged_block_does_not_hide_a_sound_one() -> None:
    sound = marker.write("theirs", OURS, "content")
    broken = sound.replace('"v":1', '"v":"x"')
    assert marker.read(f"{broken}\n{sound}") == OURS


def test_deep_nesting_is_damage_and_no_crash() -> None:
    assert marker.read("<!-- postmortem-tracker {" + '"a":[' * 200_000 + "} -->\n<!-- /postmortem-tracker -->") is None


def test_a_marker_without_the_managed_label_is_not_believed() -> None:
    assert believe(issue(1, "Add an alert", labels=()), LABEL).marker is None
    assert believe(issue(1, "Add an alert"), LABEL).marker is not None


def test_the_marker_is_json_that_names_its_version() -> None:
    first = marker.write("", OURS, "content").splitlines()[0]
    assert json.loads(first.removeprefix("<!-- postmortem-tracker ").removesuffix(" -->"))["v"] == 1


@pytest.mark.parametrize("text", ["@alice", "(@alice)", "cc @alice/@bob", "\n@team"])
def test_document_text_mentions_nobody(text: str) -> None:
    assert "@\u200b" in inert(text)


def test_addresses_are_no_mentions() -> None:
    assert inert("mail ops@example.org") == "mail ops@example.org"


@given(PLAIN, st.integers(200, 2_000))
def test_the_block_takes_what_peoples_text_leaves(theirs: str, longest: int) -> None:
    whole = marker.write("", OURS, "first")
    body = f"{whole}\n{theirs}"
    longest = max(longest, len(marker.write("", OURS, "…")) + len(theirs) + 2)
    changed = marker.write(body, OURS, "A line of words.\n" * 200, longest)
    assert len(changed) <= longest
    assert marker.outside(changed) == marker.outside(body)
    assert marker.read(changed) == OURS


def test_a_block_whose_marker_was_damaged_is_replaced_and_not_doubled() -> None:
    whole = marker.write("theirs", OURS, "content")
    damaged = whole.replace('"state":"open"', '"state":"ajar"')
    assert marker.write(damaged, OURS, "content") == whole


def test_a_marker_of_a_newer_version_tells_whose_issue_it_is_and_nothing_else() -> None:
    newer = marker.read(marker.write("", OURS, "content").replace('"v":1', '"v":2,"more":[]'))
    assert newer is not None
    assert (newer.incident, newer.key, newer.newer, newer.base) == (OURS.incident, OURS.key, True, Base())


def test_an_issue_tells_the_summary_in_the_documents_words() -> None:
    about = incident("Add an alert")._replace(summary="The max_pool_size was 2 * n and __init__ was *very* late.")
    shown = body.content(about, about.items[0], "a.md:5", LIMITS).text
    assert "max_pool_size was 2 * n and __init__ was *very* late." in shown
