"""Offices of the tests: one a module where nothing of it is counted, one a test where it is."""

from __future__ import annotations

import pytest

from tests.leads.house import Office, staffed_office


@pytest.fixture(scope="module")
def office() -> Office:
    return staffed_office()


@pytest.fixture
def quiet_office() -> Office:
    """Nobody else's leads are in it."""
    return staffed_office()
