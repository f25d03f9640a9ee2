"""The door as a WSGI app, for tools that speak it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from tests.edge.door import Door

_DOOR = Door(address="203.0.113.9")


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """PEP 3333. Header values arrive as latin-1 text, as WSGI has them."""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    if length:
        headers["content-length"] = str(length)
    target = environ["REQUEST_URI"].partition("?")[0]
    if environ.get("QUERY_STRING"):
        target += f"?{environ['QUERY_STRING']}"
    lines = [f"{environ['REQUEST_METHOD']} {target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    reply = _DOOR.send_raw("\r\n".join(lines).encode("latin-1"), environ["wsgi.input"].read(length))
    start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", list(reply.headers.items()))
    return [reply.body]
