"""Capacity units and requests per call, as the engine counts them; the arithmetic is in docs/capacity.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bench.meter import metered
from tests.bench.place import table


def main() -> None:
    from tests.leads.house import staffed_office

    office = staffed_office()
    rep = office.rep
    rows: list[tuple[object, ...]] = []

    def measure(name: str, limit: str, act: Callable[[], Any]) -> Any:
        with metered() as meter:
            result = act()
        operations = ", ".join(f"{count} {operation}" for operation, count in meter.by_operation.items())
        rows.append((name, f"{meter.written:g}", f"{meter.read:g}", limit, operations))
        return result

    body = {"name": "仓储系统升级", "source_channel": "referral", "company": "北方明珠科技有限公司", "amount": "128000"}
    body |= {"phone": "13900000001", "email": "li@north.example", "contact": "李雷"}
    call = rep
    lead = measure("create, new customer, three claims", "16 written", lambda: call("POST", "/v1/leads", body)).json
    measure("create, customer known", "", lambda: call("POST", "/v1/leads", {**body, "name": "第二个项目"}))
    path = f"/v1/leads/{lead['id']}"
    measure("get", "1 read", lambda: call("GET", path))
    measure("list of 50, my own", "one Query", lambda: call("GET", "/v1/leads?owner=me"))
    follow = {"kind": "call", "outcome": "connected", "summary": "客户下周内部评审", "next_follow_up_at": "2027-03-01"}
    measure("follow-up", "14 written", lambda: call("POST", f"{path}/follow-ups", follow))
    stages = [each["id"] for each in call("GET", "/v1/workspace").json["stages"]]
    measure("stage move", "", lambda: call("POST", f"{path}/stage", {"stage": stages[1]}))
    measure("timeline", "", lambda: call("GET", f"{path}/timeline"))
    measure("notifications", "", lambda: call("GET", "/v1/notifications"))
    measure("pipeline", "", lambda: call("GET", "/v1/pipeline"))
    table("Capacity units per call", ("call", "written", "read", "limit", "requests to the engine"), rows)


if __name__ == "__main__":
    main()
