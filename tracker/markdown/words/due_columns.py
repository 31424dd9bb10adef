"""Which of several columns of days is the one that counts: "New due" before "Original due", and no "Date added"."""

from __future__ import annotations

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, phrases, reduce

_STARTS = phrases(
    "added; created; opened; raised; reported; logged; identified; filed; start*; begin*; began; "
    "beginn*; erstellt*; angelegt*; gemeldet*; début; debut; création; creation; créé*; ouvert*; inicio; creación; "
    "creacion; creado*; início; criação; criado*; aangemaakt*; toegevoegd*; inizio; creazione; creato*"
)
_FORMER = phrases(
    "original*; initial*; first; old; previous*; former*; ursprünglich*; urspruenglich*; bisher*; alt; alte; "
    "alter; altes; ancien*; inicial*; anterior*; antigu*; oorspronkelijk*; vorig*; oud; oude; inizial*; precedente"
)
_RENEWED = phrases(
    "new; newest; revised; updated; current*; latest; final; extended; rescheduled; postponed; neu; neue; neuer; "
    "neues; aktuell*; nouveau; nouvelle; révisé*; revise*; actuel*; nuevo; nueva; revisad*; nieuw*; herzien*; huidig*; "
    "nuovo; nuova; novo; nova; atual"
)
_NOTED, _WAS, _IS = 1, 2, 4
_TOLD = Phrases({_NOTED: _STARTS, _WAS: _FORMER, _IS: _RENEWED})
_DAYS = frozenset(map(reduce, every("incident", "date")))


def is_start(header: str) -> bool:
    """True for a column of days on which work was noted or begins: "Date added", "Start date"."""
    return bool(_TOLD.found(reduce(header).split()) & _NOTED)


def age_of_due(header: str) -> int:
    """How likely another column of due dates has replaced this one; 0 for a new date, 3 for an original one."""
    name = reduce(header)
    told = _TOLD.found(name.split())
    if told & _WAS:
        return 3
    if told & _IS:
        return 0
    return 2 if name in _DAYS else 1
