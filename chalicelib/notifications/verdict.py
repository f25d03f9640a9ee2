"""What a service's answer means: arrived, or why not and whether another try makes sense."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from chalicelib.notifications import DeliveryFailed
from chalicelib.notifications.channel_kinds import Channel, secrets_of
from chalicelib.notifications.wording import UNWANTED

if TYPE_CHECKING:
    from chalicelib.notifications.outbound import Exchange

# Where a service puts its own verdict into an answer of status 200: the fields of code and text, and the codes that
# pass by themselves ("too often", "busy").
_CODES_INSIDE: dict[str, tuple[str, str, frozenset[int]]] = {
    "wecom": ("errcode", "errmsg", frozenset({-1, 45009, 45033})),
    "dingtalk": ("errcode", "errmsg", frozenset({-1, 130101, 410100})),
    "feishu": ("code", "msg", frozenset({11232, 11247})),
}
_PASSING_STATUS = frozenset({408, 425, 429})


def verdict(channel: Channel, exchange: Exchange) -> DeliveryFailed | None:
    if exchange.problem is not None:
        return _broken(exchange.problem)
    status, said = exchange.status or 0, _excerpt(channel, exchange.answer)
    if 300 <= status < 400:
        return DeliveryFailed(f"the service redirected (HTTP {status}), which is not followed", False, code="redirect")
    if not 200 <= status < 300:
        retryable = status >= 500 or status in _PASSING_STATUS
        detail = f"{status} {said}".strip()
        return DeliveryFailed(f"the service answered HTTP {detail}", retryable, code="status", detail=detail)
    if channel.kind in _CODES_INSIDE:
        return _verdict_inside(channel, exchange.answer, said)
    if channel.kind == "slack" and exchange.answer != b"ok":
        return DeliveryFailed(f"the service refused the message: {said}", False, code="rejected", detail=said)
    return None


def _verdict_inside(channel: Channel, answer: bytes, said: str) -> DeliveryFailed | None:
    code_field, text_field, passing = _CODES_INSIDE[channel.kind]
    try:
        told = json.loads(answer)
        code = int(told[code_field])
    except (ValueError, TypeError, KeyError):
        return DeliveryFailed(f"the service's answer can't be read: {said}", True, code="rejected", detail=said)
    if code == 0:
        return None
    detail = f"{code} {_excerpt(channel, str(told.get(text_field, '')).encode())}".strip()
    return DeliveryFailed(f"the service refused the message: {detail}", code in passing, code="rejected", detail=detail)


def _broken(problem: Exception) -> DeliveryFailed:
    """The failure for what `outbound.request` raised; texts of exceptions hold URLs, so only their types are told."""
    import requests

    if isinstance(problem, requests.exceptions.SSLError):
        return DeliveryFailed("the service's certificate was not accepted", True, code="tls")
    if isinstance(problem, requests.Timeout):
        return DeliveryFailed("the service did not answer in time", True, code="timeout")
    return DeliveryFailed("the service can't be reached", True, code="unreachable", detail=type(problem).__name__)


def _excerpt(channel: Channel, answer: bytes) -> str:
    text = " ".join(answer[:2000].decode("utf-8", "replace").split())
    for secret in secrets_of(channel):
        text = re.sub(re.escape(secret), "•••", text, flags=re.IGNORECASE)
    return UNWANTED.sub("", text)[:200]
