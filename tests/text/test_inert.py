"""Document text in an issue notifies nobody and refers to nothing, whatever a reader makes of its marks."""

from __future__ import annotations

import re
from typing import Any

import pyromark
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postmortem_tracker.text.inert import inert, inert_title, shortened

# What the two servers look for in the text between tags, as their documentation says; written apart from the rules.
LIVE = re.compile(
    r"(?<![A-Za-z0-9_])@[A-Za-z0-9_]|[#!&$][0-9]|(?<![A-Za-z0-9_])(?i:G[HL]-[0-9])|(?<!~)~[\w\"]|%(?!40)[\w\"]"
    r"|\[(?:vulnerability|issue|epic|feature_flag|alert):[\w/.&-]*[0-9]\]"
    r"|(?<![0-9A-Za-z])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,40}(?![0-9A-Za-z])"
    r"|https?://[a-z.]+/[^\s`()\[\]\"'<>]*/(?:(?:issues|work_items|pull|merge_requests|epics|snippets|milestones"
    r"|vulnerabilities|alert_management)/[0-9]|commit/[0-9a-f]{7})"
)
GFM = pyromark.Markdown(options=pyromark.Options.ENABLE_GFM)


def shown(text: str) -> list[str]:
    """The texts that a server looks into, each as a reader sees it: code is none, the targets of links are some."""
    pieces, code = [""], False
    name: str
    value: Any
    for event, _ in GFM.events_with_range(text):
        name, value = next(iter(event.items())) if isinstance(event, dict) else (event, None)
        if name == "Text" and not code:
            pieces[-1] += value
            continue
        if name in ("Html", "InlineHtml"):
            pieces.append(re.sub(r"<[^>]*>", "", str(value)))
        elif name in ("Start", "End") and "CodeBlock" in value:
            code = name == "Start"
        elif name == "Start" and isinstance(value, dict) and "Link" in value:
            pieces.append(str(value["Link"]["dest_url"]))
        pieces.append("")
    return pieces


def effects(text: str) -> list[str]:
    """What would have an effect; fragments of addresses, which stand within links, have none."""
    issue = (
        r"/(?:(?:issues|work_items|pull|merge_requests|epics|snippets|milestones|vulnerabilities|alert_management)"
        r"/[0-9]|commit/[0-9a-f]{7})"
    )
    other = re.compile(rf"(?:https?://|www\.)(?![^\s()\[\]`]*{issue})[A-Za-z0-9-]+\.[^\s()\[\]`]+")
    return [found for piece in shown(text) for found in LIVE.findall(other.sub("", piece))]


@pytest.mark.parametrize(
    "text",
    [
        "@alice",
        "(@alice)",
        "cc @alice/@bob",
        "\n@team",
        "`@all",
        "/@all",
        "`a` `@all",
        "a ` b\nc `@all`",
        "\\`@all`",
        "<div>`@all`</div>",
        "&#64;all",
        "&commat;all",
        "@&#97;ll",
        "\\@all",
        "é@all",
        "#12",
        "fixes #3",
        "acme/other#9",
        "#&#49;2",
        "!5",
        "acme/shop!5",
        "&4",
        "GH-7",
        "https://github.com/acme/shop/issues/3",
        "[see](https://github.com/acme/shop/issues/3)",
        "<https://github.com/acme/shop/pull/3>",
        "https://gitlab.example.com/a/b/-/work_items/3#note_1",
        "` https://github.com/acme/shop/issues/1",
        "```\n@Override\n```",
        "closes: #3",
        "Resolves acme/shop#9, fixes acme/other!4",
        "thanks (@org/team), @alice.",
        "“@alice”",
        "&#35;12 and &num;12",
        "[#12](https://x.example) by [@alice](https://x.example/@alice)",
        "<p>#12 @alice</p>",
        "| @alice | #12 |\n| --- | --- |\n| !5 | &4 |",
        "> #12\n- [ ] @alice",
        '%12 and %"next release" and %v1.0',
        '~12, ~bug and ~"to do"',
        "snippet $7 of acme/shop$8",
        "[vulnerability:12] [vulnerability:acme/shop/12] [issue:5] [feature_flag:3]",
        "^alert#12",
        "since a1b2c3d (acme/shop@0123456789abcdef0123456789abcdef01234567)",
        "A1B2C3D..F6E5D4C",
        "a1b2c3&#49;",
        "https://gitlab.example.com/a/b/-/commit/0123456789abcdef",
        "https://gitlab.example.com/a/b/-/security/vulnerabilities/12",
        "https://gitlab.example.com/a/b/-/alert_management/12/details",
        "https://gitlab.example.com/groups/a/-/epics/4",
        "http://github.com/a/b/issues/3#issuecomment-4",
    ],
)
def test_nothing_is_mentioned_or_referred_to(text: str) -> None:
    assert effects(inert(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "mail ops@example.org",
        "`@Override` and `git commit -m 'fixes #4'`",
        "C# and F#",
        "a & b, R&D",
        "[dashboard](https://grafana.example.com/d/1#12)",
        "see https://docs.example.com/setup#12",
        "raise max_pool_size to 2 * n",
        "AT&T!",
        "~~gone~~ and ~/bin",
        "5 % of 1000000 requests, trace 3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "the defaced and effaced facade",
        "[note: see below] [1]",
        "&eacute; and &copy;",
        "/var/log is full",
    ],
)
def test_everything_else_stays_byte_for_byte(text: str) -> None:
    assert inert(text) == text


def test_an_address_stays_readable() -> None:
    assert inert("[it](https://github.com/a/b/issues/3)") == "it (`https://github.com/a/b/issues/3`)"
    assert inert("see https://github.com/a/b/issues/3.") == "see `https://github.com/a/b/issues/3.`"


PIECES = st.sampled_from(
    [
        *("@all", "@", "#12", "#", "12", "!5", "&", "&#64;", "&#x23;", "&commat;", "&#49;", "GH-1", "`", "``", "```\n"),
        *(
            "\\",
            "\n",
            "\n\n",
            " ",
            "a",
            "_",
            "*",
            "**",
            "[",
            "](",
            ")",
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "> ",
            "- ",
            "~~~\n",
        ),
        *("~~", "|", "é", "/", "https://github.com/a/b/issues/3", "https://x.example/@all", "www.x.example/#12"),
        *("http://", "<", ">", '"', "$", "%", "~", "a1b2c3d", "[issue:", "]"),
    ]
)
HOSTILE = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=1500, deadline=None)
@given(HOSTILE)
@example("`` ` ``@all`")
@example("\\https://github.com/a/b/issues/3")
@example("`a`https://github.com/a/b/issues/3`b`")
@example('https://github.com/a/b/issues/3%"1.0"`')
@example('https://x.example/~"bug"')
@example("http://GH-1www.x.example/#12")
@example("www.x.example/#12<https://github.com/a/b/issues/3")
@example('www.x.example/#12"https://github.com/a/b/issues/3')
@example("https://x.example/@all'https://github.com/a/b/issues/3")
@example("www.x.example/#12>https://github.com/a/b/issues/3`")
@example("[](@allhttps://github.com/a/b/issues/3)")
@example("[](@all(https://github.com/a/b/issues/3))")
def test_no_text_has_an_effect(text: str) -> None:
    assert effects(inert(text)) == []


@settings(max_examples=300, deadline=None)
@given(HOSTILE, st.integers(0, 60))
def test_a_beginning_has_none_either_and_fits(text: str, room: int) -> None:
    cut = shortened(inert(text), room)
    assert len(cut) <= room
    assert effects(cut) == []


@given(HOSTILE)
def test_what_is_inert_stays_as_it_is(text: str) -> None:
    once = inert_title(text)
    assert inert_title(once) == once


@pytest.mark.parametrize(
    "title",
    [
        "Ask @alice",
        "Follow up on #12",
        "Port https://github.com/a/b/issues/5",
        "a/b#9",
        "Resolves #3: ask @org/team",
        "Revert a1b2c3d, see !12 and &4",
        "Label it ~bug for %next, [vulnerability:3], ^alert#4, $5",
        "GH-12, GL-12",
    ],
)
def test_titles_have_no_effects(title: str) -> None:
    assert LIVE.findall(inert_title(title)) == []
    assert inert_title(title).replace("\u200b", "") == title


@pytest.mark.parametrize(
    "piece",
    [
        "~",
        "%",
        "$",
        "a1",
        "1",
        "[a:",
        "a1b2c3d-",
        "`",
        "@",
        "[",
        "](",
        "https://",
        "https://a.",
        "&#",
        "&a",
        "#1",
        "<!--",
        "[https://a.b/",
    ],
)
def test_long_texts_take_time_by_length(piece: str) -> None:
    """A quadratic search of so much would not end within the test's own limit."""
    assert inert(piece * (200_000 // len(piece)))
