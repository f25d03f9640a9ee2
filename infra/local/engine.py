"""The DynamoDB-compatible engine: a binary that serves one database file on 127.0.0.1."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from pathlib import Path

from infra.local.folder import CannotStart, DataFolder
from infra.local.processes import die_with_parent

_BINARY = Path(__file__).parent / "node_modules/@dynoxide/linux-x64/dynoxide"
_READY_WITHIN = 30.0


class Engine:
    """Started on a free port and, should it die, again on the same one: the others know no other."""

    def __init__(self, folder: DataFolder, lock: int) -> None:
        self._folder = folder
        #: Given to the engine too: so the folder counts as used until the engine has let go of its file.
        self._lock = lock
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns when it answers.

        Raises:
            CannotStart: it is not installed, or ends at once (the file is damaged, the disk full ...).
        """
        if not _BINARY.exists():
            raise CannotStart("The engine is not installed: run `npm ci --prefix infra/local`.")
        parent = os.getpid()
        with self._folder.engine_log.open("wb") as log:
            self._process = subprocess.Popen(
                [_BINARY, "--host", "127.0.0.1", "--port", str(self.port), "--db-path", self._folder.database],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[self._lock],
                # Its own session: a Ctrl-C is for the launcher, which ends the engine last.
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(parent),  # noqa: PLW1509 (the launcher has one thread)
            )
        deadline = time.monotonic() + _READY_WITHIN
        while not self._answers():
            if self._process.poll() is not None:
                raise CannotStart(f"The engine cannot open {self._folder.database}: {self._last_words()}")
            if time.monotonic() > deadline:
                self.kill()
                raise CannotStart(f"The engine does not answer: see {self._folder.engine_log}.")
            time.sleep(0.005)

    def ask_to_stop(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def wait(self, seconds: float) -> bool:
        """True: it has ended."""
        if self._process is None:
            return True
        try:
            self._process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/")
            return "Dynoxide" in (connection.getresponse().getheader("server") or "")
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _last_words(self) -> str:
        lines = self._folder.engine_log.read_text(errors="replace").strip().splitlines()
        return lines[-1].removeprefix("error: ") if lines else "it ended without a word."


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
