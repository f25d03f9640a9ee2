"""For browsers: the refresh token in a cookie that scripts cannot read, in the place of the body.

A request with the header `X-Session-Cookie: 1` asks for it. A page of another site can neither send that header (it
needs a CORS preflight, which is not granted) nor get the cookie sent along (SameSite=Strict): that is the protection
against forged requests.
"""

from __future__ import annotations

import json
from http.cookies import CookieError, SimpleCookie
from typing import Any, Literal

from chalice.app import Response

from chalicelib.core.settings import settings

NAME = "gp_session"
HEADER = "x-session-cookie"
#: As long as a session may rest (identity's refresh tokens end sooner by themselves).
_SECONDS = 30 * 24 * 3600


def is_wanted(request: Any) -> bool:
    return bool(request.headers.get(HEADER) == "1")


def body_of(request: Any, raw: bytes) -> bytes:
    """The body of a refresh: with an empty one, the token out of the cookie."""
    if raw.strip() not in (b"", b"{}") or not is_wanted(request):
        return raw
    token = _token_of(request.headers.get("cookie", ""))
    return json.dumps({"refresh_token": token}).encode() if token else raw


def _token_of(header: str) -> str | None:
    try:
        morsel = SimpleCookie(header).get(NAME)
    except CookieError:
        return None
    return morsel.value if morsel is not None else None


def answer_with(request: Any, response: Response, session: Literal["begins", "refreshes", "ends"]) -> None:
    """Put the refresh token of an answer into the cookie; a session that ends, or has ended, takes the cookie away."""
    if not is_wanted(request):
        return
    if (session == "ends" and response.status_code < 300) or (session == "refreshes" and response.status_code == 401):
        response.headers["Set-Cookie"] = _cookie("", 0)
    elif response.status_code < 300 and response.body:
        answer = json.loads(response.body)
        token = answer.pop("refresh_token", None)
        if token is not None:
            response.body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
            response.headers["Set-Cookie"] = _cookie(token, _SECONDS)


def _cookie(value: str, seconds: int) -> str:
    secure = "; Secure" if settings().public_url.startswith("https:") else ""
    return f"{NAME}={value}; Path=/v1; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
