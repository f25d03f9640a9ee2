"""The event that a DynamoDB stream gives to Lambda, made of items of the event log.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-example.html shows one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
#: A workspace id is `w_` and a ULID, and leads each of its keys.
_WORKSPACE_ID = 28

Item = dict[str, Any]


@dataclass(frozen=True)
class LogEntry:
    """An Event item in DynamoDB's JSON, as read from the `log` index (which projects everything)."""

    item: Item

    @property
    def workspace(self) -> str:
        return workspace_of(self.item["log_key"]["S"])

    @property
    def ulid(self) -> str:
        ulid: str = self.item["log_id"]["S"]
        return ulid


def workspace_of(key: str) -> str:
    return key[:_WORKSPACE_ID]


def sequence_number(ulid: str) -> str:
    """Decimal, sorts by time, the same each time the event is delivered."""
    return str(_number(ulid))


def milliseconds(ulid: str) -> int:
    """When a ULID was made, since 1970."""
    return _number(ulid[:10])


def first_ulid(at_ms: int) -> str:
    """The smallest ULID of a millisecond."""
    return "".join(_DIGITS[at_ms >> shift & 31] for shift in range(45, -1, -5)) + "0" * 16


def stream_event(entries: list[LogEntry], stream_arn: str) -> dict[str, Any]:
    return {"Records": [_record(entry, stream_arn) for entry in entries]}


def _record(entry: LogEntry, stream_arn: str) -> dict[str, Any]:
    number = _number(entry.ulid)
    return {
        "eventID": f"{number:032x}",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": {
            "ApproximateCreationDateTime": milliseconds(entry.ulid) / 1000,
            "Keys": {"pk": entry.item["pk"], "sk": entry.item["sk"]},
            "NewImage": entry.item,
            "SequenceNumber": str(number),
            "SizeBytes": len(json.dumps(entry.item)),
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": stream_arn,
    }


def _number(ulid: str) -> int:
    number = 0
    for digit in ulid:
        number = number << 5 | _VALUES[digit]
    return number
