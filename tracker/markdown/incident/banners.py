"""Marks of confidentiality that are no field: in brackets, in a title, in a comment, in a sentence at the head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.incident.limits import ITSELF, is_limit
from postmortem_tracker.markdown.incident.secrecy import NEGATIONS, TLP, Word, closes_alone, has_stem, is_mark, may_tell
from postmortem_tracker.markdown.incident.spelling import folded, words_of, words_under
from postmortem_tracker.markdown.words.boxes import ANY_BOX
from postmortem_tracker.markdown.words.languages import every

_BANNER = re.compile(
    r"(?:(?:strictly|highly|company|internal|private)[ -](?:and |& )?)*confidential[\])* ]*(?:$|[-–—,.;(!|/&]|and\b)"
)
_IN_CAPITALS = re.compile(r"[\W_]*INTERNAL ONLY\b")
_HEADING = re.compile(r"[ \t>]*(?:#{1,6}(?:[ \t]|$)|<h[1-6]\b)", re.IGNORECASE)
_BOLD = re.compile(r"[ \t>]*(?:\*\*[^*]+\*\*|__[^_]+__):?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_LISTED = re.compile(r"[ \t>]*(?:[-+*]|\d{1,9}[.)]|\|)[ \t]")
_BOXED = re.compile(rf"[ \t>]*(?:[-+*]|\d{{1,9}}[.)])[ \t]+{ANY_BOX}[ \t]*")
_TAG = re.compile(r"<!--|-->|<[^<>]*>")
# What a note begins with on GitHub, in MkDocs, Docusaurus, GitBook, Hugo and Jekyll.
_NOTE = re.compile(r"[ \t>]*(?:\[!\w{1,30}\][+-]?|(?:!{3}|\?{3}\+?|:{3,9})[ \t]*\{?\w{1,30}\}?(?=[ \t\[\"]))(?!\S*$)")
_TEMPLATE = re.compile(r"\{[%{][^{}]{0,300}[%}]\}")
_VALUE = re.compile(r"=[ \t]?(?:\"([^\"<>]{1,300})\"|'([^'<>]{1,300})'|([\w-]{1,60}))")
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z0-9_+-]+:(?![\w:])", re.IGNORECASE)
_BRACKETS = re.compile(r"(?<!\])[\[({【（「『〔《]([^\[\](){}【】（）「」『』〔〕《》]++)[\])}】）」』〕》]")
_HASHTAG = re.compile(r"(?<![\w#/])#(\w+(?:-\w+)*)")
_SEGMENT = re.compile(r"[\n:：|/•·–—]|(?<!\S)-+(?!\S)")
_SENTENCE = re.compile(r"[^.!?;。！？]+[.!?;。！？]*")
_CLAUSE = re.compile(r"[,;:，；：、–—]|(?<!\S)-+(?!\S)")
_LETTERS = re.compile(r"(?<!\w)(?<!\w[ .])\w(?:[ .]\w)++(?!\w)")
_ADDRESS = re.compile(r"https?://[^\s)>]*|(?<!!)(\[[^\[\]]+\]\()[^\s)]*")  # a link's, not a picture's
_PICTURE = re.compile(r"!\[[^\[\]]*\]\(([^\s()]+)")
_SPELLED = re.compile(r"\w+")

# What people call the document itself, and what is in it.
_DOCUMENT = words_under("documents") | {words[-1] for words in map(words_of, every("incident", "reports")) if words}
_IS, _HOLDS, _TREAT = words_under("is"), words_under("holds"), words_under("treat")
_BESIDE, _CONDITIONS = words_under("adds_nothing"), words_under("conditions")
_DATA = frozenset(words_of(each)[0] for each in every("confidential", "data") if "*" not in each)
_STEMS = tuple(words_of(each)[0] for each in every("confidential", "data") if "*" in each)
_ASKING = ("?", "？")
_LOCKS = ("\U0001f512", ":lock:")
_AROUND_A_LOCK = " \t#>*_|-=\ufe0e\ufe0f"
_SHORT = 200  # characters of such a part that are looked at
_COUNTS = (1, 2, 3)  # words of what closes alone
_FEW = 5  # words of "Keep this confidential"

Mark = tuple[Word, str]


class Head:
    """Where a walk over the lines at the start of an incident is: before, in, or behind its head."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._titles = 0
        self._titled = False

    def reach(self, number: int, line: str) -> None:
        """Go on to the next line."""
        self._titled = self._is_title(number, line)
        self._titles += self._titled

    def marks(self, line: str) -> Iterator[Mark]:
        """What the line that was reached says beside the fields in it."""
        words = _SHORTCODE.sub(" ", _TEMPLATE.sub(" ", untagged(line))).strip()
        note = _NOTE.match(words)
        if note and is_banner(words[note.end() :]):
            words = words[note.end() :]
        listed = _LISTED.match(line) is not None
        boxed = _BOXED.match(words)
        said = words[boxed.end() :] if boxed else words
        if is_banner(said, whole=listed and (self._titles > 1 or boxed is not None)):
            yield Word.CLOSED if is_banner(said, surely=True) else Word.DOUBTFUL, words
        elif _is_locked(line, title=self._titled and self._titles == 1):
            yield Word.DOUBTFUL, line.strip()
        elif self._titled and self._titles == 1:
            yield from of_title(words)
        elif self._titled:
            yield from _bracketed(words, anything=False)
            yield from _shouted(words)
            if self._titles == 2 and _BOLD.match(line) and closes_alone(words):
                yield Word.CLOSED, words
        elif listed:
            return
        elif self._titles < 2:
            yield from _bracketed(words, anything=False)
            yield from _of_tags(line)
            yield from _of_pictures(line)
            yield from of_sentences(words, conditional="<!--" in line)
        else:
            yield from _of_the_document(words)

    def _is_title(self, number: int, line: str) -> bool:
        if _HEADING.match(line):
            return True
        if _BOLD.match(line):
            return self._titles > 0
        below = self._lines[number + 1] if number + 1 < len(self._lines) else ""
        return _UNDERLINE.match(below) is not None


def untagged(line: str) -> str:
    """A line without its tags; what stands in a comment stays."""
    return _TAG.sub(" ", line) if "<" in line or "-->" in line else line


def is_banner(text: str, *, whole: bool = False, surely: bool = False) -> bool:
    """True where a line, or a sentence of it, is such a mark from its beginning on; ``whole``: and nothing else.

    With ``surely`` whatever it goes on with is about the mark.
    """
    said = folded(text)
    if ("tlp" in said and TLP.search(said)) or _IN_CAPITALS.match(text):
        return True
    if is_limit(_bare(text), whole=whole, surely=surely):
        return True
    return _BANNER.match(said.strip("\t >|*_#+-[]({\"'!:")) is not None or _BANNER.match(_bare(said)) is not None


def _bare(text: str) -> str:
    """A text from its first letter on: without signs, pictures and marks of Markdown."""
    found = _SPELLED.search(text)
    return text[found.start() :].lstrip("_") if found else ""


def of_title(text: str) -> Iterator[Mark]:
    """What a title says: a mark in brackets, as a part of its own, in capitals, or as its first or last word."""
    yield from _bracketed(text, anything=True)
    yield from _shouted(text)
    limits = [part for part in _later_parts(text) if is_limit(_bare(part))]
    if limits:
        yield Word.CLOSED if any(map(_is_sure, limits)) else Word.DOUBTFUL, text
    parts = [part for part in _SEGMENT.split(text) if part.strip()]
    for at, part in enumerate((*parts[:1], *parts[1:][-1:])):
        said = _words(part)
        apart = _begins_or_ends(said) or not any(map(is_mark, said))
        if closes_alone(" ".join(said)) and apart and not any(map(_is_data, said)):
            asked = part.rstrip().endswith(_ASKING)
            sure = _is_sure(part) or (len(parts) > 1 and not at)  # "Restricted: late mails"
            yield Word.CLOSED if sure and not asked else Word.DOUBTFUL, text
    said = _words(text)
    if not text.rstrip().endswith(_ASKING) and _begins_or_ends(said) and not _denied(said):
        yield Word.DOUBTFUL, text


def _is_sure(part: str) -> bool:
    """Whether a part of a title marks the document: in "DNS: internal" a single word may be about the DNS."""
    said = _words(part)
    if len(said) > 1 or any(each.isupper() for each in _SPELLED.findall(part)):
        return True
    return any(is_mark(word) or has_stem(word) for word in said)


def _is_locked(line: str, *, title: bool) -> bool:
    """Whether a line is nothing but a lock, or, as the title, ends with one."""
    bare = line.strip(_AROUND_A_LOCK)
    return bare in _LOCKS or (title and bare.endswith(_LOCKS))


def may_be_locked(line: str) -> bool:
    """Whether a line has a lock at all."""
    return any(lock in line for lock in _LOCKS)


def _later_parts(text: str) -> Iterator[str]:
    return (text[found.end() : found.end() + _SHORT] for found in _SEGMENT.finditer(text))


def of_prose(text: str) -> Iterator[Mark]:
    """What a summary says: whatever a title or a sentence at the head could."""
    yield from of_title(text)
    yield from of_sentences(text)


def of_sentences(text: str, *, conditional: bool = False) -> Iterator[Mark]:
    """What the sentences of a paragraph say about the document; with ``conditional``, "mark it if …" says nothing."""
    for sentence in filter(may_tell, _sentences(text)):
        word = None if conditional and not _CONDITIONS.isdisjoint(_words(sentence)) else _judged(sentence)
        if word is not None:
            yield word, sentence


def _of_the_document(text: str) -> Iterator[Mark]:
    """What a sentence of a later paragraph says that begins with "This document" or the like."""
    for sentence in _sentences(text):
        if not _DOCUMENT.isdisjoint(_words(sentence)[:2]) and _judged(sentence) is Word.CLOSED:
            yield Word.DOUBTFUL, sentence


def _sentences(text: str) -> Iterator[str]:
    return (found[0].strip() for found in _SENTENCE.finditer(_ADDRESS.sub(r"\g<1> ", text)))


def _judged(sentence: str) -> Word | None:
    """What a sentence says about the document; None where it says nothing of who may read it."""
    if is_banner(sentence):
        return Word.CLOSED if is_banner(sentence, surely=True) else Word.DOUBTFUL
    if any(is_limit(_bare(part), whole=True) for part in _later_parts(sentence)):
        return Word.CLOSED
    if sentence.endswith(_ASKING):
        return None
    said = _words(sentence)
    word = None if _denied(said) else _of_sentence(sentence, said)
    if word is not None:
        return word
    last = _CLAUSE.split(sentence)[-1]
    limited = _CONDITIONS.isdisjoint(said) and is_limit(_bare(last), whole=True)
    return Word.DOUBTFUL if limited or _is_mark_alone(_words(last)) else None


def _of_sentence(sentence: str, said: Sequence[str]) -> Word | None:
    marks = [at for at, word in enumerate(said) if is_mark(word)]
    if not marks:
        return _of_this(said)
    others = {word for at, word in enumerate(said) if at not in marks}
    if (
        next(_shouted(sentence), None)
        or (_TREAT & others and (_DOCUMENT & others or len(said) < _FEW))
        or not others - _BESIDE - _DOCUMENT - _IS
    ):
        return Word.CLOSED
    if _DOCUMENT.intersection(said[:4]) and _IS.intersection(said[: marks[-1]]):
        return Word.CLOSED if len(said) - marks[-1] <= 3 else Word.DOUBTFUL
    if _TREAT & others and not any(map(_is_data, said[marks[-1] + 1 :][:1])):  # "Please treat as confidential, for SRE"
        return Word.CLOSED if _TREAT.intersection(said[:2]) else Word.DOUBTFUL
    if said[0] in _HOLDS or _is_of_data_alone(said):
        return Word.DOUBTFUL
    # "ACME Confidential, Proprietary"
    named = len(said) < _FEW and len(others - _BESIDE) == 1 and not any(map(_is_data, said))
    return Word.DOUBTFUL if named or _begins_or_ends(said) else None


def _is_mark_alone(said: Sequence[str]) -> bool:
    """Whether a clause marks the document, whatever stands before it: "Not for customers, it is confidential"."""
    others = {word for word in said if not is_mark(word)}
    return any(map(is_mark, said)) and not others - _BESIDE - _DOCUMENT - _IS - {"it"}


def _is_of_data_alone(said: Sequence[str]) -> bool:
    """Whether nothing is told of the confidential data: what is in the document is meant."""
    return all(is_mark(word) or word in _BESIDE or _is_data(word) for word in said)


def _is_data(word: str) -> bool:
    return word in _DATA or word.startswith(_STEMS)


def _of_this(said: Sequence[str]) -> Word | None:
    """What "RESTRICTED", "This page is for internal use only" and, in doubt, "This bucket is private" say."""
    if not any(closes_alone(" ".join(said[-count:])) for count in _COUNTS):
        return None
    if len(said) in _COUNTS and closes_alone(" ".join(said)) and not any(map(has_stem, said)):
        return Word.CLOSED
    verb = next((at for at, word in enumerate(said) if word in _IS), 0)
    if said[0] != "this" or not verb:
        return None
    return Word.CLOSED if verb == 1 or _DOCUMENT.intersection(said[1:verb]) else Word.DOUBTFUL


def _denied(said: Sequence[str]) -> bool:
    """Whether a "not" stands before the last mark, and behind "this document" where that is named before it."""
    last = max((at for at, word in enumerate(said) if is_mark(word)), default=len(said))
    named = (at for at in range(1, last) if said[at] in _DOCUMENT and said[at - 1] in ITSELF)
    return not NEGATIONS.isdisjoint(said[max(named, default=0) : last])


def _begins_or_ends(said: Sequence[str]) -> bool:
    """Whether the first or the last word is a mark, but for confidential data, which others have."""
    if not said:
        return False
    return is_mark(said[-1]) or (is_mark(said[0]) and not any(map(_is_data, said[1:3])))


def _words(text: str) -> tuple[str, ...]:
    """The words of a text; "C O N F I D E N T I A L" is one."""
    return words_of(_LETTERS.sub(lambda found: found[0].replace(" ", "").replace(".", ""), text))


def _bracketed(text: str, *, anything: bool) -> Iterator[Mark]:
    """Marks in brackets and hashtags; ``anything`` that says by itself that few may read, not only "confidential"."""
    for found in (*_BRACKETS.finditer(text), *_HASHTAG.finditer(text)):
        said = words_of(found[1])
        if is_limit(found[1].lstrip()):
            yield Word.CLOSED, text
        if "://" in found[1] or len(said) > 8 or _denied(said):
            continue
        marked = any(map(is_mark, said)) and not any(map(_is_data, said))
        if marked or (anything and closes_alone(found[1]) and not any(map(_is_data, said))):
            yield Word.CLOSED, text


def _shouted(text: str) -> Iterator[Mark]:
    """A mark in capitals among words that are not."""
    if text.isupper() or _denied(words_of(text)):
        return
    if any(len(found) > 4 and found.isupper() and is_mark(folded(found)) for found in _SPELLED.findall(text)):
        yield Word.CLOSED, text


def _of_tags(line: str) -> Iterator[Mark]:
    """A mark in a tag: the class of a banner, the text of a picture."""
    for tag in _TAG.findall(line) if "<" in line else ():
        values = (next(filter(None, found.groups()), "") for found in _VALUE.finditer(tag))
        marked = "://" not in tag and any(map(is_mark, words_of(tag)))
        if marked or any(is_banner(each, whole=True) for each in values if "://" not in each):
            yield Word.CLOSED, tag


def _of_pictures(line: str) -> Iterator[Mark]:
    """A mark in the address of a picture, as badges have it: it may be of something else."""
    for address in _PICTURE.findall(line) if "](" in line else ():
        if any(map(is_mark, words_of(address.rpartition("/")[2]))):
            yield Word.DOUBTFUL, line.strip()
