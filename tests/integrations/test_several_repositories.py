"""Repositories that share one tracker project: each sees its own documents, and nothing is opened twice."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from postmortem_tracker.model import Incident, Issue, State
from postmortem_tracker.sync.identity import repositories as sources
from postmortem_tracker.sync.identity.match import match
from postmortem_tracker.sync.identity.matched import Known, Matched
from postmortem_tracker.sync.issue_text.marker import INCIDENT_KEY
from tests.e2e.conftest import Project
from tests.integrations.conftest import TOKEN, MakeTracker
from tests.proxy import Proxy
from tests.sync.make import LABEL, around, hows, incident, known, link, matched
from tests.sync.make import issue as plain

ALERT, RUNBOOK = "Add an alert on queue depth", "Write a runbook for failover"
HERE, OTHER = "github.com/acme/shop/", "github.com/acme/payments/"
PATH = "postmortems/queue.md"
NOTHING = "0 issues created, 0 other changes"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


# What an issue says.


@pytest.mark.parametrize(
    ("target", "source"),
    [
        (f"https://github.com/Acme/Shop/blob/{COMMIT}/{PATH}#L3", HERE),
        (f"https://gitlab.example/a/b/c/-/blob/{COMMIT}/{PATH}#L3", "gitlab.example/a/b/c/"),
        (f"https://github.com/acme/mono/blob/{COMMIT}/shop/{PATH}#L3", "github.com/acme/mono/shop/"),
        (f"https://github.com/acme/shop/blob/{COMMIT}{COMMIT[:24]}/{PATH}#L3", HERE),
        (f"../../shop/{PATH}#L3", "../../shop/"),
        (f"https://github.com/acme/shop/blob/main/{PATH}#L3", ""),
        (f"https://github.com/acme/shop/blob/{COMMIT}/other.md#L3", ""),
        (f"https://github.com/acme/shop/blob/{COMMIT}/{PATH}", ""),
        (f"{PATH}#L3", ""),
        (f"javascript://github.com/acme/shop/blob/{COMMIT}/{PATH}#L3", ""),
    ],
)
def test_a_link_to_a_document_names_its_repository(target: str, source: str) -> None:
    assert sources.repository(f"[{PATH}:3]({target})", PATH) == source


def test_paths_with_blanks_and_brackets_are_understood() -> None:
    text = f"[a (b).md:3](https://github.com/acme/shop/blob/{COMMIT}/a%20%28b%29.md#L3)"
    assert sources.repository(text, "a (b).md") == HERE


def test_only_the_block_is_believed() -> None:
    body = named(plain(1, ALERT), OTHER).body
    forged = f"**From:** [{PATH}:3](https://{HERE}blob/{COMMIT}/{PATH}#L3)\n\n"
    assert sources.recorded(forged + body, PATH) == OTHER
    assert sources.recorded(forged, PATH) == ""


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("https://github.com/acme/shop", True),
        ("github.com/Acme/shop.git", True),
        ("https://github.com/acme/shop/", True),
        ("github.com/acme", True),
        ("github.com/acme/sho", False),
        ("", False),
    ],
)
def test_a_repository_is_known_by_its_addresses(name: str, known: bool) -> None:
    assert sources.known_as(HERE, [name]) is known


# What matching makes of it.


def named(issue: Issue, source: str) -> Issue:
    """The issue with a link to its document in that repository; "" for one without a link."""
    if not source:
        return issue
    line = f"**From:** [{PATH}:7](https://{source}blob/{COMMIT}/{PATH}#L7)  "
    return replace(issue, body=issue.body.replace("\ncontent\n", f"\n{line}\n**Owner:** x\n\ncontent\n"))


def found(incidents: list[Incident], issues: Known, names: tuple[str, ...] = (), here: str = HERE) -> Matched:
    def ours(_tracker: str, source: str) -> bool:
        return source == here or sources.known_as(source, names)

    return match(incidents, issues, around(gone=lambda path: path != PATH, ours=ours))


def orphans(matching: Matched) -> list[int]:
    return [tracked.issue.ref.number for tracked in matching.orphans]


def test_an_item_of_another_repository_is_not_gone_from_here() -> None:
    old = known(
        named(plain(1, ALERT, path="gone.md", name="INC-7"), OTHER),
        named(plain(2, ALERT, path="gone.md", name="INC-8"), HERE),
        named(plain(3, ALERT, path="gone.md", name="INC-9"), ""),
    )
    # The link in the block is to another path than the marker's: such a block names nobody.
    assert orphans(found([incident(RUNBOOK)], old)) == [1, 2, 3]
    there = known(*(replace(issue, body=issue.body.replace(PATH, "gone.md")) for issue in old.issues.values()))
    assert orphans(found([incident(RUNBOOK)], there)) == [2, 3]


@pytest.mark.parametrize("source", [HERE, ""])
def test_own_issues_and_those_without_a_name_are_adopted_as_ever(source: str) -> None:
    assert hows(found([incident(ALERT)], known(named(plain(1, ALERT), source)))) == [("marker", 1)]


def test_the_same_item_of_another_repository_asks_a_person() -> None:
    matching = found([incident(ALERT, RUNBOOK)], known(named(plain(1, ALERT), OTHER)))
    assert hows(matching) == [("suggested", 1), ("new", None)]
    assert orphans(matching) == []


def test_an_edited_item_of_another_repository_asks_a_person_too() -> None:
    matching = found([incident(ALERT + " and age")], known(named(plain(1, ALERT), OTHER)))
    assert hows(matching) == [("suggested", 1)]


def test_other_items_of_another_repositorys_incident_are_new() -> None:
    assert hows(found([incident(RUNBOOK)], known(named(plain(1, ALERT), OTHER)))) == [("new", None)]


def test_a_link_takes_the_issue_over() -> None:
    assert hows(found([incident(f"{ALERT} {link(1)}")], known(named(plain(1, ALERT), OTHER)))) == [("link", 1)]


def test_a_renamed_repository_keeps_the_incidents_it_links() -> None:
    """One linked item shows that the old name is ours: the others of its incident need no link."""
    issues = known(*(named(plain(number, text), OTHER) for number, text in ((1, ALERT), (2, RUNBOOK), (3, "Old"))))
    matching = found([incident(f"{ALERT} {link(1)}", RUNBOOK)], issues)
    assert hows(matching) == [("link", 1), ("marker", 2)]
    assert orphans(matching) == [3]


def test_a_link_to_another_item_proves_nothing() -> None:
    issues = known(named(plain(1, "Something else"), OTHER), named(plain(2, RUNBOOK), OTHER))
    assert hows(found([incident(f"{ALERT} {link(1)}", RUNBOOK)], issues)) == [("link", 1), ("suggested", 2)]


def test_an_earlier_name_in_the_configuration_is_ours() -> None:
    issues = known(named(plain(1, ALERT), OTHER))
    assert hows(found([incident(ALERT)], issues, ("https://github.com/acme/payments",))) == [("marker", 1)]


def test_one_key_of_two_repositories_is_no_duplicate() -> None:
    issues = known(named(plain(1, ALERT), OTHER), named(plain(2, ALERT), HERE))
    matching = found([incident(ALERT)], issues)
    assert hows(matching) == [("marker", 2)]
    assert matching.duplicates == ()


@pytest.mark.parametrize("second", [HERE, ""])
def test_one_key_of_one_repository_is_a_duplicate_as_ever(second: str) -> None:
    issues = known(named(plain(1, ALERT), HERE), named(plain(2, ALERT), second))
    assert [each.issue.ref.number for each in found([incident(ALERT)], issues).duplicates] == [2]


def test_duplicates_of_another_repository_are_its_own_to_close() -> None:
    issues = known(named(plain(1, ALERT), OTHER), named(plain(2, ALERT), OTHER))
    assert found([incident(RUNBOOK)], issues).duplicates == ()


def test_an_issue_closed_as_a_duplicate_there_keeps_nothing_from_being_opened_here() -> None:
    issues = known(named(plain(1, ALERT, state=State.DUPLICATE), OTHER))
    assert hows(found([incident(ALERT)], issues)) == [("new", None)]


def test_the_incidents_own_issue_of_another_repository_is_not_taken() -> None:
    parent = named(plain(1, "Postmortem INC-1", key=INCIDENT_KEY), OTHER)
    matching = found([incident(RUNBOOK)], known(parent))
    assert (matching.incident_issues, matching.lost) == ((), ())
    assert [each.issue.ref.number for each in matching.elsewhere] == [1]


def test_where_nobody_tells_repositories_apart_all_is_as_before() -> None:
    issues = known(named(plain(1, ALERT), OTHER), named(plain(2, RUNBOOK), HERE))
    assert hows(matched([incident(ALERT, RUNBOOK)], issues)) == [("marker", 1), ("marker", 2)]


# The real command: two repositories and one store of the embedded tracker.


def repository(root: Path, name: str, sync: str = "") -> Project:
    (root / ".git").mkdir(parents=True)
    project = Project(root)
    configure(project, sync)
    project.write(PATH, f"# {name}: Queue stalled\n\n## Action items\n\n- [ ] {ALERT}\n- [ ] {RUNBOOK}\n")
    return project


def configure(project: Project, sync: str) -> None:
    tracker = '[trackers.local]\nkind = "local"\npath = "../issues"\n'
    project.write("postmortem-tracker.toml", f'documents = ["postmortems"]\n[sync]\n{sync}\n{tracker}')


def _meant(project: Project) -> dict[str, str]:
    """The folder that both repositories share lies outside of each; only the environment may say so."""
    return {"POSTMORTEM_TRACKER_ALLOWED_FOLDERS": str(project.root.parent)}


def synced(project: Project, *options: str, **environment: str) -> str:
    done = project.run("sync", *options, **_meant(project), **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def orphaned(project: Project) -> list[str]:
    done = project.run("check", "--select", "PM210", "--fail-on", "never", **_meant(project))
    assert done.returncode == 0, done.stdout + done.stderr
    return re.findall(r": \w+ (PM210) ", done.stdout)


def test_files_of_one_name_in_two_repositories_ask_a_person(tmp_path: Path) -> None:
    """Without an id of its own an incident is called after its file."""
    shop, payments = (repository(tmp_path / name, "Outage") for name in ("shop", "payments"))
    assert "2 issues created" in synced(shop)
    before = (payments.root / PATH).read_bytes()
    told = synced(payments)
    assert NOTHING in told
    assert told.count("has the same title: link it in the item, or rename one of them") == 2
    assert (payments.root / PATH).read_bytes() == before


@pytest.fixture
def two(tmp_path: Path) -> tuple[Project, Project]:
    return repository(tmp_path / "shop", "INC-1"), repository(tmp_path / "payments", "INC-2")


def test_two_repositories_with_one_store_do_not_see_each_other(two: tuple[Project, Project]) -> None:
    shop, payments = two
    assert "2 issues created" in synced(shop)
    assert "2 issues created" in synced(payments)
    for project in two:
        assert NOTHING in synced(project, "--close-orphans")
        assert orphaned(project) == []
    (payments.root / PATH).unlink()
    payments.write("postmortems/none.md", "# INC-3: Fine\n\n## Action items\n\nNone.\n")
    assert orphaned(shop) == []
    assert NOTHING in synced(shop, "--close-orphans")
    assert orphaned(payments) == ["PM210"] * 2
    assert "2 other changes" in synced(payments, "--close-orphans", "--yes")


def test_a_repository_that_moved_opens_nothing_again(two: tuple[Project, Project]) -> None:
    shop, payments = two
    synced(shop)
    synced(payments)
    moved = Project(shop.root.rename(shop.root.with_name("store")))
    assert "0 issues created, 2 other changes" in synced(moved, "--close-orphans"), "the new name is remembered, once"
    assert NOTHING in synced(moved, "--close-orphans")
    text = (moved.root / PATH).read_text()
    moved.write(PATH, "\n".join(line for line in text.splitlines() if RUNBOOK not in line) + "\n")
    assert orphaned(moved) == ["PM210"]
    assert orphaned(payments) == []


def stored(*projects: Project) -> dict[str, bytes]:
    """The shared store and the documents, byte for byte."""
    store = projects[0].root.parent / "issues"
    found = {path.name: path.read_bytes() for path in store.glob("*.md")}
    return {**found, **{f"{each.root.name}/{PATH}": (each.root / PATH).read_bytes() for each in projects}}


def test_a_copy_of_a_document_is_taken_over_once_and_never_back(two: tuple[Project, Project]) -> None:
    shop, payments = two
    synced(shop)
    payments.write(PATH, (shop.root / PATH).read_bytes())
    assert "0 issues created, 2 other changes" in synced(payments)
    settled = stored(shop, payments)
    for project in (shop, payments, shop, payments):
        assert NOTHING in synced(project, "--close-orphans")
    assert stored(shop, payments) == settled

    text = (shop.root / PATH).read_text()
    shop.write(PATH, text.replace(ALERT, f"{ALERT} and age").replace(f"- [ ] {RUNBOOK}", f"- [x] {RUNBOOK}"))
    told = synced(shop)
    assert NOTHING in told
    assert told.count("is kept by ../payments now, and differs") == 2
    assert {**stored(shop, payments), f"shop/{PATH}": b""} == {**settled, f"shop/{PATH}": b""}


def test_what_was_copied_and_removed_again_is_not_closed(two: tuple[Project, Project]) -> None:
    shop, payments = two
    synced(shop)
    payments.write(PATH, (shop.root / PATH).read_bytes())
    synced(payments)
    payments.write(PATH, "# INC-1: Queue stalled\n\n## Action items\n\nNone.\n")
    told = synced(payments, "--close-orphans", "--yes")
    assert told.count("../shop may have it: close it by hand, or name that in sync.known_as") == 2
    assert NOTHING in told
    configure(payments, 'known_as = ["../shop"]')
    assert "2 other changes" in synced(payments, "--close-orphans", "--yes"), "a former name of this very repository"


def test_a_template_from_another_repository_takes_nothing(two: tuple[Project, Project]) -> None:
    shop, payments = two
    synced(shop)
    before = stored(shop)
    payments.write(PATH, (shop.root / PATH).read_text().replace("INC-1", "INC-7"))
    for project in (payments, shop, payments):
        told = synced(project, "--close-orphans")
        assert NOTHING in told
        assert told.count("which belongs to ../shop: remove the link") == (2 if project is payments else 0)
    assert stored(shop) == before


def test_a_document_that_moves_to_another_repository_takes_its_issues_along(two: tuple[Project, Project]) -> None:
    shop, payments = two
    synced(shop)
    payments.write(PATH, (shop.root / PATH).read_bytes())
    shop.write(PATH, "# INC-3: Fine\n\n## Action items\n\nNone.\n")
    assert "0 issues created, 2 other changes" in synced(payments)
    for project in (shop, payments, shop):
        assert orphaned(project) == []
        assert NOTHING in synced(project, "--close-orphans")


def test_repositories_that_call_each_other_their_own_write_nothing_by_turns(two: tuple[Project, Project]) -> None:
    shop, payments = two
    configure(shop, 'known_as = ["../payments"]')
    configure(payments, 'known_as = ["../shop"]')
    synced(shop)
    payments.write(PATH, (shop.root / PATH).read_bytes())
    synced(payments)
    synced(shop)
    settled = stored(shop, payments)
    for project in (payments, shop, payments, shop):
        assert NOTHING in synced(project)
    assert stored(shop, payments) == settled


def test_a_moved_repository_without_links_is_asked_for_its_earlier_name(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop", "INC-1", sync="write_back = false")
    assert "2 issues created" in synced(shop)
    moved = Project(shop.root.rename(shop.root.with_name("store")))
    told = synced(moved)
    assert NOTHING in told
    assert told.count("has the same title") == 2
    configure(moved, 'write_back = false\nknown_as = ["../shop"]')
    told = synced(moved)
    assert "0 issues created, 2 other changes" in told, "the new name is remembered, once"
    assert "has the same title" not in told
    assert NOTHING in synced(moved)


def test_incidents_with_one_id_in_two_repositories_open_no_second_incident_issue(tmp_path: Path) -> None:
    shop, payments = (repository(tmp_path / name, "INC-1", "incident_issue = true") for name in ("shop", "payments"))
    assert "3 issues created" in synced(shop)
    payments.write(PATH, "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Order more disks for the archive\n")
    for created in (1, 0):
        told = synced(payments)
        assert f"{created} issue" in told
        assert "another repository's incident INC-1" in told
    assert NOTHING in synced(shop)


# The same on GitHub, where the git remote names the repository.


def git(project: Project, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=project.root, check=True, capture_output=True)


def cloned(root: Path, remote: str, name: str, url: str) -> Project:
    root.mkdir()
    project = Project(root)
    tracker = f'[trackers.github]\nkind = "github"\nproject = "acme/shop"\nurl = "{url}"\n'
    project.write("postmortem-tracker.toml", f'documents = ["postmortems"]\n[sync]\ncache = false\n{tracker}')
    project.write(PATH, f"# {name}: Queue stalled\n\n## Action items\n\n- [ ] {ALERT}\n- [ ] {RUNBOOK}\n")
    git(project, "init", "-q")
    git(project, "remote", "add", "origin", remote)
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "Documents")
    return project


@pytest.mark.node
def test_two_repositories_with_one_github_project_do_not_see_each_other(
    tmp_path: Path, proxy: Proxy, make: MakeTracker
) -> None:
    shop = cloned(tmp_path / "shop", "git@github.com:acme/shop.git", "INC-1", proxy.url)
    payments = cloned(tmp_path / "payments", "https://github.com/acme/payments", "INC-2", proxy.url)
    for project in (shop, payments):
        assert "2 issues created" in synced(project, GITHUB_TOKEN=TOKEN)
    named = [sources.recorded(issue.body, PATH) for issue in make(proxy).list(LABEL)]
    assert named == [HERE, HERE, OTHER, OTHER]
    for project in (shop, payments):
        assert NOTHING in synced(project, "--close-orphans", "--yes", GITHUB_TOKEN=TOKEN)
    git(shop, "remote", "set-url", "origin", "https://github.com/acme/store")
    assert "0 issues created, 2 other changes" in synced(shop, "--close-orphans", "--yes", GITHUB_TOKEN=TOKEN)
    assert NOTHING in synced(shop, "--close-orphans", "--yes", GITHUB_TOKEN=TOKEN)
