"""What people do to documents and issues while nobody looks: the random moves of the simulation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from postmortem_tracker.model import Issue, IssueRef, State
from postmortem_tracker.sync.issue_text import marker
from tests.sync.memory import Server, closed

TEXTS = (
    "Add an alert on the depth of the import queue",
    "Write a runbook for failover between regions",
    "Limit retries of the payment worker",
    "Rehearse restoring the ledger from backup",
    "Document who may approve an emergency change",
    "Move session storage off the shared cache",
    "Refuse configuration without an owner",
    "Trace slow queries through the gateway",
)
_ITEM = re.compile(r"^[-*] .*\bzq\d+\b.*$")
_TOKEN = re.compile(r"\bzq\d+\b")
_LINK = re.compile(r" \(\[#\d+\]\([^)]*\)(?: (?:✓|won't do))?\)")


def token(text: str) -> str | None:
    """The word that tells which task a line or a title is about."""
    found = _TOKEN.search(text)
    return found[0] if found else None


def bare(text: str) -> str:
    """A document without anything a sync may write."""
    text = re.sub(r" \((?:✓|won't do)\)", "", _LINK.sub("", text))
    return re.sub(r"^([-*] )\[[ xX]\]", r"\1[ ]", text, flags=re.MULTILINE)


class Writers:
    """People who edit postmortems."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self.random = random
        self.tasks = 0
        self.copies: list[str] = []
        self.trash: list[tuple[str, bytes]] = []
        self.incidents = 0
        self.severed: list[str] = []  # tasks that nothing ties to their issue any more
        self.branch: dict[str, bytes] | None = None
        self.issues: Callable[[], list[tuple[int, str]]] = list  # numbers and how documents link them
        self.about: Callable[[int], str] = str  # the task of an issue

    def moves(self) -> tuple[Callable[[], None], ...]:
        lines = (self.tick, self.strike, self.reword, self.swap, self.own, self.schedule, self.rank, self.redress)
        rare = (self.remove, self.unlink, self.copy, self.carry, self.rename, self.delete, self.restore, self.renumber)
        odd = (self.relink, self.relink, self.untwin, self.template, self.switch, self.merge, self.archive, self.shelve)
        return (self.start, self.add, self.add, *lines, *lines, *rare, *odd)

    def documents(self) -> list[Path]:
        return sorted(self.folder.rglob("*.md"))

    def start(self) -> None:
        """A new postmortem with a first item."""
        if len(self.documents()) >= 3:
            return
        self.incidents += 1
        ends = self.random.choice(["\n", "\n", "\r\n"])
        head = f"# INC-{self.incidents}: Queue stalled\n\nIt stalled.\n\n## Action items\n\n{self._line()}\n"
        path = self.folder / f"{self.incidents:03d}-stalled.md"
        path.write_bytes(head.replace("\n", ends).encode())

    def _line(self) -> str:
        self.tasks += 1
        box = self.random.choice(["[ ] ", "[ ] ", "[x] ", ""])
        return f"- {box}{self.random.choice(TEXTS)} zq{self.tasks}"

    def add(self) -> None:
        self._edit(lambda lines, at: lines.insert(at + 1, self._line()))

    def remove(self) -> None:
        self._edit(lambda lines, at: lines.pop(at))

    def tick(self) -> None:
        flip = {"[ ]": "[x]", "[x]": "[ ]"}
        self._line_edit(lambda line: re.sub(r"^([-*] )(\[[ x]\])", lambda m: m[1] + flip[m[2]], line))

    def strike(self) -> None:
        self._line_edit(lambda line: re.sub(r"^([-*] \[ \] )([^~]*?zq\d+(?: soon)?)", r"\1~~\2~~", line))

    def reword(self) -> None:
        def other(line: str) -> str:
            self._sever(line)
            return line.replace(" soon", "") if " soon" in line else re.sub(r"(zq\d+)", r"\1 soon", line, count=1)

        self._line_edit(other)

    def _sever(self, text: str) -> None:
        """Note the tasks of lines that have no link."""
        self.severed += [
            token(line) or "" for line in text.splitlines() if _ITEM.match(line) and not _LINK.search(line)
        ]

    def own(self) -> None:
        who = self.random.choice(["@alice", "@bob", "@stranger"])
        self._line_edit(lambda line: _inserted(re.sub(r" @\w+", "", line), f" {who}"))

    def schedule(self) -> None:
        day = self.random.choice(["2026-05-01", "2026-06-30"])
        self._line_edit(lambda line: _inserted(re.sub(r" due \d{4}-\d\d-\d\d", "", line), f" due {day}"))

    def rank(self) -> None:
        rank = self.random.choice(["[P1]", "[P2]"])
        self._line_edit(lambda line: _inserted(re.sub(r" \[P\d\]", "", line), f" {rank}"))

    def redress(self) -> None:
        """Another bullet."""
        self._line_edit(lambda line: ("* " if line[0] == "-" else "- ") + line[2:])

    def unlink(self) -> None:
        def bare_of_links(line: str) -> str:
            self.severed.append(token(line) or "")
            return _LINK.sub("", line)

        self._line_edit(bare_of_links)

    def relink(self) -> None:
        """An item gets the link of any issue in place of its own."""
        issues = self.issues()
        if not issues:
            return
        number, target = self.random.choice(issues)
        self.severed.append(self.about(number))  # whose line may have no link that would keep it

        def other(line: str) -> str:
            self.severed.append(token(line) or "")
            return f"{_LINK.sub('', line)} ([#{number}]({target}))"

        self._line_edit(other)

    def untwin(self) -> None:
        """One of two items of equal text goes."""

        def drop(lines: list[str], at: int) -> None:
            del at
            words: dict[str | None, list[int]] = {}
            for n in _items(lines):
                words.setdefault(token(lines[n]), []).append(n)
            twins = [numbers for numbers in words.values() if len(numbers) > 1]
            if twins:
                lines.pop(self.random.choice(self.random.choice(twins)))

        self._edit(drop)

    def template(self) -> None:
        """The last postmortem is copied for the next one, sometimes with its links, sometimes even with its id."""
        for path in self._some():
            if len(self.documents()) >= 4:
                return
            text = path.read_bytes().decode()
            self.copies += [token(line) or "" for line in text.splitlines() if _ITEM.match(line)]
            self.incidents += 1
            if self.random.random() < 0.8:
                text = re.sub(r"# INC-\d+", f"# INC-{self.incidents}", text)
            if self.random.random() < 0.5:
                text = _LINK.sub("", text)
            (self.folder / f"{self.incidents:03d}-copied.md").write_bytes(text.encode())

    def switch(self) -> None:
        """Work goes on in another branch; the first time it begins there."""
        here = {path.name: path.read_bytes() for path in self.documents()}
        for data in here.values():
            self._sever(data.decode())
        if self.branch is not None:
            for path in self.documents():
                path.unlink()
            for name, data in self.branch.items():
                (self.folder / name).write_bytes(data)
        self.branch = here

    def merge(self) -> None:
        """What only the other branch has comes along."""
        for name, data in (self.branch or {}).items():
            if not (self.folder / name).exists():
                (self.folder / name).write_bytes(data)
        self.branch = None

    def archive(self) -> None:
        """A postmortem goes where no run looks."""
        folder = self.folder.parent / "archive"
        for path in self._some():
            folder.mkdir(exist_ok=True)
            self._sever(path.read_bytes().decode())
            path.rename(folder / path.name)

    def shelve(self) -> None:
        """A postmortem moves to a folder for its year, or back."""
        for path in self._some():
            self._sever(path.read_bytes().decode())
            there = self.folder if path.parent != self.folder else self.folder / "2026"
            there.mkdir(exist_ok=True)
            if not (there / path.name).exists():
                path.rename(there / path.name)

    def copy(self) -> None:
        def twice(lines: list[str], at: int) -> None:
            self.copies.append(token(lines[at]) or "")
            lines.insert(at + 1, _LINK.sub("", lines[at]))

        self._edit(twice)

    def swap(self) -> None:
        def exchange(lines: list[str], at: int) -> None:
            other = self.random.choice(_items(lines))
            lines[at], lines[other] = lines[other], lines[at]

        self._edit(exchange)

    def carry(self) -> None:
        """A linked item moves to another postmortem, with its link."""
        carried: list[str] = []

        def take(lines: list[str], at: int) -> None:
            if _LINK.search(lines[at]):
                carried.append(lines.pop(at))

        self._edit(take)
        if carried:
            self._edit(lambda lines, at: lines.insert(at + 1, carried[0]))
        if carried and not any(carried[0].encode() in path.read_bytes() for path in self.documents()):
            self.start()

    def rename(self) -> None:
        for path in self._some():
            self._sever(path.read_bytes().decode())
            path.rename(path.with_name(f"{path.stem}-again.md"))

    def renumber(self) -> None:
        """The incident gets another id."""
        for path in self._some():
            self.incidents += 1
            self._sever(path.read_bytes().decode())
            path.write_bytes(re.sub(rb"# INC-\d+", f"# INC-{self.incidents}".encode(), path.read_bytes()))

    def delete(self) -> None:
        for path in self._some():
            self._sever(path.read_bytes().decode())
            self.trash.append((path.name, path.read_bytes()))
            path.unlink()

    def restore(self) -> None:
        if self.trash:
            name, data = self.trash.pop()
            if not (self.folder / name).exists():
                (self.folder / name).write_bytes(data)

    def _some(self) -> list[Path]:
        found = self.documents()
        return [self.random.choice(found)] if found else []

    def _line_edit(self, change: Callable[[str], str]) -> None:
        def one(lines: list[str], at: int) -> None:
            lines[at] = change(lines[at])

        self._edit(one)

    def _edit(self, change: Callable[[list[str], int], object]) -> None:
        for path in self._some():
            text = path.read_bytes().decode()
            ends = "\r\n" if "\r\n" in text else "\n"
            lines = text.split(ends)
            where = _items(lines)
            if where:
                change(lines, self.random.choice(where))
                path.write_bytes(ends.join(lines).encode())
            elif change.__name__ == "<lambda>" and lines:
                path.write_bytes((text + self._line() + ends).encode())


def _items(lines: list[str]) -> list[int]:
    return [n for n, line in enumerate(lines) if _ITEM.match(line)]


def _inserted(line: str, words: str) -> str:
    return re.sub(r"(zq\d+(?: soon)?(?:~~)?)", rf"\1{words}", line, count=1)


class Readers:
    """People who work with issues. Their tracker is a server in memory."""

    def __init__(self, server: Server, random: Random) -> None:
        self.server = server
        self.random = random
        self.deleted: list[str] = []
        self.pasted: list[str] = []
        self.theirs: set[int] = set()  # issues that people opened

    def moves(self) -> tuple[Callable[[], None], ...]:
        common = (self.close, self.reopen, self.retitle, self.write, self.assign, self.label, self.schedule)
        return (*common, *common, self.transfer, self.delete, self.paste, self.duplicate, self.open)

    def paste(self) -> None:
        """The body of one issue is pasted into another."""
        for number in self._some():
            for other in self._some():
                self._pasted(number)
                self._pasted(other)  # what was there is lost
                body = self.server.issues[number].body
                self.server.issues[other] = replace(self.server.issues[other], body=body)

    def _pasted(self, number: int) -> None:
        mark = marker.read(self.server.issues[number].body)
        self.pasted.append(token((mark.base.title if mark else None) or "") or "")

    def duplicate(self) -> None:
        """A copy of an issue for something else, labels and all."""
        for number in self._some():
            title = self.server.issues[number].title
            self._pasted(number)
            self._opened(self.random.choice([title, f"{title} in Asia"]), self.server.issues[number].body)

    def open(self) -> None:
        """Somebody's own issue."""
        self._opened("An epic of the platform team", "Theirs.")

    def _opened(self, title: str, body: str) -> None:
        self.server.numbers += 1
        number, now = self.server.numbers, self.server.tick()
        ref = IssueRef("memory", "team/app", number)
        url = f"https://memory.example/team/app/issues/{number}"
        labels = self.random.choice([("postmortem",), ()])
        self.server.issues[number] = Issue(ref, url, title, body, labels=labels, created_at=now, updated_at=now)
        self.theirs.add(number)

    def _some(self, *, closed: bool | None = None) -> list[int]:
        found = [
            number
            for number, issue in sorted(self.server.issues.items())
            if closed is None or (issue.state.closed is closed and issue.state is not State.DUPLICATE)
        ]
        return [self.random.choice(found)] if found else []

    def complete(self, number: int) -> None:
        """This one is done."""
        closed(self.server, number, State.COMPLETED)

    def close(self) -> None:
        for number in self._some(closed=False):
            closed(self.server, number, self.random.choice([State.COMPLETED, State.NOT_PLANNED]))

    def reopen(self) -> None:
        for number in self._some(closed=True):
            closed(self.server, number, State.OPEN)

    def _change(self, change: Callable[[Issue], Issue]) -> None:
        for number in self._some():
            self.server.issues[number] = replace(change(self.server.issues[number]), updated_at=self.server.tick())

    def retitle(self) -> None:
        self._change(lambda issue: replace(issue, title=f"{issue.title.removesuffix(' (see chat)')} (see chat)"))

    def write(self) -> None:
        """Words around our block, and a copy of nothing."""
        self._change(
            lambda issue: (
                replace(issue, body=f"Seen again.\n\n{issue.body}")
                if self.random.random() < 0.5
                else replace(issue, body=f"{issue.body}\r\n- [ ] <!-- a person's comment --> @alice\r\n")
            )
        )

    def assign(self) -> None:
        who = self.random.choice([("alice",), ("bob",), ()])
        self._change(lambda issue: replace(issue, assignees=who))

    def label(self) -> None:
        self._change(lambda issue: replace(issue, labels=tuple(dict.fromkeys((*issue.labels, "theirs")))))

    def schedule(self) -> None:
        self._change(lambda issue: replace(issue, due=date(2026, 7, 1)))

    def transfer(self) -> None:
        """The issue gets another number; the old one leads there."""
        for number in self._some(closed=False):
            self.server.numbers += 1
            new = self.server.numbers
            issue = self.server.issues.pop(number)
            self.server.issues[new] = replace(issue, url=f"{issue.url.rpartition('/')[0]}/{new}")
            self.server.moved.update({old: new for old, to in self.server.moved.items() if to == number})
            self.server.moved[number] = new
            self.theirs |= {new} if number in self.theirs else set()

    def delete(self) -> None:
        for number in self._some():
            gone = self.server.issues.pop(number)
            mark = marker.read(gone.body)
            self.deleted.append(token((mark.base.title if mark else None) or gone.title) or "")
            self.server.deleted.append(number)
