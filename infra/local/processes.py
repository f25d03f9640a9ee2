"""Child processes that never outlive the launcher."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15
_libc = ctypes.CDLL(None, use_errno=True)


class Closable(Protocol):
    def close(self) -> None: ...


@dataclass
class Child:
    """A forked process. Closing `channel` (SEQPACKET) asks it to finish what it does and to exit."""

    name: str
    pid: int
    channel: socket.socket


def die_with_parent(parent: int) -> None:
    """To be called first in a child: SIGKILL it when the launcher dies, however that happens (prctl(2))."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it died before we could ask


def fork(name: str, work: Callable[[socket.socket], None], not_for_it: Iterable[Closable]) -> Child:
    """Run `work(channel)` in a copy of this process, which must have one thread only.

    not_for_it: what the child must not hold open; above all the channels of the others, which would never see an end.
    """
    parent = os.getpid()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        theirs.close()
        ours.setblocking(False)
        return Child(name, pid, ours)
    code = 1
    try:
        die_with_parent(parent)
        _libc.prctl(_PR_SET_NAME, f"glass-{name}"[:15].encode(), 0, 0, 0)
        _quiet_signals()
        ours.close()
        for inherited in not_for_it:
            inherited.close()
        os.dup2(2, 1)
        work(theirs)
        code = 0
    # The outermost frame of the process: nothing above could report it, and the launcher only sees the exit code.
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run_to_the_end(name: str, work: Callable[[], None], not_for_it: Iterable[Closable]) -> bool:
    """Run `work` in a child and wait for it, so that no connection it opens is in this process. True: it succeeded."""
    child = fork(name, lambda _: work(), not_for_it)
    try:
        _, status = os.waitpid(child.pid, 0)
        return os.waitstatus_to_exitcode(status) == 0
    finally:
        child.channel.close()


def _quiet_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Ctrl-C and a service manager's SIGTERM reach the whole group; the launcher alone decides in which order all end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
