"""Which regular expressions cost the square of a text, or more: decided from their structure, without a clock.

A pattern becomes an automaton without ε. Work grows faster than the text where one run of characters can be read in two
ways that both go round: within two repeats, or by a repeat and by a search that starts anew at each character
(Weideman et al., "Analyzing matching time behavior of backtracking regular expression matchers", 2016). A repeat after
which every continuation matches costs no more; nor does what a possessive repeat or an atomic group leaves behind.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_COPIES = 2  # of what a bounded repeat repeats; more copies go round no more than these
_STEPS = 30_000  # of one search for a witness
_COMMON = " \t\n\raAzZéßſ019_-—./:@#*`~|<>()[]{}\"',;!?&=+\\^$%x中\u00a0"
Test = Callable[[str], bool]
Condition = Callable[[str, str], bool]  # of the characters before and after
_Reached = dict[int, set[int]]  # states by the one from which they are reached, or to which they lead


class Witness(NamedTuple):
    """Text that costs more than twice the time where it is twice as long: ``first``, ``again`` repeated, ``last``."""

    first: str
    again: str
    last: str
    why: str

    def text(self, length: int) -> str:
        """The hostile text of about a length."""
        return self.first + self.again * max(1, length // len(self.again)) + self.last


@dataclass
class _State:
    """A place between characters: what may be read there, and where one gets without reading."""

    reads: list[tuple[Test, int]] = field(default_factory=list)
    free: list[tuple[int, Condition | None]] = field(default_factory=list)
    atoms: tuple[int, ...] = ()  # the atomic groups around it
    aside: bool = False  # within a look-ahead, whose success reads nothing
    goes_round: bool = False  # within a repeat without end
    doubtful: bool = False  # within a reference to what a group has matched


class Automaton:
    """The automaton of one pattern; ``searched`` where it may start at each character."""

    def __init__(self, pattern: re.Pattern[Any], *, searched: bool) -> None:
        source = pattern.pattern
        tree = parser.parse(source, pattern.flags & ~re.DEBUG)
        self.flags = tree.state.flags
        self.bytes = isinstance(source, bytes)
        self.states: list[_State] = []
        self._groups: dict[int, Any] = {}
        self._tests: dict[str, Test] = {}  # by what they ask, each once
        self._behind: list[Test] = []  # what is asked about the character before
        self._atoms: tuple[int, ...] = ()
        self._aside = self._doubtful = self._goes_round = False
        self._next_atom = 0
        self.exits: dict[int, int] = {}  # where one leaves each atomic group
        self.start = self._state()
        self.final = self._state()
        self._build(tree, self.start, self.final)
        self.loop = -1
        if searched:
            self._goes_round = True
            self.loop = self._state()
            self.states[self.loop].reads.append((lambda _: True, self.loop))
            self.states[self.loop].free.append((self.start, None))
        self.alphabet = self._alphabet(source)
        kinds = {char: tuple(test(char) for test in self._behind) for char in self.alphabet}
        first = {kind: char for char, kind in reversed(kinds.items())}
        self.kind = {char: first[kind] for char, kind in kinds.items()}
        self._cache: dict[tuple[int, str, str], dict[int, int]] = {}
        self._read: dict[tuple[int, str], list[str]] = {}
        self._steps: dict[tuple[int, str, str], dict[int, int]] = {}
        self._ends: dict[tuple[frozenset[int], str, str, frozenset[int]], bool] = {}
        self._surely: dict[tuple[frozenset[int], str, str], frozenset[int]] = {}

    # --- building -------------------------------------------------------------------------------------------------

    def _state(self) -> int:
        made = _State(atoms=self._atoms, aside=self._aside, doubtful=self._doubtful, goes_round=self._goes_round)
        self.states.append(made)
        return len(self.states) - 1

    def _free(self, start: int, end: int, condition: Condition | None = None) -> None:
        self.states[start].free.append((end, condition))

    def _build(self, tree: Any, start: int, end: int) -> None:
        items = list(tree)
        for index, (op, value) in enumerate(items):
            following = end if index == len(items) - 1 else self._state()
            self._one(op, value, start, following)
            start = following
        if not items:
            self._free(start, end)

    def _one(self, op: Any, value: Any, start: int, end: int) -> None:
        if (test := self._test(op, value)) is not None:
            self.states[start].reads.append((test, end))
        elif op is ops.BRANCH:
            for each in value[1]:
                self._build(each, start, end)
        elif op is ops.SUBPATTERN:
            group, _, _, inner = value
            if group is not None:
                self._groups[group] = inner
            self._build(inner, start, end)
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            self._repeat(op, value, start, end)
        elif op is ops.ATOMIC_GROUP:
            self._atomic(lambda first, last: self._build(value, first, last), start, end)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            self._assertion(op, value, start, end)
        elif op is ops.AT:
            self._free(start, end, self._place(value))
        elif op is ops.GROUPREF:
            self._again(self._groups[value], start, end)
        elif op is ops.GROUPREF_EXISTS:
            _, yes, no = value
            self._build(yes, start, end)
            self._build(no or [], start, end)
        else:
            raise NotImplementedError(op)

    def _again(self, group: Any, start: int, end: int) -> None:
        """What a group has matched once more: as the group may read, but one may not rely on its matching."""
        before, self._doubtful = self._doubtful, True
        last = self._state()
        self._build(group, start, last)
        self._doubtful = before
        self._free(last, end)

    def _repeat(self, op: Any, value: Any, start: int, end: int) -> None:
        least, most, inner = value
        if op is ops.POSSESSIVE_REPEAT:
            single = self._single(inner)
            stays = None if most is not ops.MAXREPEAT else single
            self._atomic(lambda first, last: self._copies(least, most, inner, first, last, stays), start, end)
        else:
            self._copies(least, most, inner, start, end, None)

    def _copies(self, least: int, most: Any, inner: Any, start: int, end: int, stays: Test | None) -> None:
        leave: Condition | None = None if stays is None else (lambda _, after: not after or not stays(after))
        for _ in range(min(least, _COPIES)):
            following = self._state()
            self._build(inner, start, following)
            start = following
        if most is ops.MAXREPEAT:
            before, self._goes_round = self._goes_round, True
            round_ = self._state()
            self._free(start, round_)
            back = self._state()
            self._build(inner, round_, back)
            self._free(back, round_)
            self._goes_round = before
            self._free(round_, end, leave)
            return
        for _ in range(min(int(most) - min(least, int(most)), _COPIES)):
            self._free(start, end)
            following = self._state()
            self._build(inner, start, following)
            start = following
        self._free(start, end)

    def _atomic(self, build: Callable[[int, int], None], start: int, end: int) -> None:
        before = self._atoms
        self._next_atom += 1
        self._atoms = (*before, self._next_atom)
        first, last = self._state(), self._state()
        self.exits[self._next_atom] = last
        self._free(start, first)
        build(first, last)
        self._atoms = before
        self._free(last, end)

    def _single(self, tree: Any) -> Test | None:
        """The test of a tree that reads exactly one character."""
        items = list(tree)
        if len(items) != 1:
            return None
        op, value = items[0]
        if op is ops.SUBPATTERN:
            return self._single(value[3])
        if op is ops.BRANCH:
            tests = [self._single(each) for each in value[1]]
            return None if None in tests else (lambda char: any(test(char) for test in tests if test))
        return self._test(op, value)

    def _assertion(self, op: Any, value: Any, start: int, end: int) -> None:
        direction, inner = value
        test = self._single(inner)
        no = op is ops.ASSERT_NOT
        if test is not None:
            self._tests.setdefault(f"{inner}", test)
            if direction < 0:
                self._behind.append(test)
                self._free(start, end, lambda before, _: bool(before and test(before)) is not no)
            else:
                self._free(start, end, lambda _, after: bool(after and test(after)) is not no)
            return
        self._free(start, end)
        if direction > 0:  # what it reads is read again by what follows: a dead end of its own
            aside, self._aside = self._aside, True
            first = self._state()
            self._free(start, first)
            self._build(inner, first, self._state())
            self._aside = aside

    def _place(self, at: Any) -> Condition:
        many = self.flags & re.MULTILINE
        if at in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            lines = many and at is ops.AT_BEGINNING
            self._tests["line"] = lambda char: char == "\n"
            self._behind.append(lambda char: bool(lines) and char == "\n")
            return lambda before, _: not before or bool(lines and before == "\n")
        if at in (ops.AT_END, ops.AT_END_STRING):
            return lambda _, after: not after or bool(many and at is ops.AT_END and after == "\n")
        edge = at is ops.AT_BOUNDARY
        self._tests["word"] = _is_word
        self._behind.append(_is_word)
        return lambda before, after: (_is_word(before) is not _is_word(after)) is edge

    def _test(self, op: Any, value: Any) -> Test | None:
        """Whether a character is one of those that a single item reads."""
        if op not in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN):
            return None
        name = f"{op} {value}"
        if name not in self._tests:
            self._tests[name] = cache(self._new_test(op, value))
        return self._tests[name]

    def _new_test(self, op: Any, value: Any) -> Test:
        if op is ops.LITERAL:
            return lambda char: value in self._cases(char)
        if op is ops.NOT_LITERAL:
            return lambda char: value not in self._cases(char)
        if op is ops.IN:
            return lambda char: self._among(value, char)
        every = self.flags & re.DOTALL
        return lambda char: bool(every) or char != "\n"

    def _cases(self, char: str) -> set[int]:
        if not self.flags & re.IGNORECASE:
            return {ord(char)}
        return {ord(each) for each in (char, char.lower(), char.upper()) if len(each) == 1}

    def _among(self, items: Any, char: str) -> bool:
        codes = self._cases(char)
        no, found = False, False
        for op, value in items:
            if op is ops.NEGATE:
                no = True
            elif op is ops.LITERAL:
                found |= value in codes
            elif op is ops.RANGE:
                found |= any(value[0] <= code <= value[1] for code in codes)
            elif op is ops.CATEGORY:
                found |= _CATEGORIES[str(value)](char)
            else:
                raise NotImplementedError(op)
        return found is not no

    def _alphabet(self, source: str | bytes) -> list[str]:
        """One character of each kind that the pattern tells apart."""
        written = source.decode("latin-1") if isinstance(source, bytes) else source
        kinds: dict[tuple[bool, ...], str] = {}
        for char in dict.fromkeys([*"a 0-", *_COMMON, *written, *(each.swapcase() for each in written)]):
            if len(char) == 1 and not (self.bytes and ord(char) > 255):
                kinds.setdefault(tuple(test(char) for test in self._tests.values()), char)
        return list(kinds.values())

    # --- running --------------------------------------------------------------------------------------------------

    def reached(self, state: int, before: str, after: str) -> dict[int, int]:
        """The states that are reached without reading, and in how many ways (two stand for more)."""
        key = (state, before, after)
        if (known := self._cache.get(key)) is None:
            known = self._cache[key] = {}
            self._walk(state, before, after, set(), known)
        return known

    def _walk(self, state: int, before: str, after: str, path: set[int], found: dict[int, int]) -> None:
        found[state] = found.get(state, 0) + 1
        if state in path or found[state] > 2:
            return
        path.add(state)
        for target, condition in self.states[state].free:
            if condition is None or condition(before, after):
                self._walk(target, before, after, path, found)
        path.discard(state)

    def step(self, state: int, before: str, char: str) -> dict[int, int]:
        """The states after one character, and in how many ways; ``before`` is the one that stands for its kind."""
        key = (state, before, char)
        if (result := self._steps.get(key)) is None:
            result = self._steps[key] = {}
            for each, ways in self.reached(state, before, char).items():
                for test, target in self.states[each].reads:
                    if test(char):
                        result[target] = result.get(target, 0) + ways
        return result

    def read_by(self, state: int, before: str) -> list[str]:
        """The characters that a state reads."""
        if (found := self._read.get((state, before))) is None:
            found = self._read[state, before] = [char for char in self.alphabet if self.step(state, before, char)]
        return found

    def all_after(self, states: frozenset[int], before: str, char: str) -> frozenset[int]:
        """The states that are surely reached after one character from any of some."""
        key = (states, before, char)
        if (result := self._surely.get(key)) is None:
            following = (target for state in states for target in self.step(state, before, char))
            result = self._surely[key] = frozenset(each for each in following if not self.states[each].doubtful)
        return result

    def ends(self, states: frozenset[int], before: str, after: str, goals: frozenset[int]) -> bool:
        """Whether one of the states has matched, or left the atomic group after which nothing is tried again."""
        key = (states, before, after, goals)
        if (result := self._ends.get(key)) is None:
            reached = (self.reached(state, before, after) for state in states)
            result = self._ends[key] = not all(map(goals.isdisjoint, reached))
        return result


def _is(kind: re.Pattern[str], char: str) -> bool:
    return kind.match(char) is not None


_CATEGORIES: dict[str, Test] = {
    f"CATEGORY_{name}{kind}": partial(_is, re.compile(sign))
    for kind, letter in (("DIGIT", "d"), ("SPACE", "s"), ("WORD", "w"))
    for name, sign in (("", f"\\{letter}"), ("NOT_", f"\\{letter.upper()}"))
}


def _is_word(char: str) -> bool:
    return bool(char) and (char.isalnum() or char == "_")


def witness(pattern: re.Pattern[Any], *, searched: bool = True) -> Witness | None:
    """Text on which the work grows faster than its length, or None where there is none."""
    automaton = Automaton(pattern, searched=searched)
    links = _links(automaton)
    back = _turned(links)
    after = {state: _reachable(links, state) for state in links if automaton.states[state].goes_round}
    before = {state: _reachable(back, state) for state, later in after.items() if state in later}
    rounds = list(_rounds(links, after, before))
    for outer in rounds:
        for inner in rounds:
            if inner == automaton.loop or inner not in after[outer]:
                continue
            if outer != inner and outer in after[inner]:
                continue  # in one round each of its states shows what there is to see
            if set(automaton.states[outer].atoms) - set(automaton.states[inner].atoms):
                continue  # what was left behind in an atomic group is not tried again
            if run := _Pair(automaton, outer, inner, after, before).run():
                return run
    return None


def _rounds(links: _Reached, after: _Reached, before: _Reached) -> Iterator[int]:
    """The states that one character leads back to, and one of each round of several characters."""
    seen: set[int] = set()
    for state in before:
        if state in links[state]:
            yield state
        elif state not in seen:
            seen |= after[state] & before[state]
            yield state


def _links(automaton: Automaton) -> _Reached:
    """From each state that a character leads to, those that the next one may lead to, whatever stands around."""
    found: dict[int, set[int]] = {}
    waiting = [automaton.start, *([automaton.loop] if automaton.loop >= 0 else [])]
    while waiting:
        state = waiting.pop()
        if state in found:
            continue
        found[state] = set()
        seen, todo = {state}, [state]
        while todo:
            each = todo.pop()
            found[state] |= {target for _, target in automaton.states[each].reads}
            new = {target for target, _ in automaton.states[each].free} - seen
            seen |= new
            todo += new
        waiting += found[state]
    return found


def _turned(links: _Reached) -> _Reached:
    """The same from the end: to each state, those that lead to it by one character."""
    found: dict[int, set[int]] = {state: set() for state in links}
    for state, following in links.items():
        for each in following:
            found[each].add(state)
    return found


def _reachable(links: _Reached, state: int) -> set[int]:
    """From a state all that is reached by one character or more."""
    seen: set[int] = set()
    todo = list(links[state])
    while todo:
        each = todo.pop()
        if each not in seen:
            seen.add(each)
            todo += links[each]
    return seen


class _Node(NamedTuple):
    """Where three readers of one run are, the character before, and all that the third may have become."""

    stays: int
    moves: int
    waits: int
    before: str
    live: frozenset[int]
    apart: bool


class _Pair:
    """Looks for a run that stays at ``outer``, leads from it to ``inner`` and stays there, and matches nowhere on."""

    def __init__(self, automaton: Automaton, outer: int, inner: int, after: _Reached, before: _Reached) -> None:
        self._all = automaton
        self._outer, self._inner = outer, inner
        self._stays = after[outer] & before[outer]
        self._waits = after[inner] & before[inner]
        self._moves = after[outer] & (before[inner] | {inner})
        self._aside = automaton.states[inner].aside
        shared = set(automaton.states[outer].atoms) & set(automaton.states[inner].atoms)
        self._goals = frozenset((automaton.final, *(automaton.exits[atom] for atom in shared)))

    def run(self) -> Witness | None:
        for before in dict.fromkeys(self._all.kind.values()):
            if found := self._from(before):
                return found
        return None

    def _from(self, before: str) -> Witness | None:
        first = _Node(self._outer, self._outer, self._inner, before, frozenset({self._inner}), False)
        came: dict[_Node, tuple[_Node, str] | None] = {first: None}
        queue = deque([first])
        while queue and len(came) < _STEPS:
            node = queue.popleft()
            for char in self._all.read_by(node.waits, node.before):
                for following in self._next(node, char):
                    if following in came:
                        continue
                    came[following] = (node, char)
                    queue.append(following)
                    if self._closes(following, first) and (found := self._confirmed(_run(came, following))):
                        return found
        return None

    def _next(self, node: _Node, char: str) -> Iterator[_Node]:
        step, before = self._all.step, node.before
        stays = step(node.stays, before, char)
        waits = [each for each in step(node.waits, before, char) if each in self._waits]
        if not waits or (not self._aside and self._all.ends(node.live, before, char, self._goals)):
            return
        live = self._all.all_after(node.live, before, char)
        now = self._all.kind[char]
        moves = stays if node.stays == node.moves else step(node.moves, before, char)
        for two, ways in moves.items():
            if two not in self._moves:
                continue
            for one in stays:
                if one in self._stays:
                    apart = node.apart or one != two or (node.stays == node.moves and ways > 1)
                    yield from (_Node(one, two, three, now, live, apart) for three in waits)

    def _closes(self, node: _Node, first: _Node) -> bool:
        there = (self._outer, self._inner, self._inner, first.before)
        return (node.stays, node.moves, node.waits, node.before) == there and node.apart

    def _confirmed(self, run: str) -> Witness | None:
        """The witness, where going on never matches on the way and something can follow that lets all of it fail."""
        live, last = frozenset({self._inner}), self._all.kind[run[-1]]
        for char in run * 3:
            if not self._aside and self._all.ends(live, last, char, self._goals):
                return None
            live = self._all.all_after(live, last, char)
            last = self._all.kind[char]
        for end in ("", *self._all.alphabet):
            if not self._aside and self._all.ends(live, last, end, self._goals):
                continue
            if (
                not end
                or self._aside
                or not self._all.ends(self._all.all_after(live, last, end), self._all.kind[end], "", self._goals)
            ):
                return Witness(self._way(run), run, end, self._why())
        return None

    def _why(self) -> str:
        if self._outer == self._all.loop:
            return "each start reads on"
        return "one repeat reads it in two ways" if self._outer == self._inner else "two repeats share it"

    def _way(self, run: str) -> str:
        """The shortest text that leads to the first of the two."""
        if self._outer == self._all.loop:
            return ""
        found = [(self._all.start, "")]
        queue = deque([(self._all.start, "", "")])
        seen = set(found)
        while queue:
            state, before, text = queue.popleft()
            if state == self._outer:
                return text
            for char in self._all.alphabet:
                for target in self._all.step(state, before, char):
                    if (target, kind := self._all.kind[char]) not in seen:
                        seen.add((target, kind))
                        queue.append((target, kind, text + char))
        return ""


def _run(came: dict[_Node, tuple[_Node, str] | None], node: _Node) -> str:
    run = ""
    while (step := came[node]) is not None:
        node, char = step
        run = char + run
    return run
