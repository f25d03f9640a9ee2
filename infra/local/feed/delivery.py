"""Hands batches to the app's stream handler; what fails is tried again a few times and then put aside."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalice.local import LambdaContext

from infra.local.feed.memory import Failure, Memory
from infra.local.feed.records import LogEntry, sequence_number, stream_event

#: Seconds between the tries of an event whose handler fails; after the last one it is a dead letter.
BACK_OFF = (1.0, 5.0, 30.0, 120.0, 600.0)
_TIMEOUT_MS = 900_000

logger = logging.getLogger("glasspipe.feed")


@dataclass(frozen=True)
class Delivery:
    """handler: the `@app.on_dynamodb_record` function. now: seconds since 1970."""

    handler: Callable[[dict[str, Any], Any], Any]
    stream_arn: str
    memory: Memory
    dead_letters: Path
    now: Callable[[], float]

    def deliver(self, entries: list[LogEntry]) -> None:
        """Hand a new batch over and remember its outcome."""
        self._settle(entries, {}, self._failed(entries))

    def retry(self, *, everything: bool) -> int:
        """Try the failed events that are due, or all of them; each alone, so that one can't fail the others.

        Returns how many were tried.
        """
        failures = self.memory.due_failures(float("inf") if everything else self.now())
        for failure in failures:
            key = (failure.entry.workspace, failure.entry.ulid)
            self._settle([failure.entry], {key: failure.tries}, self._failed([failure.entry]))
        return len(failures)

    def _failed(self, entries: list[LogEntry]) -> dict[str, str]:
        """Sequence number of each entry that the handler did not take -> why."""
        event = stream_event(entries, self.stream_arn)
        try:
            answer = self.handler(event, LambdaContext("publish", 0, _TIMEOUT_MS))
        # What Lambda does with a function that raises: the whole batch counts as failed. The feed must go on.
        except Exception as error:
            logger.warning("the stream handler failed for %d events", len(entries), exc_info=True)
            return {sequence_number(entry.ulid): f"{type(error).__name__}: {error}" for entry in entries}
        failures = (answer or {}).get("batchItemFailures") or []
        return {failure["itemIdentifier"]: "reported as failed by the handler" for failure in failures}

    def _settle(self, entries: list[LogEntry], tries: dict[tuple[str, str], int], errors: dict[str, str]) -> None:
        again: list[Failure] = []
        for entry in entries:
            error = errors.get(sequence_number(entry.ulid))
            if error is None:
                continue
            failure = Failure(entry, tries.get((entry.workspace, entry.ulid), 0) + 1, error)
            if failure.tries > len(BACK_OFF):
                self._bury(failure)
            else:
                again.append(failure)
        self.memory.settle(entries, again, [self.now() + BACK_OFF[failure.tries - 1] for failure in again])

    def _bury(self, failure: Failure) -> None:
        with self.dead_letters.open("a") as file:
            file.write(json.dumps({"error": failure.error, "tries": failure.tries, "item": failure.entry.item}) + "\n")
        logger.error(
            "event %s of %s is a dead letter after %d tries: %s",
            failure.entry.ulid, failure.entry.workspace, failure.tries, failure.error,
        )  # fmt: skip
