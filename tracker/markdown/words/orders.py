"""Judges whether a phrase says what to do: an order, a plan, work told by a noun; or what was done."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.boxes import ANY_BOX, is_boxed
from postmortem_tracker.markdown.words.languages import every, languages, unaccented
from postmortem_tracker.markdown.words.people import AND_WORDS
from postmortem_tracker.markdown.words.phrases import UNSPACED, any_of, reduce

_VERBS = frozenset(every("items", "verbs"))
_VERBS_LAST = frozenset(
    form
    for each in languages()
    if each.verb_last
    for verb in each.phrases("items", "verbs")
    for form in (verb, unaccented(verb, each.code))
    if form
)
_NO_ORDERS = frozenset(every("items", "no_orders"))
_ENDS_IN_VERB = re.compile(
    rf"(?:{any_of(*(verb for verb in _VERBS_LAST if verb[0] >= UNSPACED))})"
    rf"(?: ?{any_of(*every('items', 'verb_endings'))})?$"
)
_BEGINS_WITH_VERB = re.compile(any_of(*(verb for verb in _VERBS - _VERBS_LAST if verb[0] >= UNSPACED)) + "(?!了)")
_SIGNS_OF_A_PHRASE = 6  # written without spaces, fewer name a theme
_LEAD = re.compile(
    r"^(?:(?:we|you|they|i|the team|team|engineers?|teams)\s+)?(?:(?:will|shall|should|must|need(?:s)?|"
    r"have|can|could|plan|are going|want|also|please|"
    r"ll|is|are|being|going|to|be|immediately|better|properly|always|proactively|regularly|periodically|"
    r"continuously|actively|automatically|clearly|fully|further|maybe|consider)\s+)*"
)
# Verbs that may only lead to the one that counts: "plan to add".
_LEADING = frozenset({"be", "consider", "have", "periodically", "plan", "proactively", "regularly"})
MARK = re.compile(
    rf"^[\s*_]*+(?:{ANY_BOX}\s*)?"
    r"(?:[*_]*[\[(]?P[0-5][\])]?[*_]*(?:\s*[:–—-])?\s+)?"
    r"(?:(?:action(?: item)?|task|item|step|recommendation|AI|AP|CA|PA|A|R)[ -]?#?\d{1,2}[*_]*\s*[:.–—-]\s*)?",
    re.IGNORECASE,
)  # box, priority, number
_NOUNS = frozenset(every("items", "nouns_of_work"))  # "Removal of the old flag": work, told by a noun
# Verbs that are nouns as well: "Report of results" orders nothing, "Report the results" does.
_NOUNS_TOO = frozenset(every("items", "verbs_and_nouns"))
_DETERMINERS = frozenset({"a", "all", "an", "any", "both", "each", "every", "more", "our", "the", "these"})
_PASSIVE = re.compile(  # not "Make sure that it was sent"
    r"^(?:(?!\b(?:to|should|must|will|if|when|that|whether)\b)[^.])* (?:was|were|(?:has|have) been) \w+", re.IGNORECASE
)
_PAST = frozenset({"began", "brought", "built", "found", "made", "ran", "rebuilt", "sent", "took", "wrote"})


def words_of(text: str) -> list[str]:
    """The lower-case words of a phrase without markup."""
    return reduce(text).split()


def is_work(text: str) -> bool:
    """True where a phrase says what to do: it starts with a verb, as order, plan or report."""
    text = text[:160]
    bare = text[:6].isalpha() and text[:4].lower() not in ("acti", "reco")  # nothing of a mark stands before it
    clean = reduce(text if bare else MARK.sub("", text))
    first, _, after = clean.partition(" ")
    if (first in _VERBS and first not in _LEADING) or (first in _NOUNS and after[:3] == "of "):
        return True
    if not clean.isascii() and (_BEGINS_WITH_VERB.match(clean) or _ENDS_IN_VERB.search(clean)):
        return True
    if _ends_as_order(clean.split()):
        return True
    lead = _LEAD.match(clean)
    rest = clean[lead.end() :] if lead else clean
    first = rest.split(" ", 1)[0] if rest else ""
    return bool(first) and (_is_verb(first) or (lead is not None and lead.end() > 3 and len(rest) > 3))


def is_named_work(text: str) -> bool:
    """True for work; "Monitoring" or "Load testing" alone name only a category."""
    told = words_of(text)
    if len(told) == 3 and told[1] in AND_WORDS and told[0].endswith("ing"):
        return False  # "Monitoring and alerting"
    if len(told) == 2 and (told[0] in _VERBS or told[1] in _VERBS_LAST):
        return is_work(text)
    return (len(told) > 2 or is_unspaced_phrase(text)) and is_work(text)


def _ends_as_order(told: list[str]) -> bool:
    """True where the verb stands last, as in "Alarm einrichten", but not in "Was wir verbessern"."""
    return len(told) > 1 and told[-1] in _VERBS_LAST and _NO_ORDERS.isdisjoint((told[0], told[-2]))


def is_unspaced_phrase(text: str) -> bool:
    """True for more than a theme in a script that has no spaces between words."""
    return sum(sign >= UNSPACED for sign in text) >= _SIGNS_OF_A_PHRASE


def is_report(text: str) -> bool:
    """True for a label that tells what was done: "Health checks aligned:"."""
    told = words_of(text)
    if told and told[-1].endswith("ly"):
        told.pop()
    return len(told) > 2 and told[-1].endswith("ed") and _is_verb(told[-1])


def is_past(text: str) -> bool:
    """True for a line that tells what was done: "Restarted it", "It was shut down"; a box makes it work again."""
    told = words_of(text[:80]) if not is_boxed(text) else []
    if not told:
        return False
    return told[0] in _PAST or (told[0].endswith("ed") and _is_verb(told[0])) or _PASSIVE.search(text[:80]) is not None


def is_measure(text: str) -> bool:
    """True for work told in more than a word or two; "Release notes" is none."""
    return (text.strip().count(" ") > 1 or is_unspaced_phrase(text)) and is_work(text)


def is_order_word(word: str) -> bool:
    """True for a word that orders something: "Complete"."""
    return word.casefold() in _VERBS


def may_be_noun(word: str) -> bool:
    """True for a verb that is a noun as well: "Release"."""
    return word.casefold() in _NOUNS_TOO


def is_order(text: str) -> bool:
    """True for work told as an order in some words: "Publish test results weekly", not "Test results of May"."""
    told = words_of(text)
    if len(told) < 3 or told[0] not in _VERBS or told[0] in _LEADING:
        return False
    return told[0] not in _NOUNS_TOO or told[1] in _DETERMINERS


def is_concrete(text: str) -> bool:
    """True for a measure, or what carries a box as only work does."""
    return is_boxed(text) or is_measure(MARK.sub("", text[:400]))


def _is_verb(word: str) -> bool:
    if word in _VERBS:
        return True
    for ending in ("ing", "ed", "d"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > (1 if ending == "ing" else 2):  # "doing", but not "red"
            doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
            if stem in _VERBS or stem + "e" in _VERBS or doubled in _VERBS or stem.removesuffix("i") + "y" in _VERBS:
                return True
    return False
