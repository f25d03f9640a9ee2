"""What people call the fields of a table: in the wizard's list, and as headers of exports, which an import knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chalicelib.tenancy.setup import Setup

from .guessing import CUSTOM
from .settled import FIELDS

#: Field -> Chinese, English. What a kind calls otherwise stands under the kind.
_NAMES: Mapping[str, tuple[str, str]] = {
    "company": ("公司名称", "Company"),
    "contact": ("联系人", "Contact"),
    "phone": ("手机", "Phone"),
    "email": ("邮箱", "E-mail"),
    "wechat": ("微信号", "WeChat"),
    "source_channel": ("来源渠道", "Source channel"),
    "stage": ("当前阶段", "Stage"),
    "owner": ("负责人", "Owner"),
    "amount": ("金额", "Amount"),
    "currency": ("币种", "Currency"),
    "product": ("产品", "Product"),
    "blocker": ("关键障碍点", "Blocker"),
    "first_contact_at": ("首次接触时间", "First contact"),
    "next_follow_up_at": ("下次跟进时间", "Next follow-up"),
    "last_follow_up_at": ("最近跟进时间", "Last follow-up"),
    "closed_at": ("结束时间", "Closed on"),
    "lost_reason": ("丢单原因", "Reason of the loss"),
    "region": ("区域", "Region"),
    "remark": ("备注", "Remark"),
    "external_id": ("外部编号", "External id"),
    "role": ("角色", "Role"),
    "supervisor": ("直属主管", "Supervisor"),
    "industry": ("行业", "Industry"),
    "code": ("产品编码", "Product code"),
    "series": ("系列", "Series"),
    "price": ("价格", "Price"),
}
_OF_KIND: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "leads": {"name": ("线索名称", "Lead name")},
    "members": {"name": ("姓名", "Name")},
    "customers": {"name": ("客户名称", "Customer name")},
    "products": {"name": ("产品名称", "Product name")},
}


@dataclass(frozen=True)
class FieldName:
    """A field that a column may be; `writable`: the role may give it values."""

    id: str
    name: str
    writable: bool


def field_name(kind: str, field: str, locale: str) -> str:
    """A built-in field's name.

    Raises:
        KeyError
    """
    zh, en = _OF_KIND[kind].get(field) or _NAMES[field]
    return en if locale == "en" else zh


def fields_of(kind: str, setup: Setup, role: str, locale: str) -> list[FieldName]:
    """All that a column of this kind of table may be, the workspace's own fields of leads last."""

    def may_write(field: str) -> bool:
        return kind != "leads" or setup.access(role, "owner_id" if field == "owner" else field) == "write"

    names = [FieldName(each, field_name(kind, each, locale), may_write(each)) for each in FIELDS[kind]]
    if kind == "leads":
        language: Literal["zh-CN", "en"] = "en" if locale == "en" else "zh-CN"
        names += [
            FieldName(CUSTOM + each.id, each.names.pick(language), may_write(each.id))
            for each in setup.fields
            if not each.archived
        ]
    return names
