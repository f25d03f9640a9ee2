"""The two tables, as far as the machine knows them."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import botocore.session


@lru_cache(maxsize=1)
def dynamodb_client() -> Any:
    return botocore.session.get_session().create_client("dynamodb", region_name=os.environ["AWS_DEFAULT_REGION"])


def create_tables() -> None:
    client = dynamodb_client()
    existing = client.list_tables()["TableNames"]
    for name, logged in (
        (os.environ["GLASSPIPE_WORKSPACE_TABLE"], True),
        (os.environ["GLASSPIPE_DIRECTORY_TABLE"], False),
    ):
        if name not in existing:
            client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **_keys(logged))


def _keys(logged: bool) -> dict[str, Any]:
    names = ["pk", "sk", "log_key", "log_id"] if logged else ["pk", "sk"]
    keys: dict[str, Any] = {
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in names],
        "KeySchema": _schema("pk", "sk"),
    }
    if logged:
        index = {"IndexName": "log", "KeySchema": _schema("log_key", "log_id"), "Projection": {"ProjectionType": "ALL"}}
        keys["GlobalSecondaryIndexes"] = [index]
    return keys


def _schema(first: str, second: str) -> list[dict[str, str]]:
    return [{"AttributeName": first, "KeyType": "HASH"}, {"AttributeName": second, "KeyType": "RANGE"}]
