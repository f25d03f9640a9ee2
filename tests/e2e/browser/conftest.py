"""One Chromium for all scenarios of a worker; each person has a window of their own, and each window is watched."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from infra.local.stack import Stack
from tests.e2e.browser.chromium import chromium
from tests.e2e.browser.office import Office, found
from tests.e2e.browser.window import OpenWindow, Window, new_window

_FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture
def open_window(browser: Browser, stack: Stack, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenWindow]:
    """Windows that are closed at the end; none may have had an error, broken the policy or asked another host.
    When a scenario fails, a picture of each is in its `tmp_path`."""
    opened: list[Window] = []

    def open_one(**style: Any) -> Window:
        opened.append(new_window(browser, stack.base_url, **style))
        return opened[-1]

    yield open_one
    for number, window in enumerate(opened, 1):
        if _FAILED in request.node.stash:
            window.page.screenshot(path=tmp_path / f"window-{number}.png")
        window.context.close()
    assert [each for window in opened for each in window.complaints] == []


@pytest.fixture
def office(stack: Stack) -> Office:
    return found(stack)
