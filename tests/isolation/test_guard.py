"""The guard before the engine: what it lets through, what it refuses, and that nothing works around it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core import guard
from chalicelib.core.guard import HASH_ATTRIBUTE, OutOfScope, check_request
from chalicelib.core.scope import AnyScope, DirectoryScope, Scope, SweepScope, acting_as
from chalicelib.core.settings import settings
from tests.edge.things import Place

A, B = "w_01ARZ3NDEKTSV4RRFFQ69G5FAA", "w_01ARZ3NDEKTSV4RRFFQ69G5FAB"
WORKSPACE, DIRECTORY = settings().workspace_table, settings().directory_table
INDEXES = {index: attribute for index, attribute in HASH_ATTRIBUTE.items() if index is not None}


def _scope(workspace_id: str = A) -> Scope:
    return Scope.system(workspace_id, "test")


def _key(pk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": "LEAD"}}


def _query(pk: str, index: str | None = None, table: str = WORKSPACE) -> dict[str, Any]:
    found = {
        "TableName": table,
        "KeyConditionExpression": "(#0 = :0 AND begins_with (#1, :1))",
        "ExpressionAttributeNames": {"#0": HASH_ATTRIBUTE.get(index, "due_shard"), "#1": "sk"},
        "ExpressionAttributeValues": {":0": {"S": pk}, ":1": {"S": "E#"}},
    }
    return found | ({"IndexName": index} if index else {})


def _requests(pk: str, table: str = WORKSPACE, own: str = f"{A}#LEAD#x") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of request that names keys, once with `pk`; where it names several, the others are `own`."""
    keyed = {"TableName": table, "Key": _key(pk)}
    yield "GetItem", keyed
    yield "DeleteItem", keyed
    yield "UpdateItem", keyed
    yield "UpdateItem", {**keyed, "UpdateExpression": "ADD #0 :1", "ExpressionAttributeNames": {"#0": "n"}}
    yield "PutItem", {"TableName": table, "Item": _key(pk)}
    yield "Query", _query(pk, table=table)
    first = {"TableName": WORKSPACE, "Key": _key(own)}
    yield "TransactGetItems", {"TransactItems": [{"Get": first}, {"Get": keyed}]}
    for kind in ("Update", "Delete", "ConditionCheck"):
        yield "TransactWriteItems", {"TransactItems": [{"ConditionCheck": first}, {kind: keyed}]}
    put = {"TableName": table, "Item": _key(pk)}
    yield "TransactWriteItems", {"TransactItems": [{"ConditionCheck": first}, {"Put": put}]}
    yield (
        "BatchGetItem",
        {"RequestItems": {WORKSPACE: {"Keys": [_key(own)]}} | {table: {"Keys": [_key(own), _key(pk)]}}},
    )
    for write in ({"PutRequest": {"Item": _key(pk)}}, {"DeleteRequest": {"Key": _key(pk)}}):
        yield "BatchWriteItem", {"RequestItems": {table: [{"PutRequest": {"Item": _key(own)}}, write]}}


_OWN = list(_requests(f"{A}#LEAD#y"))
_NAMES = [f"{number}-{operation}" for number, (operation, _) in enumerate(_OWN)]


@pytest.mark.parametrize("number", range(len(_OWN)), ids=_NAMES)
def test_requests_inside_the_scope_pass(number: int) -> None:
    with acting_as(_scope()):
        check_request(*_OWN[number])


@pytest.mark.parametrize("number", range(len(_OWN)), ids=_NAMES)
@pytest.mark.parametrize(
    "pk",
    [f"{B}#LEAD#y", A, f"{A}0#LEAD#y", f"x{A}#LEAD#y", A.lower() + "#LEAD#y", "", "#", f"{B}#{A}#LEAD", "EMAIL#x"],
)
def test_one_key_outside_the_scope_refuses_the_whole_request(number: int, pk: str) -> None:
    request = list(_requests(pk))[number]
    with acting_as(_scope()), pytest.raises(OutOfScope):
        check_request(*request)


@pytest.mark.parametrize("number", range(len(_OWN)), ids=_NAMES)
def test_no_request_passes_without_a_scope_or_with_that_of_the_sweep(number: int) -> None:
    with pytest.raises(OutOfScope):
        check_request(*_OWN[number])
    with acting_as(SweepScope()), pytest.raises(OutOfScope):
        check_request(*_OWN[number])


@pytest.mark.parametrize("number", range(len(_OWN)), ids=_NAMES)
def test_a_workspace_does_not_reach_the_directory_nor_the_directory_a_workspace(number: int) -> None:
    in_directory = list(_requests(f"{A}#x", DIRECTORY))[number]
    with acting_as(_scope()), pytest.raises(OutOfScope):
        check_request(*in_directory)
    with acting_as(DirectoryScope("test")), pytest.raises(OutOfScope):
        check_request(*_OWN[number])
    with acting_as(_scope(), DirectoryScope("test")):
        check_request(*in_directory)
        check_request(*_OWN[number])


@pytest.mark.parametrize("index", INDEXES)
def test_an_index_is_read_only_in_ones_own_partitions(index: str) -> None:
    with acting_as(_scope()):
        check_request("Query", _query(f"{A}#OWN#m", index))
        with pytest.raises(OutOfScope):
            check_request("Query", _query(f"{B}#OWN#m", index))
        # The right value, but of an attribute that is not the index's hash: the partition cannot be told.
        disguised = _query(f"{A}#OWN#m", index)
        disguised["ExpressionAttributeNames"]["#0"] = "sk"
        with pytest.raises(OutOfScope):
            check_request("Query", disguised)


@pytest.mark.parametrize("index", INDEXES)
def test_no_item_is_written_into_another_workspaces_partition_of_an_index(index: str) -> None:
    attribute = INDEXES[index]

    def put(value: str) -> dict[str, Any]:
        return {"TableName": WORKSPACE, "Item": {**_key(f"{A}#LEAD#x"), attribute: {"S": value}}}

    def update(expression: str, value: str) -> dict[str, Any]:
        return {
            "TableName": WORKSPACE,
            "Key": _key(f"{A}#LEAD#x"),
            "UpdateExpression": expression,
            "ExpressionAttributeNames": {"#0": "name", "#1": attribute},
            "ExpressionAttributeValues": {":0": {"S": "x"}, ":1": {"S": value}},
        }

    with acting_as(_scope()):
        check_request("PutItem", put(f"{A}#x"))
        check_request("UpdateItem", update("SET #0 = :0, #1 = :1", f"{A}#x"))
        check_request("UpdateItem", update("SET #0 = :0 REMOVE #1", ""))
        for request in (
            ("PutItem", put(f"{B}#x")),
            ("BatchWriteItem", {"RequestItems": {WORKSPACE: [{"PutRequest": {"Item": put(f"{B}#x")["Item"]}}]}}),
            ("TransactWriteItems", {"TransactItems": [{"Put": put(f"{B}#x")}]}),
            ("UpdateItem", update("SET #0 = :0, #1 = :1", f"{B}#x")),
            ("UpdateItem", update("SET #0=:0,#1=:1", f"{B}#x")),
            ("UpdateItem", update("SET #1 = if_not_exists (#1, :1)", f"{B}#x")),
            ("UpdateItem", update(f"SET {attribute} = #0", "")),
            ("TransactWriteItems", {"TransactItems": [{"Update": update("SET #1 = :1", f"{B}#x")}]}),
        ):
            with pytest.raises(OutOfScope):
                check_request(*request)


def test_the_index_of_deadlines_is_the_sweeps_alone() -> None:
    due = _query("due-0", "due")
    with acting_as(SweepScope()):
        check_request("Query", due)
    for scope in (_scope(), DirectoryScope("test")):
        with acting_as(scope), pytest.raises(OutOfScope):
            check_request("Query", due)
    with acting_as(SweepScope()), pytest.raises(OutOfScope):
        check_request("Query", _query("due-0", "by_owner"))


_EVERY: tuple[AnyScope, ...] = (_scope(), DirectoryScope("test"), SweepScope())


@pytest.mark.parametrize(
    "operation",
    ["Scan", "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction", "DeleteTable", "UpdateTable",
     "ExportTableToPointInTime", "CreateBackup", "RestoreTableFromBackup", "UpdateTimeToLive", "SomethingNew"],
)  # fmt: skip
def test_what_names_no_keys_is_refused_in_every_scope(operation: str) -> None:
    for params in ({"TableName": WORKSPACE}, {"TableName": WORKSPACE, "IndexName": "due"}, {"Statement": "SELECT 1"}):
        with acting_as(*_EVERY), pytest.raises(OutOfScope):
            check_request(operation, params)


def test_a_query_of_the_old_form_is_refused() -> None:
    """`KeyConditions` says the same as an expression; nobody here uses it, so it is not understood."""
    old = {"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": f"{A}#x"}]}}
    with acting_as(_scope()), pytest.raises(OutOfScope):
        check_request("Query", {"TableName": WORKSPACE, "KeyConditions": old})


def test_the_refusal_names_no_key() -> None:
    with acting_as(_scope()), pytest.raises(OutOfScope) as refused:
        check_request("GetItem", {"TableName": WORKSPACE, "Key": _key(f"{B}#EMAIL#someone")})
    assert B not in str(refused.value)
    assert "someone" not in str(refused.value)


# --- the real client -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place() -> Place:
    place = Place()
    assert place.token
    return place


def test_the_apps_own_client_is_guarded(place: Place) -> None:
    """The test that must fail when the guard is gone: it asks the engine for another workspace's item."""
    from chalicelib.core.store import get, query_page
    from chalicelib.leads.store import LeadItem

    pk = f"{place.id}#LEAD#{place.lead['id']}"
    with acting_as(_scope(place.id)):
        assert get(LeadItem, pk, "LEAD") is not None
    with acting_as(_scope(B)):
        with pytest.raises(OutOfScope):
            get(LeadItem, pk, "LEAD")
        with pytest.raises(OutOfScope):
            query_page(LeadItem, pk, limit=1)
        with pytest.raises(OutOfScope):
            next(iter(LeadItem.scan()))
        with pytest.raises(OutOfScope):
            list(LeadItem.batch_get([(pk, "LEAD")]))


def test_without_the_guard_that_test_fails(tmp_path: Path) -> None:
    """Taken out in a process of its own: its absence must not go unnoticed."""
    (tmp_path / "without_guard.py").write_text(
        "from chalicelib.core import guard\nguard.install = lambda events: None\n"
    )
    wanted = f"{Path(__file__)}::test_the_apps_own_client_is_guarded"
    root = Path(__file__).parents[2]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GLASSPIPE_", "AWS_"))}
    environment |= {"PYTHONPATH": f"{tmp_path}{os.pathsep}{root}"}

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *more, wanted],
            cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    broken = run("-p", "without_guard")
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "DID NOT RAISE" in broken.stdout


def test_one_process_signs_for_one_workspace_and_then_for_another(place: Place) -> None:
    """Credentials are read when a request is signed, not when the client is made."""
    from chalicelib.core.tables import dynamodb_client

    other = Place()
    assert other.token
    signed: list[tuple[str, str]] = []

    def read(request: Any, **_: Any) -> None:
        text = request.headers["Authorization"]
        text = text.decode() if isinstance(text, bytes) else text
        signed.append((text.split("Credential=")[1].split("/")[0], text.split("Signature=")[1]))

    events = dynamodb_client().meta.events
    events.register_first("before-send.dynamodb", read, unique_id="test-signatures")
    try:
        for served in (place, other, place):
            signed.clear()
            lead = served.lead["id"]
            assert served.owner("GET", f"/v1/leads/{lead}").status == 200
            # Whether the session still lives is asked of the directory, with the process's own credentials.
            by_workspace = {key for key, _ in signed} - {"local-directory"}
            assert by_workspace == {f"local-{served.id}"}
    finally:
        events.unregister("before-send.dynamodb", unique_id="test-signatures")


def test_the_guard_stands_before_every_other_hook_of_the_client() -> None:
    from chalicelib.core.tables import dynamodb_client

    emitter = dynamodb_client().meta.events._emitter
    handlers = list(emitter._handlers.prefix_search("provide-client-params.dynamodb.GetItem"))
    assert any(getattr(each, "__module__", "") == guard.__name__ for each in handlers)
