"""Orders to a process of the running stack, and its answers: one JSON object a line over a socket in run/."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_COMES_BACK_WITHIN = 5.0


class NoAnswer(Exception):
    """The process is not there, went away, or did not answer in time."""


@contextlib.contextmanager
def serving(path: Path, obey: Callable[[dict[str, Any]], dict[str, Any]]) -> Iterator[None]:
    """Answer each order with `obey(order)`, in a thread of its own."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    path.unlink(missing_ok=True)
    with _short(path) as address:
        listener.bind(address)
    listener.listen(16)
    threading.Thread(target=_accept, args=(listener, obey), daemon=True).start()
    try:
        yield
    finally:
        listener.close()


def order(path: Path, wanted: dict[str, Any], *, timeout: float) -> dict[str, Any]:
    """Send an order and wait for its answer, at most `timeout` seconds.

    Raises:
        NoAnswer.
    """
    try:
        with _connected(path, timeout) as sock:
            sock.sendall(json.dumps(wanted).encode() + b"\n")
            with sock.makefile("rb") as answers:
                line = answers.readline()
    except OSError as error:
        raise NoAnswer(f"{path.stem} does not answer: {error}") from error
    if not line:
        raise NoAnswer(f"{path.stem} went away before it answered")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _connected(path: Path, timeout: float) -> socket.socket:
    """A process that is just being started again gets a moment to come back."""
    deadline = time.monotonic() + min(timeout, _COMES_BACK_WITHIN)
    while True:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.settimeout(timeout)
        try:
            with _short(path) as address:
                sock.connect(address)
        except OSError:
            sock.close()
            if time.monotonic() > deadline or not path.parent.exists():
                raise
            time.sleep(0.02)
        else:
            return sock


def _accept(listener: socket.socket, obey: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    while True:
        try:
            sock, _ = listener.accept()
        except OSError:
            return  # closed: the process ends
        threading.Thread(target=_answer, args=(sock, obey), daemon=True).start()


def _answer(sock: socket.socket, obey: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    with sock, sock.makefile("rb") as orders, contextlib.suppress(OSError):
        for line in orders:
            sock.sendall(json.dumps(obey(json.loads(line))).encode() + b"\n")


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """A Unix address holds 107 bytes, a data folder's path may be longer; through /proc it is always short."""
    descriptor = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{path.name}"
    finally:
        os.close(descriptor)
