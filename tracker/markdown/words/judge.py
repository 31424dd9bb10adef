"""Judges what a phrase is: a piece of work, a mere category, or a detail of the work above."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.boxes import ANY_BOX, is_boxed, read_box
from postmortem_tracker.markdown.words.labels import DUE, OWNER, PRIORITY, STATUS, label_of, lowered
from postmortem_tracker.markdown.words.languages import every, languages, unaccented
from postmortem_tracker.markdown.words.phrases import any_of, reduce

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
_UNSPACED = "\u3040"  # letters from here on are of scripts that have no spaces, or few, between words
_ENDS_IN_VERB = re.compile(
    rf"(?:{any_of(*(verb for verb in _VERBS_LAST if verb[0] >= _UNSPACED))})"
    rf"(?: ?{any_of(*every('items', 'verb_endings'))})?$"
)
_BEGINS_WITH_VERB = re.compile(any_of(*(verb for verb in _VERBS - _VERBS_LAST if verb[0] >= _UNSPACED)) + "(?!了)")
_SIGNS_OF_A_PHRASE = 6  # written without spaces, fewer name a theme
_TASK_BEHIND = re.compile(
    rf"(?:[|;,.·/–—-][ \t]+|\*)[*_]{{0,3}}{any_of(*every('labels', 'task'))}[*_ ]{{0,4}}[:：][*_]{{0,3}}"
)
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
_POINTER = re.compile(
    r"[\W_]*(?:see|voir|siehe|véase|ver|vedi|zie) (?:also )?(?:the |our |this )?(?:section|chapter|above|below|"
    r"appendix|page|part|tracker|board|spreadsheet|ticket|issue|epic|milestone|project|table|abschnitt|sección|seção|sezione|"
    r"sectie)\b.{0,80}$|[\W_]*(?:tracked|listed|documented) (?:in|on|at|here|below|above)\b.{0,80}$",
    re.IGNORECASE,
)
_TO_BE_DONE = re.compile(r"\b(?:must|will|shall|should|need(?:s|ed)? to|plan(?:s|ned)? to|going to)\b", re.IGNORECASE)
_HAVE_DONE = re.compile(
    r"\b(?:we|i|the team)(?:['’]ve| have| had)? (?:(?:already|now|also) )?\w+(?:ed|en|de)\b", re.IGNORECASE
)
_NAMED_LINK = re.compile(
    r"\W{0,9}(?:[\w'’-]++(?: [\w'’-]++){0,2}\W{0,3}:[*_]{0,2}[ \t]+)?+(?:<?https?://\S+|\[[^\]\n]{1,80}\]\([^)\s\[]+\))[\s.,;]*"
)
_ASKED = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|can|should|will|what|why|how|which|when|who)\b",
    re.IGNORECASE,
)
_NOUNS = frozenset(every("items", "nouns_of_work"))  # "Removal of the old flag": work, told by a noun
# Verbs that are nouns as well: "Report of results" orders nothing, "Report the results" does.
_NOUNS_TOO = frozenset(every("items", "verbs_and_nouns"))
_DETERMINERS = frozenset({"a", "all", "an", "any", "both", "each", "every", "more", "our", "the", "these"})
_CLAUSES = frozenset({"whether", "how", "what", "which", "where", "who", "why"})
_CASES = frozenset({"after", "before", "during", "for", "if", "in", "on", "when", "whenever", "while", "with"})
_PASSIVE = re.compile(  # not "Make sure that it was sent"
    r"^(?:(?!\b(?:to|should|must|will|if|when|that|whether)\b)[^.])* (?:was|were|(?:has|have) been) \w+", re.IGNORECASE
)
_PAST = frozenset({"began", "brought", "built", "found", "made", "ran", "rebuilt", "sent", "took", "wrote"})
_BOLD_ONLY = re.compile(r"^(\*\*|__)(?P<bold>[^*]+?)\1\s*+(?:[:：.]\s*+)?$")
_LED = re.compile(r"\W{0,9}(?:\d{1,2}[.)]\s*)?[*_]{0,2}[^\W\d_][\w'’/&().,+ -]{2,48}[*_]{0,2}:[*_]{0,2} \S")
# "**1. Limit the queue.** It grows": a number inside bold type
_NUMBERED = re.compile(r"[ \t]{0,3}(\*\*|__)#?\d{1,2}[.):]\s+[^*_\n]{3,90}\1\s*\S")
_TODO = ("TODO", "DONE", "Todo", "Done")
_STATED = re.compile(r"\w{4}[ \t]*[-–—][ \t]*\w+ \w")
_LABEL_ENDS = (":", "*", "_", "：", ".")
_CLAUSE = re.compile(r"(?:[.;]|[ \t][–—|-])[ \t]+")
_IN_BRACKETS = re.compile(
    r"[\s*_]*(?:\\?[(\[][^()\[\]]{1,80}[)\]][\s*_]*)+|\s*\*\*[^*\n:]{1,30}:[^*\n]{1,60}\*\*(?!:)\s*"
)
_ASSIGNED = re.compile(  # a handle, or a label for who or when
    r"(?<![\w/`.])@[A-Za-z][\w-]+|"
    rf"(?<!\w){any_of(*every('labels', 'owner'), *every('labels', 'due'))}[*_]{{0,2}}[ ]?[:：]",
    re.IGNORECASE,
)
_FIELD_OPENS = re.compile(
    r"(?<!^)[\s*_(\[](?:owners?|assignees?|responsible|due(?: date| by)?|deadline|eta|priority|ticket|tracking)"
    r"[*_]{0,2}:[*_]{0,2}$",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"\b(?:the following|following (?:are|actions|measures|steps|tasks|items|is)|as follows|listed below|"
    r"below are|steps below|in mind|these (?:measures|actions|steps) (?:will|are)|"
    r"lists out|are (?:some|the) (?:of the )?(?:actions|measures|steps|tasks|recommendations))\b"
)
_SHORT = 120
_TASKS_FOLLOW = re.compile(r"\b(?:following|these) (?:\w+ ){0,2}(?:tasks|action items|to-?dos)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"^\W*(?:by (?:\w+ing|\w+ly \w+ing)\b|in (?:conclusion|summary|short|closing)|"
    r"and that,|sincerely\b|overall\b|to conclude|"
    r"with these|these (?:measures|actions|steps|tasks|changes|improvements)|"
    r"this (?:postmortem|post-mortem|incident|document|outage|report|experience|will help|helps)|"
    r"we (?:believe|hope|apologi[sz]e|thank|appreciate|are committed|remain)|thank|"
    r"implementing these|through these|conclusion\b|finally, we|our commitment|the (?:above|incident)|"
    r"note(?: that)?:|note that\b)",
    re.IGNORECASE,
)


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
    if len(told) == 3 and told[1] in ("and", "und", "y", "e", "et") and told[0].endswith("ing"):
        return False  # "Monitoring and alerting"
    if len(told) == 2 and (told[0] in _VERBS or told[1] in _VERBS_LAST):
        return is_work(text)
    return (len(told) > 2 or _is_unspaced_phrase(text)) and is_work(text)


def _ends_as_order(told: list[str]) -> bool:
    """True where the verb stands last, as in "Alarm einrichten", but not in "Was wir verbessern"."""
    return len(told) > 1 and told[-1] in _VERBS_LAST and _NO_ORDERS.isdisjoint((told[0], told[-2]))


def _is_unspaced_phrase(text: str) -> bool:
    return sum(sign >= _UNSPACED for sign in text) >= _SIGNS_OF_A_PHRASE


def is_named_link(text: str) -> bool:
    """True for nothing but an address, with its name or not: "Weekly build: <https://…>"."""
    return _NAMED_LINK.fullmatch(text) is not None


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


def is_question(text: str) -> bool:
    """True for a box of a reviewer's check-list: "[ ] Does it use the index?"."""
    if not text.rstrip().endswith("?"):
        return False
    box = read_box(text)
    return box is not None and _ASKED.match(text, box.body) is not None


def is_asked(text: str) -> bool:
    """True for a subordinate clause: "whether the queue is full" tells what something reports, not what to do."""
    return text.lstrip("*_ ").partition(" ")[0] in _CLAUSES


def is_led(text: str) -> bool:
    """True for a line that begins with its own label: "Alerting: page on three failures", "TODO - add a page"."""
    if _NUMBERED.match(text) is not None:
        return True
    return _LED.match(text) is not None or (text[:4] in _TODO and _STATED.match(text) is not None)


def is_measure(text: str) -> bool:
    """True for work told in more than a word or two; "Release notes" is none."""
    return (text.strip().count(" ") > 1 or _is_unspaced_phrase(text)) and is_work(text)


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


def is_led_work(text: str) -> bool:
    """True for work behind a label of its own: "**Mint caps:** Introduce a hard limit"."""
    label, _, rest = text.partition(":")
    return len(label) < 60 and is_led(text) and not is_detail(text) and is_measure(rest.lstrip("*_ "))


def tells_measure(text: str) -> bool:
    """True for a sentence of prose that tells a measure: what was changed for good, or what will be."""
    return is_past(text) or _TO_BE_DONE.search(text) is not None or _HAVE_DONE.search(text) is not None


def tells_to_do(text: str) -> bool:
    """True for a sentence of what has to be done, or that announces it."""
    return _TO_BE_DONE.search(text) is not None or _INTRO.search(text.lower()) is not None


def is_pointer(text: str) -> bool:
    """True for a sentence that only says where more is told: "See section 3.4 for the list"."""
    return len(text) <= _SHORT and _POINTER.match(text) is not None


def is_promise(text: str) -> bool:
    """True for a line that announces what has to be or will be done: "Future tests must cover:"."""
    return ends_label(text) and _TO_BE_DONE.search(text) is not None


def is_annotation(text: str) -> bool:
    """True for a detail that carries no box."""
    return is_detail(text) and not is_boxed(text)


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


def is_detail(text: str) -> bool:
    """True for a line that annotates the work above it: "Owner: …", "Rationale: …"; not "Owner: … | Task: …"."""
    return label_of(text) != 0 and task_label(text) is None


def task_label(text: str) -> tuple[int, int] | None:
    """Where an item that begins with its other fields names its task: "Owner: Ana | Task: rotate the keys"."""
    low = lowered(text[:_SHORT])
    named = _TASK_BEHIND.search(low, low.replace("：", ":").find(":")) if label_of(text) else None
    return named.span() if named else None


def is_field_line(text: str) -> bool:
    """True for a line that says nothing but who, until when or how urgent: "Deadline: 2 May"."""
    if not label_of(text) & (OWNER | DUE | PRIORITY) or is_boxed(text):
        return False
    return is_detail(text) and not leads_to_work(text)


def leads_to_work(text: str) -> bool:
    """True where a field at the head of a line is followed by work: "(Owner: Ana) Rotate the keys", "Owner: Ana. …"."""
    bracketed = _IN_BRACKETS.match(text)
    if bracketed is not None:
        return text[bracketed.end() :].strip(" \t.*_") != ""
    return any(is_work(part) or (part[:1].islower() and part.count(" ") > 1) for part in _CLAUSE.split(text)[1:])


def is_own_field(text: str) -> bool:
    """True for a line that says who, until when, how urgent or how far: "Owner: Ana", "Status: open"."""
    return is_field_line(text) or (label_of(text) & STATUS != 0 and is_detail(text))


def is_assigned(text: str) -> bool:
    """True for a line with an account, or a label for who does it or until when."""
    return _ASSIGNED.search(text) is not None


def is_intro(text: str) -> bool:
    """True for a line that only announces what follows."""
    if ":" in text and text.rstrip(" *_").endswith(":"):
        return True
    low = text.lower()
    cued = (
        "follow" in low or "below" in low or "in mind" in low or "these" in low or "lists out" in low or "are " in low
    )
    return cued and _INTRO.search(low) is not None


def names_tasks(text: str) -> bool:
    """True for a sentence that announces a list of tasks: "the following tasks will be prioritized:"."""
    return ":" in text and text.rstrip(" *_").endswith(":") and _TASKS_FOLLOW.search(text) is not None


def is_closing(text: str) -> bool:
    """True for the sentence that rounds a section off."""
    return _CLOSING.match(text) is not None


def is_label(text: str) -> bool:
    """True for a short line that names what stands below it: bold alone, or ending in a colon."""
    stripped = text.strip()
    if stripped[-1:] not in _LABEL_ENDS or len(stripped) > 110 or "\n" in stripped:
        return False
    if stripped.count("(") > stripped.count(")") or _FIELD_OPENS.search(stripped) is not None:
        return False  # its value stands on the next line: "Add an alert (owner:"
    if stripped[:2] in ("**", "__") and (bold := _BOLD_ONLY.match(stripped)) is not None:
        return len(bold["bold"].split()) <= 8
    return stripped.rstrip("*_ ").endswith((":", "：")) and len(stripped.split()) <= 8


def ends_label(text: str) -> bool:
    """True for a line that ends in a colon, with or without emphasis around it."""
    return text.rstrip(" \t*_").endswith((":", "："))


def is_case(text: str) -> bool:
    """True for a line that says when the measures below apply: "When deploying code that may break the API:"."""
    return ends_label(text) and text.lstrip("*_ ").partition(" ")[0].lower() in _CASES


def is_sentence_line(text: str) -> bool:
    """True for a line that may stand alone: it begins like a sentence or a labelled phrase."""
    first = text.lstrip("*_`\"'“‘([ ")[:1]
    return bool(first) and (first.isupper() or first.isdigit() or not first.isascii())


def ends_sentence(text: str) -> bool:
    """True where the last sign closes a sentence."""
    return text.rstrip(" *_`\"'”’)]").endswith((".", "!", "?", ";", ":"))


def one_sentence(text: str) -> bool:
    """True for a single sentence of ordinary length."""
    return len(text) <= 220 and len(re.findall(r"[.!?](?=\s+[A-Z])", text)) == 0
