"""How a file will be read, and what is known and asked while that is found out. Pure data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from chalicelib.leads.change import Rules
from chalicelib.leads.products import Product

from .columns import NAMES
from .dates import DateOrder
from .model import Importer, ReadAs, ValueGuess

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
#: In `date_order`: every column.
ALL_COLUMNS = "*"


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
    #: Lost leads without a reason come in, and no reason of the workspace says that: one is to be added.
    adds_lost_reason: bool = False
    filled: dict[str, str] = field(default_factory=dict)
    custom_dates: frozenset[str] = frozenset()
    questions: list[Question] = field(default_factory=list)
    guesses: dict[str, list[ValueGuess]] = field(default_factory=dict)

    def column(self, name: str) -> Column | None:
        """The column that is mapped to a field."""
        return next((column for column in self.columns if column.field == name), None)

    def is_date(self, name: str) -> bool:
        return name in DATE_FIELDS or name in self.custom_dates

    def read_as(self, columns: Iterable[str]) -> ReadAs:
        """The whole of it, to be kept and shown; `columns` are all that the file has."""
        fields = {column.name: column.field for column in self.columns}
        return ReadAs(
            mapping={name: fields.get(name) for name in columns},
            defaults=self.defaults,
            date_order={each.name: each.order for each in self.columns if self.is_date(each.field)},
            stages=self.stages,
            owners=self.owners,
            channels=self.channels,
            lost_reasons=self.lost_reasons,
            products=self.products,
        )

    def open_questions(self, accept_guesses: bool) -> list[Question]:
        return [each for each in self.questions if not (accept_guesses and each.is_guessed)]
