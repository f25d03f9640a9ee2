"""Accepts connections and hands each to the HTTP process that has the fewest.

The kernel would do the first half by itself (several processes on one listening socket), but without looking at who is
busy: of four keep-alive connections it happily puts all four on one of two processes, and one core idles.
"""

from __future__ import annotations

import errno
import resource
import selectors
import socket
from dataclasses import dataclass

from infra.local.folder import CannotStart
from infra.local.http.worker import ENDED, READY
from infra.local.processes import Child

#: Connections of one process; each is a thread. Further ones wait in the kernel's queue until one ends.
MOST_CONNECTIONS = 1000
_QUEUE = 1024
_OUT_OF_DESCRIPTORS = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


@dataclass
class _Worker:
    child: Child
    is_ready: bool = False
    connections: int = 0
    #: Handed out in turn among equals.
    last_given: int = 0


class Acceptor:
    """Belongs to the launcher's loop: `selector` calls back what is registered as data."""

    def __init__(self, host: str, port: int, selector: selectors.BaseSelector) -> None:
        """
        Raises:
            CannotStart: the port is taken or may not be used.
        """
        self._selector = selector
        self._workers: dict[int, _Worker] = {}
        self._given = 0
        self._is_listening = False
        self._is_closed = False
        try:
            self.listener = socket.create_server((host, port), backlog=_QUEUE)
        except OSError as error:
            reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise CannotStart(f"Port {port} {reason}: choose another with PORT=…") from error
        except OverflowError as error:
            raise CannotStart(f"There is no port {port}: choose one below 65536 with PORT=…") from error
        self.listener.setblocking(False)
        self.port: int = self.listener.getsockname()[1]

    @property
    def is_ready(self) -> bool:
        return bool(self._workers) and all(worker.is_ready for worker in self._workers.values())

    def add(self, child: Child) -> None:
        worker = _Worker(child)
        self._workers[child.pid] = worker
        self._selector.register(child.channel, selectors.EVENT_READ, lambda: self._hear(worker))

    def remove(self, pid: int) -> None:
        """Its process has ended."""
        worker = self._workers.pop(pid, None)
        if worker is not None:
            self._forget_channel(worker)
            self._listen_if_possible()

    def close(self) -> None:
        """Hand over who waits already, then take no more."""
        if self._is_listening:
            self._accept()
        self.pause()
        self._is_closed = True
        self.listener.close()

    def pause(self) -> None:
        if self._is_listening:
            self._selector.unregister(self.listener)
            self._is_listening = False

    def _listen_if_possible(self) -> None:
        if self._is_closed:
            return
        if self._free_worker() is None:
            self.pause()
        elif not self._is_listening:
            self._selector.register(self.listener, selectors.EVENT_READ, self._accept)
            self._is_listening = True

    def _hear(self, worker: _Worker) -> None:
        while True:
            try:
                message = worker.child.channel.recv(16)
            except OSError:  # nothing more to hear, or the process has gone and its end is reported elsewhere
                break
            if not message:  # its process is ending; the launcher will notice and call `remove`
                self._forget_channel(worker)
                break
            if message == READY:
                worker.is_ready = True
            elif message == ENDED:
                worker.connections -= 1
        self._listen_if_possible()

    def _forget_channel(self, worker: _Worker) -> None:
        worker.is_ready = False
        if worker.child.channel in self._selector.get_map():
            self._selector.unregister(worker.child.channel)

    def _free_worker(self) -> _Worker | None:
        free = [
            worker for worker in self._workers.values() if worker.is_ready and worker.connections < MOST_CONNECTIONS
        ]
        return min(free, key=lambda worker: (worker.connections, worker.last_given), default=None)

    def _accept(self) -> None:
        while (worker := self._free_worker()) is not None:
            try:
                accepted, _ = self.listener.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno in _OUT_OF_DESCRIPTORS:
                    return
                continue  # that client has gone again
            with accepted:
                self._give(accepted, worker)
        self.pause()

    def _give(self, accepted: socket.socket, worker: _Worker) -> None:
        try:
            socket.send_fds(worker.child.channel, [b"c"], [accepted.fileno()])
        except OSError:
            return  # its queue is full or it has just died: the client sees its connection end, and tries again
        self._given += 1
        worker.connections += 1
        worker.last_given = self._given


def allow_many_descriptors() -> None:
    """Raise the limit of open files as far as this user may: many systems start at 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else min(hard, 65536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
