"""The auditor of the tables sees what is missing: else it would prove nothing when all is said to be well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from botocore.session import get_session

from infra.local.stack import running_stack
from tests.e2e.books import read_books
from tests.e2e.client import sign_up

#: What is taken away -> what the auditor says then. Collection and sort key name the items.
MISSING = {
    ("LEAD", "E#"): "has 0 created events",
    ("LEAD", "LEAD"): "has events and is not there",
    ("LEAD", "VIEW"): "has changed since search and pipeline saw it",
    ("WHO", "WHO"): "belongs to no customer",
    ("EXT", "EXT"): "has not claimed its external id",
    ("FIND", ""): "is not found by its words",
    ("PIPELINE", ""): "the pipeline says",
}


def test_whatever_is_taken_away_is_missed(tmp_path: Path) -> None:
    with running_stack(tmp_path / "data") as stack:
        owner = sign_up(stack.base_url, "olga@books.example")
        lead = {"name": "Kept", "source_channel": "referral", "company": "Kept Ltd", "email": "kept@example.com"}
        owner.did("/leads", {**lead, "external_id": "X1"})
        stack.wait_for_feed()
        assert read_books(stack.environment).defects() == []
        engine = get_session().create_client(
            "dynamodb",
            region_name="us-east-1",
            endpoint_url=stack.environment["AWS_ENDPOINT_URL_DYNAMODB"],
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )
        table = stack.environment["GLASSPIPE_WORKSPACE_TABLE"]
        items = engine.scan(TableName=table)["Items"]
        for (collection, prefix), complaint in MISSING.items():
            taken = [each for each in items if _is(each, collection, prefix)]
            assert taken, (collection, prefix)
            for each in taken:
                engine.delete_item(TableName=table, Key={"pk": each["pk"], "sk": each["sk"]})
            defects = read_books(stack.environment).defects()
            assert any(complaint in defect for defect in defects), (collection, defects)
            for each in taken:
                engine.put_item(TableName=table, Item=each)
        assert read_books(stack.environment).defects() == []


def _is(item: dict[str, Any], collection: str, prefix: str) -> bool:
    return item["pk"]["S"].split("#")[1] == collection and item["sk"]["S"].startswith(prefix)
