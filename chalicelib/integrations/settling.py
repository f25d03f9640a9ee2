"""From what was found in a file, what its caller has decided and what the workspace knows, to how it will be read.

What stays open is a question. `accept_guesses` answers those that have a guess; how dates are written, who of two
people of one name is meant, and what the caller's role may not do are never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from chalicelib.core.errors import Invalid
from chalicelib.leads.change import Rules
from chalicelib.leads.fields import check_writable
from chalicelib.leads.model import NO_BLOCKER
from chalicelib.leads.products import Product, folded
from chalicelib.tenancy.model import comparable
from chalicelib.tenancy.setup import Choice, Stage

from .columns import NAMES
from .dates import DateOrder
from .guessing import CONFIDENT, CUSTOM, Why
from .matching import NOTHING, Guess, MatchedBy, entry, guess_choice, guess_member, guess_stage
from .model import KEYS, Analysis, ColumnFact, Import, Importer, Options, ValueGuess, derived_id

CREATE, KEEP = "create", "keep"
#: For each kind, the fields that a column may be.
FIELDS: dict[str, tuple[str, ...]] = {kind: tuple(names) for kind, names in NAMES.items()}
FIELDS["leads"] = (*FIELDS["leads"], "region")
DATE_FIELDS = frozenset({"first_contact_at", "next_follow_up_at", "last_follow_up_at", "closed_at"})
#: Fields that may be given one value for all rows.
DEFAULTS: dict[str, frozenset[str]] = {
    "leads": frozenset({
        "name", "source_channel", "stage", "owner", "blocker", "currency", "product", "region", "lost_reason",
    }),
    "members": frozenset({"role", "region", "supervisor"}),
    "customers": frozenset({"industry", "region"}),
    "products": frozenset({"series", "currency"}),
}  # fmt: skip
#: Ids of list entries that say "we don't know", the best first.
_VAGUE = ("import", "imported", "not_stated", "unknown", "other", "others")
_ALL_COLUMNS = "*"


@dataclass(frozen=True)
class World:
    """What the workspace knows, and who asks. `sees`: the owners whose leads the importer reaches; None: all."""

    rules: Rules
    products: tuple[Product, ...]
    importer: Importer
    sees: frozenset[str] | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.rules.setup.timezone)

    @property
    def english(self) -> bool:
        return self.importer.locale == "en"


@dataclass(frozen=True)
class Column:
    index: int
    name: str
    field: str
    scale: int = 1
    currency: str | None = None
    order: DateOrder = DateOrder.YEAR_FIRST


@dataclass(frozen=True)
class Question:
    """`is_guessed`: there is an answer that `accept_guesses` takes."""

    code: str
    field: str
    detail: str
    is_guessed: bool
    column: str | None = None
    values: tuple[str, ...] = ()


@dataclass
class Settled:
    """How the rows will be read. The maps go from a text in the file to an id (products: to the name to use)."""

    kind: str
    columns: tuple[Column, ...]
    key: str
    stages: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str | None] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    lost_reasons: dict[str, str] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    new_members: dict[str, str] = field(default_factory=dict)
    new_products: dict[str, str] = field(default_factory=dict)
    #: Names of all who are somebody's supervisor in the file, as `comparable` makes them.
    supervisors: frozenset[str] = frozenset()
    defaults: dict[str, str] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)
    custom_dates: frozenset[str] = frozenset()
    questions: list[Question] = field(default_factory=list)
    guesses: dict[str, list[ValueGuess]] = field(default_factory=dict)

    def column(self, name: str) -> Column | None:
        """The column that is mapped to a field."""
        return next((column for column in self.columns if column.field == name), None)

    def is_date(self, name: str) -> bool:
        return name in DATE_FIELDS or name in self.custom_dates

    def open_questions(self, accept_guesses: bool) -> list[Question]:
        return [each for each in self.questions if not (accept_guesses and each.is_guessed)]


def settle(imported: Import, analysis: Analysis, world: World) -> Settled:
    """
    Raises:
        Invalid: an option names a column, a field or an entry that does not exist.
        FieldForbidden: the importer's role may not write a field that a column is mapped to.
    """
    return _Settling(imported, analysis, world).run()


class _Settling:
    def __init__(self, imported: Import, analysis: Analysis, world: World) -> None:
        self._import, self._analysis, self._world = imported, analysis, world
        self._options: Options = imported.options
        self._setup = world.rules.setup
        self._check_options()
        columns = self._columns()
        dates = frozenset(CUSTOM + each.id for each in self._setup.fields if each.type == "date")
        self._settled = Settled(imported.kind, columns, self._key(columns), custom_dates=dates)

    def run(self) -> Settled:
        {
            "leads": self._settle_leads,
            "members": self._settle_members,
            "customers": self._settle_customers,
            "products": self._settle_products,
        }[self._import.kind]()
        self._settle_dates()
        return self._settled

    # Columns

    def _check_options(self) -> None:
        known = {column.name for column in self._analysis.columns}
        for column, name in self._options.mapping.items():
            if column not in known:
                raise Invalid.at("mapping", self._say(f"文件中没有列“{column}”", f"the file has no column {column!r}"))
            if name and not self._is_field(name):
                raise Invalid.at("mapping", self._say(f"没有字段“{name}”", f"there is no field {name!r}"))
        for column in self._options.date_order:
            if column not in known and column != _ALL_COLUMNS:
                raise Invalid.at(
                    "date_order", self._say(f"文件中没有列“{column}”", f"the file has no column {column!r}")
                )
        for name in self._options.defaults:
            if name not in DEFAULTS[self._import.kind]:
                raise Invalid.at(
                    f"defaults.{name}", self._say("不能为此字段设默认值", "no default can be given for it")
                )

    def _is_field(self, name: str) -> bool:
        if self._import.kind == "leads" and name.startswith(CUSTOM):
            return any(name == CUSTOM + each.id and not each.archived for each in self._setup.fields)
        return name in FIELDS[self._import.kind]

    def _columns(self) -> tuple[Column, ...]:
        """The caller's mapping first; a guess then has what is left, if it is good enough."""
        chosen, wanted = self._options.mapping, [each for each in self._options.mapping.values() if each]
        if len(wanted) != len(set(wanted)):
            raise Invalid.at("mapping", self._say("同一字段对应了两列", "two columns are mapped to one field"))
        columns = []
        for index, guess in enumerate(self._analysis.guesses):
            if guess.column in chosen:
                name = chosen[guess.column]
            else:
                # A column that is called so is taken for it whatever it holds: bad cells are then told, not passed over.
                is_sure = guess.confidence >= CONFIDENT or guess.why in (Why.NAME, Why.CUSTOM_NAME)
                name = guess.field if is_sure and guess.field not in wanted else None
            if name:
                columns.append(Column(index, guess.column, name, guess.scale, guess.currency))
        written = ["owner_id" if each.field == "owner" else each.field.removeprefix(CUSTOM) for each in columns]
        if self._import.kind == "leads":
            check_writable(self._setup, self._world.importer.role, written)
        return tuple(columns)

    def _key(self, columns: tuple[Column, ...]) -> str:
        allowed, given = KEYS[self._import.kind], self._options.key
        mapped = {column.field for column in columns}
        if given is None:
            return next((each for each in allowed if each in mapped), allowed[-1] if len(allowed) < 3 else "name")
        if given not in allowed:
            raise Invalid.at("key", self._say("可选：", "one of: ") + ", ".join(allowed))
        if given in ("external_id", "email", "code") and given not in mapped:
            raise Invalid.at("key", self._say(f"没有列对应 {given}", f"no column is mapped to {given}"))
        return given

    def _settle_dates(self) -> None:
        settled = self._settled
        columns = []
        for column in settled.columns:
            if not settled.is_date(column.field):
                columns.append(column)
                continue
            fact = self._analysis.columns[column.index]
            given = self._options.date_order.get(column.name) or self._options.date_order.get(_ALL_COLUMNS)
            order = given or fact.order or (None if fact.undecided or fact.month_first else DateOrder.YEAR_FIRST)
            if order is None:
                self._ask_order(column, fact)
            columns.append(Column(column.index, column.name, column.field, order=order or DateOrder.YEAR_FIRST))
        settled.columns = tuple(columns)

    def _ask_order(self, column: Column, fact: ColumnFact) -> None:
        self._ask(
            "date_order_unclear",
            column.field,
            f"无法判断“{column.name}”列中的“{fact.example}”是月在前还是日在前，请用 date_order 指明（mdy 或 dmy）",
            f"it is not clear whether {fact.example!r} in column {column.name!r} has the month or the day first; "
            "say it with date_order (mdy or dmy)",
            is_guessed=False,
            column=column.name,
            values=[fact.example],
        )

    # Leads

    def _settle_leads(self) -> None:
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
        if any(stage.kind == "lost" for stage in self._setup.stages) and settled.column("lost_reason") is None:
            filled["lost_reason"] = defaults.get("lost_reason") or self._say("留空", "left empty")

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

    # Members, customers, products

    def _settle_members(self) -> None:
        settled, defaults = self._settled, self._options.defaults
        settled.defaults |= {name: defaults[name] for name in ("role", "region", "supervisor") if defaults.get(name)}
        if settled.column("name") is None:
            self._ask_missing("name", "", is_guessed=False)
        if not self._world.importer.may_add_members:
            self._ask(
                "members_forbidden", "name", "您的角色无权添加成员", "your role may not add members", is_guessed=False
            )
        rows = {comparable(text) for text in self._values_of("name", listed=False)}
        supervisors = self._values_of("supervisor")
        settled.supervisors = frozenset(comparable(text) for text in supervisors)
        unknown = [
            text
            for text in supervisors
            if comparable(text) not in rows and self._world.rules.members.named(text) is None
        ]
        for text in unknown:
            self._new_member(text)
        if unknown:
            self._ask(
                "supervisors_unknown", "supervisor", "文件和工作空间中都没有这些主管；接受建议将把他们建为主管",
                "neither the file nor the workspace has these supervisors; accepting adds them as managers",
                is_guessed=True, values=unknown,
            )  # fmt: skip

    def _settle_customers(self) -> None:
        settled, defaults = self._settled, self._options.defaults
        settled.defaults |= {name: defaults[name] for name in ("industry", "region") if defaults.get(name)}
        if not any(settled.column(name) for name in ("name", "company", "contact", "phone", "email")):
            self._ask_missing("name", "", is_guessed=False)

    def _settle_products(self) -> None:
        settled, defaults = self._settled, self._options.defaults
        settled.defaults["currency"] = self._currency(defaults)
        if defaults.get("series"):
            settled.defaults["series"] = defaults["series"]
        if settled.column("name") is None:
            self._ask_missing("name", "code", is_guessed=settled.column("code") is not None)
        if not self._world.importer.may_add_products:
            self._ask(
                "products_forbidden",
                "name",
                "您的角色无权维护产品",
                "your role may not keep products",
                is_guessed=False,
            )

    # Small things

    def _values_of(self, name: str, *, listed: bool = True) -> dict[str, int]:
        """The different texts of the field's column. One with too many is asked about if it has to be a list."""
        column = self._settled.column(name)
        if column is None:
            return {}
        values = self._analysis.columns[column.index].values
        if values is None and listed:
            self._ask(
                "too_many_values", name, f"“{column.name}”列的取值过多，不像是这个字段，请检查 mapping",
                f"column {column.name!r} has too many different values for this field; check the mapping",
                is_guessed=False, column=column.name,
            )  # fmt: skip
        return values or {}

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

    def _currency(self, given: Mapping[str, str]) -> str:
        currency = given.get("currency", self._setup.currency).upper()
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise Invalid.at("defaults.currency", self._say("须为 ISO 4217 代码", "an ISO 4217 code"))
        return currency

    def _note(self, what: str, text: str, rows: int, guess: Guess) -> None:
        found = ValueGuess(value=text, rows=rows, id=guess.id, confidence=guess.confidence, by=guess.by)
        self._settled.guesses.setdefault(what, []).append(found)

    def _ask_missing(self, name: str, filled_with: str, *, is_guessed: bool = True) -> None:
        zh = f"没有列对应必填字段 {name}" + (f"，将填入：{filled_with}" if is_guessed and filled_with else "")
        en = f"no column is the mandatory field {name}" + (
            f"; it would be filled with: {filled_with}" if is_guessed and filled_with else ""
        )
        self._ask("column_missing", name, zh, en, is_guessed=is_guessed)

    def _ask(
        self,
        code: str,
        name: str,
        zh: str,
        en: str,
        *,
        is_guessed: bool,
        column: str | None = None,
        values: Iterable[str] = (),
    ) -> None:
        self._settled.questions.append(Question(code, name, self._say(zh, en), is_guessed, column, tuple(values)))

    def _say(self, zh: str, en: str) -> str:
        return en if self._world.english else zh


@dataclass(frozen=True)
class _Person:
    id: str
    name: str
    email: str


def _vague(choices: list[Choice]) -> str | None:
    ids = {choice.id for choice in choices}
    return next((each for each in _VAGUE if each in ids), None)
