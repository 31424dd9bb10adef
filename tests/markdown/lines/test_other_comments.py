"""What the comments of other languages than HTML hide is neither work nor a field."""

from __future__ import annotations

import time

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.lines.other_comments import commented

HEAD = "# INC-1 Pool on 2026-10-12\n\n## Action items\n\n"
HIDDEN = "- [ ] Drop it (owner: Bo, due 2026-12-24)"


def told(body: str) -> list[tuple[str, tuple[str, ...], str | None]]:
    return [(item.text, item.owners, item.due) for item in parse(HEAD + body)[0].items]


@pytest.mark.parametrize(
    "comment",
    [
        f"{{/* {HIDDEN} */}}",
        f"{{/*\n{HIDDEN}\n*/}}",
        f"{{{{</* {HIDDEN} */>}}}}",
        f"{{{{% comment %}}}}\n{HIDDEN}\n{{{{% /comment %}}}}",
        f"{{{{< comment >}}}}\n\n{HIDDEN}\n\n{{{{< /comment >}}}}",
        f"{{% comment %}}\n{HIDDEN}\n{{% endcomment %}}",
        f"{{%- comment -%}}\n{HIDDEN}\n{{%- endcomment -%}}",
        f"{{# {HIDDEN} #}}",
        f"%% {HIDDEN} %%",
        f"%%\n{HIDDEN}\n%%",
        f"\\begin{{comment}}\n{HIDDEN}\n\\end{{comment}}",
        f"[//]: # ({HIDDEN})",
        f"[comment]: <> ({HIDDEN})",
        f'[//]: # "{HIDDEN}"',
    ],
)
def test_what_a_comment_fills_is_hidden(comment: str) -> None:
    expected = [("Cap it", (), None), ("Log it", (), None)]
    assert told(f"- Cap it\n\n{comment}\n\n- Log it\n") == expected
    assert told(f"- Cap it\n{comment}\n- Log it\n") == expected
    (incident,) = parse(f"{HEAD}- Cap it\n\n{comment}\n\n- Log it\n")
    assert incident.findings == ()


@pytest.mark.parametrize("comment", ["{/* @bo by 2026-12-24 */}", "{# @bo due 2026-12-24 #}", "%% done, @bo %%"])
def test_within_an_item_it_is_no_field_and_no_title(comment: str) -> None:
    assert told(f"- Cap it @ana {comment}\n") == [("Cap it", ("@ana",), None)]
    assert told(f"| Action | Owner |\n|---|---|\n| Cap it {comment} | Ana |\n") == [("Cap it", ("Ana",), None)]


@pytest.mark.parametrize(
    "words",
    [
        *("Show `{/* x */}` to them", "Match {/*/tmp}", "Raise it to 90 %% of all", "Keep it at 80%% to 90%%"),
        *("Render {{ name }} and {% if x %} right", "Name it {#anchor}", "Rename {# once", "Allow %%name%% in it"),
    ],
)
def test_signs_that_are_no_comment_stay(words: str) -> None:
    (item,) = parse(f"{HEAD}- {words}\n")[0].items
    assert item.text == words.replace("`", "")


@pytest.mark.parametrize("opened", ["{/*", "{% comment %}", "{{< comment >}}", "%%", "\\begin{comment}", "{#"])
def test_what_is_never_closed_or_shown_as_code_hides_nothing(opened: str) -> None:
    assert ("Cap it", (), None) in told(f"{opened}\n\n- [ ] Cap it\n")
    closed = {"%%": "%%", "{#": "#}", "{/*": "*/}"}.get(opened, "{% endcomment %}")
    assert told(f"```\n{opened}\n```\n\n- [ ] Cap it\n\n```\n{closed}\n```\n") == [("Cap it", (), None)]


@pytest.mark.parametrize("opened", ["{/* x", "{% comment %}", "%%", "{# x", "{/* x\n*/} y"])
def test_many_that_are_never_closed_are_each_looked_at_once(opened: str) -> None:
    lines = (f"{opened}\n" * 40_001).split("\n")
    started = time.process_time()
    list(commented(lines, frozenset()))
    assert time.process_time() - started < 5
