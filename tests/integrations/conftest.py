from __future__ import annotations

import pytest

from tests.integrations.house import Office, open_office


@pytest.fixture
def office() -> Office:
    return open_office()


@pytest.fixture
def other_office() -> Office:
    return open_office()
