"""What the workflow domain refuses (see `core/errors.py` for the tree)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from chalicelib.core.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    StaleVersion,
    TooLarge,
    Unsupported,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.workflow.model import Card, Course


def state_of(card: Card) -> dict[str, Any]:
    return {"card": {"id": card.id, "state": card.state, "holder": card.holder, "version": card.version}}


class AlreadyThere(StaleVersion):
    """Somebody was quicker: the card is where this move would bring it, or was changed at this moment."""

    code = "card_moved"
    zh = "卡片刚被他人更新，当前状态：{state}。"
    en = "Somebody has just moved this card; it is {state} now."

    @classmethod
    def of(cls, card: Card) -> Self:
        return cls(state=card.state, extra=state_of(card))


class CardWrongState(Conflict):
    code = "card_wrong_state"
    zh = "卡片当前状态（{state}）不允许此操作。"
    en = "A card that is {state} can't be moved so."

    @classmethod
    def of(cls, card: Card) -> Self:
        return cls(state=card.state, extra=state_of(card))


class RunClosed(Conflict):
    code = "run_closed"
    zh, en = "该流程已结束。", "This run is over."


class _Missing(Invalid):
    @classmethod
    def of(cls, course: Course, fields: Sequence[str], files: int) -> Self:
        names = [course.flow.field(each) for each in fields]
        found = [
            FieldError(f"values.{each}", f"{field.names.zh if field else each} / {field.names.en if field else each}")
            for each, field in zip(fields, names, strict=True)
        ]
        if files > 0:
            found.append(FieldError("attachments", f"{files}"))
        shown = [field.names.zh if field else each for each, field in zip(fields, names, strict=True)]
        shown_en = [field.names.en if field else each for each, field in zip(fields, names, strict=True)]
        if files > 0:
            shown.append(f"附件 {files} 个")
            shown_en.append(f"{files} more file{'s' if files > 1 else ''}")
        missing = {"fields": list(fields), "attachments": max(files, 0)}
        return cls(
            fields=tuple(found), extra={"missing": missing}, zh_list="、".join(shown), en_list=", ".join(shown_en)
        )


class InputsMissing(_Missing):
    code = "card_inputs_missing"
    zh, en = "还不能开始，缺少：{zh_list}。", "It can't start yet; missing: {en_list}."


class OutputsMissing(_Missing):
    code = "card_outputs_missing"
    zh, en = "还不能完成，缺少：{zh_list}。", "It can't be completed yet; missing: {en_list}."


class NeedsApproval(Conflict):
    code = "card_needs_approval"
    zh, en = "需要先审批。", "It must be approved first."


class NotYours(Forbidden):
    code = "card_not_yours"
    zh = "这张卡片由他人负责，您可以评论或关注。"
    en = "This card is with somebody else; you may comment on it or watch it."


class FlowInvalid(Invalid):
    code = "flow_invalid"
    zh, en = "协作流定义不正确：{first}", "The flow's definition is not valid: {first}"


class FlowKeyTaken(Conflict):
    code = "flow_key_taken"
    zh, en = "已有标识为 {key} 的协作流。", "There is a flow with the key {key} already."


class FlowArchived(Conflict):
    code = "flow_archived"
    zh, en = "该协作流已停用。", "This flow is archived."


class TooManyFlows(Conflict):
    code = "too_many_flows"
    zh, en = "协作流已达上限 {most} 个。", "There are {most} flows already, the most allowed."


class RoleInUse(Conflict):
    code = "flow_role_in_use"
    zh, en = "协作流「{flow}」还在使用角色 {role}。", "The flow {flow} still uses the role {role}."


class RunExists(Conflict):
    """A partner's own id of a run comes in once."""

    code = "run_exists"
    zh, en = "外部编号已对应另一个流程。", "There is a run with this external_id already."


class CardFull(Conflict):
    code = "card_full"
    zh, en = "这张卡片最多 {most} 条。", "A card holds {most} of these at most."


class ReceiptNotOpen(Conflict):
    """Said to somebody outside, so it tells nothing of the card."""

    code = "receipt_not_open"
    zh, en = "现在还不能签收。", "It can't be received now."


class FileTooLarge(TooLarge):
    code = "file_too_large"
    zh, en = "文件超过 {most} MB。", "The file is larger than {most} MB."


class FileTypeRefused(Unsupported):
    code = "file_type_refused"
    zh, en = "不支持这种文件类型。", "Files of this type are not accepted."


class FileNotReady(Conflict):
    code = "file_not_ready"
    zh, en = "文件尚未上传完成或未通过安全检查。", "The file is not uploaded yet, or has not passed the check."


class FileInfected(NotFound):
    code = "file_withheld"
    zh, en = "文件未通过安全检查，已隔离。", "The file did not pass the check and is withheld."


class LinkInvalid(NotFound):
    code = "link_invalid"
    zh, en = "链接无效或已过期。", "This link is not valid, or no longer."
