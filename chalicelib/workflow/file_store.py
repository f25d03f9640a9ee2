"""Files of cards as items: what was announced, and what came in.

| item | sk in the run's partition | is |
| --- | --- | --- |
| upload | `upload#<place>#file_…` | what was announced, until its remains are cleared away |
| file | `part#<place>#file_…` | what came in: checking, ready or withheld |

Uploads sort behind the files, so that the page of a run reads none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from pynamodb.expressions.condition import Condition

from chalicelib.core import blob_links
from chalicelib.core.deadlines import set_due
from chalicelib.core.errors import NotFound, StaleVersion
from chalicelib.core.ids import is_id, made_at
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get
from chalicelib.core.tables import VersionedItem, WorkspaceItem
from chalicelib.workflow import keys
from chalicelib.workflow.moving import run_and_place

FILE_DUE = "file.scan"
#: After the last moment at which the address of an upload is good; what is under way may take its time.
_UPLOAD_ENDS = timedelta(seconds=blob_links.UPLOAD_SECONDS) + timedelta(minutes=15)
#: `gone`: came in or was taken away, and only its remains are left.
State = Literal["waiting", "checking", "ready", "withheld", "gone"]


class PartItem(VersionedItem):
    class Meta(VersionedItem.Meta):
        pass


class UploadItem(WorkspaceItem):
    """Every change moves its deadline, which the next one demands to be as it was read."""

    class Meta(WorkspaceItem.Meta):
        pass


@dataclass(frozen=True)
class CardFile:
    """`size` in bytes. `tries`: how often the scanner failed."""

    id: str
    run_id: str
    place: int
    node: str
    name: str
    size: int
    content_type: str
    state: State
    by: str
    tries: int = 0
    version: int | None = None

    @property
    def at(self) -> datetime:
        return made_at(self.id)

    @property
    def card_id(self) -> str:
        return keys.card_id(self.run_id, self.place)

    @property
    def incoming(self) -> str:
        return f"flows/incoming/{self.id}"

    @property
    def content(self) -> str:
        return content_name(self.id)


def content_name(file_id: str) -> str:
    """The name in storage of what is looked at and given out."""
    return f"flows/files/{file_id}"


def facts_of(file: CardFile) -> dict[str, Any]:
    return {"file_id": file.id, "file": file.name, "size": file.size}


def known_file(scope: Scope, card_id: str, file_id: str) -> CardFile:
    file = find_part(scope, card_id, file_id)
    if file is None:
        raise NotFound()
    return file


def find_part(scope: Scope, card_id: str, file_id: str) -> CardFile | None:
    run_id, place = _place_of(card_id, file_id)
    item = get(PartItem, keys.run(scope, run_id), keys.part(place, file_id), consistent=True)
    return None if item is None else file_of(item)


def find_announced(scope: Scope, card_id: str, file_id: str) -> tuple[CardFile, str]:
    """A file that is waited for, and the deadline of its upload. Raises NotFound."""
    run_id, place = _place_of(card_id, file_id)
    item = get(UploadItem, keys.run(scope, run_id), keys.upload(place, file_id), consistent=True)
    file = None if item is None else file_of(item)
    if item is None or file is None or file.state != "waiting":
        raise NotFound()
    return file, str(item.due_at)


def _place_of(card_id: str, file_id: str) -> tuple[str, int]:
    if not is_id(file_id, "file"):
        raise NotFound()
    return run_and_place(card_id)


def part_item(scope: Scope, file: CardFile, due_at: datetime | None) -> PartItem:
    item = PartItem(keys.run(scope, file.run_id), keys.part(file.place, file.id), card=_kept(file))
    set_due(item, FILE_DUE, due_at)
    return item.under(file.version)


def upload_item(scope: Scope, file: CardFile, due_at: datetime) -> UploadItem:
    item = UploadItem(keys.run(scope, file.run_id), keys.upload(file.place, file.id), card=_kept(file))
    set_due(item, FILE_DUE, due_at)
    return item


def add_remains(
    writes: Writes, scope: Scope, file: CardFile, now: datetime, condition: Condition | None = None
) -> None:
    """Its upload's address may still be good: what it wrote is cleared away when it is not."""
    ends = max(file.at + _UPLOAD_ENDS, now + timedelta(seconds=1))
    writes.put(upload_item(scope, replace(file, state="gone"), ends), condition, StaleVersion())


def _kept(file: CardFile) -> dict[str, Any]:
    kept = {"by": file.by, "n": file.name, "s": file.size, "c": file.content_type, "st": file.state, "no": file.node}
    return {**kept, "tr": file.tries} if file.tries else kept


def file_of(item: Any) -> CardFile:
    """Of an upload, of a file, or of a file as an item of its run's collection."""
    kept = item.card
    return CardFile(
        id=keys.last_of(item.sk),
        run_id=keys.run_id_of(item.pk),
        place=keys.place_of(item.sk),
        node=kept["no"],
        name=kept["n"],
        size=kept["s"],
        content_type=kept["c"],
        state=kept["st"],
        by=kept["by"],
        tries=kept.get("tr", 0),
        version=getattr(item, "version", None),
    )
