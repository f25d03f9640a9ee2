"""What the engine says that this process's requests consumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem")


@dataclass
class Meter:
    """`answers`: operation and units by table and index, of each request. Threads may append at once."""

    answers: list[tuple[str, dict[str, float]]] = field(default_factory=list)

    @property
    def operations(self) -> Counter[str]:
        return Counter(name for name, _ in self.answers)

    @property
    def read(self) -> float:
        return sum(self._units(writes=False).values())

    @property
    def written(self) -> float:
        return sum(self._units(writes=True).values())

    @property
    def written_to(self) -> dict[str, float]:
        """Write units by "table" and name of index."""
        units = self._units(writes=True)
        return {name: units[name] for name in sorted(units, key=lambda name: (name != "table", name)) if units[name]}

    def _units(self, *, writes: bool) -> dict[str, float]:
        total: Counter[str] = Counter()
        for name, units in self.answers:
            if (name in _WRITES) is writes:
                total.update(units)
        return dict(total)


@contextmanager
def metered() -> Iterator[Meter]:
    """Every request of this process's client within the block."""
    from chalicelib.core.tables import dynamodb_client

    meter, hooks = Meter(), dynamodb_client().meta.events

    def ask(params: dict[str, Any], model: Any, **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "INDEXES"

    def count(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        told = parsed.get("ConsumedCapacity") or []
        units: Counter[str] = Counter()
        for each in told if isinstance(told, list) else [told]:
            units["table"] += each.get("Table", {}).get("CapacityUnits", 0)
            for name, index in each.get("GlobalSecondaryIndexes", {}).items():
                units[name] += index["CapacityUnits"]
        meter.answers.append((model.name, dict(units)))

    hooks.register("provide-client-params.dynamodb", ask, unique_id="bench-ask")
    hooks.register("after-call.dynamodb", count, unique_id="bench-count")
    try:
        yield meter
    finally:
        hooks.unregister("provide-client-params.dynamodb", unique_id="bench-ask")
        hooks.unregister("after-call.dynamodb", unique_id="bench-count")
