"""What all kinds of files have in common: columns, dates, and how a question is asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

from chalicelib.core.errors import Invalid
from chalicelib.leads.fields import check_writable

from .dates import DateOrder
from .guessing import CONFIDENT, CUSTOM, Why
from .matching import Guess
from .model import KEYS, Analysis, ColumnFact, Import, Options, ValueGuess
from .settled import ALL_COLUMNS, DEFAULTS, FIELDS, Column, Question, Settled, World


class Settling(ABC):
    def __init__(self, imported: Import, analysis: Analysis, world: World) -> None:
        self._import, self._analysis, self._world = imported, analysis, world
        self._options: Options = imported.options
        self._setup = world.rules.setup
        self._check_options()
        columns = self._columns()
        dates = frozenset(CUSTOM + each.id for each in self._setup.fields if each.type == "date")
        self._settled = Settled(imported.kind, columns, self._key(columns), custom_dates=dates)

    def run(self) -> Settled:
        """Errors as in `settling.settle`."""
        self._settle()
        self._settle_dates()
        return self._settled

    @abstractmethod
    def _settle(self) -> None:
        """What is the kind's own."""

    # Columns

    def _check_options(self) -> None:
        known = {column.name for column in self._analysis.columns}
        for column, name in self._options.mapping.items():
            if column not in known:
                raise Invalid.at("mapping", self._say(f"文件中没有列“{column}”", f"the file has no column {column!r}"))
            if name and not self._is_field(name):
                raise Invalid.at("mapping", self._say(f"没有字段“{name}”", f"there is no field {name!r}"))
        for column in self._options.date_order:
            if column not in known and column != ALL_COLUMNS:
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
                # A column of that very name is taken whatever it holds: bad cells are then told, not passed over.
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
            given = self._options.date_order.get(column.name) or self._options.date_order.get(ALL_COLUMNS)
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
