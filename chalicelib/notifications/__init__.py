"""Telling people: in the inbox, by e-mail and through the channels of their team."""

from __future__ import annotations

from typing import Literal

FailureCode = Literal[
    "settings", "address_refused", "unreachable", "timeout", "tls", "redirect", "status", "rejected", "gone"
]


class DeliveryFailed(Exception):
    """A message did not arrive.

    `reason` is one English sentence for people and logs, free of secrets. `code` and `detail` (a status, what the other
    side said) let `texts.failure_text` say the same in the reader's language. `retryable` tells whether the same
    message may arrive later without anybody changing a setting.
    """

    def __init__(self, reason: str, retryable: bool, *, code: FailureCode, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable
        self.code: FailureCode = code
        self.detail = detail
