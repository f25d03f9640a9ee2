"""A running app, and companies that have just signed up."""

from __future__ import annotations

import pytest

from tests.identity.house import Client, Company, new_address, sign_up, start


@pytest.fixture
def call() -> Client:
    return Client(start(), address=new_address())


@pytest.fixture
def company(call: Client) -> Company:
    return sign_up(call)


@pytest.fixture
def other_company(call: Client) -> Company:
    return sign_up(call)
