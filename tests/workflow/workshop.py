"""An office with a flow of three steps across two flow roles, whose cards are moved at chosen moments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.leads.house import Office, Person, staffed_office
from tests.workflow.desk import names

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROLES = [{"id": "presales", "names": names("售前", "Presales")}, {"id": "legal", "names": names("法务", "Legal")}]


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """`2026-09-07 10:00` on the wall."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def order(**more: Any) -> dict[str, Any]:
    """quote (presales) → contract (legal, shown the amount) → handover (the starter). Monday to Friday, 9 to 18."""
    return {
        "key": "quote_order",
        "names": names("报价", "Quoting"),
        "fields": [{"id": "amount", "names": names("金额", "Amount"), "type": "number"}],
        "blocking_reasons": [
            {"id": "papers", "names": names("资料不齐", "Papers missing")},
            {"id": "customer", "names": names("等待客户", "Waiting for the customer"), "pauses": True},
        ],
        "calendar": {"country": None},
        "nodes": [
            {
                "id": "quote",
                "names": names("报价确认", "Quote"),
                "responsible": {"rule": "role", "role": "presales"},
                "gives": {"fields": ["amount"]},
                "sla": {"respond": {"hours": 2}, "complete": {"hours": 8}},
            },
            {
                "id": "contract",
                "names": names("合同签署", "Contract"),
                "after": ["quote"],
                "responsible": {"rule": "role", "role": "legal"},
                "needs": {"fields": ["amount"]},
                "sla": {"complete": {"hours": 4}},
            },
            {
                "id": "handover",
                "names": names("交接", "Handover"),
                "after": ["contract"],
                "responsible": {"rule": "starter"},
                "sla": {"complete": {"hours": 4}},
            },
        ],
        **more,
    }


@dataclass
class Workshop:
    """`rep` and `other` (under `manager`) are presales, `stranger` (beside them) is legal."""

    office: Office

    def start(self, moment: datetime, by: str = "rep", flow: str = "quote_order") -> str:
        """The run's id."""
        from chalicelib.core.scope import acting_as
        from chalicelib.workflow.running import NewRun, start_run

        scope = self.office.people[by].scope
        with acting_as(scope):
            return start_run(scope, NewRun(flow, title="Ten pumps"), moment).run.id

    def do(self, run_id: str, node: str, what: str, moment: datetime, by: str = "rep", *args: Any) -> None:
        """`what`: start, complete, block, unblock, reopen."""
        from chalicelib.core.scope import acting_as
        from chalicelib.workflow import acting, store

        scope = self.office.people[by].scope
        with acting_as(scope):
            course = store.read_course(scope, run_id)
            getattr(acting, f"{what}_card")(scope, course.cards[node].id, *args, moment)

    def quoted(self, begins: datetime, ends: datetime, by: str = "rep", started: datetime | None = None) -> str:
        """A run whose quote was ready at `begins` and done at `ends`."""
        run_id = self.start(begins, by)
        self.do(run_id, "quote", "start", started or begins, by)
        self.do(run_id, "quote", "complete", ends, by, {"amount": 5})
        return run_id

    def report(self, month: str, by: str = "owner", **query: str) -> dict[str, Any]:
        more = "".join(f"&{name}={value}" for name, value in query.items())
        reply = self.office.people[by]("GET", f"/v1/reports/timeliness?month={month}{more}")
        assert reply.status == 200, reply.text
        return dict(reply.json)

    @contextmanager
    def within(self) -> Iterator[Any]:
        from chalicelib.core.scope import Scope, acting_as

        scope = Scope.system(self.office.id, "sweep")
        with acting_as(scope):
            yield scope


def open_workshop(definition: dict[str, Any] | None = None, **more: Any) -> Workshop:
    office = staffed_office(**{"timezone": "Asia/Shanghai", "locale": "en", **more})
    people: dict[str, list[Person]] = {"presales": [office.rep, office.other], "legal": [office.stranger]}
    roles = [{**role, "members": [person.id for person in people[str(role["id"])]]} for role in ROLES]
    changed = office.owner("PATCH", "/v1/flow-roles", {"roles": roles + _kept(office)})
    assert changed.status == 200, changed.text
    created = office.owner("POST", "/v1/flows", definition or order())
    assert created.status == 201, created.text
    return Workshop(office)


def _kept(office: Office) -> list[dict[str, Any]]:
    """The pack's own flow roles, which its flows use."""
    mine = {role["id"] for role in ROLES}
    return [role for role in office.owner("GET", "/v1/flow-roles").json["roles"] if role["id"] not in mine]


def row(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    return next(each for each in rows if all(each[name] == value for name, value in wanted.items()))
