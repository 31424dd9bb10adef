"""Quick actions: no text of ours runs one, and none that others wrote begins to run because of us."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postmortem_tracker.errors import InvalidIssueError
from postmortem_tracker.integrations.gitlab.commands import awakened, harmless
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef, State
from tests.contract import LABEL
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.gitlab_commands import NAMES, extract
from tests.integrations.gitlab_calls import PROJECT, Waits, connected


@pytest.fixture
def tracker(fake: FakeGitLab) -> GitLabTracker:
    return connected(fake, Waits())


@pytest.fixture(params=["patterns", "markdown"])
def finding(request: pytest.FixtureRequest, fake: FakeGitLab) -> None:
    """Both ways in which GitLab finds quick actions."""
    fake.by_markdown = request.param == "markdown"


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize(
    "command", ["/close", "/label ~mine", "/CLOSE", "/assign @root", "/close\r", "/clo\rse", "/q dev"]
)
@pytest.mark.parametrize("form", ["{}", "text\n{}\nmore", "{}\n{}", "\\{}", "- a\n{}\n", "a\n\n{}\n\nb", "`a`\n{}\n"])
def test_texts_of_ours_command_nothing(fake: FakeGitLab, tracker: GitLabTracker, command: str, form: str) -> None:
    text = form.replace("{}", command)
    issue = tracker.create(IssueDraft("x", text, (LABEL,)))
    assert (issue.body.replace("\\", ""), issue.state, issue.labels) == (_plain(text), State.OPEN, (LABEL,))
    issue = tracker.update(issue.ref, IssueChange(comment=text))
    issue = tracker.get(issue.ref)
    assert (issue.state, issue.labels) == (State.OPEN, (LABEL,))
    assert [found.replace("\\", "") for found in tracker.comments(issue.ref)] == [_plain(text)]


def _plain(text: str) -> str:
    return text.replace("\r", "").replace("\\", "").rstrip()


@pytest.mark.parametrize("name", NAMES)
def test_no_command_of_gitlabs_is_run_by_a_text_of_ours(fake: FakeGitLab, tracker: GitLabTracker, name: str) -> None:
    for by_markdown in (True, False):
        fake.by_markdown = by_markdown
        assert tracker.create(IssueDraft("x", f"/{name} dev", (LABEL,))).body == f"\\/{name} dev"


@pytest.mark.parametrize(
    "text", ["/var/log is full", "see /close", " /close", "/close, please", "/due: tomorrow", "https://x/close"]
)
def test_other_texts_are_sent_as_they_are(fake: FakeGitLab, tracker: GitLabTracker, text: str) -> None:
    tracker.create(IssueDraft("x", text, (LABEL,)))
    assert fake.requests[-1].body["description"] == text


BLOCK = '<!-- postmortem-tracker {"v":1} -->\n**Incident:** INC-1\n<!-- /postmortem-tracker -->'


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize(
    "text",
    [
        "```\n/close\n```",
        "~~~\n\n/close\n~~~",
        "<div>\n/label ~mine\n</div>",
        "/close, please",
        "/due: tomorrow",
        "\\/close",
        "> /close",
        "- a\n\n  /close",
    ],
)
def test_what_others_wrote_stays_byte_for_byte(fake: FakeGitLab, tracker: GitLabTracker, text: str) -> None:
    fake._create(PROJECT, {"title": "theirs", "labels": LABEL})
    fake.issues[PROJECT][1]["description"] = text  # as it stands there, whatever had to happen for it
    issue = tracker.get(IssueRef("gitlab", PROJECT, 1))
    assert issue.body == text
    tracker.update(issue.ref, IssueChange(body=f"{BLOCK}\n\n{text}"))
    assert fake.requests[-1].body["description"] == f"{BLOCK}\n\n{text}"


@pytest.mark.usefixtures("finding")
@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ("```\na\n\n/close\n```", "```\nb\n```\n\n```\na\n\n/close\n```\n\n/close\n"),
        ("```\na\n\n/close\n```", "```\nb\n\n```\na\n\n/close\n```"),
        ("<div>\n/close\n</div>", "<div>\n</div>\n\n/close\n</div>"),
        ("", "/close"),
        ("", "text\n\n/clo\rse\r\n"),
    ],
)
def test_a_text_that_would_begin_to_command_is_not_saved(
    fake: FakeGitLab, tracker: GitLabTracker, there: str, wanted: str
) -> None:
    fake._create(PROJECT, {"title": "theirs", "labels": LABEL})
    fake.issues[PROJECT][1]["description"] = there
    issue = tracker.get(IssueRef("gitlab", PROJECT, 1))
    with pytest.raises(InvalidIssueError, match="GitLab would run '/close'"):
        tracker.update(issue.ref, IssueChange(body=wanted, title="T"))
    assert fake.counted("PUT") == 0


LINES = st.lists(
    st.sampled_from(
        [
            "/close",
            "/label ~x",
            "```",
            "~~~",
            "<div>",
            "</div>",
            "<b>",
            "</b>",
            ">>>",
            "`",
            "a`",
            "`a`",
            "",
            "text",
            "> q",
        ]
    ),
    max_size=12,
).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(LINES, LINES)
@example("/close\n`a`\n```\n/close", "```")  # two commands, of which one runs before and the other one after
def test_what_is_saved_runs_nothing_that_did_not_run_before(before: str, ours: str) -> None:
    """Against both ways of the fake, which is written apart; our own block has no command to hide one behind."""
    after = f"{BLOCK}\n{harmless(ours)}\n\n{before}"
    for by_markdown in (True, False):
        if not extract(before, by_markdown=by_markdown).commands and awakened(before, after) is None:
            assert extract(after, by_markdown=by_markdown).commands == []


@pytest.mark.parametrize("piece", ["```\n", "<a>\n", "\n</a", "`\n", ">>>\n", "/close\n", "<!--", "\n</a>", "[", "> "])
def test_looking_for_commands_takes_time_by_length(piece: str) -> None:
    """Read at all within the test's own limit: a quadratic search of so much would never end."""
    assert awakened(piece * (200_000 // len(piece)), piece * (200_000 // len(piece)) + "/") is None
