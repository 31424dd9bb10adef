"""Which keys of the shape ABC-123 are tickets: those configured, and those that words call tickets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postmortem_tracker.markdown.words.phrases import phrases


def is_lookalike(key: str) -> bool:
    """True for what has the shape of a ticket's key and is known as something else, such as UTF-8 and host DB-01."""
    prefix, _, number = key.partition("-")
    return prefix in _LOOKALIKES or number.startswith("0") or _PERIOD.fullmatch(key) is not None


@dataclass(frozen=True, slots=True)
class TicketKeys:
    """The configured keys; ``keys`` None where there are none."""

    keys: frozenset[str] | None = None

    def allow(self, key: str, *, named: bool) -> bool | None:
        """Whether a key is a ticket; None where it only looks like one. ``named`` where words call it a ticket."""
        prefix = key.partition("-")[0]
        if prefix == _GITHUB or (self.keys is not None and prefix in self.keys):
            return True
        if named:
            return not is_lookalike(key)
        known_else = is_lookalike(key) and not (prefix in _PROJECTS_TOO and "-0" not in key)
        return False if self.keys is not None or known_else else None


_GITHUB = "GH"  # "GH-12" is what GitHub itself takes for #12
_PERIOD = re.compile(r"[QH][1-4]-(?:19|20)\d\d")
# What is written like a ticket's key: standards, sizes, products, levels, kinds of machines.
_LOOKALIKES = frozenset(
    phrases("""
ADR; AES; AMD; AP; API; ARM; AZ; BASE; BCP; BIP; CAB; CET; COVID; CPU; CVE; CWE; DB; DEV; DNS; EC; EC2; EIP; EN;
ERC; ERR; ES; EST; EU; FIPS; FY; GHSA; GMT; GPT; GPU; H; HOST; HTTP; HTTPS; ID; IEEE; INC; IP; IPV; ISO; IST;
JDK; JEP; JRE; JSR; K8S; KB; LINE; LOG4J; LTS; MD; MP; MS; NIST; NODE; OS; P; PCI; PEP; PM; POSTMORTEM; PROD;
PST; PY; Q; QA; RAID; RFC; RHEL; RPO; RSA; RTO; S; SEV; SHA; SOC; SP; SRV; SSL; STAGE; STD; T; TCP; TLS; UDP;
US; USB; UTC; UTF; V; VM; WAL; WEB; WIN; X
""")
)
# Those of them that are names of projects, too: in a ticket's place nobody knows.
_PROJECTS_TOO = frozenset(phrases("API; BASE; DEV; DNS; OS; PM; PROD; QA; WEB"))
