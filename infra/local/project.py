"""The Chalice project that is served, and the few things that `infra.local` asks of it.

A project is a folder with an `app.py` whose module has `app`, and beside it

    chalicelib.core.tables.create_tables()      makes the tables that are missing
    chalicelib.core.tables.dynamodb_client()    the process's botocore client
    chalicelib.core.cache.share_epochs(store)   takes a store of counters that all processes see
    chalicelib.core.blob_links, .blobs          files under signed addresses, if the project has any
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.batches import batches_as_transactions
from infra.local.counters import SharedCounters
from infra.local.folder import DataFolder
from infra.local.http.console import Console
from infra.local.http.files import Files
from infra.local.writes import announce_writes


@dataclass(frozen=True)
class Project:
    app: Any
    folder: DataFolder
    console: Console | None = None

    @classmethod
    def load(cls, project_dir: Path, folder: DataFolder) -> Project:
        """Import the project's app.py. The environment must be complete before: modules read it when imported."""
        sys.path.insert(0, str(project_dir.resolve()))
        return cls(importlib.import_module("app").app, folder, Console.built(project_dir.resolve()))

    @property
    def log_level(self) -> int:
        name = os.environ.get("GLASSPIPE_LOG_LEVEL", "INFO").upper()
        return logging.getLevelNamesMapping().get(name, logging.INFO)

    def create_tables(self) -> None:
        importlib.import_module("chalicelib.core.tables").create_tables()

    def files(self, cors: list[tuple[str, str]]) -> Files | None:
        """What takes and gives files under signed addresses."""
        if importlib.util.find_spec("chalicelib.core.blob_links") is None:
            return None
        links, blobs = (importlib.import_module(f"chalicelib.core.{each}") for each in ("blob_links", "blobs"))
        return Files(links, blobs, cors)

    def client(self) -> Any:
        """The botocore DynamoDB client that the app writes with."""
        return importlib.import_module("chalicelib.core.tables").dynamodb_client()

    def join_the_stack(self) -> None:
        """Make this process one of the running stack: what it writes wakes the feed, what it changes the others see."""
        client = self.client()
        counters = SharedCounters(self.folder.counters)
        importlib.import_module("chalicelib.core.cache").share_epochs(counters)
        announce_writes(client, self.folder, counters)
        batches_as_transactions(client)
        # The first request through botocore costs 70 ms; no user should be the one who pays for it.
        client.describe_table(TableName=os.environ["GLASSPIPE_WORKSPACE_TABLE"])
