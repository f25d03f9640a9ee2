"""Who imported is told how it ended."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.core.scope import Scope
from chalicelib.core.settings import settings
from chalicelib.core.store import Writes
from chalicelib.notifications import service as notifications
from chalicelib.notifications import texts
from chalicelib.tenancy import service as tenancy

from .model import Import


def tell_done(writes: Writes, scope: Scope, imported: Import, now: datetime) -> None:
    """Add the notice to the transaction; an API key is not told."""
    member = tenancy.members_of(scope).get(imported.by.member_id)
    if member is None or member.is_removed:
        return
    counts = imported.counts
    facts = texts.ImportFacts(
        file=imported.filename,
        created=counts.created,
        updated=counts.updated,
        skipped=counts.skipped,
        failed=counts.failed,
        link=f"{settings().public_url}/imports/{imported.id}",
    )
    voice = texts.Voice("en" if member.locale == "en" else "zh-CN", ZoneInfo(tenancy.setup_of(scope).timezone))
    message = texts.import_done(facts, voice)
    notifications.tell(writes, scope, to=member, kind="import.done", message=message, about=imported.id, now=now)
