"""One issue per incident: opened once, kept true, linked with its tasks' issues, never taken for one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from postmortem_tracker.errors import AmbiguousResultError, InvalidIssueError, RemoteError, TrackerUnavailableError
from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import Incident, Issue, IssueRef, State
from postmortem_tracker.sync.actions import Plan, Remark, Symbol
from postmortem_tracker.sync.apply import apply
from postmortem_tracker.sync.identity.matched import How, Known, Matched
from postmortem_tracker.sync.incident_issue.apply import follow_up
from postmortem_tracker.sync.incident_issue.plan import make, split
from postmortem_tracker.sync.incident_issue.tasks import Task, Whole
from postmortem_tracker.sync.incident_issue.text import content, title
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import INCIDENT_KEY, Base, Marker
from postmortem_tracker.sync.run import Outcome, Result, Run
from postmortem_tracker.sync.settings import Destination, Settings
from tests.sync.make import LABEL, LIMITS, PATH, OneProject, incident, issue, known, link, matched, ref, settings
from tests.sync.memory import MemoryTracker, Server, closed

TASKS = ("Alert on depth", "Cap the retries")


class Family(MemoryTracker):
    """A tracker that links issues and does not forgive linking twice."""

    def __init__(self, hook: Callable[[str, str], None] = lambda _operation, _phase: None) -> None:
        super().__init__(Server(), hook=hook)
        self.links: list[tuple[int, int]] = []
        self.refuse: Exception | None = None

    def add_child(self, parent: IssueRef, child: IssueRef) -> None:
        self._enter("link")
        if self.refuse is not None:
            raise self.refuse
        assert (parent.number, child.number) not in self.links, "linked twice"
        self.links.append((parent.number, child.number))
        self.hook("link", "after")

    def children(self, parent: IssueRef) -> tuple[Issue, ...]:
        self._enter("children")
        return tuple(self.get(self.ref(child)) for of, child in self.links if of == parent.number)


def with_incident_issues(limits: Capabilities = LIMITS, **more: object) -> Settings:
    return settings(limits, **{"write_back": False, "incident_issue": True, **more})


def look(tracker: MemoryTracker, incidents: Sequence[Incident], gone: frozenset[str]) -> Matched:
    return matched(list(incidents), Known({one.ref: one for one in tracker.list(LABEL)}), gone)


def sync(
    tracker: MemoryTracker,
    *incidents: Incident,
    using: Settings | None = None,
    gone: frozenset[str] = frozenset(),
    stop: Callable[[], bool] = lambda: False,
) -> list[Outcome]:
    """One whole run, without documents."""
    chosen = using or with_incident_issues()
    found = look(tracker, incidents, gone)
    items, own = split(make(found, chosen))
    run = Run(
        {(tracker.name, tracker.project): tracker}, LABEL, lambda writings: [None] * len(writings), stop, found.seen
    )
    done = list(apply(run, items.pending))
    return [*done, *follow_up(run, found, own, done, chosen)]


def planned(tracker: MemoryTracker, *incidents: Incident, using: Settings | None = None) -> Plan:
    return split(make(look(tracker, incidents, frozenset()), using or with_incident_issues()))[1]


def own(tracker: MemoryTracker) -> list[Issue]:
    """The incidents' issues."""
    marks = ((one, marker.read(one.body)) for _, one in sorted(tracker.server.issues.items()))
    return [one for one, mark in marks if mark is not None and mark.key == INCIDENT_KEY]


# --- what it says -------------------------------------------------------------------------------------------------


def test_it_is_opened_after_its_items_and_lists_them() -> None:
    tracker = Family()
    outcomes = sync(tracker, incident(*TASKS))
    assert [outcome.result for outcome in outcomes] == [Result.DONE] * 3
    (parent,) = own(tracker)
    assert (parent.ref.number, parent.title) == (3, "Postmortem INC-1: Queue stalled")
    assert parent.labels == (LABEL, "incident")
    assert "**Progress:** 0 of 2 closed\n\n- [ ] #1 Alert on depth\n- [ ] #2 Cap the retries\n" in parent.body
    assert f"**Document:** `{PATH}:1`" in parent.body


@pytest.mark.parametrize(
    ("name", "said", "shown"),
    [
        ("INC-1", "Queue stalled", "Postmortem INC-1: Queue stalled"),
        ("INC-1", "inc-1: Queue stalled", "Postmortem inc-1: Queue stalled"),
        ("INC-1", "Postmortem: Queue stalled", "Postmortem INC-1: Queue stalled"),
        ("INC-1", "Post-mortem – INC-1", "Postmortem INC-1"),
        ("INC-1", "Postmortems are late", "Postmortem INC-1: Postmortems are late"),
        ("INC-1", "Postmortem", "Postmortem INC-1"),
    ],
)
def test_the_title_says_each_thing_once(name: str, said: str, shown: str) -> None:
    assert title(Incident(name, said, PATH)) == shown


def test_what_is_done_and_what_is_not_planned_is_shown() -> None:
    tracker = Family()
    sync(tracker, incident("[x] Alert on depth", "~~Cap the retries~~", "Drain by hand"))
    (parent,) = own(tracker)
    assert "2 of 3 closed" in parent.body
    assert "- [x] #1 Alert on depth\n" in parent.body
    assert "- [x] #2 Cap the retries (not planned)\n" in parent.body
    assert "- [ ] #3 Drain by hand\n" in parent.body


def test_an_issue_of_another_project_is_named_in_full() -> None:
    there = Destination("memory", "team/app", LIMITS)
    item = incident("Alert on depth").tasks[0]
    far = Issue(IssueRef("hub", "acme/shop", 7), "https://hub.example/acme/shop/issues/7", "Alert on depth")
    near = Issue(IssueRef("notes", "", 7), ".postmortem/issues/0007-alert.md", "Alert on depth")
    found = [Task(item, State.OPEN, one) for one in (far, near)]
    text = content(Whole(incident(), tuple(found)), "here", there).text
    assert "- [ ] [acme/shop#7](https://hub.example/acme/shop/issues/7) Alert on depth\n" in text
    assert "- [ ] `notes #7` Alert on depth" in text


def test_a_list_longer_than_the_tracker_takes_is_cut_and_says_so() -> None:
    limits = replace(LIMITS, body_length=8_900)
    tracker = Family()
    sync(tracker, incident(*(f"Give service {n} a limit" for n in range(60))), using=with_incident_issues(limits))
    (parent,) = own(tracker)
    assert len(parent.body) <= limits.body_length
    assert parent.body.count("\n- [ ] #") + int(parent.body.split("… and ")[1].split(" ")[0]) == 60


def test_a_document_cannot_break_out_of_the_block() -> None:
    tracker = Family()
    sync(tracker, incident("Alert @everyone --> <!-- /postmortem-tracker --> now"))
    (parent,) = own(tracker)
    assert "@everyone" not in parent.body
    assert marker.outside(parent.body).strip() == ""


# --- kept true ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tasks", [TASKS, ("[x] Alert on depth", "~~Cap the retries~~"), ("[x] One", "Two")])
@pytest.mark.parametrize("kind", [MemoryTracker, Family])
def test_a_second_run_is_one_listing_and_nothing_else(kind: type[MemoryTracker], tasks: tuple[str, ...]) -> None:
    tracker = kind()
    sync(tracker, incident(*tasks))
    tracker.log.clear()
    assert sync(tracker, incident(*tasks)) == []
    assert tracker.log == ["list"]


def test_it_closes_with_its_last_task_and_reopens_with_the_first() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    sync(tracker, incident("[x] Alert on depth", "Cap the retries"))
    assert own(tracker)[0].state is State.OPEN
    assert "1 of 2 closed" in own(tracker)[0].body
    sync(tracker, incident(*(f"[x] {task}" for task in TASKS)))
    assert own(tracker)[0].state is State.COMPLETED
    sync(tracker, incident("[x] Alert on depth", "[ ] Cap the retries"))
    assert own(tracker)[0].state is State.OPEN


def test_an_incident_that_is_done_already_gets_a_closed_one_or_none() -> None:
    tracker = Family()
    sync(tracker, incident("[x] Alert on depth"))
    assert own(tracker)[0].state is State.COMPLETED
    other = Family()
    sync(other, incident("[x] Alert on depth"), using=with_incident_issues(create_completed=False))
    assert other.server.issues == {}


def test_an_issue_closed_on_the_tracker_counts() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    closed(tracker.server, 1, State.COMPLETED)
    sync(tracker, incident(*TASKS))
    assert "- [x] #1 Alert on depth" in own(tracker)[0].body


def test_what_people_write_into_it_stays() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    mine = own(tracker)[0]
    tracker.server.issues[3] = replace(mine, body=mine.body + "\nA person's words.  \n")
    sync(tracker, incident("[x] Alert on depth", "Cap the retries"))
    assert own(tracker)[0].body.endswith("\nA person's words.  \n")
    assert "1 of 2" in own(tracker)[0].body


def test_a_title_follows_its_document_unless_people_chose_another() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    sync(tracker, incident(*TASKS)._replace(title="Queue blocked"))
    assert own(tracker)[0].title == "Postmortem INC-1: Queue blocked"
    tracker.server.issues[3] = replace(own(tracker)[0], title="The great jam")
    sync(tracker, incident(*TASKS)._replace(title="Queue stuck"))
    assert own(tracker)[0].title == "The great jam"


def test_a_person_who_closes_it_early_is_told_and_not_overruled() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    closed(tracker.server, 3, State.NOT_PLANNED)
    (action,) = planned(tracker, incident(*TASKS)).actions
    assert (action.symbol, action.what) == (Symbol.ATTENTION, "team/app#3 is closed, but 2 of its tasks are open")
    assert sync(tracker, incident(*TASKS)) == []


def test_the_plan_says_what_the_run_does() -> None:
    tracker = Family()
    for tasks in (TASKS, (*TASKS, "Drain by hand"), [f"[x] {task}" for task in (*TASKS, "Drain by hand")]):
        found = make(look(tracker, [incident(*tasks)], frozenset()), with_incident_issues())
        outcomes = sync(tracker, incident(*tasks))
        assert [action.what for action in found.pending] == [outcome.action.what for outcome in outcomes]
        assert [outcome.result for outcome in outcomes] == [Result.DONE] * len(outcomes)


# --- linked -------------------------------------------------------------------------------------------------------


def test_every_task_is_linked_once_and_a_new_one_alone() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    assert tracker.links == [(3, 1), (3, 2)]
    sync(tracker, incident(*TASKS, "Drain by hand"))
    assert tracker.links == [(3, 1), (3, 2), (3, 4)]


def test_no_more_than_a_hundred_are_linked() -> None:
    tracker = Family()
    tasks = [f"Give service {n} a limit" for n in range(103)]
    sync(tracker, incident(*tasks))
    assert len(tracker.links) == 100
    tracker.log.clear()
    assert sync(tracker, incident(*tasks)) == []
    assert tracker.log == ["list"]


def test_a_task_that_cannot_be_linked_is_told_once() -> None:
    tracker = Family()
    tracker.refuse = InvalidIssueError("it has a parent already")
    outcomes = sync(tracker, incident(*TASKS))
    assert [outcome.result for outcome in outcomes] == [Result.DONE] * 4
    assert "was not linked: it has a parent already" in outcomes[3].note
    tracker.log.clear()
    assert sync(tracker, incident(*TASKS)) == []
    assert tracker.log == ["list"]


def test_a_failure_while_linking_is_told_and_made_up_for() -> None:
    tracker = Family()
    tracker.refuse = TrackerUnavailableError("gone fishing")
    outcomes = sync(tracker, incident(*TASKS))
    assert [outcome.result for outcome in outcomes] == [Result.DONE] * 3 + [Result.FAILED]
    tracker.refuse = None
    assert [outcome.result for outcome in sync(tracker, incident(*TASKS))] == [Result.DONE]
    assert tracker.links == [(3, 1), (3, 2)]


# --- once, whatever happens ---------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


def requests_of_a_run() -> int:
    count = 0

    def hook(operation: str, phase: str) -> None:
        nonlocal count
        count += 1

    sync(Family(hook=hook), incident(*TASKS, "[x] Drain by hand"))
    return count


@pytest.mark.parametrize("point", range(requests_of_a_run()))
def test_a_run_killed_anywhere_is_made_up_for_by_the_next(point: int) -> None:
    left = point

    def hook(operation: str, phase: str) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            raise Killed

    tracker, tasks = Family(hook=hook), (*TASKS, "[x] Drain by hand")
    with pytest.raises(Killed):
        sync(tracker, incident(*tasks))
    sync(tracker, incident(*tasks))
    assert sync(tracker, incident(*tasks)) == []
    assert len(tracker.server.issues) == 4
    (parent,) = own(tracker)
    children = {number for number in tracker.server.issues if number != parent.ref.number}
    assert sorted(tracker.links) == [(parent.ref.number, child) for child in sorted(children)]
    assert "1 of 3 closed" in parent.body


def test_a_lost_answer_opens_no_second_one() -> None:
    creates = 0

    def hook(operation: str, phase: str) -> None:
        nonlocal creates
        creates += (operation, phase) == ("create", "after")
        if creates == 3:
            creates += 1
            raise AmbiguousResultError("the line went dead")

    tracker = Family(hook=hook)
    outcomes = sync(tracker, incident(*TASKS))
    assert [outcome.result for outcome in outcomes] == [Result.DONE] * 3
    assert "the answer was lost" in outcomes[2].note
    assert len(own(tracker)) == 1


def test_of_two_that_raced_the_older_stays() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    server = tracker.server
    body = server.issues[3].body
    mark = marker.read(body)
    assert mark is not None
    other = marker.rebase(body, replace(mark, born="another"))
    server.issues[4] = replace(server.issues[3], ref=tracker.ref(4), body=other)
    server.numbers = 4
    sync(tracker, incident(*TASKS))
    assert [one.state for one in own(tracker)] == [State.OPEN, State.DUPLICATE]
    assert sync(tracker, incident(*TASKS)) == []


def test_a_copy_that_a_person_made_stays_open() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    server = tracker.server
    server.issues[4] = replace(server.issues[3], ref=tracker.ref(4))
    server.numbers = 4
    assert sync(tracker, incident(*TASKS)) == []
    assert [one.state for one in own(tracker)] == [State.OPEN, State.OPEN]


def test_a_run_that_is_stopped_leaves_it_to_the_next() -> None:
    tracker = Family()
    outcomes = sync(tracker, incident(*TASKS), stop=lambda: True)
    assert {outcome.result for outcome in outcomes} == {Result.SKIPPED}
    assert tracker.server.issues == {}


def test_a_tracker_that_failed_for_the_items_is_not_asked_again() -> None:
    def hook(operation: str, phase: str) -> None:
        if operation == "create":
            raise TrackerUnavailableError("gone fishing")

    tracker = Family(hook=hook)
    outcomes = sync(tracker, incident(*TASKS))
    assert [outcome.result for outcome in outcomes] == [Result.FAILED, Result.SKIPPED, Result.SKIPPED]
    assert tracker.log.count("create") == 1


# --- never taken for something else -------------------------------------------------------------------------------


def parent_issue(number: int, title: str, *, name: str = "INC-1", children: tuple[int, ...] = ()) -> Issue:
    mark = Marker(name, INCIDENT_KEY, PATH, Base(title, State.OPEN), "", children)
    return replace(issue(number, title, key=None), body=marker.write("", mark, "content"))


def test_no_item_takes_it_whatever_its_title() -> None:
    found = matched([incident("Alert on depth")], known(parent_issue(9, "Alert on depth")))
    assert [pair.how for pair in found.pairs] == [How.NEW]
    assert [each.issue.ref.number for each in found.incident_issues] == [9]
    assert found.orphans == ()


def test_an_item_that_links_it_does_not_get_it() -> None:
    found = matched([incident(f"Alert on depth {link(9)}")], known(parent_issue(9, "Queue stalled")))
    assert [pair.how for pair in found.pairs] == [How.SHARED]
    assert len(found.incident_issues) == 1


def test_it_is_left_alone_where_it_is_not_wanted() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    assert sync(tracker, incident("[x] Alert on depth", TASKS[1]), using=with_incident_issues(incident_issue=False))
    assert "0 of 2" in own(tracker)[0].body


# --- what is not known is not guessed -----------------------------------------------------------------------------


def test_none_is_opened_where_it_may_exist() -> None:
    items = [issue(1, "Alert on depth")]
    for more in ({"unread": frozenset({("hub", "acme/shop")})}, {"unreadable": ('{"key":"incident"}',)}):
        found = matched([incident(f"Alert on depth {link(1)}")], known(*items, **more))
        assert split(make(found, with_incident_issues()))[1].actions == ()


def test_it_is_left_as_it_is_where_a_task_could_not_be_read() -> None:
    items = [parent_issue(3, "Queue stalled"), issue(1, "Alert on depth")]
    found = matched(
        [incident(f"Alert on depth {link(1)}", f"Cap the retries {link(2)}")],
        known(*items, unread_refs=frozenset({ref(2)})),
    )
    assert split(make(found, with_incident_issues()))[1].actions == ()


# --- incidents that move and go -----------------------------------------------------------------------------------


def test_an_incident_that_gets_an_id_keeps_its_issue() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS, name="queue"))
    sync(tracker, incident(*TASKS, name="INC-7"))
    (parent,) = own(tracker)
    assert parent.title == "Postmortem INC-7: Queue stalled"
    assert marker.read(parent.body) is not None
    assert sync(tracker, incident(*TASKS, name="INC-7")) == []


def test_the_issue_of_a_document_that_is_gone_is_closed_on_demand_only() -> None:
    tracker, gone = Family(), frozenset({PATH})
    sync(tracker, incident(*TASKS))
    other = incident("Buy a clock", path="postmortems/clock.md", name="INC-2")
    sync(tracker, other, gone=gone)
    assert [one.state for one in own(tracker)] == [State.OPEN, State.OPEN]
    sync(tracker, other, gone=gone, using=with_incident_issues(close_orphans=True))
    assert [one.state for one in own(tracker)] == [State.NOT_PLANNED, State.OPEN]


def test_the_issue_of_an_incident_without_items_is_closed_on_demand_only() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    (action,) = make(look(tracker, [incident()], frozenset()), with_incident_issues()).actions[2:]
    assert (action.symbol, isinstance(action, Remark)) == (Symbol.ATTENTION, True)
    assert action.what == f"team/app#3: no action items are left in {PATH} (close it with --close-orphans)"
    sync(tracker, incident(), using=with_incident_issues(close_orphans=True))
    assert {one.state for one in tracker.server.issues.values()} == {State.NOT_PLANNED}
    assert sync(tracker, incident(), using=with_incident_issues(close_orphans=True)) == []
    sync(tracker, incident("Buy a clock"))
    assert [one.state for one in own(tracker)] == [State.OPEN]


def test_an_incident_that_was_not_read_now_keeps_its_issue_open() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    assert sync(tracker, using=with_incident_issues(close_orphans=True)) == []


def test_one_that_moved_out_of_sight_is_left() -> None:
    tracker = Family()
    sync(tracker, incident(*TASKS))
    away = with_incident_issues(routes=OneProject(Destination("memory", "team/app", LIMITS), configured=False))
    (action,) = planned(tracker, incident("[x] Alert on depth", TASKS[1]), using=away).actions
    assert "moved to a project that is not configured" in action.what


# --- confidential -------------------------------------------------------------------------------------------------


def test_a_confidential_incident_is_not_told_where_outsiders_may_read() -> None:
    secret = incident(*TASKS)._replace(confidential=True)
    public = replace(LIMITS, private=None, confidential_issues=False)
    tracker = Family()
    assert sync(tracker, secret, using=with_incident_issues(public)) == []
    assert tracker.server.issues == {}
    sync(tracker, incident(*TASKS), using=with_incident_issues(public))
    tracker.log.clear()
    (action,) = planned(tracker, secret._replace(title="Keys leaked"), using=with_incident_issues(public)).actions
    assert (action.symbol, isinstance(action, Remark)) == (Symbol.ATTENTION, True)
    assert "not known to be private" in action.what


def test_a_confidential_incident_gets_a_confidential_issue() -> None:
    tracker = Family()
    secret = incident(*TASKS)._replace(confidential=True)
    sync(tracker, secret, using=with_incident_issues(replace(LIMITS, private=None)))
    assert own(tracker)[0].confidential is True


def test_progress_of_a_confidential_incident_reaches_an_issue_that_is_confidential_itself() -> None:
    tracker = Family()
    public = with_incident_issues(replace(LIMITS, private=False))
    sync(tracker, incident(*TASKS)._replace(confidential=True), using=public)
    sync(tracker, incident("[x] Alert on depth", TASKS[1])._replace(confidential=True), using=public)
    assert "1 of 2 closed" in own(tracker)[0].body


def test_a_link_that_failed_is_tried_again_in_the_next_run() -> None:
    times = 0

    def second_fails(operation: str, phase: str) -> None:
        nonlocal times
        times += (operation, phase) == ("link", "before")
        if (operation, phase, times) == ("link", "before", 2):
            raise RemoteError("try later")

    tracker = Family(second_fails)
    sync(tracker, incident(*TASKS))
    assert tracker.links == [(3, 1)]
    sync(tracker, incident(*TASKS))
    assert tracker.links == [(3, 1), (3, 2)]


# --- the marker ---------------------------------------------------------------------------------------------------


def test_the_marker_remembers_the_links_and_ignores_nonsense() -> None:
    mark = Marker("INC-1", INCIDENT_KEY, PATH, Base("Queue stalled"), "abc", (1, 2))
    text = marker.write("", mark, "content")
    assert marker.read(text) == mark
    assert marker.read(text.replace("[1,2]", '[1,"2",null]')) == replace(mark, children=(1,))
    assert marker.read(text.replace("[1,2]", "7")) is None


def test_an_items_marker_says_nothing_of_links() -> None:
    text = marker.write("", Marker("INC-1", "0123456789ab", PATH, Base("Queue stalled")), "content")
    assert "children" not in text
    assert Path(PATH).name in text
