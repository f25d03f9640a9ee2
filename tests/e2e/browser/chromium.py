"""The machine's own Chromium or Chrome, without a window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoChromium(Exception):
    pass


def executable() -> str:
    """
    Raises:
        NoChromium: there is none; the text says what to do.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise NoChromium("No Chromium here: install one (Debian: apt-get install chromium) or name it in CHROMIUM.")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """
    Raises:
        NoChromium
    """
    # Chromium refuses to sandbox what root started; containers give it little shared memory.
    needed = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=[*needed, "--disable-dev-shm-usage"])
        try:
            yield browser
        finally:
            browser.close()
