"""One running stack for all walks: each signs up a company of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.stack import Stack, running_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running_stack(tmp_path_factory.mktemp("walk") / "data") as running:
        yield running
