"""Words that tell until when and hold no date: due as written where they end an item, and never half of a sentence."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

_HEAD = "# INC-1 Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


def read(words: str) -> tuple[str, list[str], str | None, list[str]]:
    """Title, owners, due date and doubts of an item of a list."""
    (incident,) = parse(f"{_HEAD}- {words}\n", "a.md")
    (item,) = incident.items
    assert item.due_date is None
    return item.text, [*item.owners], item.due, [found.code for found in incident.findings if found.code[:3] == "PM1"]


APART = [
    *(("by the 15th", "the 15th"), ("before the 15th", "the 15th"), ("no later than the 3rd", "the 3rd")),
    *(("by the 1st of next month", "the 1st of next month"), ("antes del 15", "antes del 15")),
    *(("avant le 15", "avant le 15"), ("bis zum 15.", "bis zum 15"), ("до 15-го", "15-го"), ("15日まで", "15日まで")),
    *((words, words) for words in ("within 30 days", "in two weeks", "in 2-3 weeks", "within 5 working days")),
    *((words, words) for words in ("over the next 2 weeks", "2 weeks from now", "within 30 days of the incident")),
    *((words, words) for words in ("innerhalb von 2 Wochen", "in zwei Wochen", "d'ici 2 semaines", "sous 30 jours")),
    *((words, words) for words in ("dentro de 2 semanas", "em duas semanas", "entro due settimane", "inom 2 veckor")),
    *((words, words) for words in ("через две недели", "в течение 30 дней", "w ciągu 2 tygodni", "binnen 2 weken")),
    *((words, words) for words in ("2週間以内", "30天内", "两周内", "2주 이내", "2 viikon kuluessa", "2 hafta içinde")),
    *((words, words) for words in ("ASAP", "asap", "as soon as possible", "EOW", "tomorrow", "so bald wie möglich")),
    *(
        (words, words)
        for words in ("dès que possible", "lo antes posible", "как можно скорее", "できるだけ早く", "尽快")
    ),
]


@pytest.mark.parametrize("form", ["Cap the pool ({})", "Cap the pool, {}", "Cap the pool — {}"])
@pytest.mark.parametrize(("words", "due"), APART)
def test_what_stands_apart_at_the_end_leaves_the_title(form: str, words: str, due: str) -> None:
    title, owners, told, doubts = read(form.format(words))
    assert (title, owners, doubts) == ("Cap the pool", [], ["PM104"])
    assert told in (due, words)  # with what leads to it, or without


@pytest.mark.parametrize("form", ["Cap the pool @ana {}", "Cap the pool (owner: @ana) {}", "Cap the pool [P1] {}"])
@pytest.mark.parametrize("words", ["by the 15th", "within two weeks", "ASAP", "next sprint", "in zwei Wochen", "EOW"])
def test_what_stands_behind_a_field_leaves_the_title(form: str, words: str) -> None:
    title, _, due, doubts = read(form.format(words))
    assert (title, (due or "").removeprefix("by "), doubts) == ("Cap the pool", words.removeprefix("by "), ["PM104"])


@pytest.mark.parametrize("end", ["", " @ana", " (@ana)", " — Ana Lima", " ([#12](https://github.com/o/r/issues/12))"])
@pytest.mark.parametrize(
    ("words", "due"),
    [
        *(("by the 15th", "the 15th"), ("before the 15th", "the 15th"), ("within 30 days", "within 30 days")),
        *((words, words) for words in ("in two weeks", "ASAP", "next sprint", "this quarter", "EOW", "in zwei Wochen")),
        *((words, words) for words in ("in the next sprint", "within the week", "la semaine prochaine")),
    ],
)
def test_what_ends_the_sentence_stays_in_the_title(words: str, due: str, end: str) -> None:
    title, _, told, doubts = read(f"Cap the pool {words}{end}")
    assert title.startswith(f"Cap the pool {words}")
    assert (told, "PM104" in doubts) == (due, True)


@pytest.mark.parametrize(
    "words",
    [
        *("Keep logs for 30 days", "Keep logs within 30 days", "Keep backups until the next release"),
        *("Retry within 30 seconds", "Alert within 5 minutes", "Notify users within 24 hours", "Page Ana within a day"),
        *("Delete after 2 weeks", "Delete logs older than 30 days", "Rotate keys every 90 days", "Delay it by 2 weeks"),
        *(
            "Alert on certificates that expire in 30 days",
            "Report what we did in 2 weeks",
            "Find out who acts in a day",
        ),
        *(
            "Define what we do in the next sprint",
            "Move the job to next week",
            "Plan for next sprint",
            "Plan next sprint",
        ),
        *("Warn customers 2 weeks before the change", "Review the alarms of the next month", "Raise the limit to 15"),
        *("Run the job on the 15th", "Cap retries before 15", "Move it from the 1st to the 15th", "Cap it by the 32nd"),
        *('Add the text "within 30 days"', "Document `ASAP`", "Set the timeout to one week", "Fix the job by hand"),
        *(
            "Disable the job until Friday",
            "Wait until next week",
            "Raise the limit until Q3",
            "Freeze deploys this week",
        ),
        *(
            "Aufbewahren innerhalb von 30 Tagen",
            "Garder les journaux sous 30 jours",
            "Хранить журналы в течение 30 дней",
        ),
        *("Explain the drop in Q2", "Review the incidents in March", "ASAP", "Within 30 days", "Next week"),
    ],
)
def test_what_the_work_is_about_is_no_due_date(words: str) -> None:
    title, owners, due, doubts = read(words)
    assert (title.replace("`", ""), owners, due, doubts) == (words.replace("`", ""), [], None, [])


@pytest.mark.parametrize(
    ("head", "due"),
    [
        *(("ASAP:", "ASAP"), ("[ASAP]", "ASAP"), ("By the 15th:", "the 15th"), ("By the 15th,", "the 15th")),
        *(("[next sprint]", "next sprint"), ("Next sprint:", "Next sprint"), ("(within 30 days)", "within 30 days")),
        *(("Within two weeks,", "Within two weeks"), ("**EOW:**", None), ("Next to it:", None), ("Q3:", None)),
    ],
)
def test_before_the_words_it_stands_apart_as_well(head: str, due: str | None) -> None:
    title, _, told, doubts = read(f"{head} Cap the pool")
    assert (told, doubts) == (due, ["PM104"] if due else [])
    assert (title == "Cap the pool") is (due is not None)


@pytest.mark.parametrize("words", ["Migrate the pool until Q3", "Migrate the pool (until Friday)"])
def test_until_may_mean_by_and_is_asked_about(words: str) -> None:
    title, _, due, doubts = read(words)
    assert (title, (due or "")[:5], doubts) == (words, "until", ["PM104"])


@pytest.mark.parametrize("value", ["by the 15th", "the 15th", "within 2 weeks", "ASAP", "next sprint", "in 2 Wochen"])
def test_a_cell_and_a_label_hold_them_as_written(value: str) -> None:
    table = f"| Action | Owner | Due |\n| --- | --- | --- |\n| Cap the pool | @ana | {value} |\n"
    for text in (table, f"- Cap the pool (owner: @ana, due: {value})\n", f"- Cap the pool\n  - Due: {value}\n"):
        (incident,) = parse(_HEAD + text, "a.md")
        (item,) = incident.items
        assert (item.text, item.due) == ("Cap the pool", value)
        assert [found.code for found in incident.findings] == ["PM104"]
