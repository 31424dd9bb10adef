"""One suite that every integration passes, plug-ins too: what the core relies on when it speaks to a tracker.

Subclass it and supply the fixture ``tracker`` (an empty project on every test); adjust the knobs to
what the tracker can do. A knob never weakens a promise the core relies on, it only says what exists.
Needs pytest: ``pip install "postmortem-tracker[contract]"``.
"""

# ruff: noqa: ARG002, D102 - what a subclass may override takes what it may need; a test's name says what it shows

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from postmortem_tracker.errors import InvalidIssueError, IssueNotFoundError
from postmortem_tracker.issues import IssueTracker, Milestones, Watchful
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State

LABEL = "postmortem"
DOCUMENT = "postmortems/2026-03-04-checkout.md"

BODIES = {
    "empty": "",
    "plain": "One line.",
    "trailing newline": "Line one\nLine two\n",
    "several trailing newlines": "text\n\n\n",
    "leading space": "\n   indented first\n\ttabbed\n",
    "unicode": "Überlast: 数据库 🔥 e\u0301 \u200b zero-width, \u00a0hard space",
    "marker": 'Text\n\n<!-- postmortem v=1 key=0123456789ab base={"a":"--"} -->\nafter -->',
    "front matter": "---\ntitle: not mine\nstate: closed\n---\n\nbody\n---\n",
    "markup": "# Heading\n\n- [ ] box\n- [x] box\n\n```\n<!-- comment -->\n```\n| a | b |\n",
    "long": "0123456789abcde\n" * 3000,
}


class TrackerContract:
    """The contract of postmortem_tracker.issues.IssueTracker as tests."""

    known_assignees: tuple[str, str] = ("alice", "bob")
    unknown_assignee: str | None = "nobody-by-this-name"  # None: the tracker takes any name
    supports_due: bool = True
    supports_confidential: bool = True
    keeps_crlf: bool = True
    keeps_space_at_end: bool = True  # False: white space at the end of a body is lost
    resolves_bare_numbers: bool = True  # "#12" without a target means this project
    reads_back: frozenset[State] = frozenset({State.COMPLETED, State.NOT_PLANNED, State.DUPLICATE})
    many: int = 101  # more than one page
    missing_number: int = 999_999

    @pytest.fixture
    def tracker(self) -> IssueTracker:
        """The tracker under test, its project empty."""
        raise NotImplementedError

    # What a subclass may know better.

    def let_time_pass(self, tracker: IssueTracker) -> None:
        """More than two ticks of the tracker's clock go by."""
        time.sleep(2.1)

    def another(self, tracker: IssueTracker) -> IssueTracker:
        """The same project as another process sees it; needed where the tracker has `alone`."""
        raise NotImplementedError

    def writes(self, tracker: IssueTracker) -> int | None:
        """How many writes the tracker has seen so far; None where nobody counts."""
        return None

    def link_url(self, tracker: IssueTracker, issue: Issue, path: str) -> str:
        """The target of a link to the issue, as it would stand in the document at ``path``."""
        return issue.url

    def names_original(self, tracker: IssueTracker, duplicate: Issue, original: Issue) -> bool:
        """Whether a person looking at the duplicate finds the original."""
        return any(f"#{original.ref.number}" in text for text in tracker.comments(duplicate.ref))

    def foreign_urls(self, tracker: IssueTracker) -> tuple[str, ...]:
        """Targets that look like issues but are not in this project."""
        return (
            "https://elsewhere.example/other/project/issues/1",
            "https://elsewhere.example/other/project/-/issues/1",
            "mailto:someone@example.com",
            "../notes/0001-not-an-issue.txt",
            "",
        )

    def open_milestone(self, tracker: IssueTracker) -> str:
        """The title of an open milestone that is made in the project; needed where the tracker has `Milestones`."""
        return pytest.skip("no milestone is made in this project")

    def milestone_of(self, tracker: IssueTracker, issue: Issue) -> str:
        """The title of the milestone that the issue is in, as a person sees it; "" for none."""
        raise NotImplementedError

    def kept(self, body: str) -> str:
        """The body as the tracker gives it back."""
        return body if self.keeps_space_at_end else body.rstrip()

    def new(self, tracker: IssueTracker, title: str = "Alert on queue depth", body: str = "Body") -> Issue:
        """An issue that carries the managed label."""
        return tracker.create(IssueDraft(title, body, labels=(LABEL,)))

    # Create and get.

    def test_create_returns_what_was_asked(self, tracker: IssueTracker) -> None:
        draft = IssueDraft("Add a canary", "Why: it broke.", labels=(LABEL, "P1"), assignees=self.known_assignees[:1])
        issue = tracker.create(draft)
        assert (issue.title, issue.body, issue.state) == (draft.title, draft.body, State.OPEN)
        assert set(issue.labels) == {LABEL, "P1"}
        assert issue.assignees == draft.assignees
        assert issue.ref.number > 0
        assert issue.url

    def test_refs_carry_the_trackers_name_and_project(self, tracker: IssueTracker) -> None:
        ref = self.new(tracker).ref
        assert (ref.tracker, ref.project) == (tracker.name, tracker.project)

    def test_get_returns_what_was_created(self, tracker: IssueTracker) -> None:
        created = self.new(tracker)
        assert tracker.get(created.ref) == created

    def test_due_date_is_kept(self, tracker: IssueTracker) -> None:
        assert tracker.capabilities.due_dates is self.supports_due
        if not self.supports_due:
            return
        issue = tracker.create(IssueDraft("Due", "", labels=(LABEL,), due=date(2026, 12, 24)))
        assert tracker.get(issue.ref).due == date(2026, 12, 24)

    def test_confidential_is_kept(self, tracker: IssueTracker) -> None:
        assert tracker.capabilities.confidential_issues is self.supports_confidential
        if not self.supports_confidential:
            return
        issue = tracker.create(IssueDraft("Secret", "", labels=(LABEL,), confidential=True))
        assert tracker.get(issue.ref).confidential is True
        assert tracker.get(self.new(tracker).ref).confidential is False

    @pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
    def test_bodies_come_back_exactly(self, tracker: IssueTracker, body: str) -> None:
        created, kept = self.new(tracker, body=body), self.kept(body)
        assert created.body == kept
        assert tracker.get(created.ref).body == kept
        assert [issue.body for issue in tracker.list(LABEL)] == [kept]

    def test_carriage_returns_come_back_exactly(self, tracker: IssueTracker) -> None:
        if not self.keeps_crlf:
            pytest.skip("this tracker rewrites line endings")
        body = "one\r\ntwo\r\n\r\nthree\nfour\r\n"
        assert tracker.get(self.new(tracker, body=body).ref).body == body

    @pytest.mark.parametrize(
        "title",
        [
            "Ünïcode 数据 🔥",
            "key: value # not a comment",
            "'quoted' \"twice\"",
            "- [ ] *bold* `code` <b>",
            "null",
            "12",
        ],
    )
    def test_titles_come_back_exactly(self, tracker: IssueTracker, title: str) -> None:
        assert tracker.get(self.new(tracker, title=title).ref).title == title

    def test_times_are_aware_utc(self, tracker: IssueTracker) -> None:
        issue = self.new(tracker)
        closed = tracker.update(issue.ref, IssueChange(state=State.COMPLETED))
        assert issue.closed_at is None
        for moment in (issue.created_at, issue.updated_at, closed.created_at, closed.updated_at, closed.closed_at):
            assert isinstance(moment, datetime)
            assert moment.utcoffset() == timedelta(0)
        assert closed.created_at == issue.created_at

    def test_a_milestone_is_kept_by_its_title(self, tracker: IssueTracker) -> None:
        if not isinstance(tracker, Milestones):
            return
        title = self.open_milestone(tracker)
        assert tracker.has_milestone(title)
        planned = tracker.create(IssueDraft("Planned", "", labels=(LABEL,), milestone=title))
        assert self.milestone_of(tracker, planned) == title
        assert self.milestone_of(tracker, self.new(tracker)) == ""

    def test_a_milestone_that_is_not_there_keeps_no_issue_from_being_opened(self, tracker: IssueTracker) -> None:
        if not isinstance(tracker, Milestones):
            return
        assert not tracker.has_milestone("no such milestone")
        issue = tracker.create(IssueDraft("Planned", "", labels=(LABEL,), milestone="no such milestone"))
        assert [each.ref for each in tracker.list(LABEL)] == [issue.ref]

    def test_an_unknown_assignee_is_refused_and_nothing_created(self, tracker: IssueTracker) -> None:
        if self.unknown_assignee is None:
            pytest.skip("this tracker takes any name")
        draft = IssueDraft("Owned by nobody", "", labels=(LABEL,), assignees=(self.unknown_assignee,))
        with pytest.raises(InvalidIssueError) as caught:
            tracker.create(draft)
        assert self.unknown_assignee in str(caught.value)
        assert list(tracker.list(LABEL)) == []

    # List.

    def test_list_of_an_empty_project_is_empty(self, tracker: IssueTracker) -> None:
        assert list(tracker.list(LABEL)) == []

    def test_list_has_open_and_closed_with_the_label_only(self, tracker: IssueTracker) -> None:
        first, second = self.new(tracker, "one"), self.new(tracker, "two")
        tracker.create(IssueDraft("unlabelled", ""))
        tracker.create(IssueDraft("label that merely begins alike", "", labels=(f"{LABEL}-other",)))
        closed = tracker.update(second.ref, IssueChange(state=State.COMPLETED))
        assert {issue.ref: issue for issue in tracker.list(LABEL)} == {first.ref: first, second.ref: closed}

    def test_list_goes_beyond_one_page_each_once(self, tracker: IssueTracker) -> None:
        numbers = {self.new(tracker, f"item {index}").ref.number for index in range(self.many)}
        listed = [issue.ref.number for issue in tracker.list(LABEL)]
        assert len(listed) == self.many
        assert set(listed) == numbers

    # Whether others wrote, where the tracker can tell; the others are listed again after every create.

    def watching(self, tracker: IssueTracker) -> Watchful:
        """The tracker, after a look at two issues and after changes of its own."""
        if not isinstance(tracker, Watchful):
            pytest.skip("this tracker does not watch for others")
        first, _ = self.new(tracker, "first"), self.new(tracker, "second")
        assert len(list(tracker.list(LABEL))) == 2
        self.new(tracker, "third")
        tracker.update(first.ref, IssueChange(title="changed", comment="by ourselves"))
        return tracker

    def test_own_writes_are_nobody_elses(self, tracker: IssueTracker) -> None:
        assert self.watching(tracker).alone(LABEL) is True

    def test_without_a_look_before_nobody_can_tell(self, tracker: IssueTracker) -> None:
        assert self.watching(tracker).alone(f"{LABEL}-other") is False

    @pytest.mark.parametrize("event", ["opened", "changed", "labelled"])
    def test_what_another_process_does_is_noticed(self, tracker: IssueTracker, event: str) -> None:
        if isinstance(tracker, Watchful):
            bare = tracker.create(IssueDraft("labelled later", ""))
        watching, other = self.watching(tracker), self.another(tracker)
        if event == "opened":
            self.new(other, "third")
        elif event == "labelled":
            other.update(bare.ref, IssueChange(add_labels=(LABEL,)))
        else:
            self.let_time_pass(tracker)
            other.update(next(i.ref for i in other.list(LABEL) if i.title == "second"), IssueChange(body="Theirs"))
        assert watching.alone(LABEL) is False

    def test_another_process_is_noticed_among_many_issues_of_ours(self, tracker: IssueTracker) -> None:
        watching = self.watching(tracker)
        for index in range(self.many):
            self.new(tracker, f"item {index}")
            if index == 0:
                self.new(self.another(tracker), "theirs")
        assert watching.alone(LABEL) is False

    def test_another_look_forgets_nothing(self, tracker: IssueTracker) -> None:
        watching = self.watching(tracker)
        self.new(self.another(tracker), "theirs")
        assert len(list(tracker.list(LABEL))) == 4
        assert watching.alone(LABEL) is False

    # Update.

    def test_an_empty_change_writes_nothing(self, tracker: IssueTracker) -> None:
        issue = self.new(tracker)
        writes = self.writes(tracker)
        self.let_time_pass(tracker)
        assert tracker.update(issue.ref, IssueChange()) == issue
        assert tracker.get(issue.ref) == issue
        assert self.writes(tracker) == writes

    @pytest.mark.parametrize(
        "change",
        [IssueChange(title="New title"), IssueChange(body="New body\n"), IssueChange(state=State.COMPLETED)],
        ids=["title", "body", "state"],
    )
    def test_update_changes_only_what_it_names(self, tracker: IssueTracker, change: IssueChange) -> None:
        before = tracker.create(IssueDraft("Title", "Body", labels=(LABEL, "P2"), assignees=self.known_assignees[:1]))
        after = tracker.update(before.ref, change)
        assert after == tracker.get(before.ref)
        assert after.title == (change.title or before.title)
        assert after.body == self.kept(change.body or before.body)
        assert after.state == (change.state or before.state)
        assert set(after.labels) == set(before.labels)
        assert after.assignees == before.assignees

    def test_labels_are_added_and_removed_without_touching_others(self, tracker: IssueTracker) -> None:
        issue = tracker.create(IssueDraft("Labels", "", labels=(LABEL, "theirs", "P2")))
        tracker.update(issue.ref, IssueChange(add_labels=("P1",), remove_labels=("P2", "was-never-there")))
        assert set(tracker.get(issue.ref).labels) == {LABEL, "theirs", "P1"}

    def test_assignees_are_replaced_and_cleared(self, tracker: IssueTracker) -> None:
        alice, bob = self.known_assignees
        issue = tracker.create(IssueDraft("Owned", "", labels=(LABEL,), assignees=(alice,)))
        assert tracker.update(issue.ref, IssueChange(assignees=(bob,))).assignees == (bob,)
        assert tracker.update(issue.ref, IssueChange(assignees=())).assignees == ()

    def test_due_date_is_changed_and_cleared(self, tracker: IssueTracker) -> None:
        if not self.supports_due:
            pytest.skip("this tracker has no due dates")
        issue = tracker.create(IssueDraft("Due", "", labels=(LABEL,), due=date(2026, 12, 24)))
        assert tracker.update(issue.ref, IssueChange(title="Still due")).due == date(2026, 12, 24)
        assert tracker.update(issue.ref, IssueChange(due=date(2027, 1, 2))).due == date(2027, 1, 2)
        assert tracker.update(issue.ref, IssueChange(due=None)).due is None

    @pytest.mark.parametrize("state", [State.COMPLETED, State.NOT_PLANNED])
    def test_close_with_a_reason_and_reopen(self, tracker: IssueTracker, state: State) -> None:
        issue = self.new(tracker)
        closed = tracker.update(issue.ref, IssueChange(state=state))
        assert closed.state is state if state in self.reads_back else closed.state.closed
        assert closed.closed_at is not None
        assert tracker.get(issue.ref) == closed
        reopened = tracker.update(issue.ref, IssueChange(state=State.OPEN))
        assert reopened.state is State.OPEN
        assert reopened.closed_at is None
        assert set(reopened.labels) == {LABEL}

    def test_close_as_duplicate_with_a_comment(self, tracker: IssueTracker) -> None:
        original, copy = self.new(tracker, "original"), self.new(tracker, "copy")
        change = IssueChange(state=State.DUPLICATE, duplicate_of=original.ref, comment="Two runs raced.")
        closed = tracker.update(copy.ref, change)
        assert closed.state is State.DUPLICATE if State.DUPLICATE in self.reads_back else closed.state.closed
        assert any("Two runs raced." in text for text in tracker.comments(copy.ref))
        assert self.names_original(tracker, closed, original)
        assert tracker.get(original.ref).state is State.OPEN

    def test_comments_come_back_in_order_and_exactly(self, tracker: IssueTracker) -> None:
        issue = self.new(tracker)
        assert list(tracker.comments(issue.ref)) == []
        texts = ["first\n\n- with a list", "<!-- comment 2026-01-01T00:00:00Z -->", "drift: ü 🔥"]
        for text in texts:
            tracker.update(issue.ref, IssueChange(comment=text))
        assert list(tracker.comments(issue.ref)) == texts
        assert tracker.get(issue.ref).body == "Body"

    # What is not there.

    def test_a_missing_issue_is_told_from_other_errors(self, tracker: IssueTracker) -> None:
        missing = IssueRef(tracker.name, tracker.project, self.missing_number)
        with pytest.raises(IssueNotFoundError):
            tracker.get(missing)
        with pytest.raises(IssueNotFoundError):
            tracker.update(missing, IssueChange(title="Nobody home"))
        with pytest.raises(IssueNotFoundError):
            list(tracker.comments(missing))

    # Links.

    def test_own_links_resolve(self, tracker: IssueTracker) -> None:
        issue = self.new(tracker)
        url = self.link_url(tracker, issue, DOCUMENT)
        number = f"#{issue.ref.number}"
        assert tracker.resolve(number, url, DOCUMENT) == issue.ref
        assert tracker.resolve("the ticket", url, DOCUMENT) == issue.ref
        assert tracker.resolve(url, url, DOCUMENT) == issue.ref
        if self.resolves_bare_numbers:
            assert tracker.resolve(number, None, DOCUMENT) == issue.ref
        if tracker.project:
            assert tracker.resolve(f"{tracker.project}{number}", None, DOCUMENT) == issue.ref

    def test_foreign_links_are_left_alone(self, tracker: IssueTracker) -> None:
        self.new(tracker)
        for url in self.foreign_urls(tracker):
            assert tracker.resolve("#1", url, DOCUMENT) is None, url
        for text in ("elsewhere/other#1", "JIRA-1", "no ticket here", "#", "#0", "!1"):
            assert tracker.resolve(text, None, DOCUMENT) is None, text

    # Races.

    def test_issues_created_at_once_get_numbers_of_their_own(self, tracker: IssueTracker) -> None:
        with ThreadPoolExecutor(6) as pool:
            numbers = [issue.ref.number for issue in pool.map(lambda n: self.new(tracker, f"race {n}"), range(18))]
        assert len(set(numbers)) == len(numbers)
        assert {issue.ref.number for issue in tracker.list(LABEL)} == set(numbers)
