"""Counts what the whole run asks of the engine: nothing here ever scans a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def _nothing_scans() -> Iterator[None]:
    from chalicelib.core import guard

    check, passed = guard.check_request, Counter[str]()

    def count(operation: str, params: dict[str, Any]) -> None:
        check(operation, params)
        passed[operation] += 1

    guard.check_request = count
    yield
    guard.check_request = check
    assert passed["Scan"] == 0, passed
