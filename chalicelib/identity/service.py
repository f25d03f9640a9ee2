"""The door of identity: who acts, and all that starts or ends it."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core import clock
from chalicelib.core.errors import Unauthenticated
from chalicelib.core.http import Caller
from chalicelib.core.scope import Scope, acting_as
from chalicelib.identity import api_keys, tokens
from chalicelib.identity.errors import SessionEnded
from chalicelib.identity.sessions import demand_alive
from chalicelib.tenancy import roles
from chalicelib.tenancy import service as tenancy


def authenticate(token: str, caller: Caller) -> Scope:
    """Who sent this access token or API key. A warm process reads nothing from the engine for it.

    What ended is refused at once on one machine, in AWS after at most `sessions.CACHE_SECONDS`.

    Raises:
        Unauthenticated: no, forged, ended token; or the member has left.
    """
    return scope_of(token, clock.now())


def scope_of(token: str, now: datetime) -> Scope:
    """As `authenticate`, at `now`."""
    if not token:
        raise Unauthenticated()
    if token.startswith(api_keys.PREFIX):
        return api_keys.scope_of_key(token, now)
    claims = tokens.verify(token, now)
    demand_alive(claims, now)
    workspace = Scope.system(claims.workspace_id, "authenticate")
    with acting_as(workspace):
        members = tenancy.members_of(workspace)
        member = members.get(claims.member_id)
        if member is None or not member.is_active:
            # Joined a moment ago, which another process has seen; or gone.
            members = tenancy.read_members(workspace)
            member = members.get(claims.member_id)
    if member is None or not member.is_active:
        raise SessionEnded()
    return Scope(
        workspace_id=claims.workspace_id,
        group_id=claims.group_id,
        member_id=member.id,
        role=member.role,
        user_id=claims.user_id,
        session_id=claims.session_id,
        name=member.name,
        locale=member.locale,
        sees=_seen_by(member, members),
        sees_pool=member.role in roles.SEES_POOL,
        may=roles.permissions_of(member.role),
    )


def _seen_by(member: tenancy.Member, members: tenancy.Members) -> frozenset[str] | None:
    if member.role in roles.SEES_ALL:
        return None
    return members.line_of(member.id) if member.role == "manager" else frozenset({member.id})
