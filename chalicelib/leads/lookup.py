"""What collaboration flows look up of leads and customers, and how they check values by type."""

from __future__ import annotations

from typing import Any, Protocol

from chalicelib.core.scope import Scope
from chalicelib.leads import customers, fields, store
from chalicelib.leads.model import Lead
from chalicelib.tenancy.model import Members
from chalicelib.tenancy.setup import Choice, Setup


class Typed(Protocol):
    """A field with a type out of those of custom fields."""

    @property
    def type(self) -> str: ...
    @property
    def choices(self) -> tuple[Choice, ...]: ...


def lead_of(scope: Scope, lead_id: str) -> Lead:
    """
    Raises:
        NotFound: no such lead, or one that the scope may not see.
    """
    return store.find_lead(scope, lead_id)


def customer_name(scope: Scope, customer_id: str) -> str:
    """
    Raises:
        NotFound: no such customer, or one that the scope may not see.
    """
    return customers.get_customer(scope, customer_id).name


def checked_value(field: Typed, value: Any, setup: Setup, members: Members, locale: str) -> Any:
    """`value` in the form that is stored.

    Raises:
        ValueError: with a sentence in `locale` that says what it must be.
    """
    return fields.checked_value(field, value, setup, members, locale)
