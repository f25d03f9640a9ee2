"""On one machine a batch is sent as a transaction, and nobody who writes one can tell."""

from __future__ import annotations

import json
from typing import Any

from infra.local.batches import batches_as_transactions
from tests.identity.house import start


def _sent_by(writes: list[dict[str, Any]]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Target and body of the request, and the answer."""
    from botocore.session import get_session

    start()
    client = get_session().create_client(
        "dynamodb", region_name="us-east-1", aws_access_key_id="local-test", aws_secret_access_key="local"
    )
    batches_as_transactions(client)
    seen: list[Any] = []
    client.meta.events.register("before-send.dynamodb", lambda request, **_: seen.append(request))
    answer = client.batch_write_item(RequestItems={"glasspipe-workspace": writes})
    target = seen[0].headers["X-Amz-Target"]
    return target.decode() if isinstance(target, bytes) else target, json.loads(seen[0].body), answer


def _key(name: str) -> dict[str, Any]:
    return {"pk": {"S": "w_batches#TEST"}, "sk": {"S": name}}


def test_puts_and_deletes_of_a_batch_arrive_as_one_signed_transaction() -> None:
    target, body, answer = _sent_by([{"PutRequest": {"Item": {**_key("a"), "text": {"S": "明线"}}}}])
    assert target.endswith("TransactWriteItems")
    assert body["TransactItems"][0]["Put"]["Item"]["text"] == {"S": "明线"}
    assert answer.get("UnprocessedItems", {}) == {}
    _, body, _ = _sent_by([{"DeleteRequest": {"Key": _key("a")}}, {"PutRequest": {"Item": _key("b")}}])
    assert [next(iter(each)) for each in body["TransactItems"]] == ["Delete", "Put"]


def test_what_the_batch_wrote_is_there_and_what_it_deleted_is_gone() -> None:
    from tests.leads.house import unguarded_client

    _sent_by([{"PutRequest": {"Item": _key("kept")}}, {"PutRequest": {"Item": _key("gone")}}])
    _sent_by([{"DeleteRequest": {"Key": _key("gone")}}])
    client = unguarded_client()
    there = [client.get_item(TableName="glasspipe-workspace", Key=_key(name)).get("Item") for name in ("kept", "gone")]
    assert there == [_key("kept"), None]
