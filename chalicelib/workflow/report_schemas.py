"""Requests and answers of the reports on flows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.http import Instant, Model, View
from chalicelib.workflow.schemas import FlowRef


class TimelinessQuery(Model):
    """`month` is the workspace's, by its time zone; the current one where none is named. `flow`: an id or a key."""

    month: Annotated[str, Field(pattern=r"^2\d{3}-(0[1-9]|1[0-2])$", examples=["2026-10"])] | None = None
    format: Literal["json", "xlsx"] = "json"
    flow: FlowRef | None = None


class TimesView(View):
    """Seconds. `on_time_rate`: the share, 0 to 1, of those whose SLA sets a time."""

    median_seconds: int | None
    p90_seconds: int | None
    on_time_rate: float | None


class BlockingView(View):
    """`seconds` of business time for which `cards` cards stood for one reason."""

    reason: str
    reason_name: str
    cards: int
    seconds: int


class RetellingsView(View):
    """What nobody had to tell again: fields shown because they were recorded before, and turns told by the system."""

    total: int
    fields: int
    notices: int


class ChangeView(View):
    """This month less the one before; null where either has no such figure."""

    count: int
    response_median_seconds: int | None
    completion_median_seconds: int | None
    on_time_rate: float | None
    blocked_seconds: int
    blocked_share: float | None
    retellings: int


class FiguresView(View):
    """Of the cards that were done in the month. `small`: fewer than ten, so that the p90 is the slowest one.

    `late_open`: how many cards are open and over their time now; null for months that are over, and where too many
    steps would have to be looked at.
    """

    count: int
    small: bool
    response: TimesView
    completion: TimesView
    blocked_seconds: int
    blocked_share: float | None
    blocked_cards: int
    top_reasons: list[BlockingView]
    retellings_avoided: RetellingsView
    late_open: int | None
    change: ChangeView


class RoleFigures(FiguresView):
    """`role` is null for steps that are a member's, the lead owner's or the starter's."""

    role: str | None
    name: str


class NodeFigures(FiguresView):
    flow_id: str
    flow_name: str
    node: str
    name: str
    role: str | None
    role_name: str


class PersonFigures(FiguresView):
    member_id: str
    name: str


class Definition(View):
    """How a figure is meant."""

    term: str
    name: str
    text: str


class TimelinessView(View):
    """The monthly timeliness report (协同时效分析表).

    `begins` and `ends` (not within) are the month's bounds in the workspace's time zone. `people` are those of the
    caller's reporting line, all for owners and admins, null for others. `reasons` are all blocking reasons of the
    month, the longest first.
    """

    month: str
    title: str
    timezone: str
    begins: Instant
    ends: Instant
    as_of: Instant
    is_over: bool
    flow_id: str | None
    flow_name: str | None
    total: FiguresView
    roles: list[RoleFigures]
    nodes: list[NodeFigures]
    people: list[PersonFigures] | None
    reasons: list[BlockingView]
    definitions: list[Definition]


def month_text(month: date) -> str:
    return f"{month:%Y-%m}"
