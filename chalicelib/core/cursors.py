"""Cursors of lists: opaque, tamper-proof, tied to their workspace and to the question that they continue."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any

from chalicelib.core.errors import Invalid
from chalicelib.core.scope import Scope
from chalicelib.core.vault import sign

_PURPOSE = "cursor"
_TAG = 16


def seal_cursor(scope: Scope, question: str, position: Any) -> str:
    """`position` is any JSON value; `question` names the list and its filters."""
    body = json.dumps(position, separators=(",", ":")).encode()
    tag = sign(_PURPOSE, _signed(scope, question, body))[:_TAG]
    return base64.urlsafe_b64encode(tag + body).rstrip(b"=").decode()


def open_cursor(scope: Scope, question: str, cursor: str) -> Any:
    """The position again.

    Raises:
        Invalid: forged, of another workspace, or of another question.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        tag, body = raw[:_TAG], raw[_TAG:]
        if hmac.compare_digest(sign(_PURPOSE, _signed(scope, question, body))[:_TAG], tag):
            return json.loads(body)
    except ValueError:
        pass
    raise Invalid.at("cursor", "not a cursor of this list" if scope.locale == "en" else "翻页标记无效")


def _signed(scope: Scope, question: str, body: bytes) -> bytes:
    return b"\x1f".join((scope.workspace_id.encode(), question.encode(), body))
