"""The data folder: everything that one machine keeps, and who may use it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KEY_BYTES = 32
#: A launcher that was killed leaves its children to the kernel, which ends them within milliseconds.
_WAIT_FOR_THE_DYING = 2.0


class CannotStart(Exception):
    """What keeps the stack from starting, in one line for the person who started it."""


@dataclass(frozen=True)
class DataFolder:
    """Paths within the folder.

    engine.db (the data), key (encrypts secrets at rest), blobs/ (uploaded files), mailbox/ (e-mails that no SMTP server
    takes), feed.db (how far the feed has come), feed-dead-letters.jsonl, engine.log; run/ holds what lives only as long
    as the stack does.
    """

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "engine.db"

    @property
    def engine_log(self) -> Path:
        return self.root / "engine.log"

    @property
    def key(self) -> Path:
        return self.root / "key"

    @property
    def blobs(self) -> Path:
        return self.root / "blobs"

    @property
    def mailbox(self) -> Path:
        return self.root / "mailbox"

    @property
    def feed_memory(self) -> Path:
        return self.root / "feed.db"

    @property
    def dead_letters(self) -> Path:
        return self.root / "feed-dead-letters.jsonl"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def counters(self) -> Path:
        return self.run / "counters"

    @property
    def hints(self) -> Path:
        return self.run / "hints"

    @property
    def stack(self) -> Path:
        return self.run / "stack.json"

    def control(self, name: str) -> Path:
        """The socket at which the process of that name takes orders."""
        return self.run / f"{name}.control"

    def lock(self) -> int:
        """Make the folder if need be and take it for this process; the descriptor returned holds the lock.

        Raises:
            CannotStart: it cannot be written, or another stack runs on it.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotStart(f"The data folder {self.root} cannot be used: {error.strerror}.") from error
        deadline = time.monotonic() + _WAIT_FOR_THE_DYING
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise CannotStart(
                        f"The data folder {self.root} is in use by another Glasspipe: "
                        "stop it, or choose another with DATA=…"
                    ) from None
                time.sleep(0.02)

    def prepare(self) -> None:
        """Make what is missing. Only the holder of the lock may.

        Raises:
            CannotStart: something in the folder is not what it should be.
        """
        try:
            shutil.rmtree(self.run, ignore_errors=True)
            for folder in (self.run, self.blobs, self.mailbox):
                folder.mkdir(mode=0o700, exist_ok=True)
            if not self.key.exists():
                _write_private(self.key, secrets.token_bytes(_KEY_BYTES))
            size = self.key.stat().st_size
        except OSError as error:
            raise CannotStart(f"The data folder {self.root} cannot be used: {error.strerror}.") from error
        if size != _KEY_BYTES:
            raise CannotStart(
                f"The key file {self.key} is damaged ({size} bytes, not {_KEY_BYTES}): restore it from a backup."
            )

    def write_stack(self, facts: dict[str, Any]) -> None:
        """Tell other programs of the running stack (`infra.local sweep`, tests)."""
        _write_private(self.stack, json.dumps(facts, indent=1).encode())

    def read_stack(self) -> dict[str, Any]:
        """What `write_stack` told.

        Raises:
            CannotStart: no stack runs on this folder.
        """
        try:
            facts: dict[str, Any] = json.loads(self.stack.read_bytes())
        except (OSError, ValueError):
            raise CannotStart(f"No Glasspipe runs on the data folder {self.root}.") from None
        return facts

    def forget_stack(self) -> None:
        with contextlib.suppress(OSError):
            self.stack.unlink()


def _write_private(path: Path, content: bytes) -> None:
    """Whole or not at all, also when the power goes: a key that is half there would lock everyone out."""
    unfinished = path.with_name(path.name + ".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    unfinished.replace(path)
