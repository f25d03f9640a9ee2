"""The leads API: parse, call, render."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.core.clock import now, to_text
from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.events import Event
from chalicelib.core.http import Answer, Api, Model, View
from chalicelib.core.ids import made_at
from chalicelib.core.scope import Scope
from chalicelib.leads import bulk, duplicates, listing, projection, rendering, service, views
from chalicelib.leads.errors import (
    AlreadyClosed,
    AlreadyOwned,
    CapReached,
    FieldForbidden,
    LeadDuplicate,
    NotDeleted,
    NotHeld,
    RestoreTooLate,
)  # fmt: skip
from chalicelib.leads.moments import Moment
from chalicelib.leads.schemas import (
    Assignment,
    HoldRequest,
    LeadChange,
    LeadPage,
    LeadQuery,
    LeadView,
    MemberId,
    NewFollowUp,
    NewLead,
    PageQuery,
    PipelineView,
    Short,
    StageMove,
    Timeline,
)  # fmt: skip

api = Api(__name__, tag="leads")


@api.post("/leads", body=NewLead, status=201, allow="leads.write", refusals=(LeadDuplicate, FieldForbidden))
def create_lead(scope: Scope, body: NewLead) -> LeadView:
    """Capture a lead: five facts, all but two with defaults; the customer is found or made."""
    moment = now()
    return rendering.lead_view(scope, service.capture_lead(scope, body, moment), moment)


@api.get("/leads", query=LeadQuery, allow="leads.read")
def list_leads(scope: Scope, query: LeadQuery) -> Answer[LeadPage]:
    """Leads inside one's rows, by next follow-up or by latest change; by stage, owner, pool, silence, words."""
    moment = now()
    return rendering.page_answer(scope, listing.list_leads(scope, query, moment), moment)


@api.get("/leads/{lead_id}", allow="leads.read")
def get_lead(scope: Scope, lead_id: str) -> LeadView:
    """One lead, whole."""
    return rendering.lead_view(scope, service.get_lead(scope, lead_id), now())


@api.patch("/leads/{lead_id}", body=LeadChange, allow="leads.write", refusals=(LeadDuplicate, FieldForbidden))
def change_lead(scope: Scope, lead_id: str, body: LeadChange, expected: int | None) -> LeadView:
    """Change fields; what is left out stays, null takes a value away."""
    moment = now()
    return rendering.lead_view(scope, service.change_lead(scope, lead_id, body, moment, expected), moment)


@api.delete("/leads/{lead_id}", allow="leads.delete", if_match=True)
def delete_lead(scope: Scope, lead_id: str, expected: int | None) -> None:
    """Take a lead out of every list; it can be restored for 30 days."""
    service.delete_lead(scope, lead_id, now(), expected)


@api.post(
    "/leads/{lead_id}/restore", allow="leads.delete", if_match=True,
    refusals=(NotDeleted, RestoreTooLate, LeadDuplicate),
)  # fmt: skip
def restore_lead(scope: Scope, lead_id: str, expected: int | None) -> LeadView:
    """Bring a deleted lead back."""
    moment = now()
    return rendering.lead_view(scope, service.restore_lead(scope, lead_id, moment, expected), moment)


@api.post(
    "/leads/{lead_id}/follow-ups", body=NewFollowUp, status=201, allow="leads.follow_up", if_match=True,
    refusals=(LeadDuplicate, FieldForbidden),
)  # fmt: skip
def log_follow_up(scope: Scope, lead_id: str, body: NewFollowUp, expected: int | None) -> LeadView:
    """Record a contact; in the same call move the stage, set the blocker and the next date."""
    moment = now()
    return rendering.lead_view(scope, service.log_follow_up(scope, lead_id, body, moment, expected), moment)


@api.post(
    "/leads/{lead_id}/stage", body=StageMove, allow="leads.write", if_match=True,
    refusals=(LeadDuplicate, FieldForbidden),
)  # fmt: skip
def move_stage(scope: Scope, lead_id: str, body: StageMove, expected: int | None) -> LeadView:
    """Move to any stage; won needs an amount, lost a reason out of the list; an open stage reopens a closed lead."""
    moment = now()
    return rendering.lead_view(scope, service.move_stage(scope, lead_id, body, moment, expected), moment)


@api.post("/leads/{lead_id}/hold", body=HoldRequest, allow="leads.write", if_match=True, refusals=(AlreadyClosed,))
def hold_lead(scope: Scope, lead_id: str, body: HoldRequest, expected: int | None) -> LeadView:
    """Park a lead until a date; it wakes by itself."""
    moment = now()
    return rendering.lead_view(scope, service.hold_lead(scope, lead_id, body, moment, expected), moment)


@api.post("/leads/{lead_id}/resume", allow="leads.write", if_match=True, refusals=(NotHeld,))
def resume_lead(scope: Scope, lead_id: str, expected: int | None) -> LeadView:
    """Wake a held lead now."""
    moment = now()
    return rendering.lead_view(scope, service.resume_lead(scope, lead_id, moment, expected), moment)


@api.post("/leads/{lead_id}/assign", body=Assignment, allow="leads.assign", if_match=True)
def assign_lead(scope: Scope, lead_id: str, body: Assignment, expected: int | None) -> LeadView:
    """Give a lead to a member, or with null to the pool."""
    moment = now()
    lead = service.assign_lead(scope, lead_id, body.owner_id, body.reason, moment, expected)
    return rendering.lead_view(scope, lead, moment)


@api.post(
    "/leads/{lead_id}/claim", allow="leads.claim", if_match=True, refusals=(AlreadyOwned, CapReached, LeadDuplicate)
)
def claim_lead(scope: Scope, lead_id: str, expected: int | None) -> LeadView:
    """Take a lead out of the pool."""
    moment = now()
    return rendering.lead_view(scope, service.claim_lead(scope, lead_id, moment, expected), moment)


class Release(Model):
    reason: Short | None = None


@api.post("/leads/{lead_id}/release", body=Release, allow="leads.claim", if_match=True)
def release_lead(scope: Scope, lead_id: str, body: Release, expected: int | None) -> LeadView:
    """Give a lead back to the pool."""
    moment = now()
    return rendering.lead_view(scope, service.release_lead(scope, lead_id, body.reason, moment, expected), moment)


@api.get("/leads/{lead_id}/timeline", query=PageQuery, allow="leads.read")
def timeline(scope: Scope, lead_id: str, query: PageQuery) -> Timeline:
    """All that happened to a lead, newest first."""
    question = f"timeline/{lead_id}"
    start = open_cursor(scope, question, query.cursor) if query.cursor else None
    page = service.timeline(scope, lead_id, query.limit, start)
    return Timeline.model_construct(
        items=[
            rendering.event_view(scope, Event.of(item), to_text(made_at(item.sk.removeprefix("E#"))))
            for item in page.items
        ],
        next_cursor=seal_cursor(scope, question, page.next_key) if page.next_key else None,
    )


# --- bulk --------------------------------------------------------------------------------------------------------

LeadIds = Annotated[
    list[Annotated[str, Field(pattern=r"^lead_[0-9A-HJKMNP-TV-Z]{26}$")]],
    Field(min_length=1, max_length=bulk.MOST_LEADS),
]


class BulkAssign(Model):
    action: Literal["assign"]
    lead_ids: LeadIds
    owner_id: MemberId | None
    reason: Short | None = None


class BulkStage(Model):
    action: Literal["stage"]
    lead_ids: LeadIds
    stage: Short
    reason: Short | None = None


class BulkHold(Model):
    action: Literal["hold"]
    lead_ids: LeadIds
    reason: Short
    until: Moment


class BulkRequest(Model):
    """One action, up to 500 leads."""

    do: Annotated[BulkAssign | BulkStage | BulkHold, Field(discriminator="action")]


class BulkResult(View):
    lead_id: str
    done: bool
    version: int | None = None
    code: str | None = None
    detail: str | None = None


class BulkResults(View):
    done: int
    refused: int
    results: list[BulkResult]


@api.post("/leads:bulk", body=BulkRequest, allow="leads.bulk")
def bulk_action(scope: Scope, body: BulkRequest) -> BulkResults:
    """Assign, move or hold up to 500 leads; each has its own result, and one that is refused stops no other."""
    wanted, moment = body.do, now()
    if isinstance(wanted, BulkAssign):
        outcomes = bulk.assign(scope, wanted.lead_ids, wanted.owner_id, wanted.reason, moment)
    elif isinstance(wanted, BulkStage):
        move = StageMove(stage=wanted.stage, reason=wanted.reason)
        outcomes = bulk.move(scope, wanted.lead_ids, move, moment)
    else:
        outcomes = bulk.hold(scope, wanted.lead_ids, HoldRequest(reason=wanted.reason, until=wanted.until), moment)
    results = [
        BulkResult(
            lead_id=each.lead_id,
            done=each.refused is None,
            version=each.version,
            code=each.refused.code if each.refused else None,
            detail=each.refused.detail(scope.locale) if each.refused else None,
        )
        for each in outcomes
    ]
    done = sum(each.done for each in results)
    return BulkResults(done=done, refused=len(results) - done, results=results)


# --- the pipeline, duplicates, saved views -----------------------------------------------------------------------


@api.get("/pipeline", allow="leads.read")
def pipeline(scope: Scope) -> PipelineView:
    """Count and amount by stage and owner, inside one's rows; currencies stand apart."""
    return rendering.pipeline_view(scope, projection.pipeline(scope))


class DuplicatesQuery(Model):
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class CustomerBrief(View):
    id: str
    name: str
    open_leads: int


class PairView(View):
    first: CustomerBrief
    second: CustomerBrief
    score: float


class ConflictView(View):
    customer: CustomerBrief
    owners: dict[str, list[str]]


class DuplicatesView(View):
    pairs: list[PairView]
    conflicts: list[ConflictView]
    scanned: int
    complete: bool


@api.get("/leads/duplicates", query=DuplicatesQuery, allow="leads.merge")
def find_duplicates(scope: Scope, query: DuplicatesQuery) -> DuplicatesView:
    """Customers with like names, and customers that several reps work on: to merge or to settle."""
    found = duplicates.scan(scope, query.limit)

    def brief(customer: Any) -> CustomerBrief:
        return CustomerBrief(id=customer.id, name=customer.name, open_leads=len(customer.open_leads))

    return DuplicatesView(
        pairs=[PairView(first=brief(p.first), second=brief(p.second), score=p.score) for p in found.pairs],
        conflicts=[ConflictView(customer=brief(c.customer), owners=c.owners) for c in found.conflicts],
        scanned=found.scanned,
        complete=found.complete,
    )


@api.get("/views", allow="leads.read")
def list_views(scope: Scope) -> views.SavedViews:
    """One's own saved views, and those that others share."""
    return views.SavedViews(items=views.list_views(scope))


@api.post("/views", body=views.NewView, status=201, allow="views.write")
def save_view(scope: Scope, body: views.NewView) -> views.SavedView:
    """Keep a list's filters, order and columns under a name."""
    return views.save_view(scope, body, now())


@api.patch("/views/{view_id}", body=views.ViewChange, allow="views.write")
def change_view(scope: Scope, view_id: str, body: views.ViewChange, expected: int | None) -> views.SavedView:
    """Change one's own saved view."""
    return views.change_view(scope, view_id, body, now(), expected)


@api.delete("/views/{view_id}", allow="views.write", if_match=True)
def delete_view(scope: Scope, view_id: str, expected: int | None) -> None:
    """Drop one's own saved view."""
    views.delete_view(scope, view_id, expected)
