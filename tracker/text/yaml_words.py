"""What is wrong with YAML, in words for those who write it."""

from __future__ import annotations

# How what the reader of YAML finds begins, and what is meant.
_WORDS = {
    "mapping values are not allowed": "a text with a colon in it stands in quotes",
    "found a tab character": "a line begins with a tab; YAML takes spaces",
    "found character that cannot start any token": "a text that begins with a sign such as @ or % stands in quotes",
    "found undefined alias": "a text that begins with * or & stands in quotes",
    "found unexpected end of stream": "a text is not closed by its quote",
    "did not find expected ',' or ']'": "a list is not closed by ]",
    "did not find expected ',' or '}'": "a table is not closed by }",
    "did not find expected key": "a line is no key with its value, or not as far from the margin as the others",
    "did not find expected '-' indicator": "the entries of a list do not stand below each other",
    "did not find expected alphabetic": "a text that begins with * or & stands in quotes",
    "could not find expected ':'": "a line is no key with its value",
    "could not determine a constructor": "a tag (!…) that is not known",
    "block sequence entries are not allowed": "a list begins below its key",
    "did not find expected comment or line break": "behind > and | the text begins on the next line",
    "did not find expected hexdecimal": "“\\” in double quotes is written “\\\\”",
    "found unconstructable recursive node": "an anchor (&…) holds itself",
    "found unknown escape character": "“\\” in double quotes is written “\\\\”",
}


def told(error: Exception, line: str) -> str:
    """What the reader of YAML says of a line."""
    if isinstance(error, AttributeError | LookupError):
        return "a tag (!!…) stands before a text that it does not fit"
    said = "found a tab character" if line.startswith("\t") else str(getattr(error, "problem", None) or "")
    return next((ours for theirs, ours in _WORDS.items() if said.startswith(theirs)), "not YAML")
