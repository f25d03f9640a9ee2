"""What axe-core says of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = Path(__file__).resolve().parents[3] / "console/node_modules/axe-core/axe.min.js"
_BAD = ("serious", "critical")
_RUN = """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(
  ({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map(({ target, failureSummary }) =>
    `${target.join(" ")}: ${failureSummary}`) })))"""


def serious(page: Page, known: frozenset[str] = frozenset()) -> list[str]:
    """Serious and critical violations but those `known`, each with what it is about. By way of the debugger: the page's
    policy allows no script of ours."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": _SOURCE.read_text()})
    answer = session.send("Runtime.evaluate", {"expression": _RUN, "awaitPromise": True, "returnByValue": True})
    session.detach()
    assert "exceptionDetails" not in answer, answer
    found: list[dict[str, Any]] = answer["result"]["value"]
    return [
        f"{each['id']} ({each['impact']}): {each['help']}\n  " + "\n  ".join(each["nodes"][:3])
        for each in found
        if each["impact"] in _BAD and each["id"] not in known
    ]
