"""Requests and answers of the page under a signed link."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.http import Instant, Model, View
from chalicelib.leads.schemas import Text
from chalicelib.workflow.schemas import CardState, FieldValue


class TrackStep(View):
    name: str
    state: CardState
    done_at: Instant | None = None


class TrackView(View):
    """What somebody outside sees: no names of people, no fields but those that the letter showed."""

    title: str
    workspace: str
    state: Literal["open", "done", "cancelled"]
    steps: list[TrackStep]
    facts: list[FieldValue]
    can_receive: bool
    received_at: Instant | None = None
    receipt_name: str | None = None


class ReceiptBody(Model):
    name: Annotated[Text, Field(min_length=1, max_length=80)]
    note: Annotated[Text, Field(max_length=500)] | None = None
