"""What rows refer to and the workspace lacks, made before the first row; each thing once, however often this runs."""

from __future__ import annotations

from datetime import datetime

from chalicelib.core.errors import StaleVersion
from chalicelib.core.scope import Scope
from chalicelib.leads import products
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.setup_change import EntryChange, NamesChange

from .member_rows import add_pending
from .model import Import
from .settled import Settled

_TRIES = 4


def add_missing(scope: Scope, imported: Import, settled: Settled, now: datetime) -> None:
    """Members and products under ids derived from their names, and a reason for losses that have none in the file."""
    for member_id, name in settled.new_members.items():
        add_pending(scope, member_id, name, "manager" if imported.kind == "members" else "rep", now)
    known = {each.id for each in products.all_products(scope)} if settled.new_products else set()
    for product_id, name in settled.new_products.items():
        if product_id not in known:
            products.add_product(scope, {"name": name}, now, product_id=product_id, import_id=imported.id)
    if settled.adds_lost_reason:
        _add_lost_reason(scope, now)


def _add_lost_reason(scope: Scope, now: datetime) -> None:
    """ "Imported, not stated": truer than any reason that nobody gave, and easy to leave out of a report."""
    names = NamesChange.model_validate({"zh-CN": "导入（未说明）", "en": "Imported, not stated"})
    for _ in range(_TRIES):
        reasons = tenancy.read_workspace(scope).setup.lost_reasons
        if any(reason.names.en == names.en for reason in reasons):
            return
        kept = [EntryChange(id=reason.id) for reason in reasons if not reason.archived]
        change = tenancy.SetupChange(lost_reasons=[*kept, EntryChange(names=names)])
        try:
            tenancy.change_setup(scope, change, None, now, follow=lambda *_: None)
            return
        except StaleVersion:
            continue
