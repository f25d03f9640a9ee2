"""What a flow is made of: pure models, read from a pack's YAML, from stored versions and from the API.

A flow is a directed graph of nodes. Its models check themselves one by one; what only the whole can tell (circles,
unknown fields, nodes that nothing reaches) is checked in `flow_checks.py`, which says where.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from chalicelib.core.wording import Misfit
from chalicelib.tenancy.setup import CalendarRules, Choice, Names, Part, RoleName, ShortText, Slug

Priority = Literal["low", "normal", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
#: Working hours in a year of 9-hour days are under this; a longer SLA promises nothing.
MOST_HOURS, MOST_DAYS = 8760, 365
MOST_NODES = 60

FieldKind = Literal["text", "number", "money", "date", "choice", "yes_no", "phone", "email", "link"]
#: `responsible`: who holds the card. `supervisor`: theirs. `neighbours`: who holds the cards before and after it.
#: `lead_owner`, `watchers`, `starter` (who started the run); a flow role as `role:<id>`.
Recipient = Annotated[
    str, Field(pattern=r"^(responsible|supervisor|neighbours|lead_owner|watchers|starter|role:[a-z][a-z0-9_]{0,39})$")
]


class Letter(Part):
    """A text of some lines in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=2000, alias="zh-CN")]
    en: Annotated[str, Field(min_length=1, max_length=2000)]

    def pick(self, locale: str) -> str:
        return self.en if locale == "en" else self.zh


class Duration(Part):
    """Working hours, or working days; `basis` calendar counts the hours and days of the wall calendar instead."""

    hours: Annotated[int | float, Field(gt=0, le=MOST_HOURS)] | None = None
    days: Annotated[int | float, Field(gt=0, le=MOST_DAYS)] | None = None
    basis: Literal["working", "calendar"] = "working"

    @model_validator(mode="after")
    def _one_of_both(self) -> Duration:
        if (self.hours is None) == (self.days is None):
            raise Misfit("hours 与 days 须给出其一", "give hours or days, one of the two")
        return self


class Sla(Part):
    """How long a card may take from ready to started (`respond`) and from ready to done (`complete`)."""

    respond: Duration | None = None
    complete: Duration
    #: Priorities that have a time of their own to be done in.
    by_priority: dict[Priority, Duration] = Field(default_factory=dict)

    def complete_for(self, priority: Priority) -> Duration:
        return self.by_priority.get(priority, self.complete)


class Rung(Part):
    """One step of the ladder: at `percent` of the time, `to` are told."""

    percent: Annotated[int, Field(ge=1, le=1000)]
    to: Annotated[tuple[Recipient, ...], Field(min_length=1, max_length=6)]


DEFAULT_LADDER: tuple[Rung, ...] = (
    Rung(percent=50, to=("responsible",)),
    Rung(percent=80, to=("responsible",)),
    Rung(percent=100, to=("responsible", "supervisor")),
    Rung(percent=150, to=("responsible", "supervisor", "neighbours")),
)


class Responsible(Part):
    """Who gets the card.

    member: always `member`. role: the flow role `role`, until one of its members takes it. round_robin: the members of
    the flow role in turn. lead_owner: the owner of the run's lead. starter: who started the run.
    """

    rule: Literal["member", "role", "round_robin", "lead_owner", "starter"]
    member: Annotated[str, Field(pattern=r"^m_[0-9A-Z]{26}$")] | None = None
    role: Slug | None = None

    @model_validator(mode="after")
    def _has_what_its_rule_needs(self) -> Responsible:
        if (self.rule == "member") != (self.member is not None):
            raise Misfit("member 只用于规则 member，且必须给出", "member goes with the rule member, and only with it")
        if (self.rule in ("role", "round_robin")) != (self.role is not None):
            raise Misfit(
                "role 只用于规则 role 和 round_robin，且必须给出",
                "role goes with the rules role and round_robin, and only with them",
            )
        return self


class FlowField(Part):
    """What is recorded once in a run. `from_lead` fills it from the lead when the run starts.

    `is_key`: partners name the run by it (contract number, order number); outside events find their card so.
    """

    id: Slug
    names: Names
    type: FieldKind = "text"
    choices: Annotated[tuple[Choice, ...], Field(max_length=60)] = ()
    from_lead: Literal["name", "company", "contact", "phone", "email", "amount", "product"] | None = None
    #: Roles of permissions that don't see it.
    hidden_from: tuple[RoleName, ...] = ()
    is_key: bool = False

    @model_validator(mode="after")
    def _choices_belong_to_choice_fields(self) -> FlowField:
        if self.is_key and self.type not in ("text", "number"):
            raise Misfit("编号字段应为文本或数字", "a key is a text or a number")
        if (self.type == "choice") != bool(self.choices):
            raise Misfit("choices 只用于选项字段，且必须给出", "choices go with the type choice, and only with it")
        return self


class Reason(Choice):
    """Why a card is blocked. `pauses`: the clock stands meanwhile (it is the customer's turn)."""

    pauses: bool = False


class Condition(Part):
    """True when the field compares so; an empty field is only `empty`."""

    field: Slug
    op: Literal["equals", "not_equals", "more_than", "less_than", "empty", "filled"]
    value: str | float | bool | None = None


class Needs(Part):
    """What must be there: fields with a value, files on the card, and (to start) the approval of a flow role."""

    fields: Annotated[tuple[Slug, ...], Field(max_length=30)] = ()
    attachments: Annotated[int, Field(ge=0, le=20)] = 0
    approval: Slug | None = None


class ContactMail(Part):
    """A letter to somebody outside when the card is done.

    `field` holds the address. In `subject` and `body`, `{field_id}` stands for the field's value. With `link`, a
    page under a signed link shows the state, and takes the receipt for the node `receipt`, if one is named.
    """

    field: Slug
    subject: Names
    body: Letter
    link: bool = True
    receipt: Slug | None = None


class Node(Part):
    """One step. `after` are the nodes that must be closed before; all of them (a join). `when` makes it optional."""

    id: Slug
    names: Names
    responsible: Responsible
    after: Annotated[tuple[Slug, ...], Field(max_length=MOST_NODES)] = ()
    when: Annotated[tuple[Condition, ...], Field(max_length=5)] = ()
    needs: Needs = Needs()
    gives: Needs = Needs()
    sla: Sla
    ladder: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=12)] = DEFAULT_LADDER
    repeat_daily: bool = True
    #: Who is told when it is done, besides those whose turn it is then.
    tell_when_done: Annotated[tuple[Recipient, ...], Field(max_length=6)] = ()
    mail_when_done: ContactMail | None = None
    #: Node > flow > workspace.
    calendar: CalendarRules | None = None

    @model_validator(mode="after")
    def _ladder_rises(self) -> Node:
        percents = [rung.percent for rung in self.ladder]
        if percents != sorted(set(percents)):
            raise Misfit("ladder：每一级须晚于前一级", "ladder: each step must be later than the one before")
        return self


class FlowRole(Part):
    """A department's part in flows. Its members are the workspace's; packs name it only."""

    id: Slug
    names: Names
    members: Annotated[tuple[Annotated[str, Field(pattern=r"^m_[0-9A-Z]{26}$")], ...], Field(max_length=200)] = ()


class Starts(Part):
    """Besides by hand and by API: when a lead comes to one of these stages."""

    on_stages: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()


class FlowDefinition(Part):
    """One version of a flow. `key` is its name for programs, one per workspace."""

    key: Slug
    names: Names
    description: Letter | None = None
    fields: Annotated[tuple[FlowField, ...], Field(max_length=60)] = ()
    #: Fields asked for when a run starts.
    start_fields: Annotated[tuple[Slug, ...], Field(max_length=30)] = ()
    blocking_reasons: Annotated[tuple[Reason, ...], Field(min_length=1, max_length=40)]
    blocked_pauses: bool = False
    starts: Starts = Starts()
    #: The date field that holds what sales promised the customer, if the run's own promised date is to come from it.
    promised_field: Slug | None = None
    calendar: CalendarRules | None = None
    nodes: Annotated[tuple[Node, ...], Field(min_length=1, max_length=MOST_NODES)]

    def node(self, node_id: str) -> Node | None:
        return next((node for node in self.nodes if node.id == node_id), None)

    def field(self, field_id: str) -> FlowField | None:
        return next((field for field in self.fields if field.id == field_id), None)

    def reason(self, reason_id: str) -> Reason | None:
        return next((reason for reason in self.blocking_reasons if reason.id == reason_id), None)

    def successors(self, node_id: str) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node_id in node.after)


def node_name(node: Node, locale: str) -> str:
    return node.names.pick("en" if locale == "en" else "zh-CN")


__all__ = [
    "DEFAULT_LADDER", "PRIORITIES", "Condition", "ContactMail", "Duration", "FlowDefinition", "FlowField",
    "FlowRole", "Needs", "Node", "Priority", "Reason", "Recipient", "Responsible", "Rung", "ShortText", "Sla", "Starts",
    "node_name",
]  # fmt: skip
