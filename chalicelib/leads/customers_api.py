"""The customers API: parse, call, render."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from chalicelib.core.clock import now
from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.http import Api, Model, Resource, View
from chalicelib.core.scope import Scope
from chalicelib.leads import customers, merging, privacy, rendering
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.errors import IdentityTaken, MergeSame, MergeTooLate
from chalicelib.leads.schemas import LeadView, PageQuery, Short, Text, Title

api = Api(__name__, tag="customers")


class CustomerView(Resource):
    """A customer. Fields that the caller's role may not see are absent."""

    id: str
    name: str | None = None
    company: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    wechat: str | None = None
    industry: str | None = None
    region: str | None = None
    external_id: str | None = None
    open_leads: int
    closed_leads: int
    owner_ids: list[str] = Field(default_factory=list)
    created_at: str
    updated_at: str


class CustomerWithLeads(CustomerView):
    leads: list[LeadView]


class CustomerPage(View):
    items: list[CustomerView]
    next_cursor: str | None


class CustomerChange(Model):
    """PATCH: what is left out stays, null takes a value away."""

    name: Title | None = None
    company: Short | None = None
    contact: Short | None = None
    phone: Annotated[Text, Field(max_length=40)] | None = None
    email: Annotated[Text, Field(max_length=254)] | None = None
    wechat: Annotated[Text, Field(max_length=80)] | None = None
    industry: Short | None = None
    region: Short | None = None
    external_id: Short | None = None


@api.get("/customers", query=PageQuery, allow="customers.read")
def list_customers(scope: Scope, query: PageQuery) -> CustomerPage:
    """Customers, newest first."""
    start = open_cursor(scope, "customers", query.cursor) if query.cursor else None
    page = customers.list_customers(scope, query.limit, start)
    return CustomerPage.model_construct(
        items=[CustomerView.model_construct(**rendering.customer_values(scope, each)) for each in page.items],
        next_cursor=seal_cursor(scope, "customers", page.next_key) if page.next_key else None,
    )


@api.get("/customers/{customer_id}", allow="customers.read")
def get_customer(scope: Scope, customer_id: str) -> CustomerWithLeads:
    """One customer with its leads."""
    return _with_leads(scope, customers.get_customer(scope, customer_id))


def _with_leads(scope: Scope, customer: Customer) -> CustomerWithLeads:
    moment = now()
    leads = [rendering.lead_view(scope, lead, moment) for lead in customers.leads_of(scope, customer)]
    return CustomerWithLeads.model_construct(leads=leads, **rendering.customer_values(scope, customer))


@api.patch("/customers/{customer_id}", body=CustomerChange, allow="customers.write", refusals=(IdentityTaken,))
def change_customer(scope: Scope, customer_id: str, body: CustomerChange, expected: int | None) -> CustomerWithLeads:
    """Change what is known of a customer; what identified it before and no longer does is given free."""
    values = {name: getattr(body, name) or None for name in body.model_fields_set if name != "name" or body.name}
    return _with_leads(scope, customers.change_customer(scope, customer_id, values, now(), expected))


class MergeRequest(Model):
    into: Annotated[str, Field(pattern=r"^cust_[0-9A-HJKMNP-TV-Z]{26}$")]


@api.post(
    "/customers/{customer_id}/merge", body=MergeRequest, allow="leads.merge", if_match=True, refusals=(MergeSame,)
)
def merge_customer(scope: Scope, customer_id: str, body: MergeRequest, expected: int | None) -> CustomerWithLeads:
    """Make this customer part of another; both timelines stay. Can be undone for 30 days."""
    return _with_leads(scope, merging.merge_customers(scope, body.into, customer_id, now(), expected))


@api.post("/customers/{customer_id}/unmerge", allow="leads.merge", refusals=(MergeTooLate,))
def unmerge_customer(scope: Scope, customer_id: str) -> CustomerWithLeads:
    """Undo the merge of this customer (the id that it had before)."""
    return _with_leads(scope, merging.undo_merge(scope, customer_id, now()))


class PersonalData(View):
    customer: dict[str, Any]
    leads: list[dict[str, Any]]
    events: list[dict[str, Any]]
    exported_at: str


@api.get("/customers/{customer_id}/export", allow="customers.export")
def export_customer(scope: Scope, customer_id: str) -> PersonalData:
    """All that is kept about one customer: a copy for the person who asks for it."""
    return PersonalData(**privacy.export_customer(scope, customer_id, now()))


class Tombstone(View):
    tombstone: str


@api.post("/customers/{customer_id}/erase", allow="leads.erase", if_match=True)
def erase_customer(scope: Scope, customer_id: str, expected: int | None) -> Tombstone:
    """Erase a person: fields, claims, timelines, notices. Cannot be undone; numbers without a name stay."""
    return Tombstone(tombstone=privacy.erase_customer(scope, customer_id, now(), expected))
