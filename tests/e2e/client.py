"""A caller of the running stack: plain HTTP, as a partner's program would do it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as email_policy
from pathlib import Path
from typing import Any

import requests

PASSWORD = "correct-battery-42"


@dataclass
class Caller:
    base_url: str
    token: str = ""
    session: requests.Session = field(default_factory=requests.Session)

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        headers = {"Accept-Language": "en", **more.pop("headers", {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self.session.request(method, f"{self.base_url}/v1{path}", json=body, headers=headers, timeout=60, **more)

    def got(self, path: str) -> Any:
        answer = self("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def did(self, path: str, body: Any = None, **more: Any) -> Any:
        answer = self("POST", path, body, **more)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def every(self, path: str) -> list[dict[str, Any]]:
        """All pages of a list."""
        found: list[dict[str, Any]] = []
        cursor, joint = None, "&" if "?" in path else "?"
        while True:
            page = self.got(f"{path}{joint}limit=200" + (f"&cursor={cursor}" if cursor else ""))
            found += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    def member(self, token: str) -> Caller:
        return Caller(self.base_url, token)


def sign_up(base_url: str, email: str) -> Caller:
    caller = Caller(base_url)
    body = {"company": "Acme", "name": "Olga Owner", "email": email, "password": PASSWORD, "pack": "sales_leads"}
    return caller.member(caller.did("/signup", body)["access_token"])


def letter_token(mailbox: Path, email: str) -> str:
    """The token of the newest link that was sent to the address."""
    found = ""
    for path in sorted(mailbox.glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=email_policy)
        body = letter.get_body(("plain",))
        if email in str(letter["To"]) and body is not None:
            links = re.findall(r"token=([\w-]+)", body.get_content())
            found = links[-1] if links else found
    assert found, f"no link for {email}"
    return found


def until(true: Callable[[], bool], *, seconds: float = 90.0) -> None:
    """Wait for what the stack does by itself: asked again and again, bounded."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.2)
