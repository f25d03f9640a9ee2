"""Small per-process caches of what nearly every request needs (set-up, members, sessions).

In Lambda an entry lives `ttl` seconds, so a change is seen everywhere after at most that. On one machine the launcher
shares a store of epochs between the processes (`share_epochs`), and a change is seen at once.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class EpochStore(Protocol):
    """Counters by key, shared by the processes of one machine."""

    def read(self, key: str) -> int: ...
    def bump(self, key: str) -> None: ...


class _OwnEpochs:
    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def read(self, key: str) -> int:
        return self._counts.get(key, 0)

    def bump(self, key: str) -> None:
        self._counts[key] = self._counts.get(key, 0) + 1


class _Epochs:
    store: EpochStore = _OwnEpochs()


def share_epochs(store: EpochStore) -> None:
    """Use `store` for all caches of this process from now on."""
    _Epochs.store = store


class Cache(Generic[T]):
    """Values by key, each loaded once per `ttl` seconds or until `forget` names its key (in any process)."""

    def __init__(self, name: str, *, ttl: float, most: int = 2048) -> None:
        self._name, self._ttl, self._most = name, ttl, most
        self._entries: OrderedDict[Hashable, tuple[float, int, T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, load: Callable[[], T]) -> T:
        """The value under `key`, out of memory or from `load`. What `load` raises is not kept."""
        epoch, now = _Epochs.store.read(self._epoch_key(key)), time.monotonic()
        known = self._entries.get(key)
        if known is not None and known[1] == epoch and now - known[0] < self._ttl:
            return known[2]
        value = load()
        with self._lock:
            self._entries[key] = (now, epoch, value)
            self._entries.move_to_end(key)
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)
        return value

    def forget(self, key: str) -> None:
        """Call after the change is written: every process of this machine loads anew."""
        _Epochs.store.bump(self._epoch_key(key))

    def _epoch_key(self, key: str) -> str:
        return f"{self._name}:{key}"
