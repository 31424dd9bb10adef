"""One page tells whether others wrote: never that nobody did where somebody did, and the truth where nobody did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.integrations.shared.list_watch import Watch, Window

LABEL = "postmortem"
SMALL = 5  # a page, so that few issues fill several


class World:
    """Issues with the times of their last changes, and one process that watches them."""

    def __init__(self, there: int, largest: int = SMALL) -> None:
        self.now = datetime(2026, 3, 4, tzinfo=UTC)
        self.times: dict[int, datetime] = {}
        self.watch = Watch(largest)
        for _ in range(there):
            self.write(None)
        self.watch.listed(LABEL, self.rows())

    def write(self, number: int | None) -> int:
        """An issue is changed, or a new one opened."""
        number = len(self.times) + 1 if number is None else number
        self.now += timedelta(seconds=1)
        self.times[number] = self.now
        return number

    def ours(self, number: int | None) -> None:
        number = self.write(number)
        self.watch.wrote(number, self.times[number])

    def rows(self) -> list[tuple[int, str]]:
        return sorted(((n, t.isoformat()) for n, t in self.times.items()), key=lambda row: row[1], reverse=True)

    def alone(self) -> bool:
        window = self.watch.window(LABEL)
        assert window is not None
        page = self.rows()[window.before :][: window.size]
        return self.watch.alone(window, len(page), page)


# Who writes, and to which issue: 0 opens one.
EVENTS = st.lists(st.tuples(st.sampled_from(["we", "they"]), st.integers(0, 40)), max_size=30)


@given(there=st.integers(0, 12), events=EVENTS)
def test_it_tells_whether_others_wrote(there: int, events: list[tuple[str, int]]) -> None:
    world, theirs = World(there), set[int]()
    for who, at in events:
        number = at if at in world.times else None
        if who == "we":
            world.ours(number)
            theirs.discard(number or 0)
        elif number is None or number <= there:
            # Those that we changed before are ours, whoever changed them once more.
            mine = number in world.watch._ours
            written = world.write(number)
            theirs |= set() if mine else {written}
    assert world.alone() is not bool(theirs)


@given(there=st.integers(0, 12), ours=st.integers(0, 30), gone=st.sets(st.integers(1, 12)))
def test_what_left_the_list_does_not_matter(there: int, ours: int, gone: set[int]) -> None:
    world = World(there)
    for _ in range(ours):
        world.ours(None)
    for number in gone & set(range(1, there + 1)):
        del world.times[number]
    assert world.alone()


@given(there=st.integers(0, 12), ours=st.integers(1, 30), data=st.data())
def test_an_issue_of_ours_that_is_missing_proves_nothing(there: int, ours: int, data: st.DataObject) -> None:
    """A list that lags behind may lack others' issues as well."""
    world = World(there)
    for _ in range(ours):
        world.ours(None)
    del world.times[data.draw(st.integers(there + 1, there + ours))]
    assert not world.alone()


def test_a_change_without_effect_is_none() -> None:
    world = World(7)
    world.watch.wrote(3, world.times[3])
    world.ours(None)
    assert world.alone()


def test_what_was_written_before_the_list_was_read_may_change_again() -> None:
    world = World(0)
    world.watch = Watch(SMALL)
    world.ours(None)
    world.watch.listed(LABEL, world.rows())
    assert world.alone()
    world.write(1)
    assert not world.alone()


def test_only_a_list_that_was_read_can_be_watched() -> None:
    watch = Watch()
    assert watch.window(LABEL) is None
    watch.listed(LABEL, [])
    assert watch.window(LABEL) == Window(100, 1)
    assert watch.window("other") is None


def test_the_page_always_shows_where_our_changes_end() -> None:
    for ours in range(1, 1001):
        world = World(0, largest=100)
        world.watch._ours = set(range(ours))
        window = world.watch.window(LABEL)
        assert window is not None
        assert window.before < ours < window.before + window.size
