"""Saved views: a list's filters, order and columns under a name; one's own, or shared with the workspace."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.core.clock import to_text
from chalicelib.core.errors import Conflict, NotFound, StaleVersion
from chalicelib.core.http import Model, Resource, View
from chalicelib.core.ids import new_id
from chalicelib.core.scope import Scope
from chalicelib.core.store import Writes, get, query_all
from chalicelib.core.tables import CompactJson, VersionedItem
from chalicelib.leads import keys
from chalicelib.leads.schemas import LeadQuery, Short, Title

MOST_VIEWS = 100


class TooManyViews(Conflict):
    code = "too_many_views"
    zh, en = "最多保存 {most} 个视图。", "At most {most} saved views."


class ViewItem(VersionedItem):
    """Kept under its owner; a shared one stands under SHARED."""

    class Meta(VersionedItem.Meta):
        pass

    name = UnicodeAttribute()
    owner = UnicodeAttribute()
    shared = BooleanAttribute(default=False)
    content = CompactJson()


class Filters(LeadQuery):
    """The filters of GET /v1/leads, as a view keeps them."""


Columns = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=40)]


class NewView(Model):
    name: Title
    filters: Filters = Filters()
    columns: Columns = Field(default_factory=list)
    shared: bool = False


class ViewChange(Model):
    name: Title | None = None
    filters: Filters | None = None
    columns: Columns | None = None


class SavedView(Resource):
    id: str
    name: Short
    filters: dict[str, Any]
    columns: list[str]
    shared: bool
    owner_id: str
    updated_at: str


class SavedViews(View):
    items: list[SavedView]


def list_views(scope: Scope) -> list[SavedView]:
    mine = [_view(item) for item in query_all(ViewItem, keys.views(scope))]
    return mine + [_view(item) for item in query_all(ViewItem, keys.shared_views(scope))]


def save_view(scope: Scope, new: NewView, now: datetime) -> SavedView:
    """
    Raises:
        TooManyViews
    """
    pk = keys.shared_views(scope) if new.shared else keys.views(scope)
    if ViewItem.count(pk) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    item = ViewItem(
        pk,
        new_id("view", now),
        name=new.name,
        owner=scope.member_id,
        shared=new.shared,
        content=_content(new.filters, new.columns),
        updated_at=to_text(now),
    )
    writes = Writes()
    writes.put(item)
    writes.commit()
    return _view(item)


def _content(filters: Filters, columns: list[str]) -> dict[str, Any]:
    return {"filters": filters.model_dump(mode="json", exclude_unset=True, exclude={"cursor"}), "columns": columns}


def _own(scope: Scope, view_id: str) -> ViewItem:
    """
    Raises:
        NotFound: none of that id, or another's.
    """
    for pk in (keys.views(scope), keys.shared_views(scope)):
        item = get(ViewItem, pk, view_id, consistent=True)
        if item is not None and item.owner == scope.member_id:
            return item
    raise NotFound()


def change_view(scope: Scope, view_id: str, change: ViewChange, now: datetime, expected: int | None) -> SavedView:
    """
    Raises:
        NotFound, StaleVersion
    """
    item = _own(scope, view_id)
    if expected is not None and item.version != expected:
        raise StaleVersion()
    content = dict(item.content)
    if change.filters is not None:
        content["filters"] = _content(change.filters, [])["filters"]
    if change.columns is not None:
        content["columns"] = change.columns
    item.name, item.content, item.updated_at = change.name or item.name, content, to_text(now)
    writes = Writes()
    writes.put(item, refusal=StaleVersion)
    writes.commit()
    return _view(item)


def delete_view(scope: Scope, view_id: str, expected: int | None) -> None:
    """
    Raises:
        NotFound, StaleVersion
    """
    item = _own(scope, view_id)
    if expected is not None and item.version != expected:
        raise StaleVersion()
    writes = Writes()
    writes.delete(item, refusal=StaleVersion)
    writes.commit()


def _view(item: ViewItem) -> SavedView:
    return SavedView(
        id=item.sk,
        name=item.name,
        filters=item.content["filters"],
        columns=item.content["columns"],
        shared=item.shared,
        owner_id=item.owner,
        updated_at=str(item.updated_at),
        version=item.version or 1,
    )
