"""What a state's day, or a remark beside it, says against it is heard, wherever the state stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from postmortem_tracker.markdown import parse, words_on
from postmortem_tracker.model import Incident, State

TODAY = date(2026, 11, 30)
HEAD = "# INC-1 Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


def read(text: str, today: date | None = TODAY) -> Incident:
    words = words_on(TODAY if today is None else today)
    (incident,) = parse(HEAD + text, vocabulary=replace(words, today=today))
    return incident


def doubted(incident: Incident) -> list[str]:
    return [finding.message for finding in incident.findings if finding.code == "PM120"]


ITEMS = (
    "- Rotate it @ana (closed: {})\n",
    "- Rotate it – done on {}\n",
    "- Rotate it @ana – completed: {}\n",
    "- Rotate it @ana ✅ {}\n",
    "- Rotate it [completion:: {}]\n",
    "- Rotate it. Status: Done {}\n",
    "- Rotate it. Done on {}.\n",
    "- DONE {}: rotate it\n",
    "- Schlüssel tauschen – erledigt am {}\n",
    "- Changer la clé (terminé le {})\n",
    "| Task | Status |\n|---|---|\n| Rotate it | Done {} |\n",
    "| Task | Status |\n|---|---|\n| Rotate it | ✅ {} |\n",
)


@pytest.mark.parametrize("item", ITEMS)
def test_no_work_is_done_on_a_day_that_lies_ahead(item: str) -> None:
    ahead, told = read(item.format("2027-01-10")), read(item.format("2026-11-29"))
    assert [each.done for each in ahead.tasks] == [False]
    assert len(doubted(ahead)) == 1
    assert "2027-01-10" in doubted(ahead)[0]
    assert [each.done for each in told.tasks] == [True]
    assert doubted(told) == []


@pytest.mark.parametrize("day", ["24.12.2026", "24 December 2026", "Dec 24", "2026年12月24日"])
def test_the_day_is_understood_as_everywhere(day: str) -> None:
    incident = read(f"- Rotate it (done: {day})\n")
    assert not incident.tasks[0].done
    assert len(doubted(incident)) == 1


def test_without_a_today_and_today_itself_a_day_is_believed() -> None:
    assert read("- Rotate it (done 2027-01-10)\n", today=None).tasks[0].done
    assert read("- Rotate it (done 2026-11-30)\n").tasks[0].done


def test_a_box_stays_what_it_is_and_is_doubted() -> None:
    incident = read("- [x] Rotate it (done 2027-01-10)\n")
    assert incident.tasks[0].done
    assert len(doubted(incident)) == 1


@pytest.mark.parametrize(
    "item", ["- Rotate it (open, 2027-01-10)\n", "- [ ] Rotate it due 2027-01-10\n", "- [x] Rotate it due 2027-01-10\n"]
)
def test_days_ahead_are_no_matter_where_nothing_is_done_on_them(item: str) -> None:
    assert doubted(read(item)) == []


LEFT = (
    "— still waiting for rollout",
    "– only in staging",
    ", pending review",
    "– 80 %",
    "(partially)",
    "– follow-up needed",
    "(waiting for vendor)",
    ": in review",
    "– rolled back",
    "– failed",
    "(teilweise)",
    "– noch offen",
)


@pytest.mark.parametrize("remark", LEFT)
@pytest.mark.parametrize("title", ["**Done**", "### Completed", "**Erledigt:**"])
def test_a_remark_of_what_is_left_stands_against_the_title(title: str, remark: str) -> None:
    incident = read(f"{title}\n\n- Rotate it @bob\n- Shard the queue @bob {remark}\n")
    finished, left = incident.tasks
    assert finished.done
    assert left.state is State.OPEN
    said = remark.strip("—– .:,()")
    assert doubted(incident) == ([] if said == "noch offen" else [f"state not understood: {said!r}"])


@pytest.mark.parametrize(
    "remark", ["– by the vendor", "(in #12)", "– in production", ", with Eva", "(2026-11-02)", "— 100 %"]
)
def test_other_remarks_below_it_do_not(remark: str) -> None:
    incident = read(f"**Done**\n\n- Shard the queue {remark}\n")
    assert [each.done for each in incident.tasks] == [True]
    assert doubted(incident) == []


def test_somewhere_it_is_tomorrow_and_a_day_without_a_year_may_be_one_of_last_year() -> None:
    assert read("- Rotate it (done 2026-12-01)\n").tasks[0].done
    assert not read("- Rotate it (done 2026-12-02)\n").tasks[0].done
    text = "# INC-1 Outage on 2026-11-25\n\n## Action items\n\n- Rotate it (done October 20)\n"
    (incident,) = parse(text, vocabulary=words_on(TODAY))
    assert incident.tasks[0].done


@pytest.mark.parametrize("due", ["2026-12-24 ✅", "2026-12-24 (done)"])
def test_the_day_in_a_column_of_deadlines_is_the_deadline(due: str) -> None:
    incident = read(f"| Task | Owner | Due | Status |\n|---|---|---|---|\n| Rotate it | Ana | {due} | Done |\n")
    assert incident.tasks[0].done
    assert doubted(incident) == []
