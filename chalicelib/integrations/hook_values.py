"""Values of a partner's event in the form that a flow's field takes: dates in their many forms, money, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from chalicelib.workflow.definition import FlowDefinition, FlowField

from .dates import DateOrder, parse_date
from .values import parse_money, parse_yes_no

#: From here on a bare number is epoch seconds (2001), and from there on milliseconds.
_EPOCH_SECONDS, _EPOCH_MILLISECONDS, _EPOCH_END = 10**9, 10**12, 10**13


def as_fields(flow: FlowDefinition, values: Mapping[str, Any], zone: tzinfo, currency: str) -> dict[str, Any]:
    """What is of no use to its field stays as it is: the flow's own check then says what is wrong with it.

    Raises:
        BadCell: a date, an amount or a yes or no that can't be read
    """
    return {name: _as_field(flow.field(name), value, zone, currency) for name, value in values.items()}


def _as_field(field: FlowField | None, value: Any, zone: tzinfo, currency: str) -> Any:
    if field is None or isinstance(value, list):
        return value
    if field.type == "money":
        return _money(value, currency)
    if isinstance(value, dict):
        return value
    if field.type == "yes_no":
        return parse_yes_no(value)
    if field.type == "date" and not isinstance(value, bool):
        return _date(value, zone)
    if field.type != "number" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _money(value: Any, currency: str) -> Any:
    """An amount without a currency is in the workspace's."""
    named = value.get("currency") if isinstance(value, dict) else None
    amount = value.get("amount") if isinstance(value, dict) else value
    if not isinstance(amount, str | int | float):
        return value
    parsed = parse_money(amount, currency)
    return {"amount": parsed.amount, "currency": named or parsed.currency or currency}


def _date(value: str | int | float, zone: tzinfo) -> str:
    moment = _epoch(value)
    if moment is None:
        moment = parse_date(value, DateOrder.YEAR_FIRST, zone)
    return moment.astimezone(zone).date().isoformat()


def _epoch(value: str | int | float) -> datetime | None:
    if isinstance(value, str):
        if not (value.isascii() and value.isdigit() and len(value) in (10, 13)):
            return None
        value = int(value)
    if not _EPOCH_SECONDS <= value < _EPOCH_END:
        return None
    return datetime.fromtimestamp(value if value < _EPOCH_MILLISECONDS else value / 1000, UTC)
