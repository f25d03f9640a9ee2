"""Reading pages and writing transactions: what every domain's store is built of."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.errors import Contention, Refused, StaleVersion
from chalicelib.core.tables import connection

M = TypeVar("M", bound=Model)
T = TypeVar("T")
Refusal = Refused | Callable[[], Refused]

#: DynamoDB's own limits (Service, account and table quotas): actions in one transaction, keys in one BatchGetItem.
MOST_ACTIONS = 100
MOST_KEYS = 100
_TRIES = 6


@dataclass
class _Write:
    apply: Callable[[Any], None]
    refusal: Refusal | None
    #: Where the SDK puts it: PynamoDB sends checks, then deletes, puts, updates.
    rank: int


@dataclass
class Writes:
    """One transaction. Each action may name the refusal that its failed condition means.

    `commit` is all or nothing; a clash with another running transaction is tried again a few times.

    Raises (from commit):
        the named refusal of the first action whose condition failed; `StaleVersion` where none was named;
        `Contention` when the clash does not end.
    """

    _writes: list[_Write] = field(default_factory=list)
    #: For the caller's use: makes the transaction itself idempotent for ten minutes.
    token: str | None = None

    def __len__(self) -> int:
        return len(self._writes)

    def extend(self, other: Writes) -> None:
        self._writes.extend(other._writes)

    def put(self, item: Model, condition: Condition | None = None, refusal: Refusal | None = None) -> None:
        self._writes.append(_Write(lambda tx: tx.save(item, condition=condition), refusal, 2))

    def create(self, item: Model, refusal: Refusal | None = None) -> None:
        """Put that demands that nothing is there yet."""
        self.put(item, type(item).pk.does_not_exist(), refusal)  # type: ignore[attr-defined]

    def update(
        self,
        item: Model,
        actions: Sequence[Action],
        condition: Condition | None = None,
        refusal: Refusal | None = None,
        *,
        versioned: bool = True,
    ) -> None:
        def apply(tx: Any) -> None:
            tx.update(item, actions=list(actions), condition=condition, add_version_condition=versioned)

        self._writes.append(_Write(apply, refusal, 3))

    def delete(
        self,
        item: Model,
        condition: Condition | None = None,
        refusal: Refusal | None = None,
        *,
        versioned: bool = True,
    ) -> None:
        def apply(tx: Any) -> None:
            tx.delete(item, condition=condition, add_version_condition=versioned)

        self._writes.append(_Write(apply, refusal, 1))

    def check(self, model: type[Model], pk: str, sk: str, condition: Condition, refusal: Refusal | None = None) -> None:
        self._writes.append(_Write(lambda tx: tx.condition_check(model, pk, sk, condition=condition), refusal, 0))

    def commit(self) -> None:
        from pynamodb.transactions import TransactWrite

        if not self._writes:
            return
        ordered = sorted(self._writes, key=lambda write: write.rank)
        for attempt in range(_TRIES):
            try:
                with TransactWrite(connection=connection(), client_request_token=self.token) as tx:
                    for write in ordered:
                        write.apply(tx)
                return
            except TransactWriteError as error:
                self._raise_refusal(error, ordered)
            # Full jitter (the AWS Architecture Blog's "Exponential backoff and jitter"): two who clash part ways.
            time.sleep(random.uniform(0, 0.01 * 2**attempt))
        raise Contention()

    @staticmethod
    def _raise_refusal(error: TransactWriteError, ordered: list[_Write]) -> None:
        reasons = list(error.cancellation_reasons)
        for write, reason in zip(ordered, reasons, strict=False):
            if reason is not None and reason.code == "ConditionalCheckFailed":
                refusal = write.refusal
                if refusal is None:
                    raise StaleVersion() from error
                raise (refusal if isinstance(refusal, Refused) else refusal()) from error
        if not any(reason is not None and reason.code == "TransactionConflict" for reason in reasons):
            raise error


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of a list: what it holds and where the next one begins (None: there is no next one)."""

    items: list[T]
    next_key: dict[str, Any] | None


def query_page(
    model: type[M],
    hash_key: str,
    *,
    index: str | None = None,
    range_condition: Condition | None = None,
    limit: int,
    descending: bool = False,
    start: dict[str, Any] | None = None,
    attributes: Sequence[str] | None = None,
    consistent: bool = False,
) -> Page[M]:
    """One Query, at most `limit` items."""
    found = model.query(
        hash_key,
        range_key_condition=range_condition,
        index_name=index,
        limit=limit,
        page_size=limit,
        scan_index_forward=not descending,
        last_evaluated_key=start,
        attributes_to_get=attributes,
        consistent_read=consistent,
    )
    items = list(found)
    return Page(items, found.last_evaluated_key if len(items) >= limit else None)


def query_rows(
    model: type[Model],
    hash_key: str,
    *,
    index: str,
    range_condition: Condition | None = None,
    limit: int,
    descending: bool = False,
    start: dict[str, Any] | None = None,
    attributes: Sequence[str],
) -> Page[dict[str, str]]:
    """One Query like `query_page`, as bare text attributes: for the longest lists, whose rows become JSON at once.

    Making a model of each of 50 items costs half as much as the Query itself (docs/benchmarks.md).
    """
    answer = connection().query(
        model.Meta.table_name,
        hash_key,
        range_key_condition=range_condition,
        attributes_to_get=list(attributes),
        exclusive_start_key=start,
        index_name=index,
        limit=limit,
        scan_index_forward=not descending,
    )
    rows = [{name: value["S"] for name, value in item.items()} for item in answer["Items"]]
    return Page(rows, answer.get("LastEvaluatedKey"))


def query_all(model: type[M], hash_key: str, **more: Any) -> Iterator[M]:
    """Every item of one collection, page after page. For collections that are small by nature."""
    yield from model.query(hash_key, **more)


def get(model: type[M], pk: str, sk: str, *, consistent: bool = False) -> M | None:
    try:
        return model.get(pk, sk, consistent_read=consistent)
    except model.DoesNotExist:
        return None


def get_many(
    model: type[M],
    keys: Iterable[tuple[str, str]],
    *,
    consistent: bool = False,
    attributes: Sequence[str] | None = None,
) -> list[M]:
    """The items that exist, in no particular order; duplicates asked once."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return []
    return list(model.batch_get(wanted, consistent_read=consistent, attributes_to_get=attributes))


def write_batch(puts: Iterable[Model] = (), deletes: Iterable[Model] = ()) -> None:
    """Unconditional writes, 25 a request: for read models that are made anew from the truth, never for the truth."""
    for model, items, remove in _by_model(puts, deletes):
        with model.batch_write() as batch:
            for item in items:
                if remove:
                    batch.delete(item)
                else:
                    batch.save(item)


def _by_model(puts: Iterable[Model], deletes: Iterable[Model]) -> Iterator[tuple[type[Model], list[Model], bool]]:
    groups: dict[tuple[type[Model], bool], list[Model]] = {}
    for remove, items in ((False, puts), (True, deletes)):
        for item in items:
            groups.setdefault((type(item), remove), []).append(item)
    for (model, remove), items in groups.items():
        yield model, items, remove


__all__ = [
    "MOST_ACTIONS", "MOST_KEYS", "Page", "PynamoDBException", "Writes",
    "get", "get_many", "query_all", "query_page", "query_rows", "write_batch",
]  # fmt: skip
