"""The HTML report in a real browser: it renders, filters, sorts, prints, and anyone can use it."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from postmortem_tracker.history.past import stood
from postmortem_tracker.report.compare import compare
from postmortem_tracker.report.formats.html import render_html
from postmortem_tracker.report.situation import Situation
from postmortem_tracker.report.summary import Report, summarise
from tests.report.make import busy, day, situation
from tests.report.test_formats import PARTIAL, hostile

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")

pytestmark = pytest.mark.browser

_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --disable-dev-shm-usage"
)
_URL = "https://code.example/team/service/blob/main/{path}#L{line}"
_AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
_SHOWN = "return [...document.querySelectorAll('#table tbody tr')].filter(row => !row.hidden)"

Open = Callable[..., Any]


def _program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        assert not os.environ.get("CI"), f"{names[0]} is missing"
        pytest.skip(f"{names[0]} is missing: install Chromium and its driver")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = _program("chromium", "chromium-browser", "google-chrome")
    for flag in _FLAGS.split():
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(_program("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a situation's page; afterwards nothing may have been blocked or gone wrong."""

    def show(
        case: Situation,
        width: int = 1280,
        dark: bool = False,
        make: Callable[[Situation], Report] = report,
        **options: Any,
    ) -> Any:
        page = tmp_path / "report.html"
        changes = compare(make(stood(case, day(7))), make(case))
        text = render_html(make(case), document_url=_URL, changes=changes, **options)
        page.write_text(text, encoding="utf-8")
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme]})
        browser.get(page.as_uri())
        return browser

    yield show
    assert browser.get_log("browser") == []


def report(case: Situation) -> Report:
    return summarise(case)


def shown(browser: Any) -> list[str]:
    return [str(text) for text in browser.execute_script(f"{_SHOWN}.map(row => row.cells[1].innerText)")]


def column(browser: Any, place: int) -> list[str]:
    return [str(text) for text in browser.execute_script(f"{_SHOWN}.map(row => row.cells[{place}].innerText.trim())")]


def choose(browser: Any, id: str, value: str) -> None:
    script = """
        const list = document.getElementById(arguments[0]);
        list.value = arguments[1];
        if (list.value !== arguments[1]) throw new Error(`no choice ${arguments[1]}`);
        list.dispatchEvent(new Event("change"));
    """
    browser.execute_script(script, id, value)


def press(browser: Any, *keys: str) -> None:
    webdriver.ActionChains(browser).send_keys(*keys).perform()


def wait_for(browser: Any, number: int) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 10).until(lambda _: len(shown(browser)) == number)


def wait_for_address(browser: Any, end: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 10).until(lambda _: browser.current_url.endswith(f"#{end}"))


def test_the_page_shows_the_reports_numbers_and_first_of_all_what_is_open(show: Open) -> None:
    case = busy(6, 5)
    totals = report(case).totals
    page = show(case)
    tiles = [each.text.split("\n")[1] for each in page.find_elements("css selector", ".tiles div")]
    counts = (totals.open, totals.overdue, totals.due_soon, totals.untracked, totals.stale)
    assert tiles[:5] == [str(each) for each in counts]
    assert len(shown(page)) == totals.open
    assert page.find_element("css selector", "svg.chart").rect["height"] > 100
    assert len(page.find_elements("css selector", ".incidents li")) == 6


def test_states_owners_and_severities_filter(show: Open) -> None:
    case = busy(6, 5)
    page = show(case)
    choose(page, "f-state", "overdue")
    assert len(shown(page)) == report(case).totals.overdue
    choose(page, "f-state", "")
    assert len(shown(page)) == 30
    choose(page, "f-owner", "ana")
    assert set(column(page, 4)) == {"ana"}
    choose(page, "f-owner", "")
    choose(page, "f-severity", "SEV1")
    assert set(column(page, 2)) == {"INC-1", "INC-4"}
    assert page.find_element("id", "count").text == "10 of 30 items"


def test_the_search_is_reached_by_a_key_and_left_by_one(show: Open) -> None:
    case = busy(6, 5)
    page = show(case)
    press(page, "/")
    assert page.switch_to.active_element.get_attribute("id") == "q"
    press(page, "failover INC-3")
    wait_for(page, 1)
    assert "failover" in shown(page)[0]
    assert column(page, 2) == ["INC-3"]
    press(page, "\ue00c")  # Escape
    wait_for(page, report(case).totals.open)


def test_nothing_found_offers_the_way_back(show: Open) -> None:
    page = show(busy())
    page.find_element("id", "q").send_keys("no such words")
    wait_for(page, 0)
    page.find_element("id", "reset").click()
    assert len(shown(page)) == 15


@pytest.mark.parametrize(("place", "name"), [(0, "Due"), (1, "Item"), (3, "Issue"), (6, "Age")])
def test_the_keyboard_sorts_by_a_column_up_and_down(show: Open, place: int, name: str) -> None:
    page = show(busy(6, 5))
    choose(page, "f-state", "")
    button = page.find_elements("css selector", "#table th button")[place]
    assert button.text == name
    orders = []
    for _ in range(2):
        page.execute_script("arguments[0].focus()", button)
        press(page, "\ue007")  # Enter
        direction = page.find_elements("css selector", "#table th")[place].get_attribute("aria-sort")
        values = [text for text in column(page, place) if text]
        orders.append((direction, values))
    assert {direction for direction, _ in orders} == {"ascending", "descending"}
    assert sorted(orders[0][1]) == sorted(orders[1][1])
    assert orders[0][1] != orders[1][1]


def test_ages_sort_as_numbers(show: Open) -> None:
    page = show(busy(9, 5))
    page.find_elements("css selector", "#table th button")[6].click()
    ages = [int(text.split()[0]) for text in column(page, 6)]
    assert ages == sorted(ages)
    assert len({len(str(age)) for age in ages}) > 1


def test_an_incidents_open_items_are_one_click_away(show: Open) -> None:
    page = show(busy(6, 5))
    pick = page.find_element("css selector", ".pick[data-incident='INC-2']")
    pick.click()
    assert set(column(page, 2)) == {"INC-2"}
    assert page.switch_to.active_element.get_attribute("id") == "items"


def test_items_link_to_their_issue_and_their_line(show: Open) -> None:
    page = show(busy(1, 5))
    row = page.find_element("xpath", "//tbody/tr[td//a[contains(., 'service 4')]]")
    targets = [each.get_attribute("href") for each in row.find_elements("tag name", "a")]
    assert targets == [
        "https://code.example/team/service/blob/main/postmortems/inc-1.md#L24",
        "https://tracker.example/issues/5",
    ]


def test_hostile_text_is_shown_and_does_nothing(show: Open) -> None:
    page = show(hostile())
    assert page.execute_script("return document.scripts.length") == 1
    assert "<script>alert(1)</script>" in shown(page)[0]


@pytest.mark.parametrize("case", [busy(1, 1), situation(), busy(14, 2)])
@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_nothing_needs_scrolling_sideways(show: Open, case: Situation, width: int) -> None:
    page = show(case, width)
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


def crew(case: Situation) -> Report:
    return summarise(case, None, {"blue": ["@ana", "@bo"], "red": ["@chidi"]})


def test_what_is_chosen_stands_in_the_address_and_comes_back_with_it(show: Open) -> None:
    page = show(busy(6, 5), make=crew)
    choose(page, "f-team", "blue")
    choose(page, "f-state", "overdue")
    page.find_element("id", "q").send_keys("service")
    expected = shown(page)
    assert expected
    wait_for_address(page, "state=overdue&team=blue&q=service")
    address = page.current_url
    page.get("about:blank")
    page.get(address)
    assert shown(page) == expected
    assert set(column(page, 4)) <= {"ana", "bo"}
    press(page, "\ue00c")  # Escape
    assert "#" not in page.current_url


def test_an_address_of_another_time_shows_what_is_there(show: Open) -> None:
    case = busy(2, 5)
    page = show(case)
    page.get(f"{page.current_url}#owner=nobody-we-know&state=gone&team=nix")
    assert len(shown(page)) == len(case.tracked)
    count = page.find_element("id", "count")
    assert count.text == "10 of 10 items; no state “gone” here; no owner “nobody-we-know” here; no team “nix” here"
    choose(page, "f-state", "open")
    assert "here" not in count.text


@pytest.mark.parametrize("asked", ["team=Blue", "team=BLUE&owner=@ANA", "owner=@bo&severity=sev2"])
def test_an_address_is_understood_whatever_its_case(show: Open, asked: str) -> None:
    page = show(busy(6, 5), make=crew)
    page.get(f"{page.current_url}#{asked}")
    assert "here" not in page.find_element("id", "count").text
    assert shown(page)
    assert set(column(page, 4)) <= {"ana", "bo"}


def test_owners_teams_and_services_are_one_click_away(show: Open) -> None:
    case = busy(12, 5)
    homes = {each.incident.id: each.incident._replace(services=("checkout",)) for each in case.tracked[:5]}
    tracked = [replace(each, incident=homes.get(each.incident.id, each.incident)) for each in case.tracked]
    page = show(replace(case, tracked=tuple(tracked), incidents=tuple(homes.values())), make=crew)
    page.find_element("css selector", ".pick[data-owner='chidi']").click()
    assert set(column(page, 4)) == {"chidi"}
    page.find_element("css selector", ".pick[data-state='unowned']").click()
    assert set(column(page, 4)) == {""}
    press(page, "\ue00c")  # Escape
    choose(page, "f-service", "checkout")
    assert set(column(page, 2)) == {"INC-1"}


def test_a_long_list_is_shown_in_part_and_in_whole_when_asked_for(show: Open) -> None:
    case = busy(60, 5)
    page = show(case)
    visible = "return [...document.querySelectorAll('#table tbody tr')].filter(row => row.offsetHeight).length"
    assert page.execute_script(visible) == 100
    more = page.find_element("id", "more")
    assert more.text == f"Show {report(case).totals.open - 100} more items"
    more.click()
    assert page.execute_script(visible) == report(case).totals.open
    assert not more.is_displayed()


def test_a_quarter_of_incidents_is_a_few_screens_on_a_phone(show: Open) -> None:
    page = show(busy(200, 5), 390)
    assert page.execute_script("return document.documentElement.scrollHeight") < 12_000


def test_no_month_is_left_out_and_months_add_up_to_the_cards(show: Open) -> None:
    case = busy(200, 3)
    page = show(case)
    script = "return [...document.querySelectorAll('.months .value')].map(each => each.textContent)"
    left = [int(each.split(" of ")[0]) for each in page.execute_script(script)]
    assert len(left) > 12
    assert sum(left) == report(case).totals.open
    earlier = page.find_element("css selector", ".months-more summary").text
    assert earlier.startswith(f"{len(left) - 12} earlier months: {sum(left[12:])} of ")


def test_an_empty_page_says_so(show: Open) -> None:
    page = show(situation())
    text = page.find_element("tag name", "main").text
    for said in ("No postmortem was found.", "There are no action items.", "No incident has action items."):
        assert said in text
    assert not page.find_element("id", "reset").is_displayed()


def test_it_prints_every_shown_item_and_no_controls(show: Open) -> None:
    page = show(busy(14, 3))
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not page.find_element("css selector", ".controls").is_displayed()
    assert all(each.is_displayed() for each in page.execute_script(_SHOWN))
    printed = page.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    page.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert all(each.is_displayed() for each in page.find_elements("css selector", ".incidents li"))


def test_on_paper_the_items_have_room_and_all_of_them_are_there(show: Open) -> None:
    case = busy(60, 5)
    page = show(case, 700)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    rows = page.execute_script(_SHOWN)
    assert len(rows) == report(case).totals.open > 100
    assert all(each.is_displayed() for each in rows)
    assert page.execute_script("return arguments[0].cells[1].offsetWidth", rows[0]) > 180


def test_on_paper_a_column_s_head_and_a_due_date_stand_on_one_line(show: Open) -> None:
    page = show(busy(60, 5), 720)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    script = """
        const lines = (node) => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return new Set([...range.getClientRects()].map((each) => Math.round(each.top))).size;
        };
        const heads = [...document.querySelectorAll("#table th")];
        const ends = heads.map((head) => {
            const range = document.createRange();
            range.selectNodeContents(head);
            return [range.getBoundingClientRect().right, head.getBoundingClientRect().right];
        });
        const cells = document.querySelectorAll("#table td:first-child .tag, #table td.n");
        return [ends.every(([text, cell]) => text <= cell), [...heads, ...cells].every((each) => lines(each) <= 1)];
    """
    assert page.execute_script(script) == [True, True]


def test_each_printed_page_of_items_has_the_table_s_head(show: Open, tmp_path: Path) -> None:
    page = show(busy(60, 5))
    printed = page.execute_cdp_cmd("Page.printToPDF", {})
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(printed["data"]))
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing: install poppler-utils")
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True
    )
    pages = text.stdout.split("\f")
    first = next(at for at, each in enumerate(pages) if "Items" in each.split())
    with_items = [each for each in pages[first:] if " service " in each]
    assert len(with_items) > 3
    assert all({"Due", "Item", "Incident", "Priority", "Age"} <= set(each.split()) for each in with_items)


def test_the_lists_of_what_changed_are_printed_and_closed_again(show: Open) -> None:
    page = show(busy(14, 3))
    state = "return [...document.querySelectorAll('.lists details:not(.by)')].map(each => each.open)"
    assert not any(page.execute_script(state))
    page.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert all(each.is_displayed() for each in page.find_elements("css selector", ".lists details:not(.by) li"))
    assert page.find_elements("css selector", ".lists details:not(.by) li")
    page.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert not any(page.execute_script(state))


def test_the_chart_s_days_stay_inside_it_and_off_each_other(show: Open) -> None:
    for weeks in (2, 3, 9, 13, 40, 60):
        page = show(busy(weeks, 2))
        script = """
            const box = document.querySelector("svg.chart").getBoundingClientRect();
            return [box.left, box.right, [...document.querySelectorAll("svg.chart .tick[y='212']")].map((each) => {
                const own = each.getBoundingClientRect();
                return [own.left, own.right];
            })];
        """
        left, right, labels = page.execute_script(script)
        assert len(labels) >= 2
        assert all(left <= begin < end <= right for begin, end in labels)
        assert all(before[1] < after[0] for before, after in pairwise(labels))


def test_an_incomplete_report_says_so_first(show: Open) -> None:
    page = show(replace(busy(), **PARTIAL))
    assert "cannot reach tracker.example" in page.find_element("css selector", "[role=alert]").text


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(show: Open, width: int, dark: bool) -> None:
    if not _AXE.exists():
        assert not os.environ.get("CI"), "run `npm ci --ignore-scripts` in tests/report"
        pytest.skip("axe-core is missing: run `npm ci --ignore-scripts` in tests/report")
    page = show(replace(busy(14, 5), **PARTIAL), width, dark)
    # Through the debugger, since the page's own policy rightly refuses a second script.
    page.execute_cdp_cmd("Runtime.evaluate", {"expression": _AXE.read_text(encoding="utf-8")})
    found = page.execute_async_script("const done = arguments[0]; axe.run().then(r => done(r.violations))")
    assert [(each["id"], each["impact"], each["nodes"][0]["html"][:120]) for each in found] == []


def test_a_thousand_incidents_stay_usable(show: Open, record_testsuite_property: Callable[[str, object], None]) -> None:
    case = busy(1000, 5)
    text = render_html(report(case), document_url=_URL)
    assert len(text.encode()) < 5_000_000
    page = show(case)
    filtering = """
        const state = document.getElementById('f-state'), start = performance.now();
        state.value = arguments[0];
        state.dispatchEvent(new Event('change'));
        document.body.offsetHeight;
        return performance.now() - start;
    """
    times = [round(page.execute_script(filtering, value)) for value in ("", "overdue", "", "completed")]
    record_testsuite_property("ms to filter and lay out 5,000 items", times)

    assert len(shown(page)) == report(case).totals.completed
