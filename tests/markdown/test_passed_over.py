"""Where no title names measures, the finding that says so quotes the title below which work may stand."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Finding

HEAD = "# INC-1 Slow sign-in on 2026-10-12\n\n## Root cause\n\nThe pool was small.\n\n"
ORDERS = "1. Create a new key\n2. Update all places that use it\n3. Remove the old key\n"
TOLD = "no section with measures"


def found(body: str) -> Finding:
    (incident,) = parse(HEAD + body, "a.md")
    assert not incident.items
    (finding,) = [each for each in incident.findings if each.code == "PM101"]
    return finding


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Order of closing it", ORDERS),
        ("Reihenfolge am Abend", "1. Schlüssel erneuern\n2. Alle Stellen anpassen\n3. Alten Schlüssel entfernen\n"),
        ("Camino de vuelta", "1. Crear una clave nueva\n2. Actualizar los servicios\n3. Eliminar la clave antigua\n"),
        ("收尾顺序", "1. 创建新的密钥\n2. 更新所有服务的配置\n3. 删除旧的密钥文件\n"),
        ("Proposed brakes", "### Idle limit\n\nThe run has to ask.\n\n### Night pause\n\nIt waits.\n"),
        ("Fixes", "### F1 · Watchdog\n\n- **Where:** the pool\n- **What:** every ten seconds\n"),
        ("What could be better", "- The pager was silent\n- Nobody knew the owner\n"),
    ],
)
def test_the_title_is_quoted_with_its_line(title: str, body: str) -> None:
    finding = found(f"## {title}\n\n{body}")
    assert (finding.line, finding.message) == (7, f"{TOLD}: what may be work stands below {title!r}")


def test_of_several_the_first_is_quoted_and_the_others_are_counted() -> None:
    finding = found(f"## Order of closing it\n\n{ORDERS}\n## At night\n\n{ORDERS}\n## By day\n\n{ORDERS}")
    assert finding.message.endswith("'Order of closing it' and 2 more")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "## The pool\n\n- It had ten places\n- It has twenty now\n",
        "## The pool\n\n- Created a new key\n- Updated all places that use it\n",
        f"## Timeline\n\n{ORDERS}",
        f"## How it was fixed\n\n### In the evening\n\n{ORDERS}",
        f"## Acceptance criteria\n\n{ORDERS}",
        f"## What could be better ❌\n\n{ORDERS}",
        "## The pool\n\n1. Create a new key\n",
        "## Queue tasks\n\n- Mails\n- Bills\n",
    ],
)
def test_nothing_is_quoted_where_no_work_is_told(body: str) -> None:
    finding = found(body)
    assert (finding.line, finding.message) == (1, TOLD)
