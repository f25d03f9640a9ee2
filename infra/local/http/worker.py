"""One HTTP process: takes connections from the launcher and serves each in a thread of its own."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading

from infra.local.http.connection import Connection, Serving
from infra.local.http.gateway import Gateway
from infra.local.project import Project

#: What the worker tells the launcher: it is ready; a connection has ended.
READY, ENDED = b"!", b"-"

logger = logging.getLogger("glasspipe.http")


def run_worker(project: Project, channel: socket.socket) -> None:
    """Serve every connection that comes through `channel` (SEQPACKET, one descriptor a message) until it is closed
    at the other end; then finish the requests that run, and return."""
    project.join_the_stack()
    gateway = Gateway(project.app, project.console)
    serving = Serving(gateway, logs_requests=project.log_level <= logging.INFO, files=project.files(gateway.cors))
    connections: dict[int, Connection] = {}
    threads: set[threading.Thread] = set()
    guard = threading.Lock()
    channel.send(READY)
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
        if not message and not descriptors:
            break
        for descriptor in descriptors:
            _serve(descriptor, serving, channel, connections, threads, guard)
    serving.draining = True
    with guard:
        waiting, running = list(connections.values()), list(threads)
    for connection in waiting:
        connection.drain()
    for thread in running:
        thread.join()


def _serve(
    descriptor: int,
    serving: Serving,
    channel: socket.socket,
    connections: dict[int, Connection],
    threads: set[threading.Thread],
    guard: threading.Lock,
) -> None:
    try:
        connection = Connection(socket.socket(fileno=descriptor), serving)
    except OSError:
        # It was reset before we could look at it.
        os.close(descriptor)
        _tell(channel, ENDED)
        return

    def serve() -> None:
        try:
            connection.serve()
        finally:
            with guard:
                connections.pop(id(connection), None)
                threads.discard(threading.current_thread())
            _tell(channel, ENDED)

    thread = threading.Thread(target=serve, name="connection", daemon=True)
    with guard:
        connections[id(connection)] = connection
        threads.add(thread)
    thread.start()


def _tell(channel: socket.socket, message: bytes) -> None:
    with contextlib.suppress(OSError):  # the launcher has closed its end: we are draining, and it no longer counts
        channel.send(message)
