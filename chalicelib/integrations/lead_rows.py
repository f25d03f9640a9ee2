"""Rows as leads. History stays history: first contact, end and follow-ups keep their dates, past ones too.

A row becomes the lead `derived_id(import, row)`, so it cannot come in twice. Before that it is looked for among the
leads that are here: by the file's own id, or by name among the leads of the same customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.clock import from_text, to_text
from chalicelib.core.errors import Refused
from chalicelib.core.scope import Scope
from chalicelib.leads import imported as known_leads
from chalicelib.leads import importing
from chalicelib.leads.capture import NewLeadFacts
from chalicelib.leads.identities import identities_of
from chalicelib.leads.model import Lead

from .cells import Cell
from .errors import OwnerBeyondLine
from .lead_reading import TIMES, LeadReader, LeadRow
from .model import Import, derived_id
from .rows import Outcome, refused_outcome, revert_each
from .settled import Settled, World
from .words import fold


class LeadRows:
    """Implements `RowWriter`."""

    def __init__(self, scope: Scope, imported: Import, settled: Settled, world: World, now: datetime) -> None:
        self._scope, self._import, self._settled, self._world, self._now = scope, imported, settled, world, now
        self._reader = LeadReader(imported, settled, world, now)
        self._locale = imported.by.locale
        self._facts: dict[int, NewLeadFacts] = {}
        self._values: dict[int, dict[str, Any]] = {}

    # Planning

    def plan(self, rows: list[tuple[int, list[Cell]]]) -> list[Outcome]:
        self._facts.clear()
        self._values.clear()
        read = [self._reader.read(number, cells) for number, cells in rows]
        ids = {number: derived_id("lead", self._import.id, str(number)) for number, _ in rows}
        for each in read:
            number = each.row.number
            if each.facts is not None:
                self._facts[number] = replace(each.facts, lead_id=ids[number])
                self._values[number] = each.values
        mine = {lead.id for lead in known_leads.find_leads(self._scope, list(ids.values()))}
        known = self._known_leads(list(self._facts))
        return [self._planned(each, ids[each.row.number], mine, known.get(each.row.number)) for each in read]

    def _planned(self, read: LeadRow, lead_id: str, mine: set[str], known: Lead | None) -> Outcome:
        row = read.row
        if read.facts is None:
            return row.failed()
        if lead_id in mine or known is None:
            return Outcome(row.number, "c", lead_id, warnings=read.warnings)
        if not self._reaches(known):
            row.refuse("owner", OwnerBeyondLine(read.facts.name))
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
        region = self._world.rules.setup.region
        who = {}
        for number in numbers:
            facts = self._facts[number]
            who[number] = identities_of(
                company=facts.company, phone=facts.phone, email=facts.email, wechat=facts.wechat, region=region
            )
        by_customer = known_leads.leads_by_identity(
            self._scope, [each for several in who.values() for each in several], self._import.id
        )
        found: dict[int, Lead] = {}
        taken: set[str] = set()
        for number, identities in who.items():
            name = fold(self._facts[number].name)
            for lead in (lead for each in identities for lead in by_customer.get(each, ())):
                if lead.id not in taken and fold(lead.name) == name:
                    found[number] = lead
                    taken.add(lead.id)
                    break
        return found

    def _difference(self, lead: Lead, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the row changes of the lead: before and after, by field."""
        after = {name: value for name, value in values.items() if not _is_same(getattr(lead, name), value)}
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
        there = {lead.id: lead for lead in known_leads.find_leads(self._scope, [each.id or "" for each in planned])}
        waiting = [each for each in planned if each.id not in there]
        facts = [self._facts[each.row] for each in waiting]
        results = importing.create_leads(self._scope, self._world.rules, facts, self._now)
        done = {each.row: each for each in planned}
        created = [(each, there[each.id]) for each in planned if each.id in there]
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


def _is_same(kept: Any, given: Any) -> bool:
    """Files know times to the second at best."""
    if isinstance(kept, datetime) and isinstance(given, datetime):
        return abs(kept - given) < timedelta(seconds=1)
    return bool(kept == given)


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: to_text(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _from_json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: from_text(value) if name in TIMES and value else value for name, value in values.items()}
