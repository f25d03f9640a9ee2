"""The two tables, their indexes, and the process's one client for them."""

from __future__ import annotations

import json
import threading
from typing import Any, ClassVar, Self

from botocore.config import Config
from botocore.session import get_session
from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.connection.base import Connection
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from chalicelib.core import guard
from chalicelib.core.credentials import ScopedCredentials
from chalicelib.core.settings import settings
from chalicelib.core.transport import CONNECT_SECONDS, READ_SECONDS, PlainParserFactory, Transport

#: Shards of the `due` index: the sweep reads them side by side; one is good for 1,000 writes a second in AWS.
DUE_SHARDS = 8


class CompactJson(Attribute[Any]):
    """JSON without spaces or escapes: PynamoDB's own would store a Chinese character in six bytes, not in three."""

    attr_type = "S"

    def serialize(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def deserialize(self, value: str) -> Any:
        return json.loads(value)


class _ByOwner(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_owner"
        projection = IncludeProjection(["card", "updated_at"])

    owner_key = UnicodeAttribute(hash_key=True)
    follow_up_order = UnicodeAttribute(range_key=True)


class _ByStage(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_stage"
        projection = IncludeProjection(["card", "updated_at"])

    stage_key = UnicodeAttribute(hash_key=True)
    follow_up_order = UnicodeAttribute(range_key=True)


class _ByUpdate(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_update"
        projection = IncludeProjection(["card", "follow_up_order"])

    owner_key = UnicodeAttribute(hash_key=True)
    updated_at = UnicodeAttribute(range_key=True)


class _Flagged(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "flagged"
        projection = IncludeProjection(["card", "follow_up_order", "updated_at"])

    flag_key = UnicodeAttribute(hash_key=True)
    flag_order = UnicodeAttribute(range_key=True)


class _Customers(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "customers"
        projection = AllProjection()

    customers_key = UnicodeAttribute(hash_key=True)
    customer_id = UnicodeAttribute(range_key=True)


class _Log(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "log"
        projection = AllProjection()

    log_key = UnicodeAttribute(hash_key=True)
    log_id = UnicodeAttribute(range_key=True)


class _Due(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "due"
        projection = IncludeProjection(["due_kind"])

    due_shard = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class WorkspaceItem(Model):
    """An item of the workspace table. Subclasses add their attributes; what they index is declared here once."""

    class Meta:
        table_name = settings().workspace_table
        region = settings().region
        billing_mode = "PAY_PER_REQUEST"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    owner_key = UnicodeAttribute(null=True)
    stage_key = UnicodeAttribute(null=True)
    follow_up_order = UnicodeAttribute(null=True)
    updated_at = UnicodeAttribute(null=True)
    flag_key = UnicodeAttribute(null=True)
    flag_order = UnicodeAttribute(null=True)
    customers_key = UnicodeAttribute(null=True)
    customer_id = UnicodeAttribute(null=True)
    log_key = UnicodeAttribute(null=True)
    log_id = UnicodeAttribute(null=True)
    due_shard = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    due_kind = UnicodeAttribute(null=True)
    card = CompactJson(null=True)
    expires = NumberAttribute(null=True)

    by_owner = _ByOwner()
    by_stage = _ByStage()
    by_update = _ByUpdate()
    flagged = _Flagged()
    customers = _Customers()
    log = _Log()
    due = _Due()


class VersionedItem(WorkspaceItem):
    """A mutable item: each save and update demands the version that was read (-> `StaleVersion`)."""

    class Meta(WorkspaceItem.Meta):
        pass

    version = VersionAttribute()

    def under(self, version: int | None) -> Self:
        """This item, to be written over the one of `version`; None: there is none yet."""
        if version is not None:
            self.version = version
        return self


class DirectoryItem(Model):
    """An item of the directory table: what must be found before a workspace is known."""

    class Meta:
        table_name = settings().directory_table
        region = settings().region
        billing_mode = "PAY_PER_REQUEST"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    expires = NumberAttribute(null=True)


class VersionedDirectoryItem(DirectoryItem):
    class Meta(DirectoryItem.Meta):
        pass

    version = VersionAttribute()


class GuardedConnection(Connection):
    """PynamoDB's connection over our one client: guarded, and signed anew for each request's scope."""

    _lock: ClassVar[threading.Lock] = threading.Lock()

    @property
    def client(self) -> Any:
        if self._client is None:
            with self._lock:
                if self._client is None:
                    self._client = _make_client()
        return self._client


def _make_client() -> Any:
    session = get_session()
    own = None if settings().is_local else session.get_credentials()
    session._credentials = ScopedCredentials(own)
    session.register_component("response_parser_factory", PlainParserFactory())
    client = session.create_client(
        "dynamodb",
        region_name=settings().region,
        config=Config(
            parameter_validation=False,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            max_pool_connections=32,
            retries={"total_max_attempts": 4, "mode": "standard"},
            # The default user agent is put together anew for each request: a sixth of a GetItem's time.
            user_agent="glasspipe",
            account_id_endpoint_mode="disabled",
        ),
    )
    guard.install(client.meta.events)
    Transport().install(client.meta.events)
    return client


def _bind_models() -> GuardedConnection:
    """Give both base models the one guarded connection, before a subclass could open one of its own."""
    shared = GuardedConnection(region=settings().region)
    for model in (WorkspaceItem, DirectoryItem):
        table = model._get_connection()
        shared.add_meta_table(table.get_meta_table())
        table.connection = shared
    return shared


_CONNECTION = _bind_models()


def connection() -> GuardedConnection:
    """The process's one connection, for transactions over both tables."""
    return _CONNECTION


def dynamodb_client() -> Any:
    """The botocore client behind it (hooks on `.meta.events`)."""
    return _CONNECTION.client


def create_tables() -> None:
    """Create what is missing, as `infra/aws` does it in the cloud. For one machine and for tests."""
    for model in (WorkspaceItem, DirectoryItem):
        if not model.exists():
            model.create_table(wait=True)
