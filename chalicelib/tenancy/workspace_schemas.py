"""A workspace and its settings, as they are shown and as they are changed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.http import Instant, Resource, View
from chalicelib.tenancy.model import Workspace
from chalicelib.tenancy.setup import (
    Access,
    CalendarRules,
    Choice,
    FieldDef,
    FieldType,
    Locale,
    Module,
    Names,
    Reminders,
    RoleName,
    Stage,
)
from chalicelib.tenancy.setup import Assignment as AssignmentPart
from chalicelib.tenancy.setup_change import SetupChange


class ChoiceView(View):
    """`name` in the reader's language, `names` in both."""

    id: str
    name: str
    names: Names
    archived: bool

    @classmethod
    def of(cls, choice: Choice, locale: Locale) -> ChoiceView:
        return cls(id=choice.id, name=choice.names.pick(locale), names=choice.names, archived=choice.archived)


class StageView(View):
    id: str
    name: str
    names: Names
    kind: Literal["open", "won", "lost"]
    silent_days: int | None
    silent_basis: Literal["calendar", "working"]
    dwell_days: int | None
    archived: bool

    @classmethod
    def of(cls, stage: Stage, locale: Locale) -> StageView:
        shown = {name: getattr(stage, name) for name in cls.model_fields if name != "name"}
        return cls(name=stage.names.pick(locale), **shown)


class FieldView(View):
    id: str
    name: str
    names: Names
    type: FieldType
    required: bool
    choices: list[ChoiceView]
    archived: bool

    @classmethod
    def of(cls, field: FieldDef, locale: Locale) -> FieldView:
        return cls(
            id=field.id,
            name=field.names.pick(locale),
            names=field.names,
            type=field.type,
            required=field.required,
            choices=[ChoiceView.of(choice, locale) for choice in field.choices],
            archived=field.archived,
        )


class ModuleView(View):
    id: str
    name: str
    names: Names
    enabled: bool

    @classmethod
    def of(cls, module: Module, locale: Locale) -> ModuleView:
        return cls(id=module.id, name=module.names.pick(locale), names=module.names, enabled=module.enabled)


class WorkspaceView(Resource):
    """A workspace and all its settings. Lists keep their order; archived entries are among them."""

    id: str
    group_id: str
    name: str
    pack: str
    locale: Locale
    timezone: str
    currency: str
    region: str
    stages: list[StageView]
    source_channels: list[ChoiceView]
    fields_: list[FieldView] = Field(alias="fields")
    hold_reasons: list[ChoiceView]
    lost_reasons: list[ChoiceView]
    field_permissions: dict[RoleName, dict[str, Access]]
    calendar: CalendarRules
    reminders: Reminders
    assignment: AssignmentPart
    modules: list[ModuleView]
    large_deal: str | None
    created_at: Instant

    @classmethod
    def of(cls, workspace: Workspace, locale: str) -> WorkspaceView:
        setup, language = workspace.setup, language_of(locale)

        def listed(choices: tuple[Choice, ...]) -> list[ChoiceView]:
            return [ChoiceView.of(choice, language) for choice in choices]

        return cls(
            id=workspace.id,
            group_id=workspace.group_id,
            name=workspace.name,
            pack=workspace.pack,
            locale=setup.locale,
            timezone=setup.timezone,
            currency=setup.currency,
            region=setup.region,
            stages=[StageView.of(stage, language) for stage in setup.stages],
            source_channels=listed(setup.source_channels),
            fields=[FieldView.of(field, language) for field in setup.fields],
            hold_reasons=listed(setup.hold_reasons),
            lost_reasons=listed(setup.lost_reasons),
            field_permissions=setup.field_permissions,
            calendar=whole(setup.calendar),
            reminders=whole(setup.reminders),
            assignment=whole(setup.assignment),
            modules=[ModuleView.of(module, language) for module in setup.modules],
            large_deal=f"{setup.large_deal:f}" if setup.large_deal is not None else None,
            created_at=workspace.created_at,
            version=workspace.version,
        )


class WorkspaceChange(SetupChange):
    """What an owner or admin trims. A list that is given replaces the former one; what is missing in it is archived.

    `stage_targets` says for a stage that goes which one takes its leads: `{"old_stage": "other_stage"}`.
    """

    stage_targets: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=40)]] = Field(
        default_factory=dict, max_length=30
    )


def language_of(locale: str) -> Locale:
    return "en" if locale == "en" else "zh-CN"


def whole(part: Any) -> Any:
    """The part with every field set, since the edge leaves out what nobody set."""
    return type(part)(**{name: getattr(part, name) for name in type(part).model_fields})
