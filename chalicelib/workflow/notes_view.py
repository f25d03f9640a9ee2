"""Comments and files of cards, as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.core.scope import Scope
from chalicelib.tenancy import service as tenancy
from chalicelib.workflow.file_store import CardFile, file_of
from chalicelib.workflow.model import Course
from chalicelib.workflow.notes import Note, note_of
from chalicelib.workflow.talk_schemas import AttachmentView, CommentView


def comments(scope: Scope, course: Course, items: Iterable[Any]) -> list[CommentView]:
    """Of a whole run, the newest first."""
    nodes = {card.place: card.node for card in course.cards.values()}
    found = [comment_view(scope, note_of(item, nodes)) for item in items]
    return sorted(found, key=lambda each: each.id, reverse=True)


def attachments(scope: Scope, items: Iterable[Any]) -> list[AttachmentView]:
    """Of a whole run, the newest first."""
    found = [attachment_view(scope, file_of(item)) for item in items]
    return sorted(found, key=lambda each: each.id, reverse=True)


def comment_view(scope: Scope, note: Note) -> CommentView:
    return CommentView(
        id=note.id,
        card_id=note.card_id,
        node=note.node,
        by=note.by,
        by_name=_name(scope, note.by),
        at=note.at,
        text=note.text,
        mentions=list(note.mentions),
    )


def attachment_view(scope: Scope, file: CardFile) -> AttachmentView:
    return AttachmentView(
        id=file.id,
        card_id=file.card_id,
        node=file.node,
        name=file.name,
        size=file.size,
        content_type=file.content_type,
        state=file.state,  # type: ignore[arg-type]
        by=file.by,
        by_name=_name(scope, file.by),
        at=file.at,
    )


def _name(scope: Scope, member_id: str) -> str | None:
    member = tenancy.members_of(scope).get(member_id)
    return member.name if member else None
