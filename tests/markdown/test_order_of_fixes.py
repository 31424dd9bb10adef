"""A title for the order of the fixes, or for the way there, heads work where the list below it says what to do."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Slow sign-in on 2026-10-12\n\n"
TITLES = [
    *("Fix priority", "Minimal fix priority", "Implementation order", "Recommended order", "Path to production"),
    *("Umsetzungsreihenfolge", "Priorität der Maßnahmen", "Ordre de mise en œuvre", "Ordre recommandé"),
    *("Orden de implementación", "Camino a producción", "Ordine consigliato", "Ordem das correções"),
    *("Aanbevolen volgorde", "Rekommenderad ordning", "Anbefalet rækkefølge", "Anbefalt rekkefølge"),
    *("Suositeltu järjestys", "Kolejność działań", "Pořadí oprav", "Порядок исправлений", "Порядок виправлень"),
    *("Düzeltme önceliği", "Thứ tự khắc phục", "対応優先度", "수정 우선순위", "修复优先级"),
]


def texts(body: str) -> list[str]:
    return [item.text for item in parse(HEAD + body, "a.md")[0].items]


@pytest.mark.parametrize("title", TITLES)
def test_orders_below_it_are_items(title: str) -> None:
    body = (
        f"## {title}\n\n1. **At once:** Raise the cap of the pool\n2. Add a probe to the pool\n3. The second region\n"
    )
    assert len(texts(body)) == 3


@pytest.mark.parametrize("title", TITLES)
def test_other_lists_below_it_are_none(title: str) -> None:
    assert texts(f"## {title}\n\n1. Raised the cap of the pool\n2. The store\n3. Added a probe\n") == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("1. **实施第二个方案**（连接池）\n   - 修改配置\n   - 难度：低\n", "实施第二个方案（连接池）"),
        ("1. **缩短缓存的时间**\n   - 从三十秒到五秒\n   - 以后再看\n", "缩短缓存的时间"),
        ("1. **接続時間の短縮**\n   - 三十秒から五秒へ\n   - 全地域で\n", "接続時間の短縮"),
        ("1. **세션 시간 단축**\n   - 삼십 초에서 오 초로\n   - 모든 지역\n", "세션 시간 단축"),
    ],
)
def test_verbs_of_scripts_without_spaces(text: str, item: str) -> None:
    assert texts(f"## Next steps\n\n{text}") == [item]


@pytest.mark.parametrize("above", ["Lessons learned", "What should have been done", "Timeline"])
def test_a_numbered_bold_line_below_other_things_is_one_of_a_list(above: str) -> None:
    body = "**1. Commits between changes:**\n- Commit after each of them\n- Keep the history clear\n\n"
    body += "**2. Smaller changes:**\n- Change one file at a time\n- Test at once\n"
    assert texts(f"## {above}\n\n{body}") == []


def test_one_without_a_number_may_head_work() -> None:
    body = "## Lessons learned\n\n**Planned changes:**\n\n- Commit after each of them\n- Test the pool at once\n"
    assert texts(body) == ["Commit after each of them", "Test the pool at once"]
