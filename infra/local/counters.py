"""Counters that all processes of the stack share: how a cache of one learns that another has made it stale."""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import threading
import zlib
from pathlib import Path

#: Two keys on one counter only make a cache reload once too often.
_COUNTERS = 8192
_SIZE = 8
_COUNTER = struct.Struct("=Q")


class SharedCounters:
    """The store that `chalicelib.core.cache.share_epochs` takes. `read` costs about a microsecond.

    Every process opens the file for itself, after a fork too: POSIX locks belong to a process, not to a descriptor.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        # Never truncated: a process that has it mapped would get SIGBUS.
        os.posix_fallocate(self._file, 0, _COUNTERS * _SIZE)
        self._map = mmap.mmap(self._file, _COUNTERS * _SIZE)
        self._guard = threading.Lock()

    def read(self, key: str) -> int:
        # Eight aligned bytes are read in one piece on every processor that runs this.
        value: int = _COUNTER.unpack_from(self._map, self._offset(key))[0]
        return value

    def bump(self, key: str) -> None:
        offset = self._offset(key)
        with self._guard:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _SIZE, offset)
            try:
                _COUNTER.pack_into(self._map, offset, _COUNTER.unpack_from(self._map, offset)[0] + 1)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _SIZE, offset)

    @staticmethod
    def _offset(key: str) -> int:
        return zlib.crc32(key.encode()) % _COUNTERS * _SIZE
