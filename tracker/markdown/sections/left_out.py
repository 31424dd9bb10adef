"""What a section of measures holds that is no measure: each kind is a rule with a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from postmortem_tracker.markdown.lines.nodes import Node
from postmortem_tracker.markdown.sections.rules import Rule, named
from postmortem_tracker.markdown.words import details, not_work, orders, sentences
from postmortem_tracker.markdown.words.boxes import is_boxed, read_box
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, any_of, reduce
from postmortem_tracker.markdown.words.roles import Role

_BECAUSE = tuple(phrase for phrase in every("items", "reasons") if " " in phrase or phrase == "because")
_REASONS = re.compile(
    r"^\W*why\b.*|"
    r"^\W*(?:the )?(?:(?:contributing|root|main|underlying) )*(?:causes?|factors?|reasons?) (?:were|are|was|is)\W*$|"
    r"^\W*(?:the|these|two|three|four|five|several|main|likely|possible|\d+) (?:[\w-]+ ){0,3}"
    r"(?:causes|factors|reasons)\W*$|"
    rf"\b(?:{any_of(*every('items', 'reasons'))}|the reasons?(?: \w+){{0,4}}|reasons? (?:why|for)\b.{{0,40}})\W*$",
    re.IGNORECASE,
)
_CAUSES = re.compile(  # "All errors were due to missing tests:", but not "Due to this we will:"
    rf"(?<=\W)(?<!not )\b{any_of(*_BECAUSE)}\W+\w", re.IGNORECASE
)
_BESIDE = re.compile(
    r"(?:(?:additional|further|other|side) )?(?:notes?|remarks?|comments?|references?|background|context|caveats?)",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"\b(?:for|from|of|on|in|at|with|affecting|namely|including|"
    r"(?:these|following|affected) (?:\w+ )?(?:hosts?|servers?|services?|records?|domains?|accounts?|regions?|files?|"
    r"customers?|users?|tenants?|clusters?|nodes?|repositor\w+|packages?|versions?|buckets?|endpoints?|components?))"
    r"\W*$",
    re.IGNORECASE,
)
_AUDIENCE = (
    r"(?:users?|customers?|clients?|tenants?|(?:package |library |plugin )?maintainers|developers|operators|admins|"
    r"administrators|readers|integrators|validators|everyone|anyone|you)"
)
_ADVICE = re.compile(
    rf"\b(?:recommend\w*|advi[sc]e\w*|suggest\w*|urge\w*|encourage\w*|guidance|tips)\b.{{0,80}}\b{_AUDIENCE}\b|"
    r"\bif you(?:['’]re| are| have| were| use|r)\b|\byou (?:can|should|must|need to|may)\b",
    re.IGNORECASE,
)
_DOCUMENT = (
    r"(?:(?:the|this|all|every|each|any)\s)*(?:\w+\s)?(?:post-?mortems?|retrospective|"
    r"incident(?: (?:report|document|review))?|report|"
    r"document|template|sections?|timeline|root causes?|impact|summary|(?:action(?:able)?|follow-?up)s?(?: items?)?|"
    r"owners?|stakeholders|reviewers?|lessons(?: learned)?)"
)
_HOUSEKEEPING = re.compile(
    rf"{_DOCUMENT}\b(?: \w+){{0,2}}? (?:is|are|was|were|has|have|had)\b|"
    rf"{_DOCUMENT}(?: \w+){{0,2}} (?:reviewed|completed?|filled(?: \w+)?|identified|documented|created|assigned|linked|"
    r"published|shared|signed(?: off)?|approved|closed|updated|written|notified|informed|scheduled|held|agreed)"
    r"(?: (?:by|with|to|in) [^@]{2,40})?\W*$|"
    r"(?:reviewed|approved|signed off|published|shared)\b(?: (?:by|with|to|in) [^@]{2,40})?\W*$|"
    r"(?:fill(?: in| out)?|complete|update) (?:in |out )?(?:all |the |any |every |remaining )*(?:\w+ )?"
    r"(?:sections?|template|fields|this document|this post-?mortem)\b.{0,30}$",
    re.IGNORECASE,
)
_ORDERS_TO_TELL = re.compile(
    r"(?:document|report) (?:which|what|how|who|whom|whose|why|where|when|whether)\b", re.IGNORECASE
)
_FIELD_NAME = re.compile(r"[*_]{0,2}([^\W\d_][^:：*_\n()\[\],]{2,40})[*_]{0,2}[:：][*_]{0,2}[ \t]+(?=\S)")
_DAY = re.compile(
    r"[*_`(]*(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.? [^\W\d_]{3,10} \d{4}|"
    r"[^\W\d_]{3,10} \d{1,2},? \d{4})[*_`).]*$"
)
_ASIDES = Phrases({1: every("title_words", "asides")})
_WHY = re.compile(r"why(?: .{0,40})?", re.IGNORECASE)
_CHECKLIST = re.compile(
    r"(?:(?:pre|post)-?)?(?:deploy(?:ment)?|release|launch|review|verification|validation|test(?:ing)?) check-?lists?",
    re.IGNORECASE,
)
_LONGEST_ASIDE = 80  # characters
_CROSSES = "❌✗✘👎"

ListRule = Callable[[str, Sequence[Node]], bool]
ItemRule = Callable[[Node, Role], bool]


def gives_reasons(lead: str, _nodes: Sequence[Node]) -> bool:
    """A list of reasons: "We do not see it as urgent because:", "The errors were due to missing tests:"."""
    if not sentences.ends_label(lead):
        return False
    last = _last_sentence(lead)
    clause = max(last.rfind(","), last.rfind(";")) + 1
    found = None if sentences.tells_to_do(last) else _CAUSES.search(last, clause)
    caused = found is not None and any(map(str.isalnum, last[: found.start()]))
    return caused or _REASONS.search(_bare(lead)) is not None


def are_notes(lead: str, nodes: Sequence[Node]) -> bool:
    """Notes beside the measures: "Notes:", or what speaks for one of them: "Advantages:"."""
    if not sentences.ends_label(lead):
        return False
    label = _bare(lead).strip("*_ ")
    if is_aside(label):
        return not any(is_boxed(node.said) or details.is_assigned(node.said) for node in nodes)
    if not_work.names_notes(label) and all(sentences.is_named_link(node.said) for node in nodes):
        return True
    return (_BESIDE.fullmatch(label) is not None or not_work.names_notes(label)) and _none_is_work(nodes)


def is_for_a_case(lead: str, nodes: Sequence[Node]) -> bool:
    """What to look at should it happen again: "If the disk fills up again, check:"."""
    told = sentences.ends_label(lead) and not_work.tells_where_to_look(_last_sentence(lead))
    return told and _none_is_work(nodes)


def names_objects(lead: str, nodes: Sequence[Node]) -> bool:
    """The things that something was done to: "We removed the records of these hosts:"."""
    label = _bare(lead)
    named = _OBJECTS.search(label) is not None or not_work.names_things(label)
    return sentences.ends_label(lead) and named and _none_is_work(nodes)


def details_a_report(lead: str, nodes: Sequence[Node]) -> bool:
    """How something that was done works: "Changed the script so that it starts the database:"."""
    last = _last_sentence(lead)
    return sentences.ends_label(lead) and last.count(" ") > 3 and orders.is_past(last) and _none_is_work(nodes)


def advises_readers(lead: str, _nodes: Sequence[Node]) -> bool:
    """Advice for those who read it: "We recommend to all users:"."""
    advised = _ADVICE.search(lead) is not None or (sentences.ends_label(lead) and not_work.recommends(lead))
    return advised and not details.is_led(lead)


def is_record(_lead: str, nodes: Sequence[Node]) -> bool:
    """Names and values, one of them a day, and no work: "**Open items:** 7", "**Next review:** 2026-06-28"."""
    names = [_FIELD_NAME.match(node.said) for node in nodes]
    if len(nodes) < 2 or None in names or not any(is_dated_field(node, Role.REMARKS) for node in nodes):
        return False
    rest = [node.said[name.end() :] for node, name in zip(nodes, names, strict=True) if name]
    return not any(map(orders.is_work, rest)) and not any(map(details.is_detail, (node.said for node in nodes)))


def is_for_others(node: Node, role: Role) -> bool:
    """What readers or customers should do, outside action items: "Customers should rotate their keys"."""
    return role is not Role.TASKS and asks_readers(node.said)


def asks_readers(text: str) -> bool:
    """True for a sentence that tells readers or customers what to do, and is no work of somebody's."""
    return not_work.asks_readers(text) and not is_boxed(text) and not details.is_assigned(text)


def is_housekeeping(node: Node, _role: Role) -> bool:
    """A box about the document itself: "[ ] All sections are filled in"."""
    box = read_box(node.said)
    if box is None:
        return False
    text = node.said[box.body :]
    if not_work.tells_of_document(text):
        return True
    return "@" not in text and _HOUSEKEEPING.match(text) is not None and _ORDERS_TO_TELL.match(text) is None


def is_dated_field(node: Node, _role: Role) -> bool:
    """A name and a day, which say nothing to do: "**Next review:** 2026-06-28"."""
    name = _FIELD_NAME.match(node.said)
    if name is None or node.children or orders.is_named_work(name[1]):
        return False
    return _DAY.match(node.said[name.end() :]) is not None


def is_pointer(node: Node, _role: Role) -> bool:
    """A line that only says where more is told: "See section 3.4 for the list"."""
    return not node.children and sentences.is_pointer(node.said)


def is_complaint(node: Node, role: Role) -> bool:
    """A cross before what could have gone better tells what went wrong, not what to do."""
    return role is Role.REMARKS and (node.picture or node.said[:1] or " ") in _CROSSES


LISTS: tuple[ListRule, ...] = (
    gives_reasons,
    are_notes,
    names_objects,
    is_for_a_case,
    details_a_report,
    advises_readers,
    is_record,
)
FOR_OTHERS = named(is_for_others)
ITEMS: tuple[ItemRule, ...] = (is_for_others, is_housekeeping, is_dated_field, is_pointer, is_complaint)


def leaves_out(node: Node, role: Role) -> Rule | None:
    """The rule by which a list item is no measure, whatever section it stands in."""
    return next((named(rule) for rule in ITEMS if rule(node, role)), None)


def owns(lead: str, nodes: Sequence[Node]) -> Rule | None:
    """The rule by which a list belongs to the sentence before it, which is no announcement of measures."""
    if any(is_boxed(node.said) or details.is_assigned(node.said) for node in nodes):
        return None
    return next((named(rule) for rule in LISTS if rule(lead, nodes)), None)


def is_aside(title: str) -> bool:
    """True for a title of reasons, names or records beside the measures."""
    bare = title.strip(" :*_?：")
    if _WHY.fullmatch(bare) is not None or _CHECKLIST.fullmatch(bare) is not None:
        return True
    return _ASIDES.whole(reduce(bare[:_LONGEST_ASIDE]).split()) != 0


def is_crossed(title: str) -> bool:
    """True for a title with a cross, as in "What could be better ❌" beside "What went well ✅"."""
    return any(sign in title for sign in _CROSSES)


def _none_is_work(nodes: Sequence[Node]) -> bool:
    return not any(orders.is_work(node.said) or orders.is_concrete(node.said) for node in nodes)


def _last_sentence(lead: str) -> str:
    """What announces the list: the sentences before it tell something else."""
    return re.split(r"[.!?。]\s+(?=[^\W\d_])", _bare(lead))[-1]


def _bare(lead: str) -> str:
    return lead.rstrip(" \t*_:：")
