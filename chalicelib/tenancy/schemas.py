"""Requests and answers about members, roles, packs and the audit log."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.events import Event
from chalicelib.core.http import Instant, Model, Resource, View
from chalicelib.tenancy import roles
from chalicelib.tenancy.model import Member, Members, MemberStatus
from chalicelib.tenancy.packs import PackSummary
from chalicelib.tenancy.setup import Locale, Names, RoleName
from chalicelib.tenancy.setup_change import MemberId
from chalicelib.tenancy.texts import Name
from chalicelib.tenancy.workspace_schemas import language_of

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
    created_at: Instant
    invite_sent: bool | None = None
    invite_link: str | None = None

    @classmethod
    def of(cls, member: Member, members: Members | None = None) -> MemberView:
        shown = {
            name: getattr(member, name)
            for name in cls.model_fields
            if name not in ("supervisor_name", "invite_sent", "invite_link")
        }
        supervisor = members.supervisor_of(member.id) if members else None
        return cls(supervisor_name=supervisor.name if supervisor else None, **shown)

    def with_invite(self, sent: bool | None, link: str | None) -> MemberView:
        """`invite_sent` is shown where a letter was to be sent, `invite_link` where it is to be passed on by hand."""
        if sent is None:
            return self
        return self.model_copy(update={"invite_sent": sent, **({"invite_link": link} if link else {})})


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
    at: Instant
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
            actor_name=actor.name if actor else event.actor_name,
            at=event.at,
            changes=event.changes,
            facts=event.facts,
        )


class EventList(View):
    items: list[EventView]
    next_cursor: str | None
