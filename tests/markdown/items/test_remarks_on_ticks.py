"""A ticked box beside a remark of what is left is pointed out; other remarks are not."""

from __future__ import annotations

import pytest

from postmortem_tracker.model import State
from tests.markdown.items.one import read


@pytest.mark.parametrize(
    "remark",
    [
        *(
            "— waiting for sign-off",
            "— awaiting rollout",
            "— pending review",
            "— needs a second look",
            "— to be verified",
        ),
        *("— failed", "— except the east", "— east still missing", "(needs follow-up)", ". Still open: east", "TODO"),
        *("(TODO: east)", "— tbd", ": in review", "— deferred to spring", "→ moved to #5", "— only staging"),
        *("— reverted 2026-03-09", "; rolled back", "– da verificare", "– reste à tester", "– Prüfung ausstehend"),
        *(
            "– fehlt noch im Osten",
            "– falta desplegar",
            "– zbývá ověřit",
            "– осталось проверить",
            "– 未対応あり",
            "– 待验证",
        ),
    ],
)
def test_what_is_left_is_pointed_out(remark: str) -> None:
    item, codes = read(f"[x] Split the job {remark}")
    assert (item.state, codes) == (State.COMPLETED, ["PM120"])


@pytest.mark.parametrize(
    "words",
    [
        *("Page on jobs that wait for review", "Alert on what is still open: east", "Split the job — with Ana"),
        *("Split the job — merged in #7", "Split the job — see the wiki", "Split the job (by the platform team)"),
        *("Show only open jobs", "Split `job — still open` in the runbook", "Split the job: one queue each"),
    ],
)
def test_other_words_are_not(words: str) -> None:
    assert read(f"[x] {words}")[1] == []


def test_a_day_behind_a_verb_is_no_due_date() -> None:
    assert read("[x] Split the job — reverted 2026-03-09")[0].text == "Split the job — reverted 2026-03-09"
