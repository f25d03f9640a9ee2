"""What each role may do: the one table. Everything else asks `permissions_of`, or the scope that was made with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from chalicelib.tenancy.setup import Locale, RoleName

ROLES: tuple[RoleName, ...] = get_args(RoleName)
_ALL = frozenset(ROLES)
_OWNER: frozenset[RoleName] = frozenset({"owner"})
_ADMINS: frozenset[RoleName] = frozenset({"owner", "admin"})
_LEADERS: frozenset[RoleName] = _ADMINS | {"manager"}
_SELLERS: frozenset[RoleName] = _LEADERS | {"rep"}
_RECORDERS: frozenset[RoleName] = _SELLERS | {"collaborator"}


@dataclass(frozen=True)
class Permission:
    id: str
    roles: frozenset[RoleName]
    zh: str
    en: str

    def description(self, locale: Locale) -> str:
        return self.en if locale == "en" else self.zh


@dataclass(frozen=True)
class RoleText:
    zh: str
    en: str
    description_zh: str
    description_en: str

    def name(self, locale: Locale) -> str:
        return self.en if locale == "en" else self.zh

    def description(self, locale: Locale) -> str:
        return self.description_en if locale == "en" else self.description_zh


PERMISSIONS: tuple[Permission, ...] = (
    Permission("workspace.read", _ALL, "查看工作空间设置", "See the workspace's settings"),
    Permission("workspace.write", _ADMINS, "修改工作空间设置", "Change the workspace's settings"),
    Permission("members.read", _ALL, "查看成员", "See the members"),
    Permission("members.write", _ADMINS, "邀请、修改和移除成员", "Invite, change and remove members"),
    Permission("roles.read", _ADMINS, "查看角色与权限", "See roles and what they may do"),
    Permission("audit.read", _ADMINS, "查看审计日志", "Read the audit log"),
    Permission("api_keys.write", _ADMINS, "管理 API 密钥", "Manage API keys"),
    Permission("channels.write", _ADMINS, "管理通知渠道", "Manage notification channels"),
    Permission("notifications.read", _ALL, "查看自己的通知", "Read one's own notifications"),
    Permission("views.write", _ALL, "保存自己的视图", "Save one's own views"),
    Permission("leads.read", _ALL, "查看可见范围内的线索", "See the leads in one's range"),
    Permission("leads.write", _SELLERS, "新建和修改线索", "Create and change leads"),
    Permission("leads.follow_up", _RECORDERS, "记录跟进", "Record follow-ups"),
    Permission("leads.claim", _SELLERS, "从公海领取和退回线索", "Claim leads from the pool and release them"),
    Permission("leads.assign", _LEADERS, "分配线索", "Assign leads"),
    Permission("leads.override", _LEADERS, "说明理由后新建重复线索", "Create a duplicate lead, with a reason"),
    Permission("leads.merge", _LEADERS, "合并重复客户与线索", "Merge duplicates"),
    Permission("leads.bulk", _SELLERS, "批量操作线索", "Act on many leads at once"),
    Permission("leads.delete", _LEADERS, "删除和恢复线索", "Delete and restore leads"),
    Permission("leads.erase", _ADMINS, "彻底清除个人信息", "Erase a person's data"),
    Permission("leads.export", _LEADERS, "导出线索", "Export leads"),
    Permission("customers.read", _ALL, "查看可见范围内的客户", "See the customers in one's range"),
    Permission("customers.write", _SELLERS, "修改客户", "Change customers"),
    Permission("customers.export", _ADMINS, "导出某个人的全部信息", "Export all data of one person"),
    Permission("products.read", _ALL, "查看产品", "See the products"),
    Permission("products.write", _ADMINS, "维护产品", "Keep the list of products"),
    Permission("imports.run", _LEADERS, "导入数据", "Import data"),
    Permission("flows.read", _ALL, "查看协作流与看板", "See collaboration flows and their board"),
    Permission("flows.work", _RECORDERS, "发起流程、处理卡片", "Start runs and work on cards"),
    Permission("flows.comment", _RECORDERS, "评论卡片、上传附件", "Comment on cards and attach files"),
    Permission("flows.design", _ADMINS, "设计协作流、维护协作角色", "Design flows and keep the flow roles"),
    Permission("connectors.write", _ADMINS, "管理外部系统连接器", "Manage connectors of other systems"),
    Permission("group.read", _OWNER, "查看集团", "See the group"),
    Permission("group.write", _OWNER, "管理集团与新建工作空间", "Manage the group and open workspaces"),
)

ROLE_TEXTS: dict[RoleName, RoleText] = {
    "owner": RoleText(
        zh="所有者",
        en="Owner",
        description_zh="拥有全部权限，可任命其他所有者",
        description_en="May do everything, and makes other owners",
    ),
    "admin": RoleText(
        zh="管理员",
        en="Admin",
        description_zh="管理设置与成员，查看全部线索",
        description_en="Manages settings and members, sees all leads",
    ),
    "manager": RoleText(
        zh="主管",
        en="Manager",
        description_zh="查看和管理汇报线内的线索",
        description_en="Sees and manages the leads of the reporting line",
    ),
    "rep": RoleText(
        zh="销售",
        en="Sales rep",
        description_zh="跟进自己的线索，可从公海领取",
        description_en="Works their own leads and claims from the pool",
    ),
    "collaborator": RoleText(
        zh="协作者",
        en="Collaborator",
        description_zh="查看自己的线索并记录跟进",
        description_en="Sees what is theirs and records follow-ups on it",
    ),
    "viewer": RoleText(
        zh="访客",
        en="Viewer",
        description_zh="只读查看全部线索",
        description_en="Sees all leads, changes nothing",
    ),
}

_BY_ROLE: dict[str, frozenset[str]] = {
    role: frozenset(permission.id for permission in PERMISSIONS if role in permission.roles) for role in ROLES
}

#: Roles whose leads are all those of the workspace; of the others, what they see follows from the reporting line.
SEES_ALL: frozenset[str] = frozenset({"owner", "admin", "viewer"})
SEES_POOL: frozenset[str] = frozenset({"owner", "admin", "manager", "rep", "viewer"})


def permissions_of(role: str) -> frozenset[str]:
    """The ids of all that `role` may do; of an unknown role, nothing."""
    return _BY_ROLE.get(role, frozenset())
