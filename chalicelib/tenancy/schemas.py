"""Requests and answers about workspaces, members, roles, packs and the audit log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.events import Event
from chalicelib.core.http import Model, Resource, View
from chalicelib.tenancy import roles
from chalicelib.tenancy.model import Member, Members, MemberStatus, Workspace
from chalicelib.tenancy.packs import PackSummary
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
from chalicelib.tenancy.texts import Name
from chalicelib.tenancy.trimming import MemberId, SetupChange

# Workspace


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
    created_at: datetime

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


# Members


class MemberChangeBody(Model):
    """Only what is given changes; null takes supervisor or region away, and leaves name and role as they are."""

    name: Name | None = None
    role: RoleName | None = None
    supervisor_id: MemberId | None = None
    region: Name | None = None

    def given(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in self.model_fields_set}
        return {name: value for name, value in values.items() if value is not None or name not in ("name", "role")}


class PageQuery(Model):
    """A page of a list: at most `limit`, from where `cursor` left off."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=600)] | None = None


class MemberQuery(PageQuery):
    """`status=all` includes those who left; without it everyone who has not."""

    status: Literal["active", "invited", "pending", "removed", "all"] | None = None
    role: RoleName | None = None


class RemovalQuery(Model):
    successor_id: MemberId | None = None


class MemberView(Resource):
    id: str
    name: str
    email: str | None
    role: RoleName
    supervisor_id: str | None
    supervisor_name: str | None
    region: str | None
    status: MemberStatus
    locale: Locale
    digest: bool
    digest_at: str | None
    created_at: datetime
    invite_sent: bool | None = None

    @classmethod
    def of(cls, member: Member, members: Members | None = None) -> MemberView:
        shown = {
            name: getattr(member, name) for name in cls.model_fields if name not in ("supervisor_name", "invite_sent")
        }
        supervisor = members.supervisor_of(member.id) if members else None
        return cls(supervisor_name=supervisor.name if supervisor else None, **shown)

    def with_invite(self, sent: bool | None) -> MemberView:
        """`invite_sent` is shown only where a letter was to be sent."""
        return self if sent is None else self.model_copy(update={"invite_sent": sent})


class MemberList(View):
    items: list[MemberView]
    next_cursor: str | None


# Roles


class PermissionView(View):
    id: str
    description: str
    roles: list[RoleName]


class RoleView(View):
    id: RoleName
    name: str
    description: str
    permissions: list[str]


class RolesView(View):
    """The one table of who may do what, by role and by permission."""

    items: list[RoleView]
    permissions: list[PermissionView]

    @classmethod
    def of(cls, locale: str) -> RolesView:
        language = language_of(locale)
        return cls(
            items=[
                RoleView(
                    id=role,
                    name=text.name(language),
                    description=text.description(language),
                    permissions=sorted(roles.permissions_of(role)),
                )
                for role, text in roles.ROLE_TEXTS.items()
            ],
            permissions=[
                PermissionView(
                    id=each.id,
                    description=each.description(language),
                    roles=[role for role in roles.ROLES if role in each.roles],
                )
                for each in roles.PERMISSIONS
            ],
        )


# Packs


class PackQuery(Model):
    locale: Locale | None = None


class PackView(View):
    id: str
    name: str
    names: Names
    description: str
    good_for: str
    inside: list[str]
    icon: str
    colour: str
    stages: list[str]
    fields_: list[str] = Field(alias="fields")

    @classmethod
    def of(cls, summary: PackSummary, names: Names) -> PackView:
        return cls(names=names, **summary.model_dump())


class PackList(View):
    items: list[PackView]


# Audit log


#: Wide enough for any log, and inside what a ULID and a calendar can hold.
LogDate = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]


class AuditQuery(PageQuery):
    """Filters of the log. `from` and `to` are dates in the workspace's time zone, both included."""

    kind: Annotated[str, Field(max_length=60)] | None = None
    actor: Annotated[str, Field(max_length=60)] | None = None
    about: Annotated[str, Field(max_length=60)] | None = None
    from_: LogDate | None = Field(default=None, alias="from")
    to: LogDate | None = None


class EventView(View):
    """`actor` is a member, an API key or a job; `changes` maps a field to [before, after]."""

    id: str
    kind: str
    about: str
    actor: str
    actor_name: str | None
    at: datetime
    changes: dict[str, list[Any]]
    facts: dict[str, Any]

    @classmethod
    def of(cls, event: Event, members: Members) -> EventView:
        actor = members.get(event.actor)
        return cls(
            id=event.id,
            kind=str(event.kind),
            about=event.about,
            actor=event.actor,
            actor_name=actor.name if actor else None,
            at=event.at,
            changes=event.changes,
            facts=event.facts,
        )


class EventList(View):
    items: list[EventView]
    next_cursor: str | None


def language_of(locale: str) -> Locale:
    return "en" if locale == "en" else "zh-CN"


def whole(part: Any) -> Any:
    """The part with every field set, since the edge leaves out what nobody set."""
    return type(part)(**{name: getattr(part, name) for name in type(part).model_fields})
