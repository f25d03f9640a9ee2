"""The door of tenancy: what other domains may call."""

from __future__ import annotations

from chalicelib.tenancy.current import (
    calendar_of,
    forget_members,
    forget_setup,
    members_of,
    read_members,
    read_workspace,
    setup_of,
    workspace_of,
)
from chalicelib.tenancy.founding import (
    add_member,
    add_membership,
    found_group,
    found_workspace,
    new_member_item,
    setup_from_pack,
)
from chalicelib.tenancy.members import (
    MemberChange,
    add_pending_member,
    change_member,
    check_role_change,
    check_supervisor,
    get_member,
    remove_member,
)
from chalicelib.tenancy.memberships import (
    Listed,
    Membership,
    admit_member,
    listed_group,
    listed_workspaces,
    membership_in,
    memberships_of_user,
)
from chalicelib.tenancy.model import Member, Members, MemberStatus, Workspace
from chalicelib.tenancy.settings import change_setup
from chalicelib.tenancy.setup_change import SetupChange
from chalicelib.tenancy.store import member_item, member_of_item

__all__ = [
    "Listed",
    "Member",
    "MemberChange",
    "MemberStatus",
    "Members",
    "Membership",
    "SetupChange",
    "Workspace",
    "add_member",
    "add_membership",
    "add_pending_member",
    "admit_member",
    "calendar_of",
    "change_member",
    "change_setup",
    "check_role_change",
    "check_supervisor",
    "forget_members",
    "forget_setup",
    "found_group",
    "found_workspace",
    "get_member",
    "listed_group",
    "listed_workspaces",
    "member_item",
    "member_of_item",
    "members_of",
    "membership_in",
    "memberships_of_user",
    "new_member_item",
    "read_members",
    "read_workspace",
    "remove_member",
    "setup_from_pack",
    "setup_of",
    "workspace_of",
]
