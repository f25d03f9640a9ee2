"""Template packs: what a new workspace starts with. A pack is a folder of `tenants/`, and the folder's name is its id.

    pack.yaml     the face (names, descriptions, icon, colour) and the `setup` that a workspace gets a copy of
    sample.yaml   the material that `sample.generate` makes a year of sales history from

`python -m chalicelib.tenancy.check_pack tenants/<id>` says what is wrong with a pack, and in which line.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from chalicelib.tenancy.setup import Locale, Names, Part, RoleName, Setup, ShortText, Slug

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEFAULT_PACK = "sales_leads"

#: Fields that every lead has; a pack's own may not take their ids, and permissions may name either. Domains meet only
#: through services, so that this can't be `leads.model.BUILT_IN_FIELDS`; a test holds the two together.
LEAD_FIELDS = frozenset(
    {
        "name", "company", "contact", "phone", "email", "wechat", "source_channel", "stage", "first_contact_at",
        "next_follow_up_at", "blocker", "owner_id", "amount", "product", "region", "remark",
    }
)  # fmt: skip

#: What a summary of the sample material may speak of, in braces.
PLACEHOLDERS = frozenset({"contact", "customer", "product"})


def _names_known_things(text: str) -> str:
    named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    unknown = sorted(named - PLACEHOLDERS)
    if unknown:
        raise ValueError(f"{{{unknown[0]}}} is not one of {', '.join(sorted(PLACEHOLDERS))}")
    return text


Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
IconName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Summary = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_names_known_things)]
Kind = Literal["call", "visit", "video", "email", "chat", "demo"]
Outcome = Literal["connected", "replied", "met", "no_answer", "refused"]
#: Outcomes in which the customer took part.
EFFECTIVE: frozenset[Outcome] = frozenset({"connected", "replied", "met"})


class UnknownPack(LookupError):
    """There is no pack of this id."""


class Paragraph(Part):
    """A text of a few sentences in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=400, alias="zh-CN")]
    en: Annotated[str, Field(min_length=1, max_length=400)]

    def pick(self, locale: Locale) -> str:
        return self.en if locale == "en" else self.zh


# The material of sample.yaml


class TeamMember(Part):
    """`skill` above 1 wins more than the team's average, below 1 less."""

    id: Slug
    name: ShortText
    role: RoleName
    supervisor: Slug | None = None
    skill: Annotated[float, Field(ge=0.2, le=5)] = 1.0


class CustomerMaterial(Part):
    """A company's name is one entry of each list of `name_parts`, joined; a person's name is made up."""

    kind: Literal["company", "person"]
    name_parts: tuple[Annotated[tuple[ShortText, ...], Field(min_length=1)], ...] = ()
    titles: Annotated[tuple[ShortText, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _companies_have_names(self) -> CustomerMaterial:
        if (self.kind == "company") != bool(self.name_parts):
            raise ValueError("name_parts go with the kind company, and only with it")
        return self


class ProductMaterial(Part):
    """Sold at `price` a piece in the workspace's currency, `least` to `most` pieces at a time, for one of `needs`."""

    id: Slug
    name: ShortText
    price: Annotated[Decimal, Field(gt=0)]
    least: Annotated[int, Field(ge=1)] = 1
    most: Annotated[int, Field(ge=1)] = 1
    needs: Annotated[tuple[ShortText, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _least_comes_first(self) -> ProductMaterial:
        if self.least > self.most:
            raise ValueError("least is more than most")
        return self


class Touch(Part):
    """One follow-up that could have been recorded."""

    kind: Kind
    outcome: Outcome
    summary: Summary


class Chapter(Part):
    """A lead's time in one open stage: how long (days), and what is said meanwhile."""

    stage: Slug
    days: tuple[Annotated[int, Field(ge=1, le=60)], Annotated[int, Field(ge=1, le=60)]]
    touches: Annotated[tuple[Touch, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _can_end(self) -> Chapter:
        if self.days[0] > self.days[1]:
            raise ValueError("days: the shorter time comes first")
        if not any(touch.outcome in EFFECTIVE for touch in self.touches):
            raise ValueError("touches: at least one must be effective, or no lead could move on")
        return self


class Ending(Touch):
    """The last follow-up of a lead; `reason` says why it was lost."""

    reason: Slug | None = None


class Endings(Part):
    stage: Slug
    touches: Annotated[tuple[Ending, ...], Field(min_length=1)]


class Pause(Touch):
    """The follow-up in which a lead is put on hold, and the reason out of the workspace's list."""

    reason: Slug


class FieldMaterial(Part):
    """Values of a custom field: one of a list, or a number from `least` to `most` in steps.

    Of a date field the number counts days after the first contact.
    """

    one_of: tuple[ShortText, ...] = ()
    least: int | None = None
    most: int | None = None
    step: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _is_one_of_both(self) -> FieldMaterial:
        has_range = self.least is not None and self.most is not None and self.least <= self.most
        if has_range == bool(self.one_of):
            raise ValueError("give either one_of, or least and most")
        return self


class Material(Part):
    """What sample.yaml holds. Channel numbers are weights; the journey lists the open stages on the way to won."""

    company: Names
    team: Annotated[tuple[TeamMember, ...], Field(min_length=3)]
    customers: CustomerMaterial
    products: Annotated[tuple[ProductMaterial, ...], Field(min_length=1)]
    channels: Annotated[dict[str, Annotated[int, Field(ge=1, le=100)]], Field(min_length=1)]
    journey: Annotated[tuple[Chapter, ...], Field(min_length=2)]
    won: Endings
    lost: Endings
    holds: Annotated[tuple[Pause, ...], Field(min_length=1)]
    blockers: Annotated[tuple[ShortText, ...], Field(min_length=1)]
    fields: dict[str, FieldMaterial] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_an_owner_and_two_reps(self) -> Material:
        roles = [member.role for member in self.team]
        if roles.count("owner") != 1 or roles.count("rep") < 2:
            raise ValueError("team: one owner and at least two reps are needed")
        return self


# The pack


class PackFile(Part):
    """What pack.yaml holds. `icon` is the name of an icon, `colour` the pack's colour on the sign-up page."""

    id: Slug
    names: Names
    description: Paragraph
    good_for: Paragraph
    inside: Annotated[tuple[Names, ...], Field(min_length=1, max_length=8)]
    icon: IconName
    colour: Colour
    setup: Setup


class PackSummary(Part):
    """What the sign-up page shows of a pack, in one language. `stages` is the preview: their names, in order."""

    id: str
    name: str
    description: str
    good_for: str
    inside: tuple[str, ...]
    icon: str
    colour: str
    stages: tuple[str, ...]
    fields: tuple[str, ...]


class Pack(PackFile):
    """A whole pack: the face, the set-up, and the material of the sample data."""

    material: Material

    def summary(self, locale: Locale) -> PackSummary:
        return PackSummary(
            id=self.id,
            name=self.names.pick(locale),
            description=self.description.pick(locale),
            good_for=self.good_for.pick(locale),
            inside=tuple(entry.pick(locale) for entry in self.inside),
            icon=self.icon,
            colour=self.colour,
            stages=tuple(stage.names.pick(locale) for stage in self.setup.stages if not stage.archived),
            fields=tuple(field.names.pick(locale) for field in self.setup.fields if not field.archived),
        )


def list_packs() -> tuple[Pack, ...]:
    """All packs, the default one first, then by id."""
    return tuple(_load(pack_id) for pack_id in _pack_ids())


def get_pack(pack_id: str) -> Pack:
    """The pack of this id. Raises UnknownPack."""
    if pack_id not in _pack_ids():
        raise UnknownPack(pack_id)
    return _load(pack_id)


@lru_cache(maxsize=1)
def _pack_ids() -> tuple[str, ...]:
    folders = (folder for folder in _tenants().iterdir() if folder.joinpath("pack.yaml").is_file())
    return tuple(sorted((folder.name for folder in folders), key=lambda pack_id: (pack_id != DEFAULT_PACK, pack_id)))


@lru_cache(maxsize=64)
def _load(pack_id: str) -> Pack:
    folder = _tenants().joinpath(pack_id)
    return Pack.model_validate({**_read(folder, "pack.yaml"), "material": _read(folder, "sample.yaml")})


def _tenants() -> Traversable:
    from importlib.resources import files  # imports a good deal, and most requests need no pack

    return files("tenants")


def _read(folder: Traversable, name: str) -> dict[str, Any]:
    import yaml

    # The safe loader, in C where the wheel has it: the pure one takes ten times as long, at every cold start.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(folder.joinpath(name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return document
