"""The engine alone, through botocore as it comes and through our client: what of a call's time is whose."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.plan import section_plan
from tests.bench.table import spread, table

ITEMS, A_PAGE = 2000, 50
#: Requests of one round.
COUNTS = {"get": 1000, "query of 50 by an index": 400, "put": 500, "transaction of 2": 300, "transaction of 40": 40}
PROCESSES = 2


def main() -> None:
    plan, rows = section_plan(), list[tuple[object, ...]]()
    with _engine():
        from chalicelib.core.tables import create_tables

        create_tables()
        prefix = f"w_{'0' * 26}"
        _fill(prefix)
        for name, count in COUNTS.items():
            size, one = plan.sized(count), dict[str, list[float]]()
            for _ in range(plan.rounds):  # in turn, so that a noisy minute meets both
                for client in (_plain, _ours):
                    one.setdefault(client.__name__, []).append(_rate(prefix, name, size, client, 1))
            two = [_rate(prefix, name, size, _ours, PROCESSES) for _ in range(plan.rounds)]
            gain = sum(one["_ours"]) / sum(one["_plain"])
            rows.append((name, spread(one["_plain"]), spread(one["_ours"]), f"{gain:.2f}x", spread(two)))
    head = ("request", "botocore as it comes, a second", "our client, a second", "gain", f"ours, {PROCESSES} processes")
    table("The engine alone, its file on disk", head, rows)


@contextmanager
def _engine() -> Iterator[None]:
    """The engine as the stack starts it, and this process's environment to use it."""
    from infra.local import environment
    from infra.local.engine import Engine
    from infra.local.folder import DataFolder

    with tempfile.TemporaryDirectory(prefix="glasspipe-bench-") as place:
        folder = DataFolder(Path(place) / "data")
        lock = folder.lock()
        folder.prepare()
        engine = Engine(folder, lock)
        engine.start()
        os.environ.pop(environment.ENDPOINT, None)
        environment.complete(os.environ, folder, "http://127.0.0.1", engine.endpoint)
        try:
            yield
        finally:
            engine.ask_to_stop()
            if not engine.wait(10):
                engine.kill()
            os.close(lock)


@contextmanager
def _plain() -> Iterator[Any]:
    from botocore.session import get_session

    with closing(get_session().create_client("dynamodb")) as client:
        yield client


@contextmanager
def _ours() -> Iterator[Any]:
    from chalicelib.core.scope import Scope, acting_as
    from chalicelib.core.tables import dynamodb_client

    with acting_as(Scope.system(f"w_{'0' * 26}", "bench")):
        yield dynamodb_client()


def _rate(prefix: str, name: str, count: int, client: Callable[[], Any], processes: int) -> float:
    """Requests a second, by so many processes at once; each is warm when the clock starts."""
    if processes == 1:
        return count / _run(prefix, name, count, client, 0)
    with ProcessPoolExecutor(processes) as pool:
        # Each tells its own seconds, since they do not start at quite the same moment.
        seconds = pool.map(partial(_run, prefix, name, count, client), range(1, processes + 1))
        return sum(count / each for each in seconds)


def _run(prefix: str, name: str, count: int, client: Callable[[], Any], place: int) -> float:
    """Seconds. `place`: processes write to items of their own, as users mostly do."""
    with client() as opened:
        request = _REQUESTS[name](opened, prefix, place)
        request(0)
        began = time.perf_counter()
        for number in range(count):
            request(number)
        return time.perf_counter() - began


def _item(prefix: str, number: int) -> dict[str, Any]:
    """A lead as it is stored, about: 600 bytes, in one index."""
    return {
        "pk": {"S": f"{prefix}#LEAD#lead_{number:026d}"}, "sk": {"S": "LEAD"},
        "owner_key": {"S": f"{prefix}#OWN#m_1"}, "follow_up_order": {"S": f"{number:026d}"},
        "updated_at": {"S": "2026-11-24T08:00:00.000Z"}, "card": {"S": "明" * 120}, "version": {"N": "1"},
    }  # fmt: skip


def _get(client: Any, prefix: str, _place: int) -> Callable[[int], Any]:
    key = [{name: _item(prefix, number)[name] for name in ("pk", "sk")} for number in range(ITEMS)]
    return lambda number: client.get_item(TableName=_table(), Key=key[number * 7919 % ITEMS])


def _query(client: Any, prefix: str, _place: int) -> Callable[[int], Any]:
    asked = {
        "TableName": _table(), "IndexName": "by_owner", "Limit": A_PAGE,
        "KeyConditionExpression": "owner_key = :owner",
        "ExpressionAttributeValues": {":owner": {"S": f"{prefix}#OWN#m_1"}},
    }  # fmt: skip
    return lambda _: client.query(**asked)


def _put(client: Any, prefix: str, place: int) -> Callable[[int], Any]:
    return lambda number: client.put_item(TableName=_table(), Item=_item(prefix, number % ITEMS + place * ITEMS))


def _transaction(items: int, client: Any, prefix: str, place: int) -> Callable[[int], Any]:
    def send(number: int) -> Any:
        first = number * items % ITEMS + place * ITEMS
        puts = [{"Put": {"TableName": _table(), "Item": _item(prefix, first + each)}} for each in range(items)]
        return client.transact_write_items(TransactItems=puts)

    return send


_REQUESTS: dict[str, Callable[[Any, str, int], Callable[[int], Any]]] = {
    "get": _get,
    "query of 50 by an index": _query,
    "put": _put,
    "transaction of 2": partial(_transaction, 2),
    "transaction of 40": partial(_transaction, 40),
}


def _table() -> str:
    return os.environ["GLASSPIPE_WORKSPACE_TABLE"]


def _fill(prefix: str) -> None:
    with _ours() as client:
        send = _transaction(40, client, prefix, 0)
        for number in range(ITEMS // 40):
            send(number)


if __name__ == "__main__":
    main()
