"""What tenancy refuses."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound


class MemberNotFound(NotFound):
    code = "member_not_found"
    zh, en = "没有这位成员。", "There is no such member."


class MemberExists(Conflict):
    code = "member_exists"
    zh, en = "该邮箱已是本工作空间的成员。", "This e-mail belongs to a member of this workspace already."


class MemberHasLeads(Conflict):
    code = "member_has_leads"
    zh = "该成员名下还有 {count} 条线索，请用 successor_id 指定接手人。"
    en = "This member still owns {count} leads; name who takes them over with successor_id."


class LastOwner(Conflict):
    code = "last_owner"
    zh, en = "工作空间至少要有一位所有者。", "A workspace keeps at least one owner."


class SupervisorCycle(Invalid):
    code = "supervisor_cycle"
    zh, en = "直属主管的关系不能成环。", "The line of supervisors would run in a circle."


class OwnersOnly(Forbidden):
    code = "owners_only"
    zh, en = "只有所有者可以任命、更改或移除所有者。", "Only an owner makes, changes or removes an owner."


class PackUnknown(Invalid):
    code = "pack_unknown"
    zh, en = "没有这个应用套件：{pack}。", "There is no such template pack: {pack}."
