"""The letter to somebody outside that a card sends when it is done, and values as people read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.core.log import logger
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get
from chalicelib.core.tables import WorkspaceItem
from chalicelib.identity.addresses import deliverable, normalised
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow import keys
from chalicelib.workflow.definition import ContactMail, FlowField
from chalicelib.workflow.model import Card, Course

NOTHING = "—"
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class SentItem(WorkspaceItem):
    """Says that a card's letter of this cycle has gone out."""

    class Meta(WorkspaceItem.Meta):
        pass


def contact_letter(scope: Scope, course: Course, card: Card) -> tuple[str, str, str] | None:
    """`(address, subject, body)`; None where the card sends no letter, or nobody's address was recorded."""
    mail = course.node(card).mail_when_done
    if mail is None:
        return None
    values, locale = course.values(), tenancy.setup_of(scope).locale
    try:
        address = deliverable(normalised(str(values.get(mail.field) or "")))
    except ValueError:
        return None

    def filled(text: str) -> str:
        return _PLACEHOLDER.sub(
            lambda found: shown_value(course.flow.field(found[1]), values.get(found[1]), locale), text
        )

    return address, filled(mail.subject.pick(locale)), filled(mail.body.pick(locale))


def send_contact_letter(
    scope: Scope, course: Course, card: Card, now: datetime, link: Callable[[ContactMail], str]
) -> bool:
    """Send a done card's letter once per cycle; `link` makes the address of its page. Whether it went out now.

    A card that was reopened before its event came writes when it is done again.
    Called again after a crash between sending and noting it, it is sent again: a letter twice is better than none.

    Raises:
        DeliveryFailed: worth trying again.
    """
    from chalicelib.notifications import DeliveryFailed
    from chalicelib.notifications.mail import Letter, send_letter

    written, mail = contact_letter(scope, course, card), course.node(card).mail_when_done
    if written is None or mail is None or card.state != "done":
        return False
    pk, sk = keys.run(scope, card.run_id), keys.letter(card.place, card.cycle)
    if get(SentItem, pk, sk, consistent=True) is not None:
        return False
    address, subject, body = written
    locale, is_sent = tenancy.setup_of(scope).locale, True
    try:
        send_letter(Letter(address, subject, body, link(mail) if mail.link else "", locale), now)
    except DeliveryFailed as failed:
        if failed.retryable:
            raise
        # For good: the address is noted as written to, or every further event would try it again.
        logger.warning("letter to a contact refused", card_id=card.id, reason=failed.reason)
        is_sent = False
    writes = Writes()
    writes.put(SentItem(pk, sk))
    writes.commit()
    return is_sent


def mentioned_fields(mail: ContactMail) -> frozenset[str]:
    """The fields whose values the letter says."""
    texts = (mail.subject.zh, mail.subject.en, mail.body.zh, mail.body.en)
    return frozenset(found for text in texts for found in _PLACEHOLDER.findall(text))


def shown_value(field: FlowField | None, value: Any, locale: str) -> str:
    if field is None or value in (None, ""):
        return NOTHING
    if field.type == "choice":
        return next(
            (each.names.pick("en" if locale == "en" else "zh-CN") for each in field.choices if each.id == value),
            str(value),
        )
    if field.type == "yes_no":
        yes, no = ("Yes", "No") if locale == "en" else ("是", "否")
        return yes if value else no
    if field.type == "money" and isinstance(value, dict):
        return f"{value.get('currency', '')} {value.get('amount', '')}".strip()
    return str(value)
