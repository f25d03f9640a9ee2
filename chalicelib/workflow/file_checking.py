"""Whether a file may be given out: its length, how it begins, and what the virus scan says.

Deadlines (`file.scan`): a file that is being checked is checked again; an upload is cleared away, with the content of
a file that is no longer there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.core import blobs
from chalicelib.core.deadlines import DueKey
from chalicelib.core.errors import StaleVersion
from chalicelib.core.events import EventKind
from chalicelib.core.log import logger
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get
from chalicelib.workflow import keys, scanning
from chalicelib.workflow.beside import beside_card
from chalicelib.workflow.errors import FileNotReady, FileTypeRefused
from chalicelib.workflow.file_store import (
    CardFile,
    PartItem,
    State,
    UploadItem,
    facts_of,
    file_of,
    find_part,
    known_file,
    part_item,
)
from chalicelib.workflow.file_types import LOOKED_AT, begins_right
from chalicelib.workflow.model import Card, Course, Moved
from chalicelib.workflow.moving import Done
from chalicelib.workflow.people import People

FIRST_RETRY, _LONGEST_RETRY = timedelta(minutes=2), timedelta(hours=1)


def scan_due(scope: Scope, due: Sequence[DueKey], now: datetime) -> None:
    """The deadlines of files (`file.scan`): what is being checked is checked again, remains are cleared away."""
    for each in due:
        if each.sk.startswith(keys.PART_PREFIX):
            _check_again(scope, each, now)
        else:
            _clear(scope, each)


def check_file(scope: Scope, file: CardFile, now: datetime) -> CardFile:
    """What becomes of a file whose bytes are there.

    Raises:
        FileTypeRefused, FileNotReady, Contention
    """
    workspace_id = scope.workspace_id
    if not _is_copied(workspace_id, file):
        _drop(scope, file)
        raise FileNotReady()
    start = blobs.read_start(workspace_id, file.content, LOOKED_AT)
    if blobs.size(workspace_id, file.content) != file.size or not begins_right(file.name, start):
        _drop(scope, file)
        raise FileTypeRefused()
    try:
        clean = scanning.is_clean(workspace_id, file.content)
    except scanning.ScanFailed as problem:
        logger.warning("file not scanned", file_id=file.id, workspace_id=workspace_id, reason=str(problem))
        return _put_off(scope, file, now)
    return _settle(scope, file, "ready" if clean else "withheld", now)


def _is_copied(workspace_id: str, file: CardFile) -> bool:
    """Whether the content lies where no address can write to; copied there if need be."""
    try:
        blobs.size(workspace_id, file.content)
    except blobs.BlobMissing:
        try:
            blobs.copy(workspace_id, file.incoming, file.content)
        except blobs.BlobMissing:
            return False
    return True


def _settle(scope: Scope, file: CardFile, state: State, now: datetime) -> CardFile:
    """A ready file counts on its card; a withheld one is told, and its content goes."""

    def decide(course: Course, card: Card, _people: People) -> Done | None:
        current = find_part(scope, card.id, file.id)
        if current is None or current.state != "checking":
            return None
        settled = replace(current, state=state)
        ready = state == "ready"

        def also(writes: Writes) -> None:
            writes.put(part_item(scope, settled, None if ready else now), refusal=StaleVersion())

        if ready:
            more = course.with_cards(replace(card, files=card.files + 1))
            return Done(Moved(more, (card.node,)), EventKind.CARD_FILE_ADDED, facts_of(file), also=also)
        facts = {**facts_of(file), "reason": "infected"}
        return Done(Moved(course, ()), EventKind.CARD_FILE_REMOVED, facts, also=also)

    beside_card(scope, file.card_id, now, decide)
    if state == "withheld":
        delete_content(scope, file.content)
    return known_file(scope, file.card_id, file.id)


def _put_off(scope: Scope, file: CardFile, now: datetime) -> CardFile:
    wait = min(FIRST_RETRY * 2 ** min(file.tries, 10), _LONGEST_RETRY)
    writes = Writes()
    writes.put(part_item(scope, replace(file, tries=file.tries + 1), now + wait), refusal=StaleVersion())
    try:
        writes.commit()
    except StaleVersion:
        return known_file(scope, file.card_id, file.id)
    return file


def _drop(scope: Scope, file: CardFile) -> None:
    """What came in is not what was announced. Its content goes with the remains of the upload, at the latest."""
    writes = Writes()
    writes.delete(part_item(scope, file, None), refusal=StaleVersion())
    try:
        writes.commit()
    except StaleVersion:
        return
    delete_content(scope, file.content)


def _check_again(scope: Scope, due: DueKey, now: datetime) -> None:
    item = get(PartItem, due.pk, due.sk, consistent=True)
    if item is None or item.due_at != due.due_at:
        return
    file = file_of(item)
    if file.state == "checking":
        try:
            check_file(scope, file, now)
        except (FileTypeRefused, FileNotReady):
            logger.info("file dropped", file_id=file.id, workspace_id=scope.workspace_id)
        return
    if file.state == "withheld":
        blobs.delete(scope.workspace_id, file.content)
    writes = Writes()
    writes.put(part_item(scope, file, None))
    writes.commit()


def _clear(scope: Scope, due: DueKey) -> None:
    item = get(UploadItem, due.pk, due.sk, consistent=True)
    if item is None or item.due_at != due.due_at:
        return
    file = file_of(item)
    blobs.delete(scope.workspace_id, file.incoming)
    if find_part(scope, file.card_id, file.id) is None:
        blobs.delete(scope.workspace_id, file.content)
    writes = Writes()
    writes.delete(item, UploadItem.due_at == due.due_at, versioned=False)
    writes.commit()


def delete_content(scope: Scope, name: str) -> None:
    """At once if it can be; what fails here is done by a deadline."""
    try:
        blobs.delete(scope.workspace_id, name)
    except blobs.BlobsFailed as problem:
        logger.warning("content not deleted yet", workspace_id=scope.workspace_id, reason=str(problem))
