"""Starts everything, watches it, and ends it in order."""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from infra.local import environment, processes
from infra.local.acceptor import Acceptor, allow_many_descriptors
from infra.local.clock.process import run_clock
from infra.local.engine import Engine
from infra.local.feed.memory import Memory
from infra.local.feed.process import run_feed
from infra.local.folder import CannotStart, DataFolder
from infra.local.http.worker import READY, run_worker
from infra.local.processes import Child
from infra.local.project import Project

#: What runs when a stop is ordered has so many seconds to finish; then the engine so many to close its file.
_DRAIN_SECONDS, _ENGINE_STOP_SECONDS = 10.0, 5.0
#: More deaths than this within a minute: something is wrong that a restart does not mend.
_MOST_DEATHS, _DEATHS_WITHIN = 5, 60.0


@dataclass(frozen=True)
class Options:
    folder: DataFolder
    project: Path
    host: str
    port: int
    workers: int
    #: False: schedules run only when ordered (`infra.local sweep`).
    clock: bool
    #: Load the sample workspace when ready.
    demo: bool


@dataclass
class _Descriptor:
    number: int

    def close(self) -> None:
        os.close(self.number)


@dataclass
class Launcher:
    options: Options
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _children: dict[int, Child] = field(default_factory=dict)
    _ready: set[str] = field(default_factory=set)
    _deaths: deque[float] = field(default_factory=deque)
    _signals: int = 0
    _is_announced: bool = False
    _engine: Engine | None = None
    _demo: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Until SIGTERM or SIGINT, or until something can't be kept running. Returns the exit code.

        Raises:
            CannotStart.
        """
        options = self.options
        self._lock = _Descriptor(options.folder.lock())
        allow_many_descriptors()
        self._acceptor = Acceptor(options.host, options.port, self._selector)
        options.folder.prepare()
        Memory(options.folder.feed_memory).close()
        self._watch_signals()
        failure = ""
        try:
            self._start()
            self._loop()
        except CannotStart as error:
            failure = str(error)
        finally:
            self._stop()
        if failure:
            raise CannotStart(failure)
        return 0

    def _start(self) -> None:
        options = self.options
        own_endpoint = None
        if environment.ENDPOINT not in os.environ:
            self._engine = Engine(options.folder, self._lock.number)
            self._engine.start()
            own_endpoint = self._engine.endpoint
        environment.complete(os.environ, options.folder, self._base_url, own_endpoint)
        try:
            self._project = Project.load(options.project, options.folder)
            self._project.client()
        # Whatever importing the app may raise: its author needs the traceback, its user the line.
        except Exception as error:
            traceback.print_exc()
            raise CannotStart(f"app.py cannot be imported: {type(error).__name__}: {error}") from error
        # What has been imported stays as it is, so the children can share it: the collector would write to each object.
        gc.collect()
        gc.freeze()
        if not processes.run_to_the_end("tables", self._project.create_tables, self._not_for_children()):
            raise CannotStart("The tables could not be made: see above.")
        for name in ("feed", "clock", *(f"http-{number}" for number in range(1, options.workers + 1))):
            self._launch(name)

    def _launch(self, name: str) -> None:
        work: Callable[[socket.socket], None]
        if name == "feed":
            work = partial(run_feed, self._project)
        elif name == "clock":
            work = partial(run_clock, self._project, fires=self.options.clock)
        else:
            work = partial(run_worker, self._project)
        child = processes.fork(name, work, self._not_for_children())
        self._children[child.pid] = child
        if name.startswith("http-"):
            self._acceptor.add(child)
        else:
            self._selector.register(child.channel, selectors.EVENT_READ, lambda: self._hear(child))

    def _not_for_children(self) -> list[processes.Closable]:
        channels = [child.channel for child in self._children.values()]
        return [self._acceptor.listener, self._lock, self._selector, self._wakeup, self._waker, *channels]

    def _hear(self, child: Child) -> None:
        if child.channel.recv(16) == READY:
            self._ready.add(child.name)
        self._selector.unregister(child.channel)

    def _loop(self) -> None:
        while not self._signals:
            for key, _ in self._selector.select():
                key.data()
            if not self._is_announced and self._acceptor.is_ready and {"feed", "clock"} <= self._ready:
                self._announce()

    def _announce(self) -> None:
        self._is_announced = True
        self._write_stack()
        where = f"engine at {os.environ[environment.ENDPOINT]}, {self.options.workers} HTTP processes"
        print(f"Data in {self.options.folder.root}, {where}.")
        print(f"Glasspipe is ready: {self._base_url}", flush=True)
        if self.options.demo:
            parent = os.getpid()
            command = [sys.executable, "-m", "infra.local", "demo", "--data", str(self.options.folder.root)]
            self._demo = subprocess.Popen(
                command,
                preexec_fn=lambda: processes.die_with_parent(parent),  # noqa: PLW1509 (we have one thread)
            )

    @property
    def _base_url(self) -> str:
        host = "127.0.0.1" if self.options.host in ("", "0.0.0.0", "::") else self.options.host
        return f"http://{host}:{self._acceptor.port}"

    def _write_stack(self) -> None:
        engine = {"engine": self._engine.pid} if self._engine else {}
        ours = {child.name: child.pid for child in self._children.values()}
        names = ("AWS_", "GLASSPIPE_", "NO_PROXY", "no_proxy")
        self.options.folder.write_stack(
            {
                "base_url": self._base_url,
                "project": str(self.options.project),
                "pids": {"launcher": os.getpid(), **engine, **ours},
                "environment": {key: value for key, value in os.environ.items() if key.startswith(names)},
            }
        )

    def _watch_signals(self) -> None:
        self._wakeup, self._waker = socket.socketpair()
        self._wakeup.setblocking(False)
        self._waker.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note_signal)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._wakeup, selectors.EVENT_READ, self._after_signal)

    def _note_signal(self, *_: object) -> None:
        self._signals += 1

    def _after_signal(self) -> None:
        self._wakeup.recv(4096)
        if self._signals:
            return
        if self._demo is not None:
            self._demo.poll()
        for child in self._reap():
            self._count_death(child.name)
            self._launch(child.name)
            self._write_stack_if_announced()
        if self._engine is not None and self._engine.has_ended():
            self._count_death("engine")
            self._engine.start()
            self._write_stack_if_announced()

    def _write_stack_if_announced(self) -> None:
        if self._is_announced:
            self._write_stack()

    def _reap(self) -> list[Child]:
        """The children that have ended since the last time."""
        ended = []
        for child in list(self._children.values()):
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                del self._children[pid]
                self._forget(child)
                ended.append(child)
                self._last_status = os.waitstatus_to_exitcode(status)
        return ended

    def _forget(self, child: Child) -> None:
        self._acceptor.remove(child.pid)
        if child.channel in self._selector.get_map():
            self._selector.unregister(child.channel)
        child.channel.close()
        self._ready.discard(child.name)

    def _count_death(self, name: str) -> None:
        now = time.monotonic()
        self._deaths.append(now)
        while now - self._deaths[0] > _DEATHS_WITHIN:
            self._deaths.popleft()
        if len(self._deaths) > _MOST_DEATHS:
            raise CannotStart(f"The process {name} ends again and again: Glasspipe stops.")
        print(f"The process {name} has ended unexpectedly: it is started again.", file=sys.stderr, flush=True)

    def _stop(self) -> None:
        """In order: no new requests, running ones to their end, then the feed, then the engine."""
        self.options.folder.forget_stack()
        self._acceptor.close()
        until = time.monotonic() + _DRAIN_SECONDS
        self._end([child for child in self._children.values() if child.name != "feed"], until)
        self._end(list(self._children.values()), max(until, time.monotonic() + 2.0))
        if self._engine is not None:
            self._engine.ask_to_stop()
            if not self._engine.wait(_ENGINE_STOP_SECONDS):
                self._engine.kill()

    def _end(self, children: list[Child], until: float) -> None:
        signals = self._signals
        for child in children:
            # The end of its channel is what a child takes as the order to finish. Only our half is closed: with what it
            # has sent unread, a close would reach it as an error.
            self._acceptor.remove(child.pid)
            child.channel.shutdown(socket.SHUT_WR)
        pending = {child.pid: child for child in children}
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._wakeup, selectors.EVENT_READ)
            while pending:
                for pid in list(pending):
                    if os.waitpid(pid, os.WNOHANG)[0]:
                        del pending[pid], self._children[pid]
                left = until - time.monotonic()
                if not pending or left <= 0 or self._signals > signals:  # a second Ctrl-C: at once
                    break
                if waiting.select(left):
                    self._wakeup.recv(4096)
        for pid, child in pending.items():
            print(f"{child.name} did not finish in time.", file=sys.stderr)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            del self._children[pid]
