"""Requests and answers of the leads API."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from chalicelib.core.http import Model, Resource, View
from chalicelib.core.money import Money
from chalicelib.core.wording import Misfit
from chalicelib.leads.fields import has_controls
from chalicelib.leads.model import FollowUpKind, Outcome
from chalicelib.leads.moments import Moment

#: ASCII only: `str.isdigit` and `\d` also know digits that Decimal does not.
_DECIMAL = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,4})?")


def _clean(value: Any) -> Any:
    if isinstance(value, str) and has_controls(value):
        raise Misfit("不能包含控制字符", "control characters are not allowed")
    return value


def _amount(value: Any) -> Any:
    """Money, or a bare decimal in the workspace's currency; a float has lost digits already."""
    if isinstance(value, float):
        raise Misfit(
            '浮点数会丢失位数，请发送 "1234.50" 或 {"amount": "1234.50", "currency": "CNY"}',
            'floats lose digits: send "1234.50" or {"amount": "1234.50", "currency": "CNY"}',
        )
    if isinstance(value, bool) or not isinstance(value, int | str):
        return value
    text = str(value)
    if not _DECIMAL.fullmatch(text):
        raise Misfit("应为不小于零的十进制数", "a decimal number, not negative")
    return {"amount": f"{Decimal(text):f}", "currency": "XXX"}


Text = Annotated[str, BeforeValidator(_clean)]
Title = Annotated[Text, Field(min_length=1, max_length=200)]
Short = Annotated[Text, Field(max_length=200)]
Long = Annotated[Text, Field(max_length=5000)]
MemberId = Annotated[str, Field(pattern=r"^m_[0-9A-HJKMNP-TV-Z]{26}$")]
#: Currency XXX (ISO 4217: no currency) stands for the workspace's, which the service fills in.
AmountIn = Annotated[
    Money,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                {
                    "type": "object",
                    "properties": {
                        "amount": {"type": "string", "pattern": r"^\d{1,15}(\.\d{1,4})?$"},
                        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
                    },
                    "required": ["amount", "currency"],
                    "additionalProperties": False,
                },
                {"type": "string", "pattern": r"^\d{1,15}(\.\d{1,4})?$"},
            ]
        }
    ),
]


class _LeadFields(Model):
    """What may be said of a lead when it is captured or changed."""

    company: Short | None = None
    contact: Short | None = None
    phone: Annotated[Text, Field(max_length=40)] | None = None
    email: Annotated[Text, Field(max_length=254)] | None = None
    wechat: Annotated[Text, Field(max_length=80)] | None = None
    amount: AmountIn | None = None
    product: Short | None = None
    region: Short | None = None
    remark: Long | None = None
    external_id: Short | None = None
    custom: dict[str, Any] | None = None

    @field_validator("amount")
    @classmethod
    def _not_negative(cls, amount: Money | None) -> Money | None:
        if amount is not None and amount.value < 0:
            raise Misfit("金额不能为负数", "an amount is not negative")
        return amount


class NewLead(_LeadFields):
    name: Title
    source_channel: Short
    stage: Short | None = None
    first_contact_at: Moment | None = None
    next_follow_up_at: Moment | None = None
    blocker: Short | None = None
    owner_id: MemberId | None = None
    lost_reason: Short | None = None
    override_reason: Annotated[Text, Field(min_length=2, max_length=500)] | None = None


class LeadChange(_LeadFields):
    """PATCH: what is left out stays, null takes a value away (where the field may be empty)."""

    name: Title | None = None
    source_channel: Short | None = None
    first_contact_at: Moment | None = None
    next_follow_up_at: Moment | None = None
    blocker: Short | None = None
    stage: Short | None = None
    lost_reason: Short | None = None


class NewFollowUp(Model):
    kind: FollowUpKind
    outcome: Outcome
    summary: Annotated[Text, Field(min_length=1, max_length=5000)]
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    at: Moment | None = None
    next_follow_up_at: Moment | None = None
    stage: Short | None = None
    blocker: Short | None = None
    reason: Short | None = None
    amount: AmountIn | None = None


class StageMove(Model):
    stage: Short
    reason: Short | None = None
    amount: AmountIn | None = None
    next_follow_up_at: Moment | None = None


class HoldRequest(Model):
    reason: Short
    until: Moment


class Assignment(Model):
    owner_id: MemberId | None
    reason: Short | None = None


class LeadQuery(Model):
    stage: Short | None = None
    owner: Short | None = None
    pool: bool | None = None
    silent: bool | None = None
    held: bool | None = None
    overdue: bool | None = None
    open: bool | None = None
    due_before: Moment | None = None
    q: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    sort: Literal["next_follow_up_at", "-updated_at"] = "next_follow_up_at"
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=8000)] | None = None


class PageQuery(Model):
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=8000)] | None = None


class HoldView(View):
    reason: str
    reason_name: str
    since: str
    until: str


class FollowUpView(View):
    at: str
    by: str
    kind: FollowUpKind
    outcome: Outcome
    effective: bool
    summary: str
    minutes: int | None = None


class LeadRow(View):
    """A lead as lists show it. Fields that the caller's role may not see are absent. `version` is its ETag's number."""

    id: str
    version: int
    name: str | None = None
    company: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    source_channel: str | None = None
    stage: str | None = None
    stage_kind: Literal["open", "won", "lost"] | None = None
    owner_id: str | None = None
    owner_name: str | None = None
    amount: Money | None = None
    product: str | None = None
    blocker: str | None = None
    next_follow_up_at: str | None = None
    overdue: bool = False
    silent: bool = False
    silent_since: str | None = None
    hold_until: str | None = None
    touched_at: str | None = None
    updated_at: str | None = None
    follow_up_count: int = 0
    unanswered: int = 0


class LeadView(LeadRow, Resource):
    """A lead, whole."""

    wechat: str | None = None
    first_contact_at: str | None = None
    region: str | None = None
    remark: str | None = None
    external_id: str | None = None
    custom: dict[str, Any] | None = None
    customer_id: str = ""
    hold: HoldView | None = None
    lost_reason: str | None = None
    closed_at: str | None = None
    stage_since: str | None = None
    cycle: int = 1
    last_follow_ups: list[FollowUpView] = Field(default_factory=list)
    created_at: str = ""
    created_by: str = ""
    deleted_at: str | None = None
    import_id: str | None = None


class LeadPage(View):
    items: list[LeadRow]
    next_cursor: str | None


class EventView(View):
    id: str
    kind: str
    about: str
    actor: str
    actor_name: str | None
    at: str
    recorded_at: str
    changes: dict[str, list[Any]]
    facts: dict[str, Any]


class Timeline(View):
    items: list[EventView]
    next_cursor: str | None


class CellView(View):
    stage: str | None = None
    owner_id: str | None = None
    leads: int
    silent: int
    amount: Money | None = None


class PipelineView(View):
    items: list[CellView]
