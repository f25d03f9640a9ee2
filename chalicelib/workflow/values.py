"""Values of a run's fields: checked by type, and shown by role."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.core.errors import FieldError, Invalid
from chalicelib.core.scope import Scope
from chalicelib.leads import service as leads
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow.definition import FlowDefinition

MOST_BYTES = 150_000


def checked_values(
    scope: Scope, flow: FlowDefinition, values: Mapping[str, Any], *, place: str = "values"
) -> dict[str, Any]:
    """`values` in the form that is stored; None stays None (it takes a value away).

    Raises:
        Invalid: an unknown field, or a value of another type; each with its place.
    """
    setup, members = tenancy.setup_of(scope), tenancy.members_of(scope)
    checked: dict[str, Any] = {}
    wrong: list[FieldError] = []
    for name, value in values.items():
        field = flow.field(name)
        if field is None:
            wrong.append(FieldError(f"{place}.{name}", "no such field" if scope.locale == "en" else "没有该字段"))
        elif value is None or value == "":
            checked[name] = None
        else:
            try:
                checked[name] = leads.checked_value(field, value, setup, members, scope.locale)
            except ValueError as error:
                wrong.append(FieldError(f"{place}.{name}", str(error)))
    if wrong:
        raise Invalid(f"{wrong[0].field}: {wrong[0].message}", fields=tuple(wrong))
    return checked


def demand_room(scope: Scope, values: Mapping[str, Any]) -> None:
    """A run's values together are kept small: an event may hold them before and after a change, in one item of 400 KB.

    Raises:
        Invalid
    """
    if len(json.dumps(values, ensure_ascii=False).encode()) > MOST_BYTES:
        most = MOST_BYTES // 1000
        en = scope.locale == "en"
        raise Invalid.at("values", f"at most {most} KB in a run" if en else f"一个流程的字段内容最多 {most} KB")


def hidden_values(scope: Scope, flow: FlowDefinition) -> frozenset[str]:
    """Fields that the scope's role doesn't see: by the flow, and by the lead's permissions where they come from it."""
    setup = tenancy.setup_of(scope)
    return frozenset(
        field.id
        for field in flow.fields
        if scope.role in field.hidden_from
        or (field.from_lead is not None and setup.access(scope.role, field.from_lead) == "hidden")
    )


def demand_shown(scope: Scope, flow: FlowDefinition, values: Mapping[str, Any]) -> None:
    """Who doesn't see a field doesn't write it; for them there is no such field.

    Raises:
        Invalid
    """
    hidden = hidden_values(scope, flow)
    for name in values:
        if name in hidden:
            raise Invalid.at(f"values.{name}", "no such field" if scope.locale == "en" else "没有该字段")
