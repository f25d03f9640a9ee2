"""One running stack, with the small app of `project/`, for all tests that do it no harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.stack import Stack, running_stack
from tests.infra.raw_http import RawClient, connect

PROJECT = Path(__file__).parent / "project"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("stack"), project=PROJECT) as running:
        yield running


@pytest.fixture
def client(stack: Stack) -> Iterator[RawClient]:
    raw = connect(stack)
    yield raw
    raw.sock.close()
