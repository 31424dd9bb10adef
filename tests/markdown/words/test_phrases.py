"""Phrase look-up says the same as a pattern of all phrases would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.markdown.words.phrases import Phrases, any_of, is_phrase, phrases, reduce

_LISTED = ("action item*", "action plan", "action", "prevent* strateg*", "corr*tive step*", "next step*", "step")
_KNOWN = Phrases({1: _LISTED[:3], 2: _LISTED[3:]})
_WORDS = st.lists(
    st.sampled_from(
        ["action", "actions", "items", "plan", "preventive", "strategy", "corrective", "steps", "next", "x"]
    ),
    max_size=7,
)


def _pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrase.replace("*", r"\w*") for phrase in listed) + r")\b")


@given(_WORDS)
def test_phrases_are_found_as_a_pattern_finds_them(words: list[str]) -> None:
    text = " ".join(words)
    bits = (1 if _pattern(_LISTED[:3]).search(text) else 0) | (2 if _pattern(_LISTED[3:]).search(text) else 0)
    assert _KNOWN.found(words) == bits


@given(_WORDS)
def test_a_whole_text_is_a_phrase_as_a_pattern_says(words: list[str]) -> None:
    text = " ".join(words)
    bits = (1 if _pattern(_LISTED[:3]).fullmatch(text) else 0) | (2 if _pattern(_LISTED[3:]).fullmatch(text) else 0)
    assert _KNOWN.whole(words) == bits


def test_the_longest_phrase_is_taken_and_the_rest_must_be_fillers() -> None:
    assert _KNOWN.covers(["the", "action", "plan"], 1, frozenset({"the"}))
    assert not _KNOWN.covers(["the", "action", "plan"], 2, frozenset({"the"}))
    assert not _KNOWN.covers(["action", "plan", "table"], 1, frozenset())
    assert _KNOWN.covers(["3", "next", "steps"], 2, frozenset())


@given(st.text(max_size=60))
def test_reducing_knows_no_difference_between_ascii_and_other_text(text: str) -> None:
    """A sign beyond ASCII at the end chooses the general way, which must say the same."""
    plain = text.encode("ascii", "ignore").decode()
    assert reduce(f"words {plain} é").removesuffix("é").strip() == reduce(f"words {plain}")


def test_phrases_are_listed_with_semicolons() -> None:
    assert phrases(" a b;\nc* ; ") == ("a b", "c*")
    assert reduce("2. **Follow-ups** & `To-do's`:") == "follow ups to dos"


def test_wildcards_may_stand_before_after_or_around_a_word() -> None:
    known = Phrases({1: ["*mortem"], 2: ["*予防*"], 4: ["prevent*"], 8: ["ab*"]})
    assert [known.found([word]) for word in ("postmortem", "今後予防策", "preventative", "a", "abc", "ab")] == [
        *(1, 2, 4, 0, 8, 8)
    ]


_SIMILAR = st.lists(st.text("abñ. ", min_size=1, max_size=4).map(lambda text: f"{text}*"[: len(text) + (text < "b")]))


@given(_SIMILAR.filter(bool), st.text("abñ. xA", max_size=9))
def test_any_of_finds_what_all_of_them_one_after_the_other_find(listed: list[str], text: str) -> None:
    ordered = sorted(dict.fromkeys(listed), key=lambda phrase: (-len(phrase), phrase))
    plain = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in ordered)
    for flags in (re.IGNORECASE, re.NOFLAG):
        said = [re.search(pattern, text, flags) for pattern in (any_of(*listed), f"(?:{plain})")]
        assert said[0] == said[1] or (said[0] and said[1] and said[0].span() == said[1].span())


@pytest.mark.parametrize("phrase", ["in_charge", "in charge", "In-Charge", "in_charge_"])
@pytest.mark.parametrize("title", ["in_charge", "In charge", "IN-CHARGE"])
def test_a_phrase_is_found_however_its_words_are_joined(phrase: str, title: str) -> None:
    assert Phrases({1: [phrase]}).whole(reduce(title).split()) == 1


@pytest.mark.parametrize("phrase", ["*", "**", "* *", "* review", "?", "who?", "", "–"])
def test_what_stands_for_any_word_is_no_phrase(phrase: str) -> None:
    known = Phrases({1: [phrase]})
    assert not is_phrase(phrase)
    assert [known.found(text.split()) for text in ("who", "code review", "done it")] == [0, 0, 0]


@pytest.mark.parametrize("phrase", ["*mortem", "*予防*", "prevent*", "in_charge", "42", "next * step*", "done *"])
def test_words_with_a_star_are_phrases(phrase: str) -> None:
    assert is_phrase(phrase)


@pytest.mark.parametrize("title", ["İyileştirmeler", "İYİLEŞTİRMELER", "iyileştirmeler"])
def test_a_dotted_capital_is_the_letter_that_it_is_the_capital_of(title: str) -> None:
    assert reduce(title) == "iyileştirmeler"
