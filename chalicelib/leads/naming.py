"""What requests name (stages, entries of lists, amounts, fields), checked against what the workspace has."""

from __future__ import annotations

from chalicelib.core.errors import Invalid
from chalicelib.core.money import Money
from chalicelib.core.scope import Scope
from chalicelib.leads import model
from chalicelib.leads.change import Rules
from chalicelib.leads.fields import check_writable
from chalicelib.leads.schemas import LeadChange, NewFollowUp, NewLead, StageMove
from chalicelib.tenancy.setup import Choice, Stage

NO_CURRENCY = "XXX"
#: Fields of a lead that are texts as they come.
PLAIN_FIELDS = ("company", "contact", "wechat", "phone", "email", "product", "region", "remark", "external_id")


def named_fields(given: NewLead | LeadChange) -> list[str]:
    named = [name for name in given.model_fields_set if name in model.BUILT_IN_FIELDS]
    return named + list(given.custom or ())


def check_given(scope: Scope, rules: Rules, given: NewFollowUp | StageMove) -> None:
    check_writable(rules.setup, scope.role, [each for each in given.model_fields_set if each in model.BUILT_IN_FIELDS])


def live_stage(rules: Rules, wanted: str, scope: Scope) -> Stage:
    """The stage by id or name, unless archived.

    Raises:
        Invalid
    """
    for stage in rules.setup.stages:
        if not stage.archived and wanted in (stage.id, stage.names.zh, stage.names.en):
            return stage
    raise Invalid.at("stage", "no such stage" if scope.locale == "en" else "没有该阶段")


def live_choice(choices: tuple[Choice, ...], wanted: str | None, field: str, scope: Scope) -> Choice:
    """The entry of a list by id or name, unless archived.

    Raises:
        Invalid: with the ids that there are.
    """
    for choice in choices:
        if not choice.archived and wanted in (choice.id, choice.names.zh, choice.names.en):
            return choice
    known = ", ".join(choice.id for choice in choices if not choice.archived)
    raise Invalid.at(field, f"one of: {known}" if scope.locale == "en" else f"可选：{known}")


def money_of(rules: Rules, amount: Money | None) -> tuple[str | None, str | None]:
    if amount is None:
        return None, None
    currency = rules.setup.currency if amount.currency == NO_CURRENCY else amount.currency
    exact = Money(amount=amount.amount, currency=currency)
    return exact.amount, exact.currency


def check_closing(scope: Scope, rules: Rules, stage: Stage, amount: str | None, lost_reason: str | None) -> None:
    """Won needs an amount, lost a reason out of the list."""
    if stage.kind == "won" and amount is None:
        raise Invalid.at("amount", "a won lead needs an amount" if scope.locale == "en" else "赢单需要填写金额")
    if stage.kind == "lost":
        live_choice(rules.setup.lost_reasons, lost_reason, "reason", scope)


def lost_reason_of(scope: Scope, rules: Rules, stage: Stage, wanted: str | None) -> str | None:
    if stage.kind != "lost":
        return None
    return live_choice(rules.setup.lost_reasons, wanted, "reason", scope).id
