"""What has an owner or a day and is no item is pointed out, wherever it stands."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse


def pointed_out(body: str) -> list[int]:
    """The lines of a document that are called promises and are no items."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n{body}\n", "a.md")
    return [one.line for one in incident.findings if one.code == "PM125"]


@pytest.mark.parametrize("title", ["Impact", "Timeline", "Sign-off", "Lessons learned", "Meeting notes 2026-11-02"])
@pytest.mark.parametrize(
    ("line", "found"),
    [
        *(("- [ ] keys of @bo due 2026-05-01", 1), ("- [ ] keys (owner: Bo)", 1), ("> - [ ] Add a page @bo", 1)),
        *(("- [x] keys of @bo due 2026-05-01", 0), ("- [ ] keys", 0), ("- [ ] Rotate the keys @bo", 0)),
    ],
)
def test_a_box_that_says_nothing_to_do_below_another_title_is_pointed_out(title: str, line: str, found: int) -> None:
    assert pointed_out(f"## {title}\n\n{line}\n\n## Action items\n- [ ] Cap the retries @ana") == [4] * found


def test_a_box_in_a_comment_or_in_code_is_no_promise() -> None:
    line = "- [ ] keys of @bo"
    assert pointed_out(f"## Impact\n<!--\n{line}\n-->\n```\n{line}\n```\n## Action items\n- Cap the retries") == []


def test_a_box_with_nothing_but_an_owner_and_a_day_is_pointed_out() -> None:
    assert pointed_out("## Action items\n- [ ] Cap the retries\n- [ ] @ana due 2026-05-01\n- [ ] \n- [x] @ana") == [4]


def test_prose_between_items_that_names_who_and_until_when_is_pointed_out() -> None:
    told = "- Cap the retries\n\nAlso rotate the keys @dana by 2026-12-20.\n\nWe thank @dana.\n\n- Warm the cache"
    assert pointed_out(f"## Action items\n{told}") == [5]


@pytest.mark.parametrize("line", ["Bo: cap the retries.", "Jo: rotate all the keys"])
def test_a_measure_behind_a_short_name_between_paragraphs_that_are_items_is_pointed_out(line: str) -> None:
    told = f"Ana: rotate the keys by 2026-12-20.\n\n{line}\n\nRotate all the tokens (Cy)"
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{told}\n", "a.md")
    assert len(incident.items) == 2
    assert [(one.code, one.line) for one in incident.findings] == [("PM102", 7), ("PM105", 9)]  # "(Cy)"


def doubted(body: str) -> list[tuple[int, str]]:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n{body}\n", "a.md")
    return [(one.line, one.message) for one in incident.findings if one.code == "PM131"]


@pytest.mark.parametrize("title", ["Final checklist", "Verification", "Timeline", "Contrôle final", "最終確認"])
def test_an_open_box_below_another_title_is_doubted_once_with_the_number_of_all(title: str) -> None:
    listed = "- [x] Flushed the cache\n- [ ] Restart the proxy\n  - [ ] in both regions\n- [ ] Finish the tests"
    for body, line in ((f"## {title}\n{listed}", 4), (f"## Action items\n- Cap it\n\n## {title}\n{listed}", 7)):
        assert doubted(body) == [(line, "open box outside the items: 'Restart the proxy' and 1 more")]


@pytest.mark.parametrize(
    "line",
    [
        *("- [x] Restart the proxy", "> - [ ] Restart the proxy", "- [ ] <what to do>", "- [ ] Does it use the index?"),
        *("- [-] Restart the proxy", "- Restart the proxy", "- [ ] Postmortem reviewed by the team", "`- [ ] Restart`"),
    ],
)
def test_no_open_box_is_doubted_that_says_what_it_is(line: str) -> None:
    assert doubted(f"## Final checklist\n{line}\n\n## Action items\n- [ ] Cap the retries") == []


def test_a_box_that_a_rule_left_out_is_not_doubted() -> None:
    assert doubted("## What we will not do\n- [ ] Rewrite it in Rust\n\n## Action items\n- [ ] Cap it") == []


@pytest.mark.parametrize(
    "title", ["## Attachments", "### Attachments", "## Lessons learned", "## Timeline", "## Hintergrund"]
)
@pytest.mark.parametrize(
    "line",
    [
        *("- Send the report @ana due 2026-12-24", "1. Send the report (@ana, due: 2026-12-24)"),
        *(
            "* Send the report – @ana – by 2026-12-24",
            "- Alarm einrichten @ana bis 24.12.2026",
            "- Send it due 2026-12-24 (@ana)",
        ),
    ],
)
def test_work_with_somebody_and_a_last_day_is_pointed_out_wherever_it_stands(title: str, line: str) -> None:
    (incident,) = parse(f"# INC-1 T\n\n## Action items\n\n- [ ] Drain it\n\n{title}\n\nAs said:\n\n{line}\n", "a.md")
    assert [item.text for item in incident.items] == ["Drain it"]
    assert [(found.code, found.line) for found in incident.findings] == [("PM125", 11)]


@pytest.mark.parametrize(
    "line",
    [
        *("- Restart the pool @bo 2026-10-12", "- 2026-10-12: Roll back the deploy @ana", "- Fix it (@bo, 2026-10-13)"),
        *("- Add an alert, by @ana 2026-10-14", "- Sent the report @ana due 2026-12-24", "- Send the report @ana"),
        *("- Send the report due 2026-12-24", "- Send the report @ana due 2026-12-24 (done)", "- @ana 2026-12-24"),
    ],
)
def test_logs_and_what_is_done_or_nobody_s_is_not(line: str) -> None:
    (incident,) = parse(f"# INC-1 T\n\n## Action items\n\n- [ ] Drain it\n\n## Timeline\n\n{line}\n", "a.md")
    assert [found.code for found in incident.findings] == []
