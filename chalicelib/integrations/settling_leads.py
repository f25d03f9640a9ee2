"""Leads: which stage, channel, owner, product and reason each text of the file means, and what fills the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.core.errors import Invalid
from chalicelib.leads.model import NO_BLOCKER
from chalicelib.leads.products import folded
from chalicelib.tenancy.model import comparable
from chalicelib.tenancy.setup import Choice, Stage

from .guessing import CONFIDENT
from .matching import NOTHING, Guess, MatchedBy, entry, guess_choice, guess_member, guess_stage
from .model import derived_id
from .settled import CREATE, KEEP
from .settling_base import Settling

#: Ids of list entries that say "we don't know", the best first.
_VAGUE = ("imported_not_stated", "import", "imported", "not_stated", "unknown", "other", "others")


class LeadSettling(Settling):
    def _settle(self) -> None:
        settled, setup = self._settled, self._setup
        defaults, given = settled.defaults, self._options.defaults
        stages = [stage for stage in setup.stages if not stage.archived]
        channels = [channel for channel in setup.source_channels if not channel.archived]
        reasons = [reason for reason in setup.lost_reasons if not reason.archived]
        defaults["stage"] = self._entry_id("defaults.stage", given.get("stage"), stages) or stages[0].id
        channel = self._entry_id("defaults.source_channel", given.get("source_channel"), channels)
        defaults["source_channel"] = channel or _vague(channels) or channels[0].id
        reason = self._entry_id("defaults.lost_reason", given.get("lost_reason"), reasons) or _vague(reasons)
        if reason:
            defaults["lost_reason"] = reason
        defaults["blocker"] = given.get("blocker") or NO_BLOCKER
        defaults["currency"] = self._currency(given)
        defaults |= {name: given[name] for name in ("name", "product", "region") if given.get(name)}
        settled.stages = self._choices("stage", "stages", self._options.stages, stages, defaults["stage"])
        settled.channels = self._choices(
            "source_channel", "channels", self._options.channels, channels, defaults["source_channel"]
        )
        settled.lost_reasons = self._lost_reasons(reasons)
        self._settle_owners()
        self._settle_lead_products()
        self._fill_leads(channel is not None)

    def _fill_leads(self, channel_is_given: bool) -> None:
        """Mandatory fields without a column: what stands in their place, and whether to ask first."""
        settled, defaults = self._settled, self._settled.defaults
        filled = settled.filled
        if settled.column("source_channel") is None:
            filled["source_channel"] = defaults["source_channel"]
            if not channel_is_given:
                self._ask_missing("source_channel", defaults["source_channel"])
        if settled.column("name") is None and "name" not in defaults:
            parts = [name for name in ("company", "contact", "product") if settled.column(name) is not None]
            filled["name"] = " + ".join(parts[:1] + [each for each in parts[1:] if each == "product"]) or "external_id"
            usable = bool(parts) or settled.column("external_id") is not None
            self._ask_missing("name", filled["name"], is_guessed=usable)
        for name, value in (
            ("stage", defaults["stage"]),
            ("first_contact_at", self._say("导入时间", "the time of the import")),
            ("next_follow_up_at", self._say("工作空间的默认间隔", "the workspace's usual interval from today")),
            ("blocker", defaults["blocker"]),
            ("owner", self._settled.defaults.get("owner") or self._say("公海", "the public pool")),
        ):
            if settled.column(name) is None:
                filled[name] = value
        lost = {stage.id for stage in self._setup.stages if stage.kind == "lost"}
        if lost & {*settled.stages.values(), defaults["stage"]}:
            settled.adds_lost_reason = "lost_reason" not in defaults and self._world.importer.may_change_setup
            added = self._say("导入（未说明）", "Imported, not stated") if settled.adds_lost_reason else None
            filled["lost_reason"] = defaults.get("lost_reason") or added or self._say("留空", "left empty")

    def _settle_owners(self) -> None:
        settled, world = self._settled, self._world
        members = [each for each in world.rules.members.present() if each.can_own_leads]
        known = {each.id for each in members}
        people = [_Person(each.id, each.name, each.email or "") for each in members]
        given = self._options.defaults.get("owner")
        if given:
            guess = Guess(given, 1.0, MatchedBy.NAME) if given in known else guess_member(given, people)
            if guess.id is None or guess.by is not MatchedBy.NAME:
                raise Invalid.at("defaults.owner", self._say("没有这位成员", "no such member"))
            settled.defaults["owner"] = guess.id
        values = self._values_of("owner")
        unknown, unclear = [], []
        for text, rows in values.items():
            chosen = self._options.owners.get(text, "")
            if chosen is None:
                settled.owners[text] = None
            elif chosen and chosen != CREATE:
                if chosen not in known:
                    raise Invalid.at("owners", self._say(f"没有成员 {chosen}", f"no such member: {chosen}"))
                settled.owners[text] = chosen
            else:
                guess = guess_member(text, people) if not chosen else NOTHING
                self._note("owners", text, rows, guess)
                if guess.by is MatchedBy.SEVERAL:
                    unclear.append(text)
                    settled.owners[text] = None
                    continue
                if guess.id is None or guess.confidence < CONFIDENT:
                    settled.owners[text] = self._new_member(text)
                else:
                    settled.owners[text] = guess.id
                if guess.by is not MatchedBy.NAME and not chosen:
                    unknown.append(text)
        self._ask_owners(unknown, unclear)
        strangers = [text for text, owner in settled.owners.items() if owner and not self._may_give_to(owner)]
        if strangers:
            self._ask(
                "owner_beyond_your_line", "owner", "这些人不在您的汇报线内，无法分配",
                "these are not in your reporting line", is_guessed=False, values=strangers,
            )  # fmt: skip

    def _ask_owners(self, unknown: list[str], unclear: list[str]) -> None:
        if unclear:
            self._ask(
                "owner_unclear", "owner", "有多位同名成员，请用 owners 指明是谁",
                "several members have this name; say with owners who is meant", is_guessed=False, values=unclear,
            )  # fmt: skip
        if unknown:
            self._ask(
                "owners_unknown", "owner", "工作空间中没有这些成员；接受建议将把他们建为待激活成员",
                "the workspace has no such members; accepting adds them as pending",
                is_guessed=self._world.importer.may_add_members, values=unknown,
            )  # fmt: skip

    def _may_give_to(self, owner: str) -> bool:
        return self._world.sees is None or owner in self._world.sees

    def _new_member(self, name: str) -> str:
        member_id = derived_id("m", self._import.id, comparable(name))
        self._settled.new_members[member_id] = name
        return member_id

    def _settle_lead_products(self) -> None:
        settled = self._settled
        entries = [entry(each.id, each.name) for each in self._world.products if not each.archived]
        by_id = {each.id: each.name for each in self._world.products}
        by_code = {folded(each.code): each for each in self._world.products if each.code}
        unknown = []
        for text, rows in self._values_of("product", listed=False).items():
            chosen = self._options.products.get(text)
            if chosen and chosen not in (CREATE, KEEP):
                if chosen not in by_id:
                    raise Invalid.at("products", self._say(f"没有产品 {chosen}", f"no such product: {chosen}"))
                settled.products[text] = by_id[chosen]
                continue
            coded = by_code.get(folded(text))
            if chosen:
                guess = NOTHING
            else:
                guess = Guess(coded.id, 1.0, MatchedBy.NAME) if coded else guess_choice(text, entries)
                self._note("products", text, rows, guess)
            if guess.id is not None and guess.confidence >= CONFIDENT:
                settled.products[text] = by_id[guess.id]
            elif chosen != KEEP and self._world.importer.may_add_products:
                # Two ways of writing one new product are one; the first is kept.
                product_id = derived_id("prod", self._import.id, folded(text))
                settled.products[text] = settled.new_products.setdefault(product_id, text)
            if guess.by is not MatchedBy.NAME and not chosen:
                unknown.append(text)
        if unknown:
            self._ask(
                "products_unknown", "product", "产品列表中没有这些产品；接受建议将新建或按相近名称对应",
                "the list of products lacks these; accepting adds them, or takes the one that is spelt most alike",
                is_guessed=True, values=unknown,
            )  # fmt: skip

    def _lost_reasons(self, reasons: list[Choice]) -> dict[str, str]:
        """Free text as a rule; what fits no entry goes into the remark, so nobody need be asked."""
        found = {}
        for text, rows in self._values_of("lost_reason", listed=False).items():
            chosen = self._entry_id("lost_reasons", self._options.lost_reasons.get(text), reasons)
            guess = Guess(chosen, 1.0, MatchedBy.NAME) if chosen else guess_choice(text, reasons)
            self._note("lost_reasons", text, rows, guess)
            if guess.id is not None and guess.confidence >= CONFIDENT:
                found[text] = guess.id
        return found

    def _choices(
        self, name: str, what: str, chosen: Mapping[str, str], choices: list[Stage] | list[Choice], fallback: str
    ) -> dict[str, str]:
        """Stages and channels: each text's entry; what is not exactly known is asked about."""
        found: dict[str, str] = {}
        unknown = []
        for text, rows in self._values_of(name).items():
            decided = self._entry_id(what, chosen.get(text), choices)
            if decided:
                found[text] = decided
                continue
            guess = guess_stage(text, choices) if name == "stage" else guess_choice(text, choices)  # type: ignore[arg-type]
            self._note(what, text, rows, guess)
            found[text] = guess.id if guess.id is not None and guess.confidence >= CONFIDENT else fallback
            if guess.by is not MatchedBy.NAME:
                unknown.append(text)
        if unknown:
            self._ask(
                f"{what}_unknown", name, f"工作空间中没有这些名称，请用 {what} 对应，或接受建议",
                f"the workspace has no such names; map them with {what}, or accept the guesses",
                is_guessed=True, values=unknown,
            )  # fmt: skip
        return found

    def _entry_id(self, where: str, wanted: str | None, choices: Iterable[Stage | Choice]) -> str | None:
        """The id of an entry by its id or name; None for None.

        Raises:
            Invalid: there is no such entry.
        """
        if not wanted:
            return None
        for choice in choices:
            if wanted in (choice.id, choice.names.zh, choice.names.en):
                return choice.id
        raise Invalid.at(where, self._say(f"没有“{wanted}”", f"there is no {wanted!r}"))


@dataclass(frozen=True)
class _Person:
    id: str
    name: str
    email: str


def _vague(choices: list[Choice]) -> str | None:
    ids = {choice.id for choice in choices}
    return next((each for each in _VAGUE if each in ids), None)
