"""An auditor of the tables: reads every item of a stopped or idle stack and says what does not go together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from botocore.session import get_session

from chalicelib.core.events import EventItem
from chalicelib.core.keys import EVENT_PREFIX, workspace_of
from chalicelib.core.scope import Scope
from chalicelib.leads import customer_store, keys, search, store
from chalicelib.leads.customer_store import Customer, IdentityItem
from chalicelib.leads.model import Lead
from chalicelib.leads.projection import CellItem, ViewItem
from chalicelib.leads.store import ExternalItem, LeadItem
from chalicelib.notifications.store import NotificationItem

#: Amounts of the pipeline's cells are whole ten-thousandths.
_UNIT = 10_000


@dataclass
class Books:
    """All items of one workspace, by what they are."""

    scope: Scope
    leads: dict[str, Lead] = field(default_factory=dict)
    due: dict[str, str | None] = field(default_factory=dict)
    events: dict[str, list[EventItem]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, IdentityItem] = field(default_factory=dict)
    externals: list[ExternalItem] = field(default_factory=list)
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    postings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    cells: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    notifications: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def customers(self) -> list[Customer]:
        return [customer_store.customer_of(item) for item in self.claims.values() if item.home_key is None]

    def defects(self) -> list[str]:
        """Every contradiction between two items, as a sentence; none where all is well."""
        return [
            *self._leads(), *self._customers(), *self._claims(), *self._externals(), *self._read_models(),
            *self._alerts(),
        ]  # fmt: skip

    def _leads(self) -> Iterator[str]:
        homes = {each.id: each for each in self.customers}
        for lead in self.leads.values():
            kinds = Counter(event.kind for event in self.events[lead.id])
            if kinds["lead.created"] != 1:
                yield f"{lead.id} has {kinds['lead.created']} created events"
            if lead.is_open and lead.owner_id and self.due[lead.id] is None:
                yield f"{lead.id} is open and owned, and nothing will ever be due on it"
            customer = homes.get(lead.customer_id)
            if customer is None:
                yield f"{lead.id} belongs to no customer"
            elif lead.is_open and (lead.id, lead.owner_id or "") not in customer.open_leads:
                yield f"{lead.id} is not in the books of {customer.id}"
        for lead_id in self.events.keys() - self.leads.keys():
            if lead_id.startswith("lead_"):
                yield f"{lead_id} has events and is not there"

    def _customers(self) -> Iterator[str]:
        for customer in self.customers:
            for lead_id, count in Counter(customer.all_lead_ids).items():
                if count > 1:
                    yield f"{customer.id} lists {lead_id} {count} times"
                if lead_id not in self.leads:
                    yield f"{customer.id} lists {lead_id}, which is not there"
                elif self.leads[lead_id].customer_id != customer.id:
                    yield f"{customer.id} lists {lead_id}, which is another's"

    def _claims(self) -> Iterator[str]:
        for customer in self.customers:
            for who in customer.identities:
                claim = self.claims.get(keys.identity(self.scope, who))
                if claim is None:
                    yield f"{customer.id} has not claimed its {who.kind}"
                elif claim.customer_id != customer.id:
                    yield f"the {who.kind} of {customer.id} is claimed by {claim.customer_id}"
        for pk, claim in self.claims.items():
            home = self.claims.get(claim.home_key) if claim.home_key else claim
            if home is None or home.home_key is not None or home.customer_id != claim.customer_id:
                yield f"{pk} points at no home"
            elif not any(keys.identity(self.scope, who) == pk for who in customer_store.customer_of(home).identities):
                yield f"{pk} is claimed for {home.customer_id}, which does not know of it"

    def _externals(self) -> Iterator[str]:
        claimed = {item.pk: item.lead_id for item in self.externals}
        for lead in self.leads.values():
            if lead.external_id and claimed.pop(keys.external(self.scope, lead.external_id), None) != lead.id:
                yield f"{lead.id} has not claimed its external id {lead.external_id}"
        for pk, lead_id in claimed.items():
            yield f"{pk} is claimed for {lead_id}, which does not have it"

    def _read_models(self) -> Iterator[str]:
        cells = defaultdict[str, list[int]](lambda: [0, 0, 0])
        for lead in self.leads.values():
            texts = search.texts_of(lead) if lead.deleted_at is None else []
            if self.postings.pop(lead.id, set()) != search.suffixes(texts):
                yield f"{lead.id} is not found by its words"
            if self.shown.get(lead.id, {}).get("v") != lead.version:
                yield f"{lead.id} has changed since search and pipeline saw it"
            if lead.deleted_at is None:
                cell = cells[f"{lead.stage}#{lead.owner_id or keys.POOL}#{lead.currency or ''}"]
                cell[0] += 1
                cell[1] += int(Decimal(lead.amount or 0) * _UNIT)
                cell[2] += lead.silent_since is not None
        for lead_id in self.postings:
            yield f"{lead_id} is found and is not there"
        counted = {name: tuple(sums) for name, sums in cells.items()}
        kept = {name: sums for name, sums in self.cells.items() if any(sums)}
        if counted != kept:
            yield f"the pipeline says {kept} and the leads {counted}"

    def _alerts(self) -> Iterator[str]:
        """Each step was done once, and told as often as it was done; to a supervisor, where the rep has one."""
        steps = Counter(
            (event.about, (event.facts or {})["touched_at"], clock, number)
            for events in self.events.values()
            for event in events
            for clock, number in (event.facts or {}).get("steps", ())
        )
        for (lead_id, touched_at, clock, number), count in steps.items():
            if count > 1:
                yield f"step {number} of {clock} of {lead_id}, touched {touched_at}, was done {count} times"
        silences = Counter(lead_id for lead_id, _, clock, _ in steps if clock == "lead.silent")
        for kind, least in (("lead.silent", 1), ("lead.silent.supervisor", 0)):
            told = Counter(about for _, each, about in self.notifications if each == kind)
            for lead_id in told.keys() | silences.keys():
                if told[lead_id] not in (silences[lead_id], least and silences[lead_id]):
                    yield f"{kind} of {lead_id} was told {told[lead_id]} times for {silences[lead_id]} steps"


def read_books(environment: Mapping[str, str]) -> Books:
    """Everything in the workspace table of a stack that holds one workspace; `environment` is `Stack.environment`."""
    session = get_session()
    session.set_credentials(environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
    client = session.create_client(
        "dynamodb",
        region_name=environment["AWS_DEFAULT_REGION"],
        endpoint_url=environment["AWS_ENDPOINT_URL_DYNAMODB"],
    )
    books: Books | None = None
    for page in client.get_paginator("scan").paginate(TableName=environment["GLASSPIPE_WORKSPACE_TABLE"]):
        for raw in page["Items"]:
            workspace_id = workspace_of(raw["pk"]["S"])
            books = books or Books(Scope.system(workspace_id, "auditor"))
            assert workspace_id == books.scope.workspace_id, "a stack of several workspaces"
            _enter(books, raw, *raw["pk"]["S"].split("#")[1:3])
    assert books is not None, "nothing is there"
    return books


def _enter(books: Books, raw: dict[str, Any], collection: str, name: str = "") -> None:
    sort_key = raw["sk"]["S"]
    if sort_key.startswith(EVENT_PREFIX):
        books.events[raw["about"]["S"]].append(EventItem.from_raw_data(raw))
    elif collection == "LEAD" and sort_key == keys.LEAD:
        books.leads[name] = store.lead_of(LeadItem.from_raw_data(raw))
        books.due[name] = raw.get("due_at", {}).get("S")
    elif collection == "LEAD" and sort_key == keys.VIEW:
        books.shown[name] = ViewItem.from_raw_data(raw).shown
    elif collection == "WHO":
        books.claims[raw["pk"]["S"]] = IdentityItem.from_raw_data(raw)
    elif collection == "EXT":
        books.externals.append(ExternalItem.from_raw_data(raw))
    elif collection == "FIND":
        text, _, lead_id = sort_key.rpartition("\x1f")
        books.postings[lead_id].add(text)
    elif collection == "PIPELINE":
        cell = CellItem.from_raw_data(raw)
        books.cells[sort_key] = (int(cell.leads), int(cell.units), int(cell.silent))
    elif collection == "INBOX":
        card = NotificationItem.from_raw_data(raw).card or {}
        books.notifications.append((name, card["kind"], card["about"]))
