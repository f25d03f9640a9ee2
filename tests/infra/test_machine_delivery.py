"""What the feed does with events that the handler does not take, with a clock of the test's own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.local.feed.delivery import BACK_OFF, Delivery
from infra.local.feed.memory import Memory
from infra.local.feed.records import LogEntry, first_ulid, milliseconds, stream_event
from tests.infra.written import new_event


@dataclass
class Handler:
    """Takes every record but those of the kind `refused`, which it reports, and remembers all it was given."""

    calls: list[list[dict[str, Any]]] = field(default_factory=list)

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        self.calls.append(event["Records"])
        refused = [record for record in event["Records"] if record["dynamodb"]["NewImage"]["kind"]["S"] == "refused"]
        return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]} for record in refused]}


@dataclass
class Bench:
    folder: Path
    now: float = 1_800_000_000.0

    def __post_init__(self) -> None:
        self.handler = Handler()
        self.memory = Memory(self.folder / "feed.db")
        letters = self.folder / "letters"
        self.delivery = Delivery(self.handler, "arn:stream", self.memory, letters, lambda: self.now)


def entry(kind: str = "note") -> LogEntry:
    return LogEntry({name: {"S": value} for name, value in new_event(kind).items()})


def test_a_failed_event_is_tried_at_growing_intervals_and_then_put_aside(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.delivery.deliver([entry("refused"), entry()])
    for wait in BACK_OFF:
        bench.now += wait - 0.1
        assert bench.delivery.retry(everything=False) == 0
        bench.now += 0.1
        assert bench.delivery.retry(everything=False) == 1
    assert bench.memory.failed_count() == 0
    assert len(bench.handler.calls) == 1 + len(BACK_OFF)
    (letter,) = (tmp_path / "letters").read_text().splitlines()
    assert json.loads(letter)["tries"] == 1 + len(BACK_OFF)


def test_failed_events_outlive_the_process(tmp_path: Path) -> None:
    Bench(tmp_path).delivery.deliver([entry("refused")])
    again = Bench(tmp_path, now=1_900_000_000.0)
    assert again.delivery.retry(everything=False) == 1


def test_a_record_is_what_dynamodb_would_send() -> None:
    one = entry()
    (record,) = stream_event([one], "arn:stream")["Records"]
    assert (record["eventName"], record["eventSource"]) == ("INSERT", "aws:dynamodb")
    assert record["eventSourceARN"] == "arn:stream"
    assert record["dynamodb"]["NewImage"] == one.item
    assert record["dynamodb"]["Keys"] == {"pk": one.item["pk"], "sk": one.item["sk"]}
    assert record["dynamodb"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert record["dynamodb"]["ApproximateCreationDateTime"] * 1000 == milliseconds(one.ulid)
    assert len(record["eventID"]) == 32


def test_the_first_ulid_of_a_millisecond_sorts_before_every_other_of_it() -> None:
    ulid = entry().ulid
    first = first_ulid(milliseconds(ulid))
    assert first <= ulid < first_ulid(milliseconds(ulid) + 1)
    assert len(first) == 26
