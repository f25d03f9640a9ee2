"""`Idempotency-Key`: the same POST sent again gets the first answer again, for 24 hours, per caller.

A record is put on condition before the call runs, and completed after it with the answer, sealed (an answer may hold
tokens). A call that is refused, or dies, gives its key back: nothing was done, so it may be tried again. Powertools'
idempotency keeps its records under keys of its own in a table of its own, outside the scope and its guard, and knows no
replay header; hence these sixty lines (docs/decisions/0003).
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Callable
from typing import Any

from chalice.app import Response
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.core import keys
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.scope import DirectoryScope, Scope, acting_as
from chalicelib.core.store import get
from chalicelib.core.tables import DirectoryItem, WorkspaceItem
from chalicelib.core.vault import open_sealed, seal

KEEP_SECONDS = 24 * 3600
#: A call that has not ended by then has died (the longest Lambda behind API Gateway runs 29 s).
RUNNING_SECONDS = 60
#: Packed, before it is sealed and written as base64: an item of DynamoDB has 400 KB.
MOST_KEPT_BYTES = 250_000
_PURPOSE = "idempotency"


class IdempotencyMismatch(Invalid):
    code = "idempotency_mismatch"
    zh, en = "同一 Idempotency-Key 用于不同的请求。", "This Idempotency-Key was used for another request."


class StillRunning(Conflict):
    code = "idempotency_running"
    zh, en = "同一请求正在处理中。", "The first request with this Idempotency-Key is still running."


class AnswerNotKept(Conflict):
    code = "idempotency_answer_not_kept"
    zh, en = (
        "该请求已成功处理，但结果过大，未能保留；请重新查询。",
        "The first request was done, but its answer was too large to be kept: read what came of it.",
    )


class _WorkspaceRecord(WorkspaceItem):
    class Meta(WorkspaceItem.Meta):
        pass

    request = UnicodeAttribute()
    answer = UnicodeAttribute(null=True)
    running_until = NumberAttribute()


class _DirectoryRecord(DirectoryItem):
    class Meta(DirectoryItem.Meta):
        pass

    request = UnicodeAttribute()
    answer = UnicodeAttribute(null=True)
    running_until = NumberAttribute()


_Record = _WorkspaceRecord | _DirectoryRecord


def once(
    caller: str, scope: Scope | None, subject: str, key: str, raw: bytes, call: Callable[[], Response], locale: str
) -> Response:
    """Run `call` once for `caller` and `key`; after that, the first answer again.

    Raises:
        Invalid: a key that is empty or longer than 255 characters.
        IdempotencyMismatch, StillRunning, AnswerNotKept
    """
    if not 1 <= len(key) <= 255:
        raise Invalid.at("Idempotency-Key", "1 to 255 characters" if locale == "en" else "长度须为 1 到 255")
    request = hashlib.sha256(subject.encode() + b"\x1f" + raw).hexdigest()
    record = _make(caller, scope, key, request)
    replay = _claim(scope, record, locale)
    if replay is not None:
        return replay
    try:
        response = call()
    except BaseException:
        _within(scope, record.delete)
        raise
    record.answer = seal(_place(scope), _packed(response), _PURPOSE)
    _within(scope, record.save)
    return response


def _make(caller: str, scope: Scope | None, key: str, request: str) -> _Record:
    now = time.time()
    more: dict[str, Any] = {
        "request": request,
        "running_until": int(now + RUNNING_SECONDS),
        "expires": int(now + KEEP_SECONDS),
    }
    if scope is None:
        return _DirectoryRecord("IDEM#" + keys.digest(caller, key), "IDEM", **more)
    return _WorkspaceRecord(keys.of_workspace(scope.workspace_id, "IDEM", caller), keys.digest(key), **more)


def _claim(scope: Scope | None, record: _Record, locale: str) -> Response | None:
    """Put the record if nobody holds the key; else the kept answer, or a refusal."""
    kind, now = type(record), int(time.time())
    free = kind.pk.does_not_exist() | (kind.expires < now) | (kind.answer.does_not_exist() & (kind.running_until < now))
    try:
        _within(scope, lambda: record.save(condition=free))
        return None
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
    held = _within(scope, lambda: get(kind, record.pk, record.sk, consistent=True))
    if held is None:
        raise StillRunning()
    if held.request != record.request:
        raise IdempotencyMismatch()
    if held.answer is None:
        raise StillRunning()
    packed = open_sealed(_place(scope), held.answer, _PURPOSE)
    if not packed:
        raise AnswerNotKept()
    kept = json.loads(zlib.decompress(packed))
    return Response(
        body=kept["body"], status_code=kept["status"], headers={**kept["headers"], "Idempotent-Replayed": "true"}
    )


def _packed(response: Response) -> bytes:
    """What is kept of an answer; nothing where it is too large (by then all is done, and must not fail any more)."""
    kept = {"status": response.status_code, "headers": dict(response.headers), "body": response.body}
    packed = zlib.compress(json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return packed if len(packed) <= MOST_KEPT_BYTES else b""


def _place(scope: Scope | None) -> str:
    return scope.workspace_id if scope else "directory"


def _within(scope: Scope | None, act: Callable[[], Any]) -> Any:
    if scope is not None:
        return act()
    with acting_as(DirectoryScope("idempotency")):
        return act()
