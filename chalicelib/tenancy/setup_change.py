"""What a change of a set-up says, in requests and in jobs; `trimming` says what comes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.tenancy.setup import (
    Access,
    ClockTime,
    DatedHours,
    DayHours,
    FieldType,
    Locale,
    RoleName,
    Slug,
    WeeklyHours,
)
from chalicelib.tenancy.texts import CurrencyCode, Name, Timezone

MemberId = Annotated[str, Field(max_length=40, examples=["m_01KAZ8W5T4M1N6Q0R2S3T4V5W6"])]


class Change(BaseModel):
    """A piece of a change: what is not given, or null, stays; null empties only what may be empty."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, populate_by_name=True)
    may_be_empty: ClassVar[frozenset[str]] = frozenset()

    def given(self) -> dict[str, Any]:
        """What is to change, by attribute name."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        return {name: value for name, value in values.items() if value is not None or name in self.may_be_empty}


class NamesChange(Change):
    zh: Name = Field(alias="zh-CN")
    en: Name


class EntryChange(Change):
    """`name` alone is the name in the caller's language; a new entry then has it in both."""

    id: Slug | None = None
    name: Name | None = None
    names: NamesChange | None = None
    archived: bool | None = None


class StageChange(EntryChange):
    may_be_empty = frozenset({"silent_days", "dwell_days"})
    kind: Literal["open", "won", "lost"] | None = None
    silent_days: Annotated[int, Field(ge=1, le=365)] | None = None
    silent_basis: Literal["calendar", "working"] | None = None
    dwell_days: Annotated[int, Field(ge=1, le=730)] | None = None


class FieldChange(EntryChange):
    type: FieldType | None = None
    required: bool | None = None
    choices: Annotated[list[EntryChange], Field(max_length=200)] | None = None


class ModuleChange(EntryChange):
    id: Slug
    enabled: bool | None = None


class CalendarChange(Change):
    may_be_empty = frozenset({"country"})
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    weekend: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=6)] | None = None
    days_off: Annotated[list[date], Field(max_length=400)] | None = None
    working_days: Annotated[list[date], Field(max_length=400)] | None = None
    hours: DayHours | None = None
    weekly: WeeklyHours | None = None
    dated: DatedHours | None = None
    quiet_from: ClockTime | None = None
    quiet_to: ClockTime | None = None
    quiet_on_days_off: bool | None = None


class RemindersChange(Change):
    may_be_empty = frozenset({"return_to_pool_days"})
    repeat_days: Annotated[int, Field(ge=1, le=60)] | None = None
    digest_at: ClockTime | None = None
    missed_supervisor_after_days: Annotated[int, Field(ge=1, le=30)] | None = None
    return_to_pool_days: Annotated[int, Field(ge=2, le=365)] | None = None
    next_follow_up_days: Annotated[int, Field(ge=1, le=60)] | None = None


class AssignmentChange(Change):
    may_be_empty = frozenset({"cap"})
    rule: Literal["none", "round_robin", "by_channel", "by_region", "by_load"] | None = None
    members: Annotated[list[MemberId], Field(max_length=500)] | None = None
    by_channel: Annotated[dict[Slug, MemberId], Field(max_length=100)] | None = None
    by_region: Annotated[dict[Name, MemberId], Field(max_length=200)] | None = None
    cap: Annotated[int, Field(ge=1, le=100_000)] | None = None


class SetupChange(Change):
    """What of the set-up, and of the workspace's name, is to change."""

    may_be_empty = frozenset({"large_deal"})
    name: Name | None = None
    locale: Locale | None = None
    timezone: Timezone | None = None
    currency: CurrencyCode | None = None
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    stages: Annotated[list[StageChange], Field(max_length=30)] | None = None
    source_channels: Annotated[list[EntryChange], Field(max_length=60)] | None = None
    fields_: Annotated[list[FieldChange], Field(max_length=60)] | None = Field(default=None, alias="fields")
    hold_reasons: Annotated[list[EntryChange], Field(max_length=60)] | None = None
    lost_reasons: Annotated[list[EntryChange], Field(max_length=60)] | None = None
    field_permissions: (
        Annotated[dict[RoleName, Annotated[dict[Slug, Access], Field(max_length=80)]], Field(max_length=6)] | None
    ) = None
    calendar: CalendarChange | None = None
    reminders: RemindersChange | None = None
    assignment: AssignmentChange | None = None
    modules: Annotated[list[ModuleChange], Field(max_length=30)] | None = None
    large_deal: Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2)] | None = None
