"""Rows as leads. History stays history: first contact, end and follow-ups keep their dates, past ones too.

A row becomes the lead `derived_id(import, row)`, so it cannot come in twice. Before that it is looked for among the
leads that are here: by the file's own id, or by name among the leads of the same customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import Any

from chalicelib.core.clock import from_text, to_text
from chalicelib.core.errors import Refused
from chalicelib.core.money import Money
from chalicelib.core.scope import Scope
from chalicelib.leads import imported as known_leads
from chalicelib.leads import importing
from chalicelib.leads.capture import NewLeadFacts
from chalicelib.leads.fields import checked_custom
from chalicelib.leads.identities import NotAnIdentity, identities_of
from chalicelib.leads.model import FollowUp, Lead
from chalicelib.leads.moments import as_instant, default_follow_up
from chalicelib.tenancy.setup import FieldDef

from .cells import Cell, text_of
from .dates import parse_date
from .errors import MoneyUnclear, NegativeMoney, NotAChoice, NotAnEmailOrPhone, OwnerBeyondLine
from .guessing import CUSTOM
from .model import Import, derived_id
from .rows import Outcome, RowReader, refused_outcome, revert_each
from .settled import Settled, World
from .values import parse_money, parse_yes_no, split_choices
from .words import fold

_TEXTS = ("name", "company", "contact", "phone", "email", "wechat", "region", "remark", "external_id", "blocker")
_TIMES = ("first_contact_at", "next_follow_up_at", "closed_at")
_LONGEST_NAME = 200


class LeadRows:
    """Implements `RowWriter`."""

    def __init__(self, scope: Scope, imported: Import, settled: Settled, world: World, now: datetime) -> None:
        self._scope, self._import, self._settled, self._world, self._now = scope, imported, settled, world, now
        self._setup = world.rules.setup
        self._locale = imported.by.locale
        self._kinds = {stage.id: stage.kind for stage in self._setup.stages}
        self._custom = {CUSTOM + field.id: field for field in self._setup.fields}
        self._facts: dict[int, NewLeadFacts] = {}
        self._values: dict[int, dict[str, Any]] = {}

    # Planning

    def plan(self, rows: list[tuple[int, list[Cell]]]) -> list[Outcome]:
        self._facts.clear()
        self._values.clear()
        read = [self._read(number, cells) for number, cells in rows]
        ids = {number: derived_id("lead", self._import.id, str(number)) for number, _ in rows}
        mine = {lead.id for lead in known_leads.find_leads(self._scope, list(ids.values()))}
        known = self._known_leads([row.number for row in read if not row.faults])
        return [self._planned(row, ids[row.number], mine, known.get(row.number)) for row in read]

    def _planned(self, row: RowReader, lead_id: str, mine: set[str], known: Lead | None) -> Outcome:
        if row.faults:
            return row.failed()
        facts = self._facts[row.number] = replace(self._facts[row.number], lead_id=lead_id)
        warnings = _warnings(facts, self._values[row.number], self._kinds)
        if lead_id in mine or known is None:
            return Outcome(row.number, "c", lead_id, warnings=warnings)
        if not self._reaches(known):
            row.refuse("owner", OwnerBeyondLine(known.name))
            return row.failed()
        before, after = self._difference(known, self._values[row.number])
        if not after:
            return Outcome(row.number, "s", known.id)
        return Outcome(row.number, "u", known.id, before=_as_json(before), after=_as_json(after))

    def _reaches(self, lead: Lead) -> bool:
        return self._world.sees is None or lead.owner_id is None or lead.owner_id in self._world.sees

    def _known_leads(self, numbers: Sequence[int]) -> dict[int, Lead]:
        key = self._settled.key
        if key == "none":
            return {}
        if key == "external_id":
            wanted = {n: self._facts[n].external_id for n in numbers if self._facts[n].external_id}
            found = importing.leads_by_external_ids(self._scope, list(dict.fromkeys(filter(None, wanted.values()))))
            return {number: found[each] for number, each in wanted.items() if each in found}
        return self._known_by_name(numbers)

    def _known_by_name(self, numbers: Sequence[int]) -> dict[int, Lead]:
        """A lead of the same name and customer; one of this very import is another row, and so another lead."""
        region = self._setup.region
        who = {}
        for number in numbers:
            facts = self._facts[number]
            who[number] = identities_of(
                company=facts.company, phone=facts.phone, email=facts.email, wechat=facts.wechat, region=region
            )
        by_customer = known_leads.leads_by_identity(self._scope, [each for several in who.values() for each in several])
        found: dict[int, Lead] = {}
        taken: set[str] = set()
        for number, identities in who.items():
            name = fold(self._facts[number].name)
            for lead in (lead for each in identities for lead in by_customer.get(each, ())):
                if lead.import_id != self._import.id and lead.id not in taken and fold(lead.name) == name:
                    found[number] = lead
                    taken.add(lead.id)
                    break
        return found

    def _difference(self, lead: Lead, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the row changes of the lead: before and after, by field."""
        after = {name: value for name, value in values.items() if getattr(lead, name) != value}
        if "custom" in after:
            after["custom"] = {**lead.custom, **values["custom"]}
            if after["custom"] == lead.custom:
                del after["custom"]
        if "stage" not in after:
            after.pop("closed_at", None)
        return {name: getattr(lead, name) for name in after}, after

    # Applying

    def apply(self, planned: list[Outcome]) -> list[Outcome]:
        """Rows that refer to the same lead keep their order: changes come after all that is made."""
        made = self._create([outcome for outcome in planned if outcome.code == "c"])
        return [
            made[each.row] if each.code == "c" else self._update(each) if each.code == "u" else each for each in planned
        ]

    def _create(self, planned: list[Outcome]) -> dict[int, Outcome]:
        there = {lead.id for lead in known_leads.find_leads(self._scope, [each.id or "" for each in planned])}
        waiting = [each for each in planned if each.id not in there]
        facts = [self._facts[each.row] for each in waiting]
        results = importing.create_leads(self._scope, self._world.rules, facts, self._now)
        done = {each.row: each for each in planned}
        created: list[tuple[Outcome, Lead]] = []
        for outcome, result in zip(waiting, results, strict=True):
            if isinstance(result, Refused):
                done[outcome.row] = self._refused_create(outcome, result)
            else:
                created.append((outcome, result))
        self._note_conflicts(created)
        return done

    def _refused_create(self, planned: Outcome, refused: Refused) -> Outcome:
        """A second row of the file with the same external id changes the lead that the first one made."""
        external_id = self._facts[planned.row].external_id
        known = importing.leads_by_external_ids(self._scope, [external_id]) if external_id else {}
        lead = known.get(external_id or "")
        if lead is None or self._settled.key != "external_id":
            return refused_outcome(planned, refused, self._locale)
        if lead.id == planned.id:
            return planned
        before, after = self._difference(lead, self._values[planned.row])
        outcome = Outcome(planned.row, "u" if after else "s", lead.id, before=_as_json(before), after=_as_json(after))
        return self._update(outcome) if after else outcome

    def _note_conflicts(self, created: list[tuple[Outcome, Lead]]) -> None:
        """Open leads of a customer of whom another rep has an open lead already."""
        shared = known_leads.other_owners([lead for _, lead in created if lead.is_open and lead.owner_id])
        for outcome, lead in created:
            others = shared.get(lead.id)
            if others:
                outcome.conflict = {
                    "customer_id": lead.customer_id,
                    "customer_name": lead.company or lead.contact or lead.name,
                    "owner_id": lead.owner_id,
                    "with": others,
                }

    def _update(self, planned: Outcome) -> Outcome:
        values = _from_json(planned.after)
        try:
            before = importing.update_imported(self._scope, planned.id or "", values, self._now, self._import.id)
        except Refused as refused:
            return refused_outcome(planned, refused, self._locale)
        # Empty: it was changed before a crash, and what it was before then stands in the journal already.
        return replace(planned, before=_as_json(before)) if before else planned

    def revert(self, outcomes: list[Outcome]) -> list[bool]:
        """Changes first, then all that was made, many at a time."""
        changed = [each for each in outcomes if each.code == "u"]
        kept = {
            each.row
            for each, is_reverted in zip(changed, revert_each(self._revert, changed), strict=True)
            if not is_reverted
        }
        made = [each.id for each in outcomes if each.code == "c" and each.id]
        known_leads.remove_leads(self._scope, made, self._now, self._import.id)
        return [each.row not in kept for each in outcomes]

    def _revert(self, outcome: Outcome) -> bool:
        lead_id = outcome.id or ""
        before, after = _from_json(outcome.before), _from_json(outcome.after)
        leads = known_leads.find_leads(self._scope, [lead_id])
        if leads and all(getattr(leads[0], name) == value for name, value in before.items()):
            return True  # reverted before a crash
        return importing.revert_imported(self._scope, lead_id, before, after, self._now, self._import.id)

    # Reading a row

    def _read(self, number: int, cells: list[Cell]) -> RowReader:
        row = RowReader(self._settled, number, cells, self._locale)
        values: dict[str, Any] = {}
        for name in _TEXTS:
            text = row.text(name)
            if text is not None:
                values[name] = text
        self._check_identities(row, values)
        self._read_choices(row, values)
        self._read_money(row, values)
        for name in _TIMES:
            moment = self._moment(row, name)
            if moment is not None:
                values[name] = moment if name == "next_follow_up_at" else min(moment, self._now)
        self._read_custom(row, values)
        follow_up = self._moment(row, "last_follow_up_at")
        self._values[number] = values
        if not row.faults:
            facts = self._facts_of(row, values, follow_up)
            if facts is not None:
                self._facts[number] = facts
        return row

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
                    before={}, require=False, locale=self._locale,
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
        summary = "Taken over from the import" if self._locale == "en" else "由导入带入"
        return FollowUp(at, owner or self._import.by.member_id, "chat", "replied", summary)


def _name_of(values: dict[str, Any]) -> str:
    """Company (or contact) and product; without a customer the product and the file's own id."""
    who = values.get("company") or values.get("contact") or values.get("phone") or values.get("email")
    what = values.get("product")
    if who or what:
        return " · ".join(filter(None, (who, what) if who else (what, values.get("external_id"))))
    return str(values.get("external_id") or "")


def _warnings(facts: NewLeadFacts, values: dict[str, Any], kinds: dict[str, Any]) -> list[str]:
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


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: to_text(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _from_json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: from_text(value) if name in _TIMES and value else value for name, value in values.items()}
