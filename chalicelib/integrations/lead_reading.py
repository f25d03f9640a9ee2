"""What a row says of a lead: its cells as values of the lead's fields, and the lead that it would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import Any

from chalicelib.core.errors import Refused
from chalicelib.core.money import Money
from chalicelib.leads.capture import NewLeadFacts
from chalicelib.leads.fields import checked_custom
from chalicelib.leads.identities import NotAnIdentity, identities_of
from chalicelib.leads.model import FollowUp
from chalicelib.leads.moments import as_instant, default_follow_up
from chalicelib.tenancy.setup import FieldDef

from .cells import Cell, text_of
from .dates import parse_date
from .errors import MoneyUnclear, NegativeMoney, NotAChoice, NotAnEmailOrPhone
from .guessing import CUSTOM
from .model import Import
from .rows import RowReader
from .settled import Settled, World
from .values import parse_money, parse_yes_no, split_choices

_TEXTS = ("name", "company", "contact", "phone", "email", "wechat", "region", "remark", "external_id", "blocker")
TIMES = ("first_contact_at", "next_follow_up_at", "closed_at")
_LONGEST_NAME = 200


@dataclass(frozen=True)
class LeadRow:
    """`values` is what the row itself says, by field of `Lead`; `facts` is the whole lead, None when there are faults.

    `warnings` names what was put in so that the row could be taken.
    """

    row: RowReader
    values: dict[str, Any]
    facts: NewLeadFacts | None
    warnings: list[str]


class LeadReader:
    def __init__(self, imported: Import, settled: Settled, world: World, now: datetime) -> None:
        self._import, self._settled, self._world, self._now = imported, settled, world, now
        self._setup = world.rules.setup
        self._kinds: dict[str, str] = {stage.id: stage.kind for stage in self._setup.stages}
        self._custom = {CUSTOM + field.id: field for field in self._setup.fields}

    def read(self, number: int, cells: list[Cell]) -> LeadRow:
        row = RowReader(self._settled, number, cells, self._import.by.locale)
        values: dict[str, Any] = {}
        for name in _TEXTS:
            text = row.text(name)
            if text is not None:
                values[name] = text
        self._check_identities(row, values)
        self._read_choices(row, values)
        self._read_money(row, values)
        for name in TIMES:
            moment = self._moment(row, name)
            if moment is not None:
                values[name] = moment if name == "next_follow_up_at" else min(moment, self._now)
        self._read_custom(row, values)
        follow_up = self._moment(row, "last_follow_up_at")
        facts = None if row.faults else self._facts_of(row, values, follow_up)
        warnings = _warnings(facts, values, self._kinds) if facts else []
        return LeadRow(row, values, facts, warnings)

    def _check_identities(self, row: RowReader, values: dict[str, Any]) -> None:
        for name in ("phone", "email"):
            try:
                identities_of(**{"company": None, "phone": None, "email": None, "wechat": None,
                                 name: values.get(name)}, region=self._setup.region)  # fmt: skip
            except NotAnIdentity:
                row.refuse(name, NotAnEmailOrPhone(values[name]))

    def _read_choices(self, row: RowReader, values: dict[str, Any]) -> None:
        settled = self._settled
        for name, target, found in (
            ("stage", "stage", settled.stages),
            ("source_channel", "source_channel", settled.channels),
            ("owner", "owner_id", settled.owners),
        ):
            if row.has(name):
                text = text_of(row.cell(name)).strip()[:200]
                if text in found:
                    values[target] = found[text]
                else:
                    row.refuse(name, NotAChoice(text))
        product = row.text("product")
        if product:
            values["product"] = settled.products.get(product, product)
        reason = row.text("lost_reason")
        if reason and self._kinds.get(values.get("stage", settled.defaults["stage"])) == "lost":
            if reason in settled.lost_reasons:
                values["lost_reason"] = settled.lost_reasons[reason]
            else:
                values["remark"] = "\n".join(filter(None, (values.get("remark"), reason)))[:5000]

    def _read_money(self, row: RowReader, values: dict[str, Any]) -> None:
        column = row.column("amount")
        if column is None or not row.has("amount"):
            return
        default = (row.text("currency") or column.currency or self._settled.defaults["currency"]).upper()

        def parse(cell: Cell) -> Money:
            found = parse_money(cell, default, column.scale)
            if found.amount.startswith("-"):
                raise NegativeMoney(cell)
            try:
                return Money(amount=found.amount, currency=found.currency or default)
            except ValueError:
                raise MoneyUnclear(cell) from None

        money = row.parsed("amount", parse)
        if money is not None:
            values["amount"], values["currency"] = money.amount, money.currency

    def _moment(self, row: RowReader, name: str) -> datetime | None:
        column = row.column(name)
        if column is None:
            return None
        moment: datetime | None = row.parsed(name, lambda cell: parse_date(cell, column.order, self._world.zone))
        if moment is None:
            return None
        local = moment.astimezone(self._world.zone)
        if name == "next_follow_up_at" and local.time() == time():
            # A day without a time begins at the office's opening, not at midnight.
            return as_instant(local.date(), self._setup, self._world.rules.calendar)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def _read_custom(self, row: RowReader, values: dict[str, Any]) -> None:
        given: dict[str, Any] = {}
        for name, definition in self._custom.items():
            if not row.has(name):
                continue
            value = row.parsed(name, partial(self._custom_value, row, definition))
            if value is None:
                continue
            try:
                given |= checked_custom(
                    self._setup, self._world.rules.members, {definition.id: value},
                    before={}, require=False, locale=self._import.by.locale,
                )  # fmt: skip
            except Refused as refused:
                row.refuse(name, refused)
        if given:
            values["custom"] = given

    def _custom_value(self, row: RowReader, definition: FieldDef, cell: Cell) -> Any:
        kind, column = definition.type, row.column(CUSTOM + definition.id)
        if kind == "date" and column is not None:
            return parse_date(cell, column.order, self._world.zone).astimezone(self._world.zone).date().isoformat()
        if kind == "yes_no":
            return parse_yes_no(cell)
        if kind == "choices":
            return split_choices(cell)
        if kind == "money":
            money = parse_money(cell, self._setup.currency)
            return {"amount": money.amount, "currency": money.currency or self._setup.currency}
        if kind == "number":
            return parse_money(cell).amount
        if kind == "member":
            member = self._world.rules.members.named(text_of(cell))
            return member.id if member else text_of(cell)
        return text_of(cell)

    def _facts_of(self, row: RowReader, values: dict[str, Any], follow_up: datetime | None) -> NewLeadFacts | None:
        """The lead that this row would be; None (and noted) without anything to call it by."""
        defaults, now = self._settled.defaults, self._now
        name = values.get("name") or defaults.get("name") or _name_of(values)
        if not name:
            row.missing("name")
            return None
        stage = values.get("stage", defaults["stage"])
        kind = self._kinds[stage]
        closed_at = values.get("closed_at") if kind != "open" else None
        first = values.get("first_contact_at") or min(follow_up or now, closed_at or now)
        owner = values["owner_id"] if "owner_id" in values else defaults.get("owner")
        plan = values.get("next_follow_up_at") or (
            closed_at or now if kind != "open" else default_follow_up(self._setup, self._world.rules.calendar, now)
        )
        amount = values.get("amount")
        if kind == "won" and amount is None:
            amount = Money(amount="0", currency=defaults["currency"]).amount
        plain = ("company", "contact", "phone", "email", "wechat", "remark", "external_id")
        return NewLeadFacts(
            name=name[:_LONGEST_NAME],
            source_channel=values.get("source_channel", defaults["source_channel"]),
            stage=stage,
            first_contact_at=first,
            next_follow_up_at=plan,
            owner_id=owner,
            blocker=values.get("blocker", defaults["blocker"]),
            amount=amount,
            currency=(values.get("currency") or defaults["currency"]) if amount is not None else None,
            product=values.get("product") or defaults.get("product"),
            region=values.get("region") or defaults.get("region"),
            custom=values.get("custom", {}),
            lost_reason=(values.get("lost_reason") or defaults.get("lost_reason")) if kind == "lost" else None,
            closed_at=closed_at,
            import_id=self._import.id,
            last_follow_up=self._follow_up(min(follow_up, now), owner) if follow_up else None,
            **{each: values[each] for each in plain if each in values},
        )

    def _follow_up(self, at: datetime, owner: str | None) -> FollowUp:
        """The file knows when, not how: a chat with an answer is the least that "followed up" says."""
        summary = "Taken over from the import" if self._import.by.locale == "en" else "由导入带入"
        return FollowUp(at, owner or self._import.by.member_id, "chat", "replied", summary)


def _name_of(values: dict[str, Any]) -> str:
    """Company (or contact) and product; without a customer the product and the file's own id."""
    who = values.get("company") or values.get("contact") or values.get("phone") or values.get("email")
    what = values.get("product")
    if who or what:
        return " · ".join(filter(None, (who, what) if who else (what, values.get("external_id"))))
    return str(values.get("external_id") or "")


def _warnings(facts: NewLeadFacts, values: dict[str, Any], kinds: dict[str, str]) -> list[str]:
    """What was put in so that the row could be taken: counted in the answer."""
    kind = kinds[facts.stage]
    found = {
        "won_without_amount": kind == "won" and "amount" not in values,
        "lost_without_reason": kind == "lost" and "lost_reason" not in values,
        "closed_without_date": kind != "open" and facts.closed_at is None,
        "without_first_contact": "first_contact_at" not in values,
        "without_customer": not (facts.company or facts.phone or facts.email or facts.wechat),
        "without_owner": facts.owner_id is None,
    }
    return [name for name, is_so in found.items() if is_so]
