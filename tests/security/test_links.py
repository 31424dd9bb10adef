"""What may become a link in the page and in Markdown: http, https, mail and relative addresses, however spelled."""

from __future__ import annotations

import pytest

from postmortem_tracker.report.formats.markdown import link
from postmortem_tracker.text.safe_url import safe_url

SPELLED = {
    "plain": "javascript:alert(1)",
    "capitals": "JaVaScRiPt:alert(1)",
    "blanks before": " \t\n javascript:alert(1)",
    "tab inside": "java\tscript:alert(1)",
    "line end inside": "java\r\nscript:alert(1)",
    "blank inside": "java script:alert(1)",
    "blank before the colon": "javascript :alert(1)",
    "control first": "\x01javascript:alert(1)",
    "null inside": "java\0script:alert(1)",
    "zero width": "java\u200bscript:alert(1)",
    "soft hyphen": "java\u00adscript:alert(1)",
    "reordered": "\u202ejavascript:alert(1)",
    "tag letters": "java\U000e0041script:alert(1)",
    "decimal entity": "javascript&#58;alert(1)",
    "hexadecimal entity": "javascript&#x3A;alert(1)",
    "entity without its end": "javascript&#58alert(1)",
    "many noughts": "javascript&#0000058;alert(1)",
    "named entity": "javascript&colon;alert(1)",
    "letters as entities": "&#106;&#97;&#118;&#97;script&#58;alert(1)",
    "tab as entity": "java&Tab;script:alert(1)",
    "line end as entity": "java&NewLine;script&colon;alert(1)",
    "null as entity": "java&#0;script:alert(1)",
    "escaped twice": "javascript&amp;#58;alert(1)",
    "escaped often": "javascript&" + "amp;" * 9 + "#58;alert(1)",
    "full-width letters": "ｊａｖａｓｃｒｉｐｔ:alert(1)",
    "full-width colon": "javascript：alert(1)",
    "small colon": "javascript﹕alert(1)",
    "full-width entity": "&#65354;avascript&#65306;alert(1)",
    "look-alike letter": "jаvascript:alert(1)",
    "backslash": "javascript\\:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "vbscript": "vbscript:msgbox(1)",
    "file": "file:///etc/passwd",
    "blob": "blob:https://example.com/1",
    "view-source": "view-source:https://example.com",
    "an application's own": "vscode://file/etc/passwd",
    "no scheme before": ":javascript:alert(1)",
    "http as a part": "xhttp://example.com",
}


@pytest.mark.parametrize("url", SPELLED.values(), ids=SPELLED.keys())
def test_another_scheme_becomes_no_link_however_it_is_spelled(url: str) -> None:
    assert safe_url(url) == ""
    assert link("words", url) == "words"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a?b=c:d&copy=2#e",
        "HTTP://example.com",
        "mailto:team@example.com",
        "//example.com/a",
        "/a/b:c.md",
        "docs/a.md#L7",
        "../a.md?x=javascript:1",
        "#javascript:1",
        "a&amp;b.md",
        "",
    ],
)
def test_web_mail_and_relative_addresses_stay_as_they_are(url: str) -> None:
    assert safe_url(url) == url
