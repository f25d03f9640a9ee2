"""Real servers on the loopback, to be reached or, mostly, not; and a workspace with the routes of notifications."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.identity.house import Client, new_address, sign_up, start

from .office import Office, Post


@dataclass
class Answer:
    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class WebServer:
    """A server that answers `answer` and keeps what it was asked."""

    port: int
    answer: Answer = field(default_factory=Answer)
    paths: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


StartServer = Callable[[], WebServer]


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    running: list[http.server.ThreadingHTTPServer] = []

    def start() -> WebServer:
        served = WebServer(port=0)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                served.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                self.do_GET()

            def do_GET(self) -> None:
                served.paths.append(self.path)
                self.send_response(served.answer.status)
                for name, value in served.answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(served.answer.body)

            def log_message(self, *_: object) -> None:
                return

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        served.port = server.server_port
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        running.append(server)
        return served

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def web(start_server: StartServer, monkeypatch: pytest.MonkeyPatch) -> WebServer:
    """A server that nothing allows to be reached."""
    monkeypatch.delenv("GLASSPIPE_OUTBOUND_ALLOW", raising=False)
    return start_server()


@pytest.fixture
def allowed_web(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> WebServer:
    """A server that the operator allows."""
    monkeypatch.setenv("GLASSPIPE_OUTBOUND_ALLOW", f"127.0.0.1:{web.port}")
    return web


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The app, with the routes of notifications in it, and a mailbox of this test's own."""
    monkeypatch.setenv("GLASSPIPE_MAILBOX", str(tmp_path / "mail"))
    app = start()
    if "/v1/notifications" not in app.routes:
        from chalicelib.core.http import Edge
        from chalicelib.notifications.api import api

        app.register_blueprint(api, url_prefix="/v1")
        Edge.routes.extend(api.routes)
    return Client(app, address=new_address())


@pytest.fixture
def office(call: Client) -> Office:
    company = sign_up(call, timezone="Asia/Shanghai", locale="en")
    rep = company.add("rep")
    return Office(company, rep, str(company.log_in(rep["email"])["access_token"]), call)


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    from chalicelib.notifications import channels

    recording = Post()
    monkeypatch.setattr(channels, "send", recording.send)
    return recording
