"""Files that only stand for the document: reading one as empty would be a clean result."""

from __future__ import annotations

import pytest

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import parse

OID = "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("version https://git-lfs.github.com/spec/v1\n" + OID, "pointer to a large file"),
        ("version https://git-lfs.github.com/spec/v1\next-0-foo sha256:11\n" + OID, "pointer to a large file"),
        ("/annex/objects/SHA256E-s9--ab.md\n", "pointer to a large file"),
        ("../.git/annex/objects/XK/2f/SHA256E-s9--ab.md/SHA256E-s9--ab.md", "pointer to a large file"),
        ("../elsewhere/a.md", "symbolic link"),
        ("./two words.md", "symbolic link"),
        ("2026/outage.markdown", "symbolic link"),
        ("outage.md", "symbolic link"),
        ("$ANSIBLE_VAULT;1.1;AES256\n6265\n", "encrypted"),
        ("-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----\n", "encrypted"),
        ("age-encryption.org/v1\n-> X25519 x\n", "encrypted"),
    ],
)
def test_what_only_stands_for_the_document_is_refused(text: str, what: str) -> None:
    with pytest.raises(DocumentError, match=rf"a\.md: .*{what}"):
        parse(text, "a.md")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "outage.md\n",
            "See other.md",
            "[outage](outage.md)",
            "- outage.md",
            "# outage.md",
            "https://x.test/a.md",
        ),
        "# Outage\n\nversion https://git-lfs.github.com/spec/v1\n" + OID,
        "# Outage\n\n```\n-----BEGIN PGP MESSAGE-----\n```\n",
    ],
)
def test_a_document_is_read(text: str) -> None:
    assert parse(text, "a.md")
