"""The routes of identity and tenancy in process, over a real engine in memory."""

from __future__ import annotations

import atexit
import json
import os
import re
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as email_policy
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

ENGINE = Path(__file__).parents[2] / "infra/local/node_modules/@dynoxide/linux-x64/dynoxide"
_PLACE = Path(tempfile.mkdtemp(prefix="glasspipe-identity-"))
PASSWORD = "correct-battery-42"
_serial = count(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_PORT = _free_port()
os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = f"http://127.0.0.1:{_PORT}"
os.environ["GLASSPIPE_KEY_FILE"] = str(_PLACE / "key")
os.environ["GLASSPIPE_MAILBOX"] = str(_PLACE / "mail")
(_PLACE / "key").write_bytes(os.urandom(32))


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Client:
    """Calls the app as API Gateway would."""

    app: Any
    address: str = "203.0.113.7"
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str) -> Reply:
        path, _, query = path.partition("?")
        route, params = _route(self.app, method, path)
        sent = {"accept-language": "en", **self.headers}
        sent |= {name.replace("_", "-"): text for name, text in headers.items()}
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        if body is not None:
            sent["content-type"] = "application/json"
        pairs = [pair.partition("=") for pair in query.split("&") if pair]
        event = {
            "requestContext": {
                "httpMethod": method,
                "resourcePath": route,
                "identity": {"sourceIp": self.address},
            },
            "headers": sent,
            "multiValueQueryStringParameters": {name: [value] for name, _, value in pairs} or None,
            "pathParameters": params,
            "stageVariables": None,
            "body": body if isinstance(body, str) or body is None else json.dumps(body),
            "isBase64Encoded": False,
        }
        answer = self.app(event, None)
        return Reply(answer["statusCode"], {k.lower(): v for k, v in answer["headers"].items()}, answer["body"])


def _route(app: Any, method: str, path: str) -> tuple[str, dict[str, str]]:
    fitting = []
    for pattern in app.routes:
        shape = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", pattern.replace(".", r"\."))
        match = re.fullmatch(shape, path)
        if match and method in app.routes[pattern]:
            fitting.append((pattern.count("{"), pattern, match.groupdict()))
    assert fitting, f"no route {method} {path}"
    _, pattern, params = min(fitting, key=lambda each: each[0])
    return pattern, params


@lru_cache(maxsize=1)
def start() -> Any:
    """The engine, and the app over it: once per process, until it ends."""
    engine = subprocess.Popen([str(ENGINE), "--port", str(_PORT)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(engine.terminate)
    _await(_PORT)
    return _make_app()


def _make_app() -> Any:
    """The whole app: there can be one in a process, since `Edge` knows only the one that was mounted last."""
    import app
    from chalicelib.core.tables import create_tables

    create_tables()
    return app.app


def _await(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise RuntimeError("the engine does not answer")


@dataclass
class Company:
    """A workspace just signed up, and calls in its owner's name."""

    call: Client
    signed_up: dict[str, Any]
    email: str
    password: str = PASSWORD

    @property
    def token(self) -> str:
        return str(self.signed_up["access_token"])

    @property
    def id(self) -> str:
        return str(self.signed_up["workspace"]["id"])

    @property
    def owner_id(self) -> str:
        return str(self.signed_up["member"]["id"])

    def owner(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        return self.call(method, path, body, token=self.token, **headers)

    def add(self, role: str = "rep", *, name: str = "Li Na", **more: Any) -> dict[str, Any]:
        """An active member, with the password that all here have."""
        body = {"name": name, "email": new_email(), "role": role, "password": PASSWORD, **more}
        reply = self.owner("POST", "/v1/members", body)
        assert reply.status == 201, reply.text
        return dict(reply.json)

    def log_in(self, email: str, password: str = PASSWORD, **more: Any) -> dict[str, Any]:
        reply = self.call("POST", "/v1/login", {"email": email, "password": password, **more})
        assert reply.status == 200, reply.text
        return dict(reply.json)


def new_address() -> str:
    """An address of the documentation ranges that no other test calls from."""
    number = next(_serial)
    return f"198.51.{number // 250}.{number % 250}"


def new_email() -> str:
    return f"person{next(_serial)}@example.com"


def sign_up(call: Client, **more: Any) -> Company:
    email = more.pop("email", None) or new_email()
    body = {"company": "Blue Lake Ltd", "name": "Wang Wei", "email": email, "password": PASSWORD, **more}
    reply = call("POST", "/v1/signup", body)
    assert reply.status == 201, reply.text
    return Company(call, reply.json, email)


def letters_to(email: str) -> list[str]:
    """The texts of all letters to the address, the newest last."""
    found = []
    for path in sorted((_PLACE / "mail").glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=email_policy)
        text = letter.get_body(("plain",))
        if email in str(letter["To"]) and text is not None:
            found.append(str(text.get_content()))
    return found


def links_to(email: str) -> list[str]:
    """The tokens of all links that were sent to the address, the newest last."""
    return [token for text in letters_to(email) for token in re.findall(r"token=([\w-]+)", text)]
