"""Trimming a set-up: what a change says, and the set-up that comes of it. Pure.

A list that is given replaces the former one and keeps the order given. Entries are known by `id`; what the former list
had and the new one lacks is archived at its end, never removed, since leads may speak of it. An entry without an id is
new and gets one made from its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from chalicelib.core.errors import FieldError, Invalid
from chalicelib.core.wording import sentence
from chalicelib.tenancy.packs import LEAD_FIELDS
from chalicelib.tenancy.setup import Choice, FieldDef, Locale, Module, Names, Setup, Stage
from chalicelib.tenancy.setup_change import EntryChange, FieldChange, ModuleChange, SetupChange, StageChange

#: A new open stage is silent after so many days, if nobody says otherwise.
SILENT_DAYS = 7
#: Keeps a set-up, with its change in the log beside it, well inside an item of 400 KB.
MOST_BYTES = 120_000
_SECTIONS = ("calendar", "reminders", "assignment")
_PLAIN = ("locale", "timezone", "currency", "region", "large_deal")
P = TypeVar("P", Choice, Stage, FieldDef)


def trimmed(setup: Setup, change: SetupChange, locale: Locale) -> Setup:
    """The set-up after the change; `locale` is the language that plain names are in.

    Raises:
        Invalid: with the place in the request of each thing that is wrong.
    """
    given = change.given()
    new: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    if "stages" in given:
        new["stages"] = _replaced(setup.stages, given["stages"], "stages", locale, _stage)
    for what in ("source_channels", "hold_reasons", "lost_reasons"):
        if what in given:
            new[what] = _replaced(getattr(setup, what), given[what], what, locale, _choice)
    if "fields_" in given:
        new["fields"] = _replaced(setup.fields, given["fields_"], "fields", locale, _field)
    if "field_permissions" in given:
        new["field_permissions"] = {**setup.field_permissions, **given["field_permissions"]}
    if "modules" in given:
        new["modules"] = _switched(setup.modules, given["modules"], locale)
    for section in _SECTIONS:
        if section in given:
            former = getattr(setup, section)
            new[section] = {**former.model_dump(), **_plain(given[section].given())}
    merged = _checked(setup, new, locale)
    _demand_known_fields(merged, change, locale)
    return merged


def went(before: Sequence[Stage], after: Sequence[Stage]) -> tuple[str, ...]:
    """The stages that were in use before and are archived after."""
    live = {stage.id for stage in after if not stage.archived}
    return tuple(stage.id for stage in before if not stage.archived and stage.id not in live)


def _checked(setup: Setup, new: dict[str, Any], locale: Locale) -> Setup:
    try:
        whole = Setup.model_validate({**{name: getattr(setup, name) for name in Setup.model_fields}, **new})
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[:50]
        fields = tuple(
            FieldError(".".join(str(part) for part in each["loc"]), sentence(each, locale)) for each in found
        )
        raise Invalid("; ".join(each.message for each in fields[:3]), fields=fields) from None
    if len(whole.model_dump_json().encode()) > MOST_BYTES:
        raise Invalid("the settings are too large" if locale == "en" else "设置内容过多")
    return whole


def _replaced(
    former: Sequence[P],
    wanted: Sequence[Any],
    what: str,
    locale: Locale,
    make: Callable[[P | None, Any, dict[str, Any], str, Locale], P],
) -> list[P]:
    known: dict[str, P] = {entry.id: entry for entry in former}
    taken = {*known, *(each.id for each in wanted if each.id), *(LEAD_FIELDS if what == "fields" else ())}
    result: list[P] = []
    for place, each in enumerate(wanted):
        where = f"{what}.{place}"
        before = known.get(each.id or "")
        if before is None and what == "fields" and each.id in LEAD_FIELDS:
            raise _wrong(
                f"{where}.id", locale, f"每条线索都已有字段 {each.id}", f"{each.id} is a field that every lead has"
            )
        names = _names(before, each, locale, where)
        entry_id = each.id or _slug(names.en, what, taken)
        taken.add(entry_id)
        archived = each.archived if each.archived is not None else before is not None and before.archived
        result.append(make(before, each, {"id": entry_id, "names": names, "archived": archived}, where, locale))
    kept = {entry.id for entry in result}
    result.extend(entry.model_copy(update={"archived": True}) for entry in former if entry.id not in kept)
    return result


def _names(before: Any, each: EntryChange, locale: Locale, where: str) -> Names:
    if each.names is not None:
        return _both(each.names.zh, each.names.en)
    if each.name is None:
        if before is None:
            raise _wrong(f"{where}.name", locale, "新条目需要名称", "a new entry needs a name")
        names: Names = before.names
        return names
    if before is None or before.names.zh == before.names.en:
        return _both(each.name, each.name)
    return _both(before.names.zh, each.name) if locale == "en" else _both(each.name, before.names.en)


def _both(zh: str, en: str) -> Names:
    return Names.model_validate({"zh": zh, "en": en})


def _slug(name: str, what: str, taken: Iterable[str]) -> str:
    """An id out of a name: `needs_analysis`; `stage_1` for a name without Latin letters."""
    latin = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    base = latin if latin[:1].isalpha() else f"{what.removesuffix('s')}_{latin}"
    base = base[:32].strip("_")
    if latin and base not in taken:
        return base
    number = 2 if latin else 1
    while f"{base}_{number}" in taken:
        number += 1
    return f"{base}_{number}"


def _choice(_before: Choice | None, _each: EntryChange, common: dict[str, Any], _where: str, _locale: Locale) -> Choice:
    return Choice(**common)


def _stage(before: Stage | None, each: StageChange, common: dict[str, Any], where: str, locale: Locale) -> Stage:
    given = each.given()
    own: dict[str, Any] = {
        name: given[name] for name in ("kind", "silent_days", "silent_basis", "dwell_days") if name in given
    }
    if before is not None:
        if own.get("kind", before.kind) != before.kind:
            en = "the kind of a stage does not change; archive it and add another"
            raise _wrong(f"{where}.kind", locale, "阶段的类型不能更改；请归档后另建", en)
        return _made(Stage, {**before.model_dump(), **own, **common}, where, locale)
    if own.get("kind", "open") == "open" and own.get("silent_days") is None:
        own["silent_days"] = SILENT_DAYS
    return _made(Stage, {**own, **common}, where, locale)


def _field(before: FieldDef | None, each: FieldChange, common: dict[str, Any], where: str, locale: Locale) -> FieldDef:
    given = each.given()
    own: dict[str, Any] = {name: given[name] for name in ("type", "required") if name in given}
    if before is not None and own.get("type", before.type) != before.type:
        en = "the type of a field does not change; archive it and add another"
        raise _wrong(f"{where}.type", locale, "字段的类型不能更改；请归档后另建", en)
    choices: Sequence[Choice] = before.choices if before else ()
    if each.choices is not None:
        choices = _replaced(choices, each.choices, "choices", locale, _choice)
    former: dict[str, Any] = {"type": before.type, "required": before.required} if before else {"type": "text"}
    return _made(FieldDef, {**former, **own, **common, "choices": choices}, where, locale)


def _wrong(where: str, locale: Locale, zh: str, en: str) -> Invalid:
    return Invalid.at(where, en if locale == "en" else zh)


def _made(kind: type[P], values: dict[str, Any], where: str, locale: Locale) -> P:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise Invalid.at(where, sentence(error.errors()[0], locale)) from None


def _switched(former: Sequence[Module], wanted: Sequence[ModuleChange], locale: Locale) -> list[Module]:
    """Modules are the product's: they are switched, and none is added or goes."""
    known = {module.id for module in former}
    for place, each in enumerate(wanted):
        if each.id not in known:
            raise _wrong(f"modules.{place}.id", locale, "没有这个模块", "there is no such module")
    on = {each.id: each.enabled for each in wanted if each.enabled is not None}
    return [module.model_copy(update={"enabled": on.get(module.id, module.enabled)}) for module in former]


def _demand_known_fields(setup: Setup, change: SetupChange, locale: Locale) -> None:
    known = LEAD_FIELDS | {field.id for field in setup.fields}
    for role, fields in (change.field_permissions or {}).items():
        for name in fields:
            if name not in known:
                raise _wrong(f"field_permissions.{role}.{name}", locale, "没有该字段", "there is no such field")


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [each.model_dump() if isinstance(each, BaseModel) else each for each in value]
        if isinstance(value, list)
        else value
        for name, value in given.items()
    }
