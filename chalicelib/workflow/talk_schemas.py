"""Requests and answers about comments and files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.http import Instant, Model, View
from chalicelib.core.ids import PATTERN
from chalicelib.leads.schemas import Text


class CommentView(View):
    id: str
    card_id: str
    node: str
    by: str
    by_name: str | None = None
    at: Instant
    text: str
    mentions: list[str]


class CommentBody(Model):
    """`mentions`: members to be told; names written as @name in the text are found as well."""

    text: Annotated[Text, Field(min_length=1, max_length=4000)]
    mentions: Annotated[list[Annotated[str, Field(pattern=PATTERN["m"])]], Field(max_length=20)] = Field(
        default_factory=list
    )


class CommentPage(View):
    items: list[CommentView]


class AttachmentView(View):
    """`state`: waiting for its upload, checking, ready, or withheld by the virus scan."""

    id: str
    card_id: str
    node: str
    name: str
    size: int
    content_type: str
    state: Literal["waiting", "checking", "ready", "withheld"]
    by: str
    by_name: str | None = None
    at: Instant


class NewAttachment(Model):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    content_type: Annotated[str, Field(min_length=3, max_length=120)]
    size: Annotated[int, Field(ge=1, le=100_000_000)]


class UploadTicket(View):
    """Where to send the bytes: `method` to `url` with `headers`, within `expires_at`."""

    attachment: AttachmentView
    method: Literal["PUT"]
    url: str
    headers: dict[str, str]
    expires_at: Instant


class AttachmentPage(View):
    items: list[AttachmentView]


class DownloadLink(View):
    url: str
    expires_at: Instant
