"""Connectors: how a partner's events are read, and what is done with them. Pure: no I/O, no clock.

A connector's `Mapping` says where an event's id and type stand, and holds rules. The first rule that is for the event's
type reads it: by which value of which flow field the run is found, which node's card is meant, and what becomes of it.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from chalicelib.core.wording import Misfit
from chalicelib.tenancy.setup import Part, Slug

from .json_paths import JsonPath, Template, filled, read_path, text_at
from .signatures import Hmac, StandardWebhooks

ConnectorKind = Literal["e_contract", "payment", "shipment", "generic"]
Action = Literal["complete", "block", "comment", "record", "start"]
#: What became of an event. `ignored`: no rule is for its type. `waiting`: it waits for somebody to match it by hand.
Outcome = Literal["matched", "waiting", "ignored", "dismissed"]
LONGEST_EVENT_ID = 255
LONGEST_KEY = 200
LONGEST_TYPE = 100
_LONGEST_TEXT = 2000
#: How long an event's id is remembered: long beyond the window in which its signature is good.
CLAIM_KEPT = timedelta(days=30)
#: Where no signed time bounds the age of a message, its id is all that keeps it from being sent again.
CLAIM_KEPT_WITHOUT_TIME = timedelta(days=366)
UNMATCHED_KEPT = timedelta(days=90)
#: A secret that was replaced is good for as long as the sender needs to change over.
OLD_SECRET_KEPT = timedelta(hours=24)


EventType = Annotated[str, Field(min_length=1, max_length=LONGEST_TYPE)]


class Source(Part):
    """Where a field's value comes from: from the event (`path`), or always the same (`literal`)."""

    path: JsonPath | None = None
    literal: Annotated[str, Field(max_length=500)] | bool | int | float | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Source:
        if (self.path is None) == (self.literal is None):
            raise Misfit("path 与 literal 须给出其一", "give path or literal, one of the two")
        return self


class KeyRule(Part):
    """The run is the open one whose field `field` has the value at `path`."""

    path: JsonPath
    field: Slug


class Rule(Part):
    """What is done with events of these types; without `types`, with all.

    complete, record: with `values`. block: for `reason`, with `text` as its note. comment: `text`. start: a new run of
    `flow` with `values` in its start form and `text` as its title.
    """

    types: Annotated[tuple[EventType, ...], Field(max_length=30)] = ()
    key: KeyRule | None = None
    flow: Slug | None = None
    node: Slug | None = None
    action: Action
    values: Annotated[dict[Slug, Source], Field(max_length=30)] = Field(default_factory=dict)
    reason: Slug | None = None
    text: Template | None = None

    @model_validator(mode="after")
    def _has_what_its_action_needs(self) -> Rule:
        if self.action == "start":
            if self.flow is None or self.key is not None or self.node is not None:
                raise Misfit(
                    "start 须给出 flow，且不带 key 和 node", "start needs a flow, and has neither key nor node"
                )
        elif self.key is None or self.node is None:
            raise Misfit(f"{self.action} 须给出 key 和 node", f"{self.action} needs a key and a node")
        if (self.action == "block") != (self.reason is not None):
            raise Misfit("reason 只用于 block，且必须给出", "reason goes with the action block, and only with it")
        if self.action == "comment" and self.text is None:
            raise Misfit("comment 须给出 text", "comment needs a text")
        if self.action == "record" and not self.values:
            raise Misfit("record 须给出 values", "record needs values")
        if self.values and self.action in ("block", "comment"):
            raise Misfit(f"{self.action} 不带 values", f"{self.action} takes no values")
        if self.text is not None and self.action in ("complete", "record"):
            raise Misfit(f"{self.action} 不带 text", f"{self.action} takes no text")
        return self


class Mapping(Part):
    """How events are read. `event_id` may be left out with Standard Webhooks, whose header has it."""

    event_id: JsonPath | None = None
    type: JsonPath | None = None
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _knows_the_types_that_it_asks_for(self) -> Mapping:
        if self.type is None and any(rule.types for rule in self.rules):
            raise Misfit("规则带 types 时须给出 type 的路径", "rules with types need the path of the type")
        return self

    def rule_for(self, event_type: str | None) -> Rule | None:
        return next((rule for rule in self.rules if not rule.types or event_type in rule.types), None)


@dataclass(frozen=True)
class Connector:
    """`old_secret_until`: until when the secret before the present one is good too."""

    id: str
    name: str
    kind: ConnectorKind
    enabled: bool
    signature: StandardWebhooks | Hmac
    mapping: Mapping
    created_by: str
    created_at: datetime
    secret_changed_at: datetime
    old_secret_until: datetime | None = None
    version: int | None = None

    @property
    def claim_kept(self) -> timedelta:
        is_time_signed = isinstance(self.signature, StandardWebhooks) or self.signature.signs == "timestamp_and_body"
        return CLAIM_KEPT if is_time_signed else CLAIM_KEPT_WITHOUT_TIME


@dataclass(frozen=True)
class Intent:
    """What a rule makes of one event. `key` is the value by which the run is found; None: the event doesn't have it."""

    rule: Rule
    key: str | None = None
    values: AnyMapping[str, Any] = field(default_factory=dict)
    text: str | None = None


def event_id_of(mapping: Mapping, payload: Any) -> str | None:
    """The event's own id, out of its body."""
    found = text_at(mapping.event_id, payload) if mapping.event_id else None
    return found if found is not None and len(found) <= LONGEST_EVENT_ID else None


def event_type_of(mapping: Mapping, payload: Any) -> str | None:
    """None, too, for a text that is longer than any type that a rule could name."""
    found = text_at(mapping.type, payload) if mapping.type else None
    return found if found is not None and len(found) <= LONGEST_TYPE else None


def intent_of(mapping: Mapping, payload: Any) -> Intent | None:
    """None: no rule is for events of this type. Values that the event doesn't have are left out."""
    rule = mapping.rule_for(event_type_of(mapping, payload))
    if rule is None:
        return None
    key = text_at(rule.key.path, payload) if rule.key else None
    values = {
        name: source.literal if source.path is None else read_path(source.path, payload)
        for name, source in rule.values.items()
    }
    return Intent(
        rule,
        key if key is not None and len(key) <= LONGEST_KEY else None,
        {name: value for name, value in values.items() if value is not None},
        filled(rule.text, payload)[:_LONGEST_TEXT] if rule.text else None,
    )
