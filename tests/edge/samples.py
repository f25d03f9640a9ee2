"""A body that is right for each route that takes one: what the tests then spoil. A new route needs a line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.core.http import Route
from tests.edge.door import Reply
from tests.edge.things import MAKERS, Place, address_of, token_for
from tests.identity import house

_LATER = "2027-03-01T02:00:00Z"
_LINK = "x" * 43
Maker = Callable[[Place], dict[str, Any]]

SAMPLES: dict[str, Maker] = {
    "POST /signup": lambda _: {
        "company": "Acme",
        "name": "Wang Wei",
        "email": house.new_email(),
        "password": house.PASSWORD,
        "pack": "sales_leads",
        "locale": "en",
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
    },
    "POST /login": lambda place: {"email": place.company.email, "password": house.PASSWORD, "workspace": place.id},
    "POST /token/refresh": lambda place: {"refresh_token": place.company.signed_up["refresh_token"]},
    "PATCH /me": lambda _: {"name": "Wang Wei", "locale": "en", "digest": True, "digest_at": "08:30"},
    # The wrong current password: the tests go on using the right one.
    "POST /password/change": lambda _: {"current_password": "not-the-one-42", "new_password": "another-battery-43"},
    "POST /password/forgot": lambda _: {"email": house.new_email()},
    "POST /password/reset": lambda _: {"token": _LINK, "password": house.PASSWORD},
    "POST /invites/accept": lambda _: {"token": _LINK, "password": house.PASSWORD, "name": "Li Na"},
    "POST /members": lambda place: {
        "name": "Li Na",
        "email": house.new_email(),
        "role": "rep",
        "supervisor_id": place.company.owner_id,
        "region": "North",
        "locale": "en",
        "password": house.PASSWORD,
    },
    "POST /members/{member_id}/invite": lambda _: {"email": house.new_email()},
    "PATCH /members/{member_id}": lambda place: {
        "name": "Li Na",
        "role": "rep",
        "supervisor_id": place.company.owner_id,
        "region": "North",
    },
    "PATCH /workspace": lambda _: {"name": "Blue Lake", "locale": "en", "timezone": "Asia/Shanghai"},
    "POST /api-keys": lambda _: {"name": "Shop", "role": "rep", "expires_at": _LATER},
    "POST /leads": lambda place: {
        "name": "Ten pumps",
        "company": house.new_email(),
        "contact": "Zhang San",
        "phone": None,
        "email": house.new_email(),
        "wechat": None,
        "amount": {"amount": "1234.50", "currency": "CNY"},
        "product": "Pump",
        "region": "North",
        "remark": "Wants it soon",
        "custom": {},
        "source_channel": place.channel,
        "stage": place.stage,
        "first_contact_at": "2026-01-05",
        "next_follow_up_at": _LATER,
        "blocker": "none",
        "owner_id": place.company.owner_id,
    },
    "PATCH /leads/{lead_id}": lambda place: {"name": "Ten pumps", "remark": "Soon", "source_channel": place.channel},
    "POST /leads/{lead_id}/follow-ups": lambda _: {
        "kind": "call",
        "outcome": "connected",
        "summary": "Spoke about the price",
        "minutes": 5,
        "next_follow_up_at": _LATER,
        "blocker": "price",
    },
    "POST /leads/{lead_id}/stage": lambda place: {"stage": place.stage, "next_follow_up_at": _LATER},
    "POST /leads/{lead_id}/hold": lambda place: {"reason": place.hold_reason, "until": _LATER},
    "POST /leads/{lead_id}/assign": lambda place: {"owner_id": place.company.owner_id, "reason": "Knows them"},
    "POST /leads/{lead_id}/release": lambda _: {"reason": "No time"},
    "POST /leads:bulk": lambda place: {
        "do": {"action": "stage", "lead_ids": [place.lead["id"]], "stage": place.stage, "reason": "All"}
    },
    "POST /views": lambda _: {"name": "Mine", "filters": {"silent": True}, "columns": ["name"], "shared": False},
    "PATCH /views/{view_id}": lambda _: {"name": "Mine", "filters": {"overdue": True}, "columns": ["name"]},
    "PATCH /customers/{customer_id}": lambda _: {"name": "Acme", "contact": "Zhang San", "industry": "Pumps"},
    "POST /customers/{customer_id}/merge": lambda place: {"into": place.other_customer_id},
    "POST /products": lambda _: {"name": f"Pump {house.new_email()}", "code": "P-1", "series": "P", "price": "12.50"},
    "PATCH /products/{product_id}": lambda _: {"code": "P-2", "series": "P", "price": "13", "archived": False},
    "PATCH /imports/{import_id}": lambda _: {"key": "external_id", "accept_guesses": True},
    "PATCH /notifications/preferences": lambda _: {
        "kinds": {"lead.silent": {"email": True}},
        "digest": {"enabled": True, "at": "08:30"},
    },
    "POST /channels": lambda _: {
        "name": "Mail",
        "scope": "workspace",
        "kinds": ["lead.silent"],
        "enabled": True,
        "settings": {"kind": "email", "address": "sales@example.com"},
    },
    "POST /flows": lambda place: {
        **place.flow,
        "key": f"flow_{house.new_email().partition('@')[0].replace('.', '_')}"[:40],
    },
    "POST /flows/check": lambda place: place.flow,
    "PATCH /flows/{flow_id}": lambda _: {"archived": False},
    "POST /flows/{flow_id}/migrate": lambda place: {"runs": [place.run["id"]], "dry_run": True},
    "PATCH /flow-roles": lambda place: {"roles": place.owner("GET", "/v1/flow-roles").json["roles"]},
    "POST /runs": lambda place: {
        "flow": "order",
        "title": "Ten pumps",
        "lead_id": place.lead["id"],
        "promised_at": "2027-03-01",
        "priority": "high",
        "values": {"solution_summary": "Ten of them"},
    },
    "PATCH /runs/{run_id}": lambda _: {"title": "Ten pumps", "promised_at": "2027-03-02", "priority": "high"},
    "POST /runs/{run_id}/cancel": lambda _: {"reason": "Bought elsewhere"},
    "PATCH /cards/{card_id}": lambda _: {"values": {"number": "Twelve of them"}},
    "POST /cards/{card_id}/complete": lambda _: {"values": {"number": "Ten of them"}},
    "POST /cards/{card_id}/block": lambda _: {"reason": "other", "note": "The drawing is missing"},
    "POST /cards/{card_id}/reopen": lambda _: {"note": "The drawing was wrong"},
    "POST /cards/{card_id}/skip": lambda _: {"note": "Not needed"},
    "POST /cards/{card_id}/hand-over": lambda place: {"to": place.company.owner_id, "note": "Knows them"},
    "POST /cards/{card_id}/approve": lambda _: {"note": "Fine"},
    "POST /cards/{card_id}/comments": lambda place: {
        "text": "The drawing is on its way",
        "mentions": [place.company.owner_id],
    },
    "POST /cards/{card_id}/attachments": lambda _: {"name": "a.pdf", "content_type": "application/pdf", "size": 12},
    "POST /track/{token}/receipt": lambda _: {"name": "Dr. Li", "note": "Complete"},
    "POST /connectors": lambda _: {"name": "Bank", "kind": "payment", "enabled": True},
    "PATCH /connectors/{connector_id}": lambda _: {"name": "Bank", "enabled": True},
    "POST /connectors/{connector_id}/secret": lambda _: {},
    "POST /connectors/{connector_id}/test": lambda _: {"payload": {"id": "evt_1", "type": "payment.received"}},
    "POST /connectors/unmatched/{hook_id}/match": lambda place: {"card_id": MAKERS["card_id"](place)},
    "PATCH /channels/{channel_id}": lambda _: {"name": "Mail", "kinds": ["lead.silent"], "enabled": True},
}


def name_of(route: Route) -> str:
    """`POST /leads/{lead_id}/hold`: the name of a route in tables and test ids."""
    return f"{route.method} {route.path}"


def sample_for(route: Route, place: Place) -> dict[str, Any] | None:
    """A body that the route takes; None for routes without one."""
    return SAMPLES[name_of(route)](place) if route.body is not None else None


def whole_place() -> Place:
    """A workspace with one of everything."""
    place = Place()
    for make in MAKERS.values():
        make(place)
    assert place.other_customer_id
    return place


def send(route: Route, place: Place, body: Any = None, target: str | None = None, **headers: str) -> Reply:
    """Call a route in a place, as who sees its things there; by default with the ids of the place's own things."""
    token = None if route.public else token_for(route.path, place)
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return place.door.send(route.method, target or address_of(route.path, place), body, token=token, headers=shown)
