"""Two workspaces served by one process in any order: each sees its own, all of it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edge.things import Place

Step = tuple[Literal[0, 1], Literal["create", "list", "get", "rename", "delete", "search", "customers", "steal"], int]
_STEPS = st.lists(
    st.tuples(
        st.sampled_from([0, 1]),
        st.sampled_from(["create", "list", "get", "rename", "delete", "search", "customers", "steal"]),
        st.integers(0, 5),
    ),
    min_size=4,
    max_size=24,
)


@dataclass
class Side:
    """One workspace, and what it should hold."""

    word: str
    place: Place = field(default_factory=Place)
    names: dict[str, str] = field(default_factory=dict)

    def pick(self, number: int) -> str | None:
        return list(self.names)[number % len(self.names)] if self.names else None

    def items(self, path: str) -> list[dict[str, Any]]:
        answer = self.place.owner("GET", path)
        assert answer.status == 200, answer.text
        return list(answer.json["items"])


def _take(step: Step, sides: tuple[Side, Side]) -> None:
    who, what, number = step
    side, other = sides[who], sides[1 - who]
    lead_id = side.pick(number)
    if what == "create":
        # Both sides use the same names, numbers and companies: a claim of one must not be a duplicate in the other.
        lead = side.place.new_lead(name=f"Deal {number} {side.word}", company=f"Acme {len(side.names)}")
        side.names[lead["id"]] = lead["name"]
    elif what == "list":
        assert {each["id"]: each["name"] for each in side.items("/v1/leads?limit=200")} == side.names
    elif what == "search":
        assert {each["id"] for each in side.items(f"/v1/leads?q={other.word}")} == set()
    elif what == "customers":
        names = [each["name"] for each in side.items("/v1/customers?limit=200")]
        assert len(names) == len(set(names))
    elif what == "steal":
        foreign = other.pick(number)
        if foreign is not None:
            for method, path, body in (
                ("GET", f"/v1/leads/{foreign}", None),
                ("PATCH", f"/v1/leads/{foreign}", {"name": "stolen"}),
                ("DELETE", f"/v1/leads/{foreign}", None),
                ("GET", f"/v1/leads/{foreign}/timeline", None),
            ):
                assert side.place.owner(method, path, body).status == 404
    elif lead_id is None:
        return
    elif what == "get":
        assert side.place.owner("GET", f"/v1/leads/{lead_id}").json["name"] == side.names[lead_id]
    elif what == "rename":
        side.names[lead_id] = f"Renamed {number} {side.word}"
        assert side.place.owner("PATCH", f"/v1/leads/{lead_id}", {"name": side.names[lead_id]}).status == 200
    elif what == "delete":
        assert side.place.owner("DELETE", f"/v1/leads/{lead_id}").status == 204
        del side.names[lead_id]


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(_STEPS)
def test_whatever_two_workspaces_do_each_sees_its_own_only(steps: list[Step]) -> None:
    sides = (Side("walnut"), Side("pelican"))
    for step in steps:
        _take(step, sides)
    for side in sides:
        assert {each["id"]: each["name"] for each in side.items("/v1/leads?limit=200")} == side.names
