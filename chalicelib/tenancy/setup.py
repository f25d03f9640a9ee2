"""What a workspace is set up with: stages, fields, lists, permissions, calendar, reminders.

A template pack is a `Setup` with a face (name, pictures, sample data); a workspace holds its own copy and changes it.
These models are pure: they are read from a pack's YAML, from the workspace's SETUP item, and rendered by the API.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from chalicelib.core.wording import Misfit

Locale = Literal["zh-CN", "en"]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ShortText = Annotated[str, Field(min_length=1, max_length=80)]
RoleName = Literal["owner", "admin", "manager", "rep", "collaborator", "viewer"]
Access = Literal["hidden", "read", "write"]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
ClosingTime = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
_KIND_ZH = {"open": "进行中", "won": "赢单", "lost": "输单"}


class Part(BaseModel):
    """A piece of a set-up: strict, and never changed in place (a change makes a new one)."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Names(Part):
    """A business name in both languages."""

    zh: ShortText = Field(alias="zh-CN")
    en: ShortText

    def pick(self, locale: Locale) -> str:
        return self.en if locale == "en" else self.zh


class Choice(Part):
    """One entry of a list that users pick from (source channel, hold reason, lost reason, choice of a field)."""

    id: Slug
    names: Names
    archived: bool = False


class Stage(Part):
    """Where a lead stands. `silent_days` without a touch make it silent; `dwell_days` is how long it may stay."""

    id: Slug
    names: Names
    kind: Literal["open", "won", "lost"] = "open"
    silent_days: Annotated[int, Field(ge=1, le=365)] | None = None
    silent_basis: Literal["calendar", "working"] = "calendar"
    dwell_days: Annotated[int, Field(ge=1, le=730)] | None = None
    archived: bool = False

    @model_validator(mode="after")
    def _open_stages_have_a_limit(self) -> Stage:
        if self.kind == "open" and self.silent_days is None:
            raise Misfit(
                f"阶段 {self.id}：进行中的阶段需要沉默期限（silent_days）",
                f"stage {self.id}: an open stage needs silent_days",
            )
        return self


FieldType = Literal[
    "text", "number", "money", "date", "choice", "choices", "yes_no", "phone", "email", "link", "member"
]


class FieldDef(Part):
    """A custom field of leads. The built-in ones are listed in `leads.model.BUILT_IN_FIELDS`."""

    id: Slug
    names: Names
    type: FieldType
    required: bool = False
    choices: tuple[Choice, ...] = ()
    archived: bool = False

    @model_validator(mode="after")
    def _choices_belong_to_choice_fields(self) -> FieldDef:
        if (self.type in ("choice", "choices")) != bool(self.choices):
            raise Misfit(
                f"字段 {self.id}：选项（choices）只用于单选和多选字段，且必须填写",
                f"field {self.id}: choices go with the types choice and choices, and only with them",
            )
        return self


class Hours(Part):
    """A stretch of a day. A shift over midnight is two: up to 24:00, and from 00:00 of the next day."""

    opens: ClockTime
    closes: ClosingTime

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Hours:
        if self.opens >= self.closes:
            raise Misfit(
                "下班时间须晚于上班时间；跨午夜的班次请分为两段，前一段到 24:00",
                "closes must be later than opens; a shift over midnight is two, the first up to 24:00",
            )
        return self


def _in_order(hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
    for before, after in pairwise(hours):
        if after.opens < before.closes:
            raise Misfit(
                f"时段须按顺序且不重叠：{after.opens} 早于 {before.closes}",
                f"hours must be in order and not overlap: {after.opens} is before {before.closes}",
            )
    return hours


DayHours = Annotated[tuple[Hours, ...], Field(max_length=7), AfterValidator(_in_order)]
WeeklyHours = dict[Annotated[int, Field(ge=0, le=6)], DayHours]
DatedHours = Annotated[dict[date, DayHours], Field(max_length=400)]


class CalendarRules(Part):
    """Working days and hours. Public holidays and swapped weekends come from `country`; local ones are set by hand.

    `weekly` (own hours of single weekdays, 0 = Monday) and `dated` (of single dates) go before `hours` and `weekend`;
    no hours there mean closed. Which of all these decides about a day is told in `core.calendar`.
    """

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = "CN"
    weekend: tuple[Annotated[int, Field(ge=0, le=6)], ...] = (5, 6)
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    hours: DayHours = (Hours(opens="09:00", closes="18:00"),)
    weekly: WeeklyHours = Field(default_factory=dict)
    dated: DatedHours = Field(default_factory=dict)
    quiet_from: ClockTime = "21:00"
    quiet_to: ClockTime = "08:00"
    quiet_on_days_off: bool = True

    @model_validator(mode="after")
    def _some_weekday_is_worked(self) -> CalendarRules:
        if all(not self.weekly[day] if day in self.weekly else day in self.weekend for day in range(7)):
            raise Misfit("一周至少要有一个工作日", "at least one day of the week must be worked")
        return self

    def __hash__(self) -> int:
        """Calendars are kept by their rules; a frozen model's own hash stops at dicts."""
        weekly, dated = (tuple(sorted(each.items())) for each in (self.weekly, self.dated))
        by_hand = self.weekend, self.days_off, self.working_days, self.hours
        return hash((self.country, *by_hand, weekly, dated, self.quiet_from, self.quiet_to, self.quiet_on_days_off))


def stored_rules(stored: dict[str, Any]) -> dict[str, Any]:
    """What was stored of a calendar, to be read: hours were once not checked, and are set right instead of refused."""
    return {**stored, "hours": _set_right(stored["hours"])} if "hours" in stored else stored


def _set_right(hours: list[dict[str, str]]) -> list[dict[str, str]]:
    """Hours in order, overlaps joined; a shift over midnight becomes the day's beginning and its end."""
    stretches = []
    for each in hours:
        opens, closes = each["opens"], each["closes"]
        stretches += [(opens, closes)] if opens < closes else [("00:00", closes), (opens, "24:00")]
    joined: list[tuple[str, str]] = []
    for opens, closes in sorted(each for each in stretches if each[0] < each[1]):
        if joined and opens < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], closes)
        else:
            joined.append((opens, closes))
    return [{"opens": opens, "closes": closes} for opens, closes in joined]


class Reminders(Part):
    """How silence is told. Days are calendar days."""

    repeat_days: Annotated[int, Field(ge=1, le=60)] = 3
    digest_at: ClockTime = "08:30"
    missed_supervisor_after_days: Annotated[int, Field(ge=1, le=30)] = 1
    return_to_pool_days: Annotated[int, Field(ge=2, le=365)] | None = None
    next_follow_up_days: Annotated[int, Field(ge=1, le=60)] = 2


class Assignment(Part):
    """Who gets a lead that comes without an owner. `cap` is the most open leads that a rule gives one rep."""

    rule: Literal["none", "round_robin", "by_channel", "by_region", "by_load"] = "none"
    members: tuple[str, ...] = ()
    by_channel: dict[str, str] = Field(default_factory=dict)
    by_region: dict[str, str] = Field(default_factory=dict)
    cap: Annotated[int, Field(ge=1, le=100_000)] | None = None


class Module(Part):
    id: Slug
    names: Names
    enabled: bool = True


class Setup(Part):
    """All that a workspace's owner may trim. Lists keep their order; entries in use are archived, never removed."""

    locale: Locale = "zh-CN"
    timezone: str = "Asia/Shanghai"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "CN"
    stages: Annotated[tuple[Stage, ...], Field(min_length=3, max_length=30)]
    fields: Annotated[tuple[FieldDef, ...], Field(max_length=60)] = ()
    source_channels: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=60)]
    hold_reasons: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=60)]
    lost_reasons: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=60)]
    field_permissions: dict[RoleName, dict[str, Access]] = Field(default_factory=dict)
    calendar: CalendarRules = CalendarRules()
    reminders: Reminders = Reminders()
    assignment: Assignment = Assignment()
    modules: tuple[Module, ...] = ()
    large_deal: Decimal | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Setup:
        for what in ("stages", "fields", "source_channels", "hold_reasons", "lost_reasons"):
            ids = [entry.id for entry in getattr(self, what)]
            doubled = {each for each in ids if ids.count(each) > 1}
            if doubled:
                raise Misfit(
                    f"{what}：id {sorted(doubled)[0]} 重复", f"{what}: the id {sorted(doubled)[0]} stands twice"
                )
        live = [stage for stage in self.stages if not stage.archived]
        for kind in ("open", "won", "lost"):
            if not any(stage.kind == kind for stage in live):
                raise Misfit(f"至少需要一个{_KIND_ZH[kind]}阶段", f"stages: at least one {kind} stage is needed")
        if live[0].kind != "open":
            raise Misfit("第一个阶段须为进行中的阶段", "stages: the first stage must be an open one")
        return self

    @property
    def first_stage(self) -> Stage:
        return next(stage for stage in self.stages if not stage.archived)

    def stage(self, stage_id: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def access(self, role: str, field: str) -> Access:
        """What `role` may do with `field` of a lead; without an entry, write."""
        return self.field_permissions.get(role, {}).get(field, "write")  # type: ignore[call-overload, no-any-return]
