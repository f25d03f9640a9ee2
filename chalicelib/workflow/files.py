"""Files on cards: sent straight to storage, looked at, and given out by addresses that last some minutes.

The address of an upload writes to `flows/incoming/…`; what is looked at and given out is a copy that no address can
write to, or somebody could change a file after the scan.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.core import blob_links, blobs
from chalicelib.core.errors import Invalid, NotFound, StaleVersion
from chalicelib.core.events import EventKind
from chalicelib.core.ids import new_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, query_all, query_page
from chalicelib.workflow import keys
from chalicelib.workflow.beside import beside_card, find_card
from chalicelib.workflow.errors import (
    CardFull,
    CardWrongState,
    FileInfected,
    FileNotReady,
    FileTooLarge,
    NotYours,
)
from chalicelib.workflow.file_checking import FIRST_RETRY, check_file, delete_content
from chalicelib.workflow.file_store import (
    CardFile,
    PartItem,
    UploadItem,
    add_remains,
    content_name,
    facts_of,
    file_of,
    find_announced,
    find_part,
    known_file,
    part_item,
    upload_item,
)
from chalicelib.workflow.file_types import cleaned_name, type_of
from chalicelib.workflow.model import Card, Course, Moved
from chalicelib.workflow.moving import Done
from chalicelib.workflow.people import People, may_lead, may_move

MOST_MEGABYTES = 25
#: Of one card; announced ones are counted apart.
MOST_FILES = 50
KEEP_UNFINISHED = timedelta(hours=24)


def announce_file(
    scope: Scope, card_id: str, name: str, content_type: str, size: int, now: datetime
) -> tuple[CardFile, blob_links.Link]:
    """A file that is about to be sent, and where to.

    Raises:
        NotFound: the card. FileTooLarge, FileTypeRefused, CardFull, Invalid: nothing is left of the name.
    """
    card = find_card(scope, card_id)
    clean = cleaned_name(name)
    if not clean:
        raise Invalid.at("name", "not the name of a file" if scope.locale == "en" else "不是有效的文件名")
    served = type_of(clean, content_type).served
    if size > MOST_MEGABYTES * 1024 * 1024:
        raise FileTooLarge(most=MOST_MEGABYTES)
    file = CardFile(
        new_id("file", now), card.run_id, card.place, card.node, clean, size, served, "waiting", scope.member_id
    )
    open_uploads = query_page(
        UploadItem,
        keys.run(scope, card.run_id),
        range_condition=UploadItem.sk.startswith(keys.upload(card.place, "")),
        limit=MOST_FILES,
    )
    if card.files >= MOST_FILES or len(open_uploads.items) >= MOST_FILES:
        raise CardFull(most=MOST_FILES)
    link = blob_links.upload_link(scope.workspace_id, file.incoming, size=size, content_type=served, now=now)
    writes = Writes()
    writes.create(upload_item(scope, file, now + KEEP_UNFINISHED))
    writes.commit()
    return file, link


def accept_file(scope: Scope, card_id: str, file_id: str, now: datetime) -> CardFile:
    """The bytes are there: look at them. Again: what has become of the file.

    Raises:
        NotFound. FileNotReady: nothing was sent, or of another length. FileTypeRefused: the content is of another type.
        Contention
    """
    known = find_part(scope, card_id, file_id)
    if known is not None:
        return known
    try:
        file, due_at = find_announced(scope, card_id, file_id)
    except NotFound:
        return known_file(scope, card_id, file_id)  # somebody else said so between the two looks
    try:
        if blobs.size(scope.workspace_id, file.incoming) != file.size:
            raise FileNotReady()
    except blobs.BlobMissing:
        raise FileNotReady() from None
    claimed = replace(file, state="checking")
    writes = Writes()
    writes.create(part_item(scope, claimed, now + FIRST_RETRY), StaleVersion())
    add_remains(writes, scope, file, now, UploadItem.due_at == due_at)
    try:
        writes.commit()
    except StaleVersion:
        return known_file(scope, card_id, file_id)  # somebody else said so at this moment
    return check_file(scope, replace(claimed, version=1), now)


def list_files(scope: Scope, card_id: str) -> list[CardFile]:
    """A card's files, the oldest first; without those that were only announced. Raises NotFound."""
    card = find_card(scope, card_id)
    found = query_all(
        PartItem, keys.run(scope, card.run_id), range_key_condition=PartItem.sk.startswith(keys.part(card.place, ""))
    )
    return [file_of(item) for item in found]


def link_to_file(scope: Scope, card_id: str, file_id: str, now: datetime) -> blob_links.Link:
    """
    Raises:
        NotFound, FileNotReady, FileInfected
    """
    file = find_part(scope, card_id, file_id) or find_announced(scope, card_id, file_id)[0]
    if file.state == "withheld":
        raise FileInfected()
    if file.state != "ready":
        raise FileNotReady()
    return blob_links.download_link(
        scope.workspace_id, file.content, filename=file.name, content_type=file.content_type, now=now
    )


def remove_file(scope: Scope, card_id: str, file_id: str, now: datetime) -> None:
    """By who sent it or may move the card; what a closed card was given, by leaders only.

    Raises:
        NotFound, NotYours, CardWrongState, Contention
    """
    if find_part(scope, card_id, file_id) is None:
        return _give_up(scope, card_id, file_id, now)

    def decide(course: Course, card: Card, people: People) -> Done:
        file = known_file(scope, card_id, file_id)
        leads = may_lead(scope)
        if not (leads or file.by == scope.member_id or may_move(scope, people, card)):
            raise NotYours()
        if card.is_closed and not leads:
            raise CardWrongState.of(card)
        counted = card.files - 1 if file.state == "ready" else card.files
        left = course.with_cards(replace(card, files=max(counted, 0)))

        def also(writes: Writes) -> None:
            writes.delete(part_item(scope, file, None), refusal=StaleVersion())
            add_remains(writes, scope, file, now)

        return Done(Moved(left, (card.node,)), EventKind.CARD_FILE_REMOVED, facts_of(file), also=also)

    beside_card(scope, card_id, now, decide)
    delete_content(scope, content_name(file_id))
    return None


def _give_up(scope: Scope, card_id: str, file_id: str, now: datetime) -> None:
    """An announced file will not come. Raises NotFound, NotYours, StaleVersion."""
    file, due_at = find_announced(scope, card_id, file_id)
    if file.by != scope.member_id and not may_lead(scope):
        raise NotYours()
    writes = Writes()
    add_remains(writes, scope, file, now, UploadItem.due_at == due_at)
    writes.commit()
