"""How long people wait at the list of leads, in a real browser: from the click to the first frame with the new rows."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, Request

from tests.bench.place import PASSWORD, add_leads, company
from tests.bench.plan import section_plan
from tests.bench.table import table
from tests.e2e.browser.chromium import chromium
from tests.e2e.browser.window import Window, new_window

AIM_MS = 200
#: Leads that search knows, as it knows real ones.
KNOWN = 2000
#: How many of them are silent.
SILENT = 400
TURNS = 20

#: Keeps when the last click or key was, and can tell which leads the table shows.
WATCH = """() => {
  const links = () => [...document.querySelectorAll("main tbody tr[aria-rowindex] a")];
  const rows = () => links().map((link) => link.getAttribute("href"));
  const watch = { began: 0, rows, shown: "" };
  globalThis.__watch = watch;
  for (const kind of ["click", "change", "input"])
    addEventListener(kind, () => { watch.began = performance.now(); }, { capture: true });
}"""
#: What is shown now is not what is waited for.
ARM = "() => { __watch.shown = __watch.rows().join(); __watch.began = 0; }"
#: Looks at every frame whether the table shows other rows than before.
WAIT = """() => new Promise((done, failed) => {
  const late = performance.now() + 10000;
  const look = () => {
    const now = performance.now(), rows = __watch.rows();
    if (__watch.began && rows.length > 0 && rows.join() !== __watch.shown) {
      return done(now - __watch.began);
    }
    if (now > late) return failed(new Error("no other rows within ten seconds"));
    requestAnimationFrame(look);
  };
  look();
})"""


#: Does it once, for the n-th time; answers with how long it took, in ms.
Turn = Callable[[Page, int], float]


@dataclass
class Wait:
    """What one does, and how long each of its turns took: in all, and of that the calls of the API. ms"""

    name: str
    turn: Turn
    waited: list[float] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)


#: As one who scrolls on before the rows are there: goes on as soon as there are more.
SCROLL = """(pixels) => new Promise((done, failed) => {
  const frame = document.querySelector("main table").parentElement, began = performance.now();
  const target = frame.scrollTop + pixels;
  const look = () => {
    frame.scrollTop = target;
    const bottom = frame.getBoundingClientRect().bottom, now = performance.now();
    const last = [...frame.querySelectorAll("tbody tr[aria-rowindex]")].at(-1).getBoundingClientRect().bottom;
    if (frame.scrollTop >= target - 2 && last >= bottom - 2) return done(now - began);
    if (now - began > 10000) return failed(new Error("no further rows within ten seconds"));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""
PIXELS = 4000


def main() -> None:
    plan = section_plan()
    leads = plan.leads[-1]
    with company() as made:
        known = add_leads(made, min(KNOWN, leads // 4), known=True)
        add_leads(made, max(leads - SILENT - len(known), 0))
        # Made last, they are not the first in the order of the next follow-up.
        add_leads(made, SILENT, due=True, known=True)
        made.stack.sweep(timeout=900)
        made.stack.wait_for_feed(timeout=900)
        with chromium() as browser:
            window = new_window(browser, made.stack.base_url, locale="en")
            window.sign_in("olga@bench.example", PASSWORD, "/leads?layout=table")
            window.settle()
            asked = _calls_of(window.page)
            window.page.add_init_script(f"({WATCH})()")
            waits = [Wait(name, turn) for name, turn in TURNS_OF.items()]
            for wait in waits:
                for number in range(-1, plan.sized(TURNS)):
                    window.open("/" if wait.name == OPENING else "/leads?layout=table")
                    window.settle()
                    asked.clear()
                    waited = wait.turn(window.page, max(number, 0))
                    window.settle()
                    # The first one warms up.
                    if number >= 0:
                        wait.waited.append(waited)
                        wait.calls.append(max(asked, default=0.0))
            waits.append(_scroll(window, plan.sized(TURNS)))
            window.context.close()
    rows = [
        [each.name, *(f"{_percentile(each.waited, part):.0f}" for part in (50, 95)),
         f"{_percentile(each.calls, 50):.0f}" if each.calls else "", _verdict(each)]
        for each in waits
    ]  # fmt: skip
    head = ("what one does", "p50 ms", "p95 ms", "of that the API, p50 ms", f"aim {AIM_MS} ms")
    table(f"From the click to the rows, with {leads:,} leads in the workspace", head, rows)


def _calls_of(page: Page) -> list[float]:
    """Grows by how long each call for leads took, in ms."""
    taken: list[float] = []

    def note(request: Request) -> None:
        if "/v1/leads" in request.url:
            taken.append(request.timing["responseEnd"])

    page.on("requestfinished", note)
    return taken


def _press(page: Page, press: Callable[[], None]) -> float:
    page.evaluate(ARM)
    press()
    waited: float = page.evaluate(WAIT)
    return waited


def _open(page: Page, _: int) -> float:
    return _press(page, page.get_by_role("navigation").get_by_role("link", name="Leads").click)


def _choose(label: str, named: str, many: int) -> Turn:
    def choose(page: Page, number: int) -> float:
        page.get_by_role("combobox", name=label).click()
        option = page.locator(f".ant-select-dropdown:visible .ant-select-item-option[title{named}]").nth(number % many)
        option.wait_for()
        return _press(page, option.click)

    return choose


def _silent(page: Page, _: int) -> float:
    return _press(page, page.get_by_role("checkbox", name="Silent").click)


def _search(page: Page, number: int) -> float:
    return _press(page, lambda: page.get_by_role("search").get_by_role("textbox").fill(f"Acme {number + 11}"))


def _scroll(window: Window, turns: int) -> Wait:
    """On and on in one list: the first turn is within what has come already, later ones need further pages."""
    wait = Wait(f"scroll {PIXELS} px further", _open)
    window.open("/leads?layout=table")
    window.settle()
    for _ in range(turns):
        wait.waited.append(window.page.evaluate(SCROLL, PIXELS))
        # As long as one looks at what has come.
        window.page.wait_for_timeout(400)
    return wait


def _percentile(values: list[float], part: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1] if len(values) > 1 else values[0]


def _verdict(wait: Wait) -> str:
    return "met" if _percentile(wait.waited, 95) <= AIM_MS else "missed"


OPENING = "open the list"
#: What is done -> the turn; each begins with nothing of the list read but what its page shows at first.
TURNS_OF: dict[str, Turn] = {
    OPENING: _open,
    "filter by stage": _choose("Stage", "", 4),
    "filter by owner": _choose("Owner", "^=Rob", 5),
    "only silent ones": _silent,
    "search for a word": _search,
}

if __name__ == "__main__":
    main()
