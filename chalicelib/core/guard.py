"""The isolation rule in process: a request to the engine whose keys leave the entered scope is refused, unsent.

The same rule stands in the tenant role's IAM policy (`dynamodb:LeadingKeys`); this one fails on a laptop first.
It sees every request of the process's client: items, batches, transactions, queries on the table and its indexes.
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
_KEYED = ("GetItem", "UpdateItem", "DeleteItem")
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


def _keys(operation: str, params: dict[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """Every (table, index, leading key) that the request touches; a None key is one that cannot be told."""
    if operation in _KEYED:
        yield params["TableName"], None, _text(params["Key"])
    elif operation == "PutItem":
        yield params["TableName"], None, _text(params["Item"])
    elif operation == "Query":
        index = params.get("IndexName")
        yield params["TableName"], index, _queried(index, params)
    elif operation in ("TransactWriteItems", "TransactGetItems"):
        for entry in params["TransactItems"]:
            for action in entry.values():
                yield action["TableName"], None, _text(action.get("Key") or action["Item"])
    elif operation == "BatchGetItem":
        for table, wanted in params["RequestItems"].items():
            for key in wanted["Keys"]:
                yield table, None, _text(key)
    elif operation == "BatchWriteItem":
        for table, writes in params["RequestItems"].items():
            for write in writes:
                for action in write.values():
                    yield table, None, _text(action.get("Key") or action["Item"])
    else:  # Scan, PartiQL, streams, exports: nothing here has a use for them
        yield str(params.get("TableName")), params.get("IndexName"), None


def _text(item: dict[str, Any]) -> str | None:
    value = item.get("pk")
    return value.get("S") if isinstance(value, dict) else None


def _queried(index: str | None, params: dict[str, Any]) -> str | None:
    """The value that the key condition demands of the index's hash attribute."""
    attribute = HASH_ATTRIBUTE.get(index)
    names = params.get("ExpressionAttributeNames", {})
    for name, placeholder in _EQUALS.findall(params.get("KeyConditionExpression", "")):
        if attribute is not None and names.get(name, name) == attribute:
            value = params.get("ExpressionAttributeValues", {}).get(placeholder, {})
            return value.get("S") if isinstance(value, dict) else None
    return None


def install(events: Any) -> None:
    """Put the guard before every request of a client (`client.meta.events`)."""

    def guard(params: dict[str, Any], model: Any, **_: Any) -> None:
        check_request(model.name, params)

    events.register_first("provide-client-params.dynamodb", guard, unique_id="glasspipe-guard")
