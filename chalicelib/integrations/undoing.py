"""An import taken back, chunk by chunk from the last one: what it made goes, what it changed gets its former values.

What somebody has changed since stays as it is; such rows are marked `kept` and listed in the error file.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.errors import NotFound
from chalicelib.core.scope import Scope
from chalicelib.leads import products

from .journal import Journal, read_journal, write_journal
from .member_rows import remove_pending
from .model import Import, Undo
from .rows import RowWriter

KEPT = "kept"


def undo_chunk(scope: Scope, imported: Import, writer: RowWriter) -> Undo:
    """Undo the rows of the last chunk that is left, in reverse; returns the counts after it. May run again."""
    number = imported.undo_chunk - 1
    journal = read_journal(scope, imported, number)
    if journal is None:
        return imported.undo
    changed = [outcome for outcome in reversed(journal.outcomes) if outcome.code in "cu"]
    kept = 0
    for outcome, is_reverted in zip(changed, writer.revert(changed), strict=True):
        outcome.warnings = [each for each in outcome.warnings if each != KEPT] + ([] if is_reverted else [KEPT])
        kept += not is_reverted
    if kept:
        write_journal(
            scope, imported.model_copy(update={"chunk": number}), Journal(journal.next_offset, True, journal.outcomes)
        )
    return Undo(reverted=imported.undo.reverted + len(changed) - kept, kept=imported.undo.kept + kept)


def remove_added(scope: Scope, imported: Import, now: datetime) -> None:
    """Members and products that the import made for its rows, as far as nothing else has come to need them."""
    for member_id in imported.added_members:
        remove_pending(scope, member_id, now)
    for product_id in imported.added_products:
        try:
            products.remove_product(scope, product_id, now, None)
        except NotFound:
            continue
