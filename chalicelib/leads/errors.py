"""What the leads domain refuses (see `core/errors.py` for the tree)."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Forbidden, Invalid


class LeadDuplicate(Conflict):
    code = "lead_duplicate"
    zh = "该客户已有进行中的线索，由 {owner} 跟进。"
    en = "This customer already has an open lead with {owner}."


class StageHasLeads(Conflict):
    code = "stage_has_leads"
    zh = "阶段「{stage}」中还有 {count} 条线索，请指定它们的去向（stage_targets）。"
    en = "The stage {stage} still holds leads ({count}); say where they go (stage_targets)."


class CurrencyInUse(Conflict):
    code = "currency_in_use"
    zh = "还有 {count} 条线索填写了金额，不能更换工作空间的币种。"
    en = "The currency can't change: {count} leads have amounts."


class AlreadyOwned(Conflict):
    code = "lead_already_owned"
    zh, en = "该线索已有负责人。", "This lead has an owner already."


class AlreadyClosed(Conflict):
    code = "lead_closed"
    zh, en = "该线索已结束，请先重新打开。", "This lead is closed; reopen it first (move it to an open stage)."


class CustomerErased(Conflict):
    code = "customer_erased"
    zh, en = "该线索的客户信息已被清除。", "The person behind this lead was erased."


class NotHeld(Conflict):
    code = "lead_not_held"
    zh, en = "该线索未处于暂缓状态。", "This lead is not on hold."


class CapReached(Conflict):
    code = "owner_cap_reached"
    zh = "{owner} 的进行中线索已达上限 {cap}。"
    en = "{owner} already has the most open leads allowed ({cap})."


class RestoreTooLate(Conflict):
    code = "restore_too_late"
    zh, en = "删除已超过 30 天，无法恢复。", "It was deleted more than 30 days ago and cannot be restored."


class NotDeleted(Conflict):
    code = "not_deleted"
    zh, en = "该线索未被删除。", "This lead is not deleted."


class MergeTooLate(Conflict):
    code = "merge_undo_too_late"
    zh, en = "合并已超过 30 天，无法撤销。", "It was merged more than 30 days ago and cannot be undone."


class MergeSame(Invalid):
    code = "merge_same"
    zh, en = "不能与自身合并。", "A customer cannot be merged into itself."


class IdentityTaken(Conflict):
    code = "identity_taken"
    zh, en = "{field} 已属于另一个客户。", "This {field} belongs to another customer already."


class ExternalIdTaken(Conflict):
    code = "external_id_taken"
    zh, en = "外部编号已属于另一条线索。", "Another lead has this external_id already."


class FieldForbidden(Forbidden):
    code = "field_forbidden"
    zh, en = "您的角色不能修改字段 {field}。", "Your role may not write the field {field}."
