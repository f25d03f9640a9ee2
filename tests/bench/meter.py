"""What the engine says a call consumed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Meter:
    requests: int = 0
    read: float = 0.0
    written: float = 0.0
    by_operation: dict[str, int] = field(default_factory=dict)


_WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem")


@contextmanager
def metered() -> Iterator[Meter]:
    """Every request of this process's client within the block."""
    from chalicelib.core.tables import dynamodb_client

    meter = Meter()
    events = dynamodb_client().meta.events

    def ask(params: dict[str, Any], model: Any, **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    def count(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        consumed = parsed.get("ConsumedCapacity") or []
        units = sum(each["CapacityUnits"] for each in (consumed if isinstance(consumed, list) else [consumed]))
        meter.requests += 1
        meter.by_operation[model.name] = meter.by_operation.get(model.name, 0) + 1
        if model.name in _WRITES:
            meter.written += units
        else:
            meter.read += units

    events.register("provide-client-params.dynamodb", ask, unique_id="bench-ask")
    events.register("after-call.dynamodb", count, unique_id="bench-count")
    try:
        yield meter
    finally:
        events.unregister("provide-client-params.dynamodb", unique_id="bench-ask")
        events.unregister("after-call.dynamodb", unique_id="bench-count")
