"""The isolation rule in process: a request to the engine whose keys leave the entered scope is refused, unsent.

The same rule stands in the tenant role's IAM policy (`dynamodb:LeadingKeys`); this one fails on a laptop first.
It sees every request of the process's client: items, batches, transactions, queries on the table and its indexes.
Beyond what IAM can say it also reads what is written: no item may enter another workspace's partition of an index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from chalicelib.core.scope import DirectoryScope, Scope, SweepScope, entered
from chalicelib.core.settings import settings

#: The hash attribute of the table and of each index that a request handler may read.
HASH_ATTRIBUTE = {
    None: "pk",
    "by_owner": "owner_key",
    "by_stage": "stage_key",
    "by_update": "owner_key",
    "flagged": "flag_key",
    "customers": "customers_key",
    "log": "log_key",
}
_EQUALS = re.compile(r"(#?\w+) = (:\w+)")
_ASSIGNED = re.compile(r"(#?\w+)\s*=\s*([^\s,]+)")
_INDEXED = tuple((index, attribute) for index, attribute in HASH_ATTRIBUTE.items() if index is not None)
#: (table, index or None, leading key or None)
Touched = tuple[str, str | None, str | None]
#: Requests that carry no data; the table's own creation and description.
_HARMLESS = frozenset({"DescribeTable", "CreateTable", "ListTables", "DescribeEndpoints", "DescribeTimeToLive"})


class OutOfScope(Exception):
    """A request left its scope: a defect of ours, never a user's mistake, so it is a 500 and an alarm."""


def check_request(operation: str, params: dict[str, Any]) -> None:
    """Refuse `operation` with `params` (as the SDK sends them) unless an entered scope grants each key.

    Raises:
        OutOfScope: naming the operation and the table, never the key.
    """
    if operation in _HARMLESS:
        return
    for table, index, key in _keys(operation, params):
        if not any(_grants(scope, table, index, key, operation) for scope in entered()):
            raise OutOfScope(f"{operation} on {table}{'/' + index if index else ''} leaves the scope")


def _grants(scope: object, table: str, index: str | None, key: str | None, operation: str) -> bool:
    if isinstance(scope, SweepScope):
        return operation == "Query" and index == "due" and table == settings().workspace_table
    if key is None or index == "due":
        return False
    if isinstance(scope, Scope):
        return table == settings().workspace_table and key.startswith(scope.workspace_id + "#")
    return isinstance(scope, DirectoryScope) and table == settings().directory_table


def _keys(operation: str, params: dict[str, Any]) -> Iterator[Touched]:
    """All that the request touches; a None key is one that cannot be told."""
    if operation in ("GetItem", "UpdateItem", "DeleteItem", "PutItem"):
        yield from _touched(params["TableName"], params)
    elif operation == "Query":
        index = params.get("IndexName")
        yield params["TableName"], index, _queried(index, params)
    elif operation in ("TransactWriteItems", "TransactGetItems"):
        for entry in params["TransactItems"]:
            for action in entry.values():
                yield from _touched(action["TableName"], action)
    elif operation == "BatchGetItem":
        for table, wanted in params["RequestItems"].items():
            for key in wanted["Keys"]:
                yield from _touched(table, {"Key": key})
    elif operation == "BatchWriteItem":
        for table, writes in params["RequestItems"].items():
            for write in writes:
                for action in write.values():
                    yield from _touched(table, action)
    else:  # Scan, PartiQL, streams, exports: nothing here has a use for them
        yield str(params.get("TableName")), params.get("IndexName"), None


def _touched(table: str, action: dict[str, Any]) -> Iterator[Touched]:
    """The key of one action, and the partitions of indexes that it puts the item into."""
    item = action.get("Item")
    yield table, None, _text(action["Key"] if item is None else item, "pk")
    if item is not None:
        for index, attribute in _INDEXED:
            if attribute in item:
                yield table, index, _text(item, attribute)
    elif "UpdateExpression" in action:
        yield from _assigned(table, action)


def _assigned(table: str, action: dict[str, Any]) -> Iterator[Touched]:
    """Index keys that an update sets. Anything but a plain value (a copy, a default) cannot be told."""
    names, values = action.get("ExpressionAttributeNames", {}), action.get("ExpressionAttributeValues", {})
    for name, placeholder in _ASSIGNED.findall(action["UpdateExpression"]):
        attribute = names.get(name, name)
        for index, hashed in _INDEXED:
            if attribute == hashed:
                yield table, index, _text(values, placeholder)


def _text(values: dict[str, Any], name: str) -> str | None:
    value = values.get(name)
    return value.get("S") if isinstance(value, dict) else None


def _queried(index: str | None, params: dict[str, Any]) -> str | None:
    """The value that the key condition demands of the index's hash attribute."""
    attribute = HASH_ATTRIBUTE.get(index)
    names = params.get("ExpressionAttributeNames", {})
    for name, placeholder in _EQUALS.findall(params.get("KeyConditionExpression", "")):
        if attribute is not None and names.get(name, name) == attribute:
            return _text(params.get("ExpressionAttributeValues", {}), placeholder)
    return None


def install(events: Any) -> None:
    """Put the guard before every request of a client (`client.meta.events`)."""

    def guard(params: dict[str, Any], model: Any, **_: Any) -> None:
        check_request(model.name, params)

    events.register_first("provide-client-params.dynamodb", guard, unique_id="glasspipe-guard")
