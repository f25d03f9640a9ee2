"""The real stack for tests: started as a user starts it, on a data folder of the test's own."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local import control
from infra.local.folder import DataFolder

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60
_STOP_SECONDS = 30
_READY = re.compile(r"ready: (http\S+)\n")


class StackFailed(Exception):
    """It did not start, or did not do what it was told. The text holds what it logged."""


@dataclass
class Stack:
    """A running stack. Its log is `data_dir/stack.log`."""

    base_url: str
    data_dir: Path
    launcher: subprocess.Popen[bytes]

    @property
    def pids(self) -> dict[str, int]:
        """Name -> process id, now: launcher, engine, feed, clock, http-1, http-2 ..."""
        pids: dict[str, int] = self._folder.read_stack()["pids"]
        return pids

    @property
    def environment(self) -> dict[str, str]:
        """What a process must have in its environment to use the stack's engine and files with `chalicelib`."""
        environment: dict[str, str] = self._folder.read_stack()["environment"]
        return environment

    def sweep(self, at: datetime | str | None = None, *, schedule: str = "sweep", timeout: float = 300.0) -> Any:
        """Fire a schedule once with `at` (default: now) as its time; returns what the function returned.

        Raises:
            StackFailed: it raised, or did not end in time.
        """
        moment = at if isinstance(at, str) else (at or datetime.now(UTC)).isoformat()
        return self._order("clock", {"schedule": schedule, "at": moment}, timeout)["result"]

    def wait_for_feed(self, *, retry: bool = False, timeout: float = 60.0) -> int:
        """Return when every event written up to now, and what handlers wrote on its account, has been delivered.

        retry: try events whose handler failed again now, and not when their back-off is over. Returns how many events
        are left that the handler does not take.

        Raises:
            StackFailed: not in time.
        """
        failed: int = self._order("feed", {"retry": retry, "timeout": timeout}, timeout + 5)["failed"]
        return failed

    def stop(self) -> int:
        """SIGTERM, and wait for the end. Returns the exit code."""
        self.launcher.terminate()
        return self.launcher.wait(_STOP_SECONDS)

    def kill_all(self) -> None:
        """SIGKILL to every process at once, as when the machine loses its power; returns when all are gone."""
        kill_and_wait(list(self.pids.values()))
        self.launcher.wait(_STOP_SECONDS)

    def log(self) -> str:
        return (self.data_dir / "stack.log").read_text(errors="replace")

    @property
    def _folder(self) -> DataFolder:
        return DataFolder(self.data_dir)

    def _order(self, process: str, wanted: dict[str, Any], timeout: float) -> dict[str, Any]:
        try:
            answer = control.order(self._folder.control(process), wanted, timeout=timeout)
        except control.NoAnswer as error:
            raise StackFailed(f"{error}\n{self.log()[-5000:]}") from error
        if "error" in answer:
            raise StackFailed(f"{answer['error']}\n{self.log()[-5000:]}")
        return answer


def start_stack(
    data_dir: Path,
    port: int = 0,
    workers: int = 2,
    clock: bool = False,
    *,
    project: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Stack:
    """Start the stack and return when it is ready. `env` is added to this process's environment.

    Raises:
        StackFailed.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "infra.local", "run", "--data", str(data_dir), "--port", str(port)]
    command += ["--workers", str(workers), *([] if clock else ["--no-clock"])]
    command += ["--project", str(project)] if project else []
    with (data_dir / "stack.log").open("ab") as log:
        launcher = subprocess.Popen(
            command,
            cwd=_ROOT,
            env={**clean_environment(), **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            bufsize=0,
        )
    stack = Stack("", data_dir.resolve(), launcher)
    ready = _READY.search(_said_at_start(launcher))
    if ready is None:
        launcher.terminate()
        code = launcher.wait()
        raise StackFailed(f"the stack did not start (exit code {code}):\n{stack.log()[-5000:]}")
    stack.base_url = ready[1]
    return stack


def _said_at_start(launcher: subprocess.Popen[bytes]) -> str:
    """Its standard output until it is ready, has ended, or has said nothing for too long."""
    assert launcher.stdout is not None
    said = ""
    while not _READY.search(said) and select.select([launcher.stdout], [], [], _START_SECONDS)[0]:
        part = os.read(launcher.stdout.fileno(), 4096)
        if not part:
            break
        said += part.decode()
    return said


@contextlib.contextmanager
def running_stack(
    data_dir: Path,
    port: int = 0,
    workers: int = 2,
    clock: bool = False,
    *,
    project: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[Stack]:
    """The real stack, as subprocesses, until the block ends.

    clock=False: schedules run only by `stack.sweep(at)`. project: the folder of another app.py.
    """
    stack = start_stack(data_dir, port, workers, clock, project=project, env=env)
    try:
        yield stack
    finally:
        if stack.launcher.poll() is None:
            stack.stop()
        assert stack.launcher.stdout is not None
        stack.launcher.stdout.close()


def clean_environment() -> dict[str, str]:
    """This process's environment without what names another stack's files or engine."""
    mine = ("GLASSPIPE_", "AWS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(mine)}


def kill_and_wait(pids: list[int]) -> None:
    """SIGKILL each process, then wait until the kernel says that it is gone; children of others too."""
    watched = []
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            watched.append(os.pidfd_open(pid))
            os.kill(pid, signal.SIGKILL)
    wait_until_gone(watched)


def wait_until_gone(pidfds: list[int]) -> None:
    """
    Raises:
        StackFailed: one of the processes still runs after a while.
    """
    try:
        for pidfd in pidfds:
            if not select.select([pidfd], [], [], _STOP_SECONDS)[0]:
                raise StackFailed("a process does not end")
    finally:
        for pidfd in pidfds:
            os.close(pidfd)


__all__ = [
    "Stack",
    "StackFailed",
    "clean_environment",
    "kill_and_wait",
    "running_stack",
    "start_stack",
    "wait_until_gone",
]
