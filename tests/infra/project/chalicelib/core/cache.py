"""The store of shared counters that the machine gives us."""

from __future__ import annotations

from typing import Any

shared: Any = None


def share_epochs(store: Any) -> None:
    global shared
    shared = store
