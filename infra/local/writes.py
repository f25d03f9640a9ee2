"""Tells the feed which events have just been written, so that it need not ask.

A hook on the app's botocore client sees each write. The keys of its Event items go to the feed in one datagram. That is
a hint, not the truth: one that is lost costs time, not an event, since the feed also reads every log now and then.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

from infra.local.counters import SharedCounters
from infra.local.folder import DataFolder

#: Counts the hints that did not fit into the feed's queue: the feed then reads everything through.
LOST_HINTS = "feed: lost hints"
_WRITES = ("PutItem", "BatchWriteItem", "TransactWriteItems")
#: Keys a datagram; well under what a Unix socket takes.
_MOST_KEYS = 500


def announce_writes(client: Any, folder: DataFolder, counters: SharedCounters) -> None:
    """Register the hook on `client`; the feed listens at `folder.hints`."""
    sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sender.setblocking(False)
    # A Unix address holds 107 bytes, a data folder's path may be longer. Through /proc it is always short. The
    # descriptor stays open as long as the process.
    address = f"/proc/self/fd/{os.open(folder.hints.parent, os.O_PATH | os.O_DIRECTORY)}/{folder.hints.name}"
    workspace_table = os.environ["GLASSPIPE_WORKSPACE_TABLE"]

    def remember(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        lines = list(_event_keys(model.name, params, workspace_table))
        if lines:
            context["glasspipe_events"] = lines

    def announce(parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        lines = context.get("glasspipe_events")
        if not lines or parsed["ResponseMetadata"]["HTTPStatusCode"] >= 300:
            return
        for start in range(0, len(lines), _MOST_KEYS):
            try:
                sender.sendto("\n".join(lines[start : start + _MOST_KEYS]).encode(), address)
            except OSError:  # its queue is full, or the feed is being restarted
                counters.bump(LOST_HINTS)

    for operation in _WRITES:
        client.meta.events.register(f"before-parameter-build.dynamodb.{operation}", remember)
        client.meta.events.register(f"after-call.dynamodb.{operation}", announce)


def _event_keys(operation: str, params: dict[str, Any], table: str) -> Iterator[str]:
    for item in _put_items(operation, params, table):
        log_key = item.get("log_key")
        if log_key is not None:
            yield f"{log_key['S']} {item['log_id']['S']}"


def _put_items(operation: str, params: dict[str, Any], table: str) -> Iterator[dict[str, Any]]:
    if operation == "PutItem":
        if params["TableName"] == table:
            yield params["Item"]
    elif operation == "TransactWriteItems":
        for action in params["TransactItems"]:
            put = action.get("Put")
            if put is not None and put["TableName"] == table:
                yield put["Item"]
    else:
        for write in params["RequestItems"].get(table, ()):
            put = write.get("PutRequest")
            if put is not None:
                yield put["Item"]
