"""Routes of workspaces, members, roles, packs and the audit log."""

from __future__ import annotations

from chalicelib.core import clock
from chalicelib.core.http import Api, Caller
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.leads import recompute
from chalicelib.leads import service as leads
from chalicelib.leads.errors import CurrencyInUse, StageHasLeads
from chalicelib.tenancy import audit, packs, service
from chalicelib.tenancy.errors import LastOwner, MemberHasLeads, OwnersOnly, SupervisorCycle
from chalicelib.tenancy.paging import page_of
from chalicelib.tenancy.schemas import (
    AuditQuery,
    EventList,
    EventView,
    MemberChangeBody,
    MemberList,
    MemberQuery,
    MemberView,
    PackList,
    PackQuery,
    PackView,
    RemovalQuery,
    RolesView,
)
from chalicelib.tenancy.setup import Setup
from chalicelib.tenancy.workspace_schemas import WorkspaceChange, WorkspaceView, language_of

api = Api(__name__, tag="workspace")
#: Leads follow a change at once as far as it goes in this time; the sweep does the rest.
_RECOMPUTE_SECONDS = 2.0


@api.get("/packs", public=True, query=PackQuery)
def list_packs(caller: Caller, query: PackQuery) -> PackList:
    """The template packs that a workspace can start with."""
    locale = query.locale or language_of(caller.locale)
    return PackList(items=[PackView.of(pack.summary(locale), pack.names) for pack in packs.list_packs()])


@api.get("/workspace", allow="workspace.read")
def get_workspace(scope: Scope) -> WorkspaceView:
    """The workspace and its settings."""
    return WorkspaceView.of(service.read_workspace(scope), scope.locale)


@api.patch("/workspace", body=WorkspaceChange, allow="workspace.write", refusals=(StageHasLeads, CurrencyInUse))
def change_workspace(scope: Scope, body: WorkspaceChange, expected: int | None) -> WorkspaceView:
    """Trim the settings: rename, add, reorder and archive; see each list's own rules."""
    now = clock.now()

    def follow(before: Setup, after: Setup, writes: Writes) -> None:
        recompute.follow_setup_change(scope, before, after, body.stage_targets, writes, now)

    workspace = service.change_setup(scope, body, expected, now, follow=follow)
    recompute.recompute(scope, (), now, seconds=_RECOMPUTE_SECONDS)
    return WorkspaceView.of(workspace, scope.locale)


@api.get("/members", query=MemberQuery, allow="members.read")
def list_members(scope: Scope, query: MemberQuery) -> MemberList:
    """The members of the workspace, in the order in which they came."""
    members = service.read_members(scope)
    wanted = [
        member
        for member in members.all()
        if (query.status == "all" or query.status == member.status or (query.status is None and not member.is_removed))
        and query.role in (None, member.role)
    ]
    question = f"members {query.status} {query.role}"
    page, cursor = page_of(scope, question, wanted, query.limit, query.cursor)
    return MemberList(items=[MemberView.of(member, members) for member in page], next_cursor=cursor)


@api.get("/members/{member_id}", allow="members.read")
def get_member(scope: Scope, member_id: str) -> MemberView:
    return MemberView.of(service.get_member(scope, member_id), service.members_of(scope))


@api.patch(
    "/members/{member_id}",
    body=MemberChangeBody,
    allow="members.write",
    refusals=(OwnersOnly, LastOwner, SupervisorCycle),
)
def change_member(scope: Scope, member_id: str, body: MemberChangeBody, expected: int | None) -> MemberView:
    """Change name, role, supervisor or region. A new role is in force with the member's next request."""
    change = service.MemberChange(body.given())
    member = service.change_member(scope, member_id, change, expected, clock.now())
    return MemberView.of(member, service.members_of(scope))


@api.delete(
    "/members/{member_id}",
    query=RemovalQuery,
    allow="members.write",
    if_match=True,
    refusals=(OwnersOnly, LastOwner, MemberHasLeads),
)
def remove_member(scope: Scope, member_id: str, query: RemovalQuery, expected: int | None) -> None:
    """End a membership; `successor_id` takes over the leads. The member's sessions here end at once."""
    now = clock.now()

    def hand_over(scope: Scope, from_id: str, to_id: str) -> None:
        leads.hand_over(scope, from_id, to_id, now)

    service.remove_member(
        scope,
        member_id,
        query.successor_id,
        now,
        owned=leads.owned_count,
        hand_over=hand_over,
        expected=expected,
    )


@api.get("/roles", allow="roles.read")
def list_roles(scope: Scope) -> RolesView:
    """What each role may do."""
    return RolesView.of(scope.locale)


@api.get("/audit", query=AuditQuery, allow="audit.read")
def read_audit_log(scope: Scope, query: AuditQuery) -> EventList:
    """All that happened in the workspace, newest first."""
    filters = audit.Filters(query.kind, query.actor, query.about, query.from_, query.to)
    events, cursor = audit.read_log(scope, filters, query.limit, query.cursor, clock.now())
    members = service.members_of(scope)
    return EventList(items=[EventView.of(event, members) for event in events], next_cursor=cursor)
