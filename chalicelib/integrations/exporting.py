"""Leads and customers as a table: inside the caller's rows, without fields hidden from the role, under names that an
import reads again. One answer holds `MOST_ROWS` rows, as much as API Gateway lets through; a cursor goes on after them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from chalicelib.core.cursors import open_cursor, seal_cursor
from chalicelib.core.events import EventKind, event_item
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes
from chalicelib.leads import customers, imported, listing
from chalicelib.leads.change import Rules
from chalicelib.leads.customer_store import Customer
from chalicelib.leads.fields import hidden_fields
from chalicelib.leads.model import NO_BLOCKER, Lead
from chalicelib.leads.schemas import LeadQuery
from chalicelib.tenancy.setup import Choice, FieldDef

from . import keys
from .export import Value, write_csv, write_xlsx
from .field_names import field_name

MOST_ROWS = 10_000
_PAGE = 200
Format = Literal["csv", "xlsx"]

_LEAD_COLUMNS = (
    "name", "company", "contact", "phone", "email", "wechat", "source_channel", "stage", "owner", "amount", "currency",
    "product", "blocker", "first_contact_at", "next_follow_up_at", "last_follow_up_at", "closed_at", "lost_reason",
    "region", "remark", "external_id",
)  # fmt: skip
_CUSTOMER_COLUMNS = (
    "name", "company", "contact", "phone", "email", "wechat", "industry", "region", "external_id",
)  # fmt: skip
#: What a permission on a field hides beside the field itself.
_HIDDEN_WITH = {"owner": "owner_id", "currency": "amount"}


@dataclass(frozen=True)
class Exported:
    content: bytes
    rows: int
    next_cursor: str | None


def export_leads(scope: Scope, query: LeadQuery, form: Format, now: datetime) -> Exported:
    """The leads that `GET /v1/leads` would list, whole, in its order.

    Raises:
        Invalid: an unknown stage, a foreign cursor.
    """
    rules = Rules.of(scope)
    shown = _visible(scope, rules, _LEAD_COLUMNS)
    customs = [each for each in rules.setup.fields if not each.archived and not _is_hidden(scope, rules, each.id)]
    row = _LeadRow(scope, rules, shown, customs)
    pages = _Pages(lambda cursor: _lead_page(scope, query, cursor, now), query.cursor)
    header = [_title(scope, "leads", each) for each in shown] + [each.names.pick(_language(scope)) for each in customs]
    return _export(scope, rules, "leads", form, header, (row.values(lead) for lead in pages), pages, now)


def export_customers(scope: Scope, cursor: str | None, form: Format, now: datetime) -> Exported:
    """The customers that `GET /v1/customers` would list.

    Raises:
        Invalid: a foreign cursor.
    """
    rules = Rules.of(scope)
    shown = _visible(scope, rules, _CUSTOMER_COLUMNS)
    pages = _Pages(lambda after: _customer_page(scope, after), cursor)
    rows = ([getattr(customer, name) for name in shown] for customer in pages)
    header = [_title(scope, "customers", each) for each in shown]
    return _export(scope, rules, "customers", form, header, rows, pages, now)


class _Pages:
    """Things page after page, until there are enough; `cursor` is then where to go on."""

    def __init__(self, read: Callable[[str | None], tuple[Sequence[Any], str | None]], cursor: str | None) -> None:
        self._read = read
        self.cursor = cursor

    def __iter__(self) -> Iterator[Any]:
        count = 0
        while count < MOST_ROWS:
            items, self.cursor = self._read(self.cursor)
            yield from items
            count += len(items)
            if self.cursor is None:
                return


def _lead_page(scope: Scope, query: LeadQuery, cursor: str | None, now: datetime) -> tuple[list[Lead], str | None]:
    asked = query.model_copy(update={"limit": _PAGE, "cursor": cursor})
    rows = listing.list_leads(scope, asked, now)
    return imported.find_leads(scope, [row["id"] for row in rows.items]), rows.next_cursor


def _customer_page(scope: Scope, cursor: str | None) -> tuple[list[Customer], str | None]:
    start = open_cursor(scope, "export of customers", cursor) if cursor else None
    page = customers.list_customers(scope, _PAGE, start)
    return page.items, seal_cursor(scope, "export of customers", page.next_key) if page.next_key else None


class _LeadRow:
    """A lead's cells, with the names that people know in place of ids."""

    def __init__(self, scope: Scope, rules: Rules, shown: list[str], customs: list[FieldDef]) -> None:
        language = _language(scope)
        self._shown, self._customs, self._rules, self._language = shown, customs, rules, language
        self._stages = {each.id: each.names.pick(language) for each in rules.setup.stages}
        self._channels = {each.id: each.names.pick(language) for each in rules.setup.source_channels}
        self._reasons = {each.id: each.names.pick(language) for each in rules.setup.lost_reasons}

    def values(self, lead: Lead) -> list[Value]:
        return [self._value(lead, name) for name in self._shown] + [self._custom(lead, each) for each in self._customs]

    def _value(self, lead: Lead, name: str) -> Value:
        if name == "owner":
            member = self._rules.members.get(lead.owner_id) if lead.owner_id else None
            return member.name if member else None
        if name == "last_follow_up_at":
            return lead.last_follow_ups[0].at if lead.last_follow_ups else None
        value = getattr(lead, name)
        if name == "amount":
            return Decimal(value) if value else None
        if name == "blocker":
            return None if value == NO_BLOCKER else str(value)
        names = {"stage": self._stages, "source_channel": self._channels, "lost_reason": self._reasons}.get(name)
        return names.get(value, value) if names is not None else value  # type: ignore[no-any-return]

    def _custom(self, lead: Lead, definition: FieldDef) -> Value:
        value = lead.custom.get(definition.id)
        if isinstance(value, list):
            return "、".join(self._choice(definition.choices, each) for each in value)
        if isinstance(value, dict):
            return f"{value.get('currency', '')} {value.get('amount', '')}".strip()
        if definition.type == "choice" and isinstance(value, str):
            return self._choice(definition.choices, value)
        if definition.type == "member" and isinstance(value, str):
            member = self._rules.members.get(value)
            return member.name if member else value
        return value if value is None or isinstance(value, bool) else str(value)

    def _choice(self, choices: Sequence[Choice], value: str) -> str:
        choice = next((each for each in choices if each.id == value), None)
        return choice.names.pick("en" if self._language == "en" else "zh-CN") if choice else value


def _export(
    scope: Scope,
    rules: Rules,
    what: str,
    form: Format,
    header: list[str],
    rows: Iterable[Sequence[Value]],
    pages: _Pages,
    now: datetime,
) -> Exported:
    zone = ZoneInfo(rules.setup.timezone)
    target = io.BytesIO()
    count = write_csv(target, header, rows, zone) if form == "csv" else write_xlsx(target, header, rows, zone)
    writes = Writes()
    writes.create(
        event_item(
            scope,
            EventKind.DATA_EXPORTED,
            pk=keys.exports(scope),
            about=scope.workspace_id,
            at=now,
            what=what,
            format=form,
            rows=count,
        )
    )
    writes.commit()
    return Exported(target.getvalue(), count, pages.cursor)


def _visible(scope: Scope, rules: Rules, columns: tuple[str, ...]) -> list[str]:
    return [each for each in columns if not _is_hidden(scope, rules, _HIDDEN_WITH.get(each, each))]


def _is_hidden(scope: Scope, rules: Rules, field: str) -> bool:
    return field in hidden_fields(rules.setup, scope.role)


def _title(scope: Scope, kind: str, field: str) -> str:
    """In English the field's id, which other programs look for."""
    return field if scope.locale == "en" else field_name(kind, field, scope.locale)


def _language(scope: Scope) -> Literal["zh-CN", "en"]:
    return "en" if scope.locale == "en" else "zh-CN"
