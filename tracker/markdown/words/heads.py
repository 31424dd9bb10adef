"""What a title is about, told by its head noun: "Tasks left over", "Discussion and tasks", "Documents to write"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from postmortem_tracker.markdown.words.languages import every, languages
from postmortem_tracker.markdown.words.people import AND
from postmortem_tracker.markdown.words.phrases import Phrases, phrases, reduce

# Nouns of work that need no other word, and those that may also tell what was done.
_TASKS = frozenset(every("title_words", "task_nouns"))
_ACTIONS = frozenset(every("title_words", "action_nouns"))
_IMPROVEMENTS = frozenset(every("title_words", "improvement_nouns"))
# What stands behind a noun that is still to come, and what makes it a report, or no work for people.
_TO_COME = frozenset(every("title_words", "to_come"))
_TIMES = frozenset(("this", "q1", "q2", "q3", "q4", *every("title_words", "units")))
_TOLD = frozenset(every("title_words", "past"))
# Nouns that end the title of a list which may be work, as the list itself has to show.
_LIKELY = frozenset(every("title_words", "likely_nouns"))
_IDEAS = frozenset(every("title_words", "idea_nouns"))
_KINDS = frozenset(every("title_words", "kinds_of_work"))
_LESSONS = frozenset(every("title_words", "lessons"))
# Whole titles of lists which may be work, as the list itself has to show.
_MAY_BE = frozenset(reduce(title) for title in every("title_words", "likely"))
_TO_TRY = frozenset(every("title_words", "to_try"))
_TO_KEEP = frozenset(every("title_words", "to_keep"))
_WATCH = frozenset(every("title_words", "watch"))
_PROPOSED = frozenset(every("title_words", "proposed"))
_CHOICES = Phrases({1: every("title_words", "choices")})
_ADVICE = Phrases({1: every("title_words", "advice")})
_LEFT = frozenset(
    phrases("left over; still open; still to; still missing; loose ends; open ends; open points; what remains; what is")
)
_WE_WILL = re.compile(
    r"\b(?:we|i)(?:['’]ll| will| shall| plan| want| need| should| must| have to| are going| intend)\b", re.IGNORECASE
)
_UNDECIDED = re.compile(
    r"\b(?:(?:decision|approval) pending|pending (?:decision|approval)|(?:yet |still )?to be decided|"
    r"under consideration|for discussion|not (?:yet )?(?:decided|committed|agreed))\b",
    re.IGNORECASE,
)
_HISTORY = frozenset(every("title_words", "history"))
_REFUSED = Phrases({1: every("title_words", "refused")})
_NOT_YET = Phrases({1: every("title_words", "not_yet")})
_FEW_MORE = 3  # words behind what is refused: "Out of scope follow-ups"
_READERS = frozenset(
    phrases("you; users; customers; maintainers; developers; operators; admins; administrators; readers; everyone")
)
_READER = frozenset(phrases("user; customer; client; reader"))  # "For the user", but not "For user management"
# Readers who may be the team itself: "For developers" below its own measures.
_OWN = frozenset(phrases("developers; maintainers; operators; admins; administrators"))
_ASKED = frozenset({"what", "do", "should", "how", "must", "need", "for", "to", "can", "actions", "action"})
_JOINED = re.compile(rf"\s(?:[Aa][Nn][Dd]|{AND})\s|(?:(?<!\s)\s+)?[&+/,]\s*")
# What leads to a verb, and how the verb ends; with its accents, as "a" is a word of others: "Publish a procedure".
_INFINITIVES = "|".join(
    dict.fromkeys(
        phrase.replace(" *", r"(?= \w+") + ("$)" if language.verb_last else r"\b)")
        for language in languages()
        for phrase in language.phrases("title_words", "infinitives")
    )
)
_TO_DO = re.compile(  # "Documents to write", "Documentation à créer"
    r"(?!(?:how|when|where|who|whom|whether|for|time|steps|ways?|links?|notes?|commands?|lessons?|questions?|reasons?|people|we|it|not)\b)"
    r"(?:[^\W\d_][\w'’-]* ){1,3}(?:(?:still |left )?to(?: be)?|"
    rf"{_INFINITIVES}) "
    r"(?!(?:reproduce|detect\w*|resol\w+|recover\w*|mitigat\w+|know|remember|note|follow|restore|verify|repair|come|"
    r"look|ask|answer|discuss|consider|thank|contact|read|see|avoid|watch|keep|learn|understand|think|take|happen|"
    r"the|an?|la|le|all|our|this|date|day|end)\b)[^\W\d_][\w'’-]*(?: (?!(?:the|an?|our|in|on|for|la|le)\b)[\w'’-]+)?",
    re.IGNORECASE,
)


def tells_no_work(told: Sequence[str]) -> bool:
    """True for a title that says that what is below it is for others, or is told as it went."""
    return is_history(told) or is_advice(told) or is_first_response(told) or is_while(told) or is_choice(told)


def is_refused(told: Sequence[str], names_items: Callable[[str], bool]) -> bool:
    """True for what nobody is going to do: "What we will not do", "Action items considered and rejected".

    ``names_items`` tells whether words are nothing but a name for the items.
    """
    if is_put_off(told):
        return False
    for at in range(len(told)):
        for entry in _REFUSED.at(told, at):
            rest = len(told) - at - entry.size
            if not rest or (rest <= _FEW_MORE and names_items(" ".join(told[len(told) - rest :]))):
                return True
    return False


def speaks_of_refusal(told: Sequence[str]) -> bool:
    """True for a title that begins with words of what nobody is going to do: "Won't do manually"."""
    return bool(told) and next(_REFUSED.at(told, 0), None) is not None


def is_put_off(told: Sequence[str]) -> bool:
    """True for words that say that something may still be done, or only until when not: "Won't do before March"."""
    return bool(_NOT_YET.found(told))


def is_history(told: Sequence[str]) -> bool:
    """True for the record of what changed: "Follow-up update history"."""
    if len(told) < 2 or told[-2] in ("the", "our"):  # "Outage of the archive"
        return False
    return told[-1] in _HISTORY or " ".join(told[-2:]) in _HISTORY


def is_advice(told: Sequence[str]) -> bool:
    """True for what readers are told to do: "What should you do?", "Recommendations for customers"."""
    if _ADVICE.found(told):
        return True
    if told[-1] in _READER and "for" in told[-3:-1] and told[0] != "how":
        return True
    reader = next((index for index, word in enumerate(told) if word in _READERS), 0)
    if "i" in told[2:] and told[0] in ("what", "do", "how") and told[told.index("i") - 1] in _ASKED:
        return True
    if told[reader] == "you":
        return reader > 0 and told[reader - 1] in _ASKED
    before = [
        word for word in told[:reader] if word not in ("our", "the", "all", "other", "affected", "end", "package")
    ]
    return bool(before) and before[-1] in ("for", "should", "must", "to") and told[0] != "how"


def is_for_own_team(told: Sequence[str]) -> bool:
    """True for measures sorted by who takes them: "For developers", beside "For tech leads"."""
    return 1 < len(told) < 5 and told[0] == "for" and told[-1] in _OWN


def is_first_response(told: Sequence[str]) -> bool:
    """True for what to do in the first minutes of an incident: "Action plan for the first 15 minutes"."""
    return told[-1] in ("minutes", "minuten", "minutos", "minuti") and any(word.isdigit() for word in told)


def is_while(told: Sequence[str]) -> bool:
    """True for what was there while something was done: "Versions used during remediation"."""
    return "during" in told[1:-1]


def is_choice(told: Sequence[str]) -> bool:
    """True for ways to mend it of which one was to be chosen: "Remediation options"."""
    return bool(_CHOICES.whole(told))


def is_head(told: Sequence[str]) -> bool:
    """True for a short title that is its noun and what is said of it: "Tasks left over"."""
    if len(told) > 5:
        return False
    return (leads_to_tasks(told) and (len(told) == 1 or told[1] in _TO_COME)) or leads_to_actions(told)


def leads_to_tasks(told: Sequence[str]) -> bool:
    """True where a title begins with a noun for tasks: "Tasks left over", "Zadania do wykonania"."""
    return told[0] in _TASKS and _TOLD.isdisjoint(told)


def leads_to_actions(told: Sequence[str]) -> bool:
    """True for a noun for actions and a word that says they are to come: "Actions planned", "Actions in progress"."""
    return len(told) > 1 and told[0] in _ACTIONS and told[1] in _TO_COME and _TOLD.isdisjoint(told)


def is_to_come(told: Sequence[str]) -> bool:
    """True for words that say no more than that something is left: "Remaining", "Next", but not "This week"."""
    return bool(told) and _TO_COME.issuperset(told) and _TIMES.isdisjoint(told)


def ends_in_work(told: Sequence[str]) -> bool:
    """True for a noun for actions behind nothing but kinds of work: "Detection actions", not "Recovery actions"."""
    named = told[-1] in _ACTIONS or (told[-1] in _TASKS and told[-1][:4] != "todo")
    return named and 1 < len(told) < 5 and _KINDS.issuperset(told[:-1])


def names_kind(told: Sequence[str]) -> bool:
    """True for nothing but kinds of work, and no work itself: "Monitoring", "Short term"."""
    return bool(told) and _KINDS.issuperset(told)


def tells_past(told: Sequence[str]) -> bool:
    """True for words that tell what was done: "during the outage"."""
    return not _TOLD.isdisjoint(told)


def leads_to_improvements(told: Sequence[str]) -> bool:
    """True where a title begins with a noun for improvements: "Melhorias de processo"."""
    return told[0] in _IMPROVEMENTS and _TOLD.isdisjoint(told)


def parts(title: str) -> list[str]:
    """What a title joins: "Discussion and tasks" has two parts."""
    found = [part.strip() for part in _JOINED.split(title)]
    return [part for part in found if part] if len(found) > 1 else []


def may_head_work(title: str, told: Sequence[str]) -> bool:
    """True for a title that names work only where the list below it is work: "Left over", "Automation ideas"."""
    if _WE_WILL.search(title) is not None:
        return True
    if told[-1] in _WATCH or "rollback" in told:
        return False  # "Metrics to watch" tells what to look at while all is well
    return (
        _is_planned(told)
        or " ".join(told) in _MAY_BE
        or may_head_ideas(told)
        or told[-1] in _LIKELY
        or (len(told) > 1 and (told[0] in _PROPOSED or told[-1] in _PROPOSED))
        or " ".join(told[:2]) in _LEFT
        or says_to_do(title)
    )


def _is_planned(told: Sequence[str]) -> bool:
    """True for a noun, what kind of work it is of, and when: "Plan sprint 5", "Process changes for next sprint"."""
    first = 0
    while first < len(told) - 1 and told[first] in _KINDS and told[first] not in _LIKELY:
        first += 1
    return told[first] in _LIKELY and all(word in _TO_COME or word.isdigit() for word in told[first + 1 :])


def may_head_ideas(told: Sequence[str]) -> bool:
    """True for a title whose noun is for what may be done, as "opportunities" is."""
    return 1 < len(told) < 6 and told[-1] in _IDEAS


def names_ideas(label: str) -> bool:
    """True for a label of what may be done, or is not decided: "Candidates (decision on Monday)"."""
    bare = reduce(label.partition("(")[0]).split()
    named = 0 < len(bare) < 4 and (bare[0] in _IDEAS or bare[-1] in _IDEAS)
    return named or _UNDECIDED.search(label) is not None


def tells_lessons(title: str) -> bool:
    """True for a title of lessons, beside which work may stand: "Takeaways and actions"."""
    return not _LESSONS.isdisjoint(reduce(title).split())


def behind_head(told: Sequence[str]) -> str:
    """What a title says of its noun: "in progress" of "Actions in progress"."""
    return " ".join(told[1:]) if told[0] in _TASKS or told[0] in _ACTIONS else ""


def is_to_try(title: str) -> bool:
    """True for the part of a retrospective that says what to begin: "Try", "Try / Ausprobieren"."""
    return not _TO_TRY.isdisjoint(_named(title))


def is_to_keep(title: str) -> bool:
    """True for the parts beside it: "Keep", "Problem", "Stop", "Continue"."""
    return not _TO_KEEP.isdisjoint(_named(title))


def _named(title: str) -> set[str]:
    if len(title) > 60:
        return set()
    bare = title.partition("(")[0].partition("（")[0]
    return {reduce(part) for part in [bare, *parts(bare)]}


def ends_in_category(told: Sequence[str]) -> bool:
    """True for a title whose noun is for several pieces of work: "Technical initiatives"."""
    return bool(told) and (told[-1] in _LIKELY or told[-1] in _IDEAS or told[-1] in _IMPROVEMENTS)


def says_to_do(text: str) -> bool:
    """True for things and a verb that says what to do with them: "Documents to write"."""
    return _TO_DO.fullmatch(text) is not None
