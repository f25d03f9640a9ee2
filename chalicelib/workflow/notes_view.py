"""Comments and files of a run's collection, as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.core.ids import made_at
from chalicelib.core.scope import Scope
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow import keys
from chalicelib.workflow.model import Course
from chalicelib.workflow.schemas import AttachmentView, CommentView


def comments(scope: Scope, course: Course, items: Iterable[Any]) -> list[CommentView]:
    """The newest first. Stored: `{"by", "t": text, "m": [mentioned members]}`."""
    members, nodes = tenancy.members_of(scope), _nodes(course)
    found = []
    for item in items:
        place, note_id, kept = keys.place_of(item.sk), keys.last_of(item.sk), item.card
        member = members.get(kept["by"])
        found.append(
            CommentView(
                id=note_id,
                card_id=keys.card_id(course.run.id, place),
                node=nodes.get(place, ""),
                by=kept["by"],
                by_name=member.name if member else None,
                at=made_at(note_id),
                text=kept["t"],
                mentions=kept.get("m", []),
            )
        )
    return sorted(found, key=lambda each: each.id, reverse=True)


def attachments(scope: Scope, course: Course, items: Iterable[Any]) -> list[AttachmentView]:
    """The newest first. Stored: `{"by", "n": name, "s": bytes, "c": content type, "st": state}`."""
    members, nodes = tenancy.members_of(scope), _nodes(course)
    found = []
    for item in items:
        place, file_id, kept = keys.place_of(item.sk), keys.last_of(item.sk), item.card
        member = members.get(kept["by"])
        found.append(
            AttachmentView(
                id=file_id,
                card_id=keys.card_id(course.run.id, place),
                node=nodes.get(place, ""),
                name=kept["n"],
                size=kept["s"],
                content_type=kept["c"],
                state=kept["st"],
                by=kept["by"],
                by_name=member.name if member else None,
                at=made_at(file_id),
            )
        )
    return sorted(found, key=lambda each: each.id, reverse=True)


def _nodes(course: Course) -> dict[int, str]:
    return {card.place: card.node for card in course.cards.values()}
