"""The page under a signed link: what somebody outside, without an account, sees of a run, and the receipt they give.

A token is 71 bytes as base64url: version, workspace, run, place of the card that sent the letter, place of the receipt
(0: none), end (seconds), HMAC. It stands in a path, and so fits 100 characters and begins with a letter.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ulid import ULID

from chalicelib.core import vault
from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.events import Event, EventItem, EventKind
from chalicelib.core.ids import ulid_of
from chalicelib.core.keys import EVENT_PREFIX
from chalicelib.core.scope import Scope, acting_as
from chalicelib.core.settings import settings
from chalicelib.core.store import query_page
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow import keys, letters, model, store
from chalicelib.workflow.acting import complete_card
from chalicelib.workflow.definition import ContactMail, node_name
from chalicelib.workflow.errors import AlreadyThere, LinkInvalid, ReceiptNotOpen
from chalicelib.workflow.letters import contact_letter
from chalicelib.workflow.model import Card, Course
from chalicelib.workflow.schemas import FieldValue
from chalicelib.workflow.track_schemas import TrackStep, TrackView

GOOD_FOR = timedelta(days=90)
#: Whom events name for what comes in by such a link.
CONTACT = "contact"
_PURPOSE = "track"
_VERSION = 1
_SHAPE = struct.Struct(">B16s16sBBI")
_SIGNATURE_BYTES = 32
_PAGE, _MOST_PAGES = 50, 6


@dataclass(frozen=True)
class Tracked:
    """What a token is about. `receipt` is the place of the card that the contact completes."""

    workspace_id: str
    run_id: str
    place: int
    receipt: int | None


def link(scope: Scope, course: Course, card: Card, receipt_node: str | None, now: datetime) -> str:
    """The address of the page that `card`'s letter names; good for 90 days from `now`.

    Raises:
        VaultNotConfigured, KeyServiceFailed
    """
    receipt = course.cards.get(receipt_node) if receipt_node else None
    message = _SHAPE.pack(
        _VERSION,
        ULID.from_str(ulid_of(scope.workspace_id)).bytes,
        ULID.from_str(ulid_of(course.run.id)).bytes,
        card.place,
        receipt.place if receipt else 0,
        int((now + GOOD_FOR).timestamp()),
    )
    token = base64.urlsafe_b64encode(message + vault.sign(_PURPOSE, message)).decode().rstrip("=")
    return f"{settings().public_url}/track/{token}"


def send_contact_letter(scope: Scope, course: Course, card: Card, now: datetime) -> bool:
    """The letter of a done card, once per cycle, with the link to its page. Whether it went out now.

    Raises:
        DeliveryFailed: worth trying again.
    """

    def page(mail: ContactMail) -> str:
        return link(scope, course, card, mail.receipt, now)

    return letters.send_contact_letter(scope, course, card, now, page)


def opened(token: str, now: datetime) -> Tracked:
    """
    Raises:
        LinkInvalid: forged, damaged or over.
    """
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:  # binascii.Error is one
        raise LinkInvalid() from None
    message, signature = raw[: _SHAPE.size], raw[_SHAPE.size :]
    if len(raw) != _SHAPE.size + _SIGNATURE_BYTES or not vault.verify(_PURPOSE, message, signature):
        raise LinkInvalid()
    version, workspace, run, place, receipt, ends = _SHAPE.unpack(message)
    if version != _VERSION or now >= datetime.fromtimestamp(ends, UTC):
        raise LinkInvalid()
    return Tracked(f"w_{ULID(workspace)}", f"run_{ULID(run)}", place, receipt or None)


def show(token: str, locale: str, now: datetime) -> TrackView:
    """
    Raises:
        LinkInvalid
    """
    tracked = opened(token, now)
    scope = _scope(tracked, locale)
    with acting_as(scope):
        return _view(scope, tracked, _course(scope, tracked))


def receive(token: str, name: str, note: str | None, locale: str, now: datetime) -> TrackView:
    """The contact has received it. Said again, it is as it was.

    Raises:
        LinkInvalid, ReceiptNotOpen
    """
    tracked = opened(token, now)
    scope = _scope(tracked, locale)
    with acting_as(scope):
        course = _course(scope, tracked)
        card = _receipt(tracked, course)
        if card is not None and card.state == "done":
            return _view(scope, tracked, course)
        if card is None or not _can_receive(course, card):
            raise ReceiptNotOpen()
        try:
            course, _ = complete_card(scope, card.id, {}, now, facts={"receipt_by": name, "note": note})
        except AlreadyThere:
            course = _course(scope, tracked)
            card = _receipt(tracked, course)
            if card is None or card.state != "done":
                raise ReceiptNotOpen() from None
        except Refused:
            # Why is the members' business: it would name fields, or who has the card.
            raise ReceiptNotOpen() from None
        return _view(scope, tracked, course)


# Within


def _scope(tracked: Tracked, locale: str) -> Scope:
    return Scope.system(tracked.workspace_id, CONTACT).with_locale(locale)


def _course(scope: Scope, tracked: Tracked) -> Course:
    try:
        return store.read_course(scope, tracked.run_id, consistent=True)
    except NotFound:
        raise LinkInvalid() from None


def _at(course: Course, place: int | None) -> Card | None:
    return next((card for card in course.cards.values() if card.place == place), None)


def _receipt(tracked: Tracked, course: Course) -> Card | None:
    return _at(course, tracked.receipt)


def _can_receive(course: Course, card: Card) -> bool:
    """Whether the receipt would complete the card now: nothing else may be missing."""
    if course.run.state != "open" or card.state not in ("ready", "in_progress"):
        return False
    node, values = course.node(card), course.values()
    asked = (node.gives,) if card.state == "in_progress" else (node.needs, node.gives)
    return all(
        not model.missing_fields(each.fields, values)
        and card.files >= each.attachments
        and (each.approval is None or card.approval is not None)
        for each in asked
    )


def _view(scope: Scope, tracked: Tracked, course: Course) -> TrackView:
    receipt = _receipt(tracked, course)
    received = receipt is not None and receipt.state == "done"
    return TrackView(
        title=course.run.title,
        workspace=tenancy.workspace_of(scope).name,
        state=course.run.state,
        steps=[
            TrackStep(
                name=node_name(node, scope.locale),
                state=card.state,
                done_at=card.since if card.state == "done" else None,
            )
            for node in course.flow.nodes
            if (card := course.cards.get(node.id)) is not None
        ],
        facts=_facts(scope, course, _at(course, tracked.place)),
        can_receive=receipt is not None and _can_receive(course, receipt),
        received_at=receipt.since if receipt is not None and received else None,
        receipt_name=_receipt_name(scope, receipt) if receipt is not None and received else None,
    )


def _facts(scope: Scope, course: Course, card: Card | None) -> list[FieldValue]:
    """What the letter said, as it is now."""
    mail = course.node(card).mail_when_done if card is not None else None
    if mail is None:
        return []
    said, values = letters.mentioned_fields(mail), course.values()
    locale = "en" if scope.locale == "en" else "zh-CN"
    return [
        FieldValue(
            id=field.id,
            name=field.names.pick(locale),  # type: ignore[arg-type]
            type=field.type,
            value=letters.shown_value(field, values.get(field.id), scope.locale),
        )
        for field in course.flow.fields
        if field.id in said
    ]


def _receipt_name(scope: Scope, card: Card) -> str | None:
    """Who gave the receipt by such a link: the run's events have it. None where a member completed the card."""
    start = None
    for _ in range(_MOST_PAGES):
        page = query_page(
            EventItem,
            keys.run(scope, card.run_id),
            range_condition=EventItem.sk.startswith(EVENT_PREFIX),
            limit=_PAGE,
            descending=True,
            start=start,
        )
        for item in page.items:
            event = Event.of(item)
            if event.kind is EventKind.CARD_COMPLETED and event.about == card.id:
                return event.facts.get("receipt_by") if event.actor == CONTACT else None
        start = page.next_key
        if start is None:
            break
    return None


__all__ = ["Tracked", "contact_letter", "link", "opened", "receive", "send_contact_letter", "show"]
