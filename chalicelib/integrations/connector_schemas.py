"""Requests and answers of connectors and inbound events."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticKnownError

from chalicelib.core.http import Instant, Model, Resource, View
from chalicelib.core.ids import PATTERN
from chalicelib.leads.schemas import PageQuery
from chalicelib.tenancy.texts import Name as TypedName
from chalicelib.workflow.service import Course

from .connector_kinds import Kind
from .connector_model import Action, Connector, ConnectorKind, Mapping
from .connectors import NewConnector, Trial
from .hook_acting import Acted
from .hook_matching import Found, NotMatched, reason_text
from .hook_store import Unmatched
from .hooks import Received
from .signatures import Signature, StandardWebhooks

_LONGEST_NAME = 80


def _not_too_long(given: Any) -> Any:
    """Before space around it is taken away: what the document forbids is refused, spaces or not."""
    if isinstance(given, str) and len(given) > _LONGEST_NAME:
        raise PydanticKnownError("string_too_long", {"max_length": _LONGEST_NAME})
    return given


Name = Annotated[TypedName, BeforeValidator(_not_too_long)]
#: One that the sending system prescribes; left out, one is made and told once.
Secret = Annotated[str, StringConstraints(min_length=16, max_length=256, strip_whitespace=False)]
ReasonCode = Literal["no_key", "no_run", "run_over", "several_runs", "no_card", "refused"]


class NewConnectorBody(Model):
    """Without a mapping, the kind's own (`GET /v1/connectors/kinds`)."""

    name: Name
    kind: ConnectorKind
    enabled: bool = True
    signature: Signature = Field(default_factory=StandardWebhooks)
    mapping: Mapping | None = None
    secret: Secret | None = None

    def new(self) -> NewConnector:
        return NewConnector(self.name, self.kind, self.enabled, self.signature, self.mapping, self.secret)


class ConnectorChangeBody(Model):
    """Only what is named is changed. The scheme of the signature stays."""

    name: Name | None = None
    enabled: bool | None = None
    signature: Signature | None = None
    mapping: Mapping | None = None

    def given(self) -> dict[str, Any]:
        return {name: value for name in self.model_fields_set if (value := getattr(self, name)) is not None}


class SecretBody(Model):
    secret: Secret | None = None


class TrialBody(Model):
    """`payload`: an event as the partner would send it."""

    payload: dict[str, Any]


class MatchBody(Model):
    card_id: Annotated[str, Field(pattern=PATTERN["card"])]


class UnmatchedQuery(PageQuery):
    pass


class ConnectorView(Resource):
    """`path` is where the partner posts to. `old_secret_until`: until when the secret before is good too."""

    id: str
    name: str
    kind: ConnectorKind
    enabled: bool
    path: str
    signature: Signature
    mapping: Mapping
    created_by: str
    created_at: Instant
    secret_changed_at: Instant
    old_secret_until: Instant | None

    @classmethod
    def of(cls, connector: Connector) -> ConnectorView:
        return cls(**shown_connector(connector))


def shown_connector(connector: Connector) -> dict[str, Any]:
    """All that is shown of a connector: nothing of its secret."""
    same = ("id", "name", "kind", "enabled", "signature", "mapping", "created_by", "created_at", "secret_changed_at")
    return {
        **{name: getattr(connector, name) for name in (*same, "old_secret_until")},
        "path": f"/v1/hooks/{connector.id}",
        "version": connector.version or 0,
    }


class ConnectorSecretView(ConnectorView):
    """`secret` stands here this once; null where the caller gave it."""

    secret: str | None


class ConnectorList(View):
    items: list[ConnectorView]
    next_cursor: None


class KindView(View):
    """`mapping` is what a connector of this kind has if none is given; `example` an event that it reads."""

    id: ConnectorKind
    name: str
    purpose: str
    mapping: Mapping | None
    example: dict[str, Any]

    @classmethod
    def of(cls, kind: Kind, mapping: Mapping | None, locale: str) -> KindView:
        language: Literal["en", "zh-CN"] = "en" if locale == "en" else "zh-CN"
        return cls(
            id=kind.id,
            name=kind.names.pick(language),
            purpose=kind.purpose.pick(language),
            mapping=mapping,
            example=dict(kind.example),
        )


class KindList(View):
    items: list[KindView]
    next_cursor: None


class MatchView(View):
    """A card that an event is about."""

    card_id: str
    run_id: str
    title: str
    node: str
    node_name: str
    state: str

    @classmethod
    def of(cls, found: Found, locale: str) -> MatchView:
        course: Course = found.course
        return cls(
            card_id=found.card.id,
            run_id=course.run.id,
            title=course.run.title,
            node=found.card.node,
            node_name=course.node(found.card).names.pick("en" if locale == "en" else "zh-CN"),
            state=found.card.state,
        )


class TrialView(View):
    """What the sample would do. `ignored`: no rule is for its type; `waiting`: it would wait, for `reason`."""

    outcome: Literal["matched", "waiting", "ignored"]
    event_id: str | None
    event_type: str | None
    action: Action | None
    key: str | None
    matches: list[MatchView]
    values: dict[str, Any]
    text: str | None
    reason: ReasonCode | None
    reason_text: str | None

    @classmethod
    def of(cls, trial: Trial, locale: str) -> TrialView:
        intent, why = trial.intent, trial.foreseen.refusal
        return cls(
            outcome="ignored" if intent is None else "matched" if why is None else "waiting",
            event_id=trial.event_id,
            event_type=trial.event_type,
            action=intent.rule.action if intent else None,
            key=intent.key if intent else None,
            matches=[MatchView.of(each, locale) for each in trial.foreseen.found],
            values=dict(trial.foreseen.values),
            text=intent.text if intent else None,
            reason=why.reason if why else None,  # type: ignore[arg-type]
            reason_text=_text_of(why, locale),
        )


def _text_of(why: NotMatched | None, locale: str) -> str | None:
    return reason_text(why.reason, why.facts, locale) if why else None


class UnmatchedView(View):
    """An event that waits. `cards` are those that it may be about; `payload` the body as it came, null if too large."""

    id: str
    connector_id: str
    event_id: str
    event_type: str | None
    key: str | None
    reason: ReasonCode
    reason_text: str
    code: str | None
    cards: list[str]
    payload: str | None
    received_at: Instant

    @classmethod
    def of(cls, waiting: Unmatched, locale: str) -> UnmatchedView:
        return cls(
            id=waiting.id,
            connector_id=waiting.connector_id,
            event_id=waiting.event_id,
            event_type=waiting.event_type,
            key=waiting.key,
            reason=waiting.reason,  # type: ignore[arg-type]
            reason_text=reason_text(waiting.reason, waiting.facts, locale),
            code=waiting.facts.get("code"),
            cards=list(waiting.facts.get("cards", ())),
            payload=waiting.payload,
            received_at=waiting.received_at,
        )


class UnmatchedList(View):
    items: list[UnmatchedView]
    next_cursor: str | None


class MatchedView(View):
    card_id: str | None
    run_id: str | None

    @classmethod
    def of(cls, acted: Acted) -> MatchedView:
        return cls(card_id=acted.card_id, run_id=acted.run_id)


class ReceivedView(View):
    """What became of the event. `waiting`: it was taken, and somebody will look at it; don't send it again."""

    event_id: str
    outcome: Literal["matched", "waiting", "ignored", "duplicate"]
    card_id: str | None
    run_id: str | None

    @classmethod
    def of(cls, received: Received) -> ReceivedView:
        return cls(
            event_id=received.event_id, outcome=received.outcome, card_id=received.card_id, run_id=received.run_id
        )
