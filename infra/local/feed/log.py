"""Reads event logs from the engine. Stands for AWS's stream, so it is not under the app's guard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.config import Config
from botocore.session import get_session

from infra.local.feed.records import LogEntry

LAST_ULID = "7" + "Z" * 25


class EventLogs:
    def __init__(self) -> None:
        self._workspace_table = os.environ["GLASSPIPE_WORKSPACE_TABLE"]
        self._directory_table = os.environ["GLASSPIPE_DIRECTORY_TABLE"]
        self._client = get_session().create_client(
            "dynamodb",
            region_name=os.environ["AWS_DEFAULT_REGION"],
            config=Config(
                parameter_validation=False,
                connect_timeout=3,
                read_timeout=20,
                retries={"total_max_attempts": 4, "mode": "standard"},
                account_id_endpoint_mode="disabled",
            ),
        )

    def workspaces(self) -> Iterator[str]:
        """The ids of all workspaces."""
        query = {
            "TableName": self._directory_table,
            "KeyConditionExpression": "pk = :list",
            "ExpressionAttributeValues": {":list": {"S": "WORKSPACES"}},
            "ProjectionExpression": "sk",
        }
        for item in self._items(query):
            yield item["sk"]["S"]

    def entries(self, log_key: str, first: str, last: str = LAST_ULID) -> Iterator[LogEntry]:
        """One month of one workspace (`w_…#LOG#202611`) between two ULIDs, both included, in their order."""
        query = {
            "TableName": self._workspace_table,
            "IndexName": "log",
            "KeyConditionExpression": "log_key = :month AND log_id BETWEEN :first AND :last",
            "ExpressionAttributeValues": {":month": {"S": log_key}, ":first": {"S": first}, ":last": {"S": last}},
        }
        for item in self._items(query):
            yield LogEntry(item)

    def _items(self, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
        start: dict[str, Any] = {}
        while True:
            page = self._client.query(**query, **start)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def month_of(at_ms: int) -> str:
    """`202611`, in UTC, as the log's keys have it."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m")


def months(first: str, last: str) -> Iterator[str]:
    """From one month to another, both included; nothing when they are the wrong way round."""
    year, month = int(first[:4]), int(first[4:])
    while (current := f"{year:04d}{month:02d}") <= last:
        yield current
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
