"""Titles of check-lists and of progress head work where boxes or orders stand below; what stands beside is none."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Slow sign-in on 2026-10-12\n\n"
TITLES = [
    *("Checklist", "Checkliste", "Liste de contrôle", "Lista di controllo", "Checklist:", "Kontrolní seznam"),
    *("Controlelijst", "Checklista", "Tjekliste", "Sjekkliste", "Tarkistuslista", "Lista kontrolna"),
    *("Контрольный список", "Контрольний список", "Kontrol listesi", "Danh sách kiểm tra", "チェックリスト"),
    *("체크리스트", "检查清单"),
    *("Implementation progress", "Fortschritt", "Avancement", "Progreso", "Avanzamento", "Andamento", "Voortgang"),
    *("Framsteg", "Fremdrift", "Edistyminen", "Postęp prac", "Postup prací", "Ход работ", "Хід робіт", "İlerleme"),
    *("Tiến độ", "進捗状況", "진행 상황", "执行进度"),
]


def texts(body: str) -> list[str]:
    return [item.text for item in parse(HEAD + body, "a.md")[0].items]


@pytest.mark.parametrize("title", TITLES)
def test_boxes_below_it_are_items(title: str) -> None:
    assert texts(f"## {title}\n\n- [x] The probe of the pool\n- [ ] The second region\n") == [
        "The probe of the pool",
        "The second region",
    ]


@pytest.mark.parametrize("title", TITLES)
def test_what_was_done_or_is_named_below_it_is_none(title: str) -> None:
    assert texts(f"## {title}\n\n- Added a probe to the pool\n- The second region\n- Raised the cap\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "- [ ] Rotate the key\n\n- Split the pool\n",  # no line between them
        "- [ ] Rotate the key\n\n---\n\n- [ ] Split the pool\n",
        "- [ ] Rotate the key\n\n---\n\n- [ ] Split the pool\n- Test it\n",
        "- Rotate the key\n\n---\n\n- Split the pool\n",
        "- [ ] Rotate the key\n\n---\n\n- Split the pool\n",
        "- [ ] Rotate the key\n\n---\n\nLater:\n\n- Split the pool\n",
        "- [ ] Rotate the key\n\n---\n\n- Split the pool\n- The stock\n",
        "- [ ] Rotate the key\n\n---\n\nFor Ana:\n\n- The stock\n- Split the pool @ana\n",
    ],
)
def test_lists_below_a_line_are_work_as_well(body: str) -> None:
    assert {"Rotate the key", "Split the pool"} <= set(texts(f"## Action items\n\n{body}"))


@pytest.mark.parametrize(
    ("title", "done"),
    [
        ("Improvements implemented", True),
        ("Preventive measures implemented", True),
        ("Action items closed", True),
        ("Action items planned", None),
        ("Improvements to be implemented", None),
        ("Definition of closed", None),
    ],
)
def test_a_closed_state_behind_the_name_of_the_items_is_theirs(title: str, done: bool | None) -> None:
    found = parse(f"{HEAD}## Action items\n\n### {title}\n\n- The cap of the pool\n- Better probes\n", "a.md")[0].items
    assert {item.done for item in found} == {done}
