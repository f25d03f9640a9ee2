"""The API of what stands beside cards: comments, files, and the page under a signed link."""

from __future__ import annotations

from chalicelib.core import clock
from chalicelib.core.blob_links import Link
from chalicelib.core.http import Answer, Api, Caller
from chalicelib.core.scope import Scope
from chalicelib.workflow import files, notes, tracking
from chalicelib.workflow.errors import (
    CardFull,
    CardWrongState,
    FileInfected,
    FileNotReady,
    FileTooLarge,
    FileTypeRefused,
    LinkInvalid,
    NotYours,
    ReceiptNotOpen,
)
from chalicelib.workflow.notes_view import attachment_view, comment_view
from chalicelib.workflow.talk_schemas import (
    AttachmentPage,
    AttachmentView,
    CommentBody,
    CommentPage,
    CommentView,
    DownloadLink,
    NewAttachment,
    UploadTicket,
)
from chalicelib.workflow.track_schemas import ReceiptBody, TrackView

api = Api(__name__, tag="flows")
#: The address is the key to the page: it goes nowhere else, and no search engine keeps it.
_TRACK_HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


@api.post("/cards/{card_id}/comments", body=CommentBody, status=201, allow="flows.comment", refusals=(CardFull,))
def comment_card(scope: Scope, card_id: str, body: CommentBody) -> CommentView:
    """Say something on a card. Who is mentioned, by id or as @name, is told."""
    return comment_view(scope, notes.comment_card(scope, card_id, body.text, clock.now(), body.mentions))


@api.get("/cards/{card_id}/comments", allow="flows.read")
def list_comments(scope: Scope, card_id: str) -> CommentPage:
    """All comments of a card, the oldest first."""
    return CommentPage(items=[comment_view(scope, each) for each in notes.list_notes(scope, card_id)])


@api.post(
    "/cards/{card_id}/attachments",
    body=NewAttachment,
    status=201,
    allow="flows.comment",
    refusals=(CardFull, FileTooLarge, FileTypeRefused),
)
def announce_attachment(scope: Scope, card_id: str, body: NewAttachment) -> UploadTicket:
    """Announce a file of at most 25 MB. Send its bytes to `url`, then say that it is `uploaded`."""
    file, link = files.announce_file(scope, card_id, body.name, body.content_type, body.size, clock.now())
    return UploadTicket(
        attachment=attachment_view(scope, file),
        method="PUT",
        url=link.url,
        headers=link.headers,
        expires_at=link.expires_at,
    )


@api.post(
    "/cards/{card_id}/attachments/{file_id}/uploaded",
    allow="flows.comment",
    refusals=(FileNotReady, FileTypeRefused),
)
def accept_attachment(scope: Scope, card_id: str, file_id: str) -> AttachmentView:
    """The bytes are there. `state` is `ready` then, `checking` while the virus scan is awaited, or `withheld`."""
    return attachment_view(scope, files.accept_file(scope, card_id, file_id, clock.now()))


@api.get("/cards/{card_id}/attachments", allow="flows.read")
def list_attachments(scope: Scope, card_id: str) -> AttachmentPage:
    """The files of a card, the oldest first."""
    return AttachmentPage(items=[attachment_view(scope, each) for each in files.list_files(scope, card_id)])


@api.post("/cards/{card_id}/attachments/{file_id}/link", allow="flows.read", refusals=(FileNotReady, FileInfected))
def link_to_attachment(scope: Scope, card_id: str, file_id: str) -> DownloadLink:
    """An address that gives the file for five minutes, to whoever has it."""
    link: Link = files.link_to_file(scope, card_id, file_id, clock.now())
    return DownloadLink(url=link.url, expires_at=link.expires_at)


@api.delete("/cards/{card_id}/attachments/{file_id}", allow="flows.comment", refusals=(CardWrongState, NotYours))
def remove_attachment(scope: Scope, card_id: str, file_id: str) -> None:
    """Take a file away: who sent it, who may move the card, and leaders; of a closed card leaders only."""
    files.remove_file(scope, card_id, file_id, clock.now())


@api.get("/track/{token}", public=True, refusals=(LinkInvalid,))
def show_tracked(caller: Caller, token: str) -> Answer[TrackView]:
    """What the letter's link shows: the steps and their states. No account is needed."""
    return _tracked(tracking.show(token, caller.locale, clock.now()))


@api.post("/track/{token}/receipt", body=ReceiptBody, public=True, refusals=(LinkInvalid, ReceiptNotOpen))
def receive_tracked(caller: Caller, token: str, body: ReceiptBody) -> Answer[TrackView]:
    """Confirm the receipt. Said again, the answer is the same."""
    return _tracked(tracking.receive(token, body.name, body.note, caller.locale, clock.now()))


def _tracked(view: TrackView) -> Answer[TrackView]:
    return Answer(view, headers=_TRACK_HEADERS)
