"""Whom the news of cards and runs goes to, and the facts that the words are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.core.scope import Scope
from chalicelib.core.settings import settings
from chalicelib.core.store import Writes
from chalicelib.notifications import service as notifications
from chalicelib.notifications import texts
from chalicelib.notifications.card_texts import CardFacts, card_message
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.model import Member
from chalicelib.workflow.definition import Node, node_name
from chalicelib.workflow.faces import Faces
from chalicelib.workflow.model import ROLE_PREFIX, Card, Course
from chalicelib.workflow.people import People
from chalicelib.workflow.store import Loose

#: Title -> the kind under which members choose their ways.
_KINDS: Mapping[str, str] = {
    "card.sla.respond": "card.sla",
    "card.sla.half": "card.sla",
    "card.sla.over": "card.sla",
    "card.sla.over.supervisor": "card.sla.supervisor",
    "card.blocked": "card.block_alert",
    "card.fell_to_you": "card.handed_over",
    "card.unblocked": "card.news",
    "card.commented": "card.news",
    "card.corrected": "card.news",
    "card.reopened": "card.news",
    "card.done": "card.news",
    "run.done": "run.over",
    "run.cancelled": "run.over",
}


@dataclass(frozen=True)
class Teller:
    """Tells about one course at one moment."""

    scope: Scope
    course: Course
    people: People
    faces: Faces
    loose: Loose

    @classmethod
    def of(cls, scope: Scope, course: Course, loose: Loose, now: datetime) -> Teller:
        return cls(scope, course, People.of(scope), Faces.of(scope, course, now), loose)

    def tell(
        self,
        writes: Writes,
        title: str,
        to: Iterable[Member],
        about: Card | None,
        *,
        but: str = "",
        once: str | None = None,
        at: datetime | None = None,
        **facts: Any,
    ) -> None:
        """Add a notice to each of `to`, once each, and not to who did it (`but`).

        With `once`, a name of the occasion, the same notice of the moment `at` (the teller's, if none is given) makes
        the commit fail as `StaleVersion`.
        """
        subject = about.id if about else self.course.run.id
        for member in {each.id: each for each in to}.values():
            if member.id == but or member.is_removed:
                continue
            voice = self._voice(member)
            message = card_message(title, replace(self._facts(about, voice), **facts), voice)
            notifications.tell(
                writes,
                self.scope,
                to=member,
                kind=_KINDS.get(title, title),
                message=message,
                about=subject,
                now=at or self.faces.now,
                once=f"{once}|{title}|{subject}" if once else None,
            )

    # Recipients

    def recipients(self, tokens: Iterable[str], card: Card) -> list[Member]:
        found: list[Member] = []
        for token in tokens:
            found += self._of_token(token, card)
        return found

    def _of_token(self, token: str, card: Card) -> list[Member]:
        if token.startswith(ROLE_PREFIX):
            return self.people.in_role(token.removeprefix(ROLE_PREFIX))
        if token == "responsible":  # noqa: S105
            return self.people.holders(card)
        if token == "supervisor":  # noqa: S105
            return self.supervisors(card)
        if token == "neighbours":  # noqa: S105
            return self.neighbours(card)
        if token == "watchers":  # noqa: S105
            return self.people.present(card.watchers)
        run = self.course.run
        return self.people.working([run.lead_owner or "" if token == "lead_owner" else run.started_by])  # noqa: S105

    def supervisors(self, card: Card) -> list[Member]:
        above = (self.people.members.supervisor_of(member.id) for member in self.people.holders(card))
        return [member for member in above if member is not None]

    def neighbours(self, card: Card) -> list[Member]:
        """Who held what came before, and who holds or will hold what comes after."""
        around = [*self.course.before(card), *self.course.behind(card)]
        return [member for each in around for member in self._responsible(each)]

    def _responsible(self, card: Card) -> list[Member]:
        if card.holder is not None:
            return self.people.holders(card)
        rule = self.course.node(card).responsible
        if rule.role is not None:
            return self.people.in_role(rule.role)
        run = self.course.run
        wanted = {"member": rule.member, "lead_owner": run.lead_owner, "starter": run.started_by}.get(rule.rule)
        return self.people.working([wanted or ""])

    def open_holders(self) -> list[Member]:
        return [member for card in self.course.cards.values() if card.is_open for member in self.people.holders(card)]

    def owners(self) -> list[Member]:
        """Who answers for the run to the customer: the lead's owner and who started it."""
        return self.people.working([self.course.run.lead_owner or "", self.course.run.started_by])

    # Facts

    def _facts(self, card: Card | None, voice: texts.Voice) -> CardFacts:
        run, flow = self.course.run, self.course.flow
        facts = CardFacts(
            node="",
            flow=flow.names.pick(voice.language),
            title=run.title,
            customer=run.customer_name,
            link=run_link(run.id, card),
        )
        if card is None:
            return facts
        return replace(
            facts,
            node=node_name(self.course.node(card), voice.language),
            holder=self._holder_name(card, voice),
            due_at=self.faces.face(card).due_at if card.is_open else None,
        )

    def context(self, card: Card) -> dict[str, Any]:
        """What a block alert says beyond the usual: how long, why, the last words, and what waits."""
        clock = self.faces.clocks(card).complete
        reason = self.course.flow.reason(card.reason) if card.reason else None
        over = -clock.remaining
        language = tenancy.setup_of(self.scope).locale
        return {
            "since": card.since,
            "reason": reason.names.pick(language) if reason else card.reason,
            "note": card.note,
            "overdue": over if over > timedelta(0) else None,
            "used": round(clock.fraction * 100),
            "last_comment": self._last_comment(card),
            "waits_on_it": tuple(self._node_names(self.course.behind(card), language)),
        }

    def _last_comment(self, card: Card) -> tuple[str, str] | None:
        mine = [item for item in self.loose.notes if item.sk.split("#")[1] == f"{card.place:02d}"]
        if not mine:
            return None
        kept = max(mine, key=lambda item: item.sk).card
        member = self.people.members.get(kept["by"])
        return (member.name if member else "", kept["t"])

    def _node_names(self, cards: Iterable[Card], language: str) -> list[str]:
        nodes: list[Node] = [self.course.node(card) for card in cards if not card.is_closed]
        return [node_name(node, language) for node in nodes]

    def field_names(self, fields: Iterable[str]) -> tuple[str, ...]:
        known = (self.course.flow.field(each) for each in fields)
        language = tenancy.setup_of(self.scope).locale
        return tuple(field.names.pick(language) for field in known if field is not None)

    def _holder_name(self, card: Card, voice: texts.Voice) -> str | None:
        if card.holder is None:
            return None
        if card.role is not None:
            role = self.people.roles.role(card.role)
            return role.names.pick(voice.language) if role else card.role
        member = self.people.members.get(card.holder)
        return member.name if member else None

    def _voice(self, member: Member) -> texts.Voice:
        zone = ZoneInfo(tenancy.setup_of(self.scope).timezone)
        return texts.Voice("en" if member.locale == "en" else "zh-CN", zone)


def run_link(run_id: str, card: Card | None) -> str:
    """The run's page; opened at a card."""
    return f"{settings().public_url}/runs/{run_id}" + (f"/{card.id}" if card else "")
