"""Check template packs: `python -m chalicelib.tenancy.check_pack tenants/sales_leads [...]`.

Each thing wrong is one line, `path:line: where: what`; the exit code is 1 when there is any, 2 without a folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ValidationError

from chalicelib.tenancy.packs import LEAD_FIELDS, Chapter, FieldMaterial, Material, PackFile
from chalicelib.tenancy.setup import Choice, FieldDef, Setup

Loc = tuple[str | int, ...]
#: A place in a document and what is wrong with it.
Fault = tuple[Loc, str]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong; `line` counts from 1."""

    path: str
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.where}: {self.what}"


class Document:
    """A YAML file whose parts know their lines."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, UnicodeDecodeError and yaml.YAMLError."""
        self.path = path
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        try:
            self.root = loader.get_single_node()
            self.value: Any = None if self.root is None else loader.construct_document(self.root)
        except ValueError as error:  # a date such as 2026-02-30: PyYAML lets Python's own error through, without a mark
            raise yaml.MarkedYAMLError(problem=str(error), problem_mark=self._unreadable()) from error
        finally:
            loader.dispose()

    def line(self, loc: Loc) -> int:
        """The line of the part at `loc`, or of its nearest parent that is there."""
        node, line = self.root, 1
        for step in loc:
            child = self._child(node, step)
            if child is None:
                break
            mark, node = child
            line = mark.line + 1
        return line

    def finding(self, loc: Loc, what: str) -> Finding:
        return Finding(str(self.path), self.line(loc), ".".join(map(str, loc)) or "the file", what)

    def duplicates(self) -> Iterator[Finding]:
        """Keys that stand twice in a mapping, and ids that stand twice in a list."""
        for loc, node in self._nodes((), self.root):
            if isinstance(node, yaml.MappingNode):
                for key in _repeated([key for key, _ in node.value]):
                    where = ".".join(map(str, (*loc, key.value)))
                    yield Finding(str(self.path), key.start_mark.line + 1, where, "the key stands twice")
            if isinstance(node, yaml.SequenceNode):
                ids = [found[1] for child in node.value if (found := self._child(child, "id"))]
                for repeated in _repeated(ids):
                    where = ".".join(map(str, loc))
                    what = f"the id {repeated.value} stands twice"
                    yield Finding(str(self.path), repeated.start_mark.line + 1, where, what)

    @staticmethod
    def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Mark, yaml.Node] | None:
        if isinstance(node, yaml.MappingNode):
            return next(((key.start_mark, value) for key, value in node.value if key.value == str(step)), None)
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return node.value[step].start_mark, node.value[step]
        return None

    def _unreadable(self) -> yaml.Mark | None:
        for _, node in self._nodes((), self.root):
            if isinstance(node, yaml.ScalarNode):
                try:
                    yaml.SafeLoader("").construct_object(node)
                except ValueError:
                    return node.start_mark
        return None

    def _nodes(self, loc: Loc, node: yaml.Node | None, above: tuple[int, ...] = ()) -> Iterator[tuple[Loc, yaml.Node]]:
        if node is None or id(node) in above:  # an alias may point to what it is part of
            return
        yield loc, node
        above = (*above, id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield from self._nodes((*loc, key.value), value, above)
        elif isinstance(node, yaml.SequenceNode):
            for index, child in enumerate(node.value):
                yield from self._nodes((*loc, index), child, above)


def check_pack(folder: Path) -> list[Finding]:
    """All that is wrong with the pack in `folder`, by file and line; empty when it is sound."""
    if not folder.is_dir():
        return [Finding(str(folder), 1, "the pack", "is not a folder")]
    findings: list[Finding] = []
    face = _read(folder / "pack.yaml", findings)
    sample = _read(folder / "sample.yaml", findings)
    pack = _validated(face, PackFile, findings)
    material = _validated(sample, Material, findings)
    if face and pack:
        if pack.id != folder.resolve().name:
            findings.append(face.finding(("id",), f"must be the folder's name, {folder.resolve().name}"))
        findings += [face.finding(("setup", *loc), what) for loc, what in setup_faults(pack.setup)]
    if sample and pack and material:
        findings += [sample.finding(loc, what) for loc, what in material_faults(material, pack.setup)]
    return sorted(set(findings))


def setup_faults(setup: Setup) -> Iterator[Fault]:
    """What the parts of a set-up say about each other that is not so."""
    try:
        ZoneInfo(setup.timezone)
    except (LookupError, ValueError):
        yield ("timezone",), f"there is no time zone {setup.timezone}"
    for index, field in enumerate(setup.fields):
        if field.id in LEAD_FIELDS:
            yield ("fields", index, "id"), f"every lead has a field {field.id} already"
    known = LEAD_FIELDS | {field.id for field in setup.fields}
    for role, permissions in setup.field_permissions.items():
        for field_id in permissions.keys() - known:
            yield ("field_permissions", role, field_id), f"there is no field {field_id}"
    channels = _ids(setup.source_channels)
    for channel in setup.assignment.by_channel.keys() - channels:
        yield ("assignment", "by_channel", channel), f"there is no source channel {channel}"


def material_faults(material: Material, setup: Setup) -> Iterator[Fault]:
    """What the sample material names that the set-up or the team doesn't have."""
    yield from _team_faults(material)
    yield from _journey_faults(material.journey, setup)
    for kind, endings in (("won", material.won), ("lost", material.lost)):
        stage = setup.stage(endings.stage)
        if stage is None or stage.kind != kind:
            yield (kind, "stage"), f"there is no {kind} stage {endings.stage}"
    for channel in material.channels.keys() - _ids(setup.source_channels):
        yield ("channels", channel), f"there is no source channel {channel}"
    for index, ending in enumerate(material.lost.touches):
        if ending.reason not in _ids(setup.lost_reasons):
            yield ("lost", "touches", index, "reason"), f"there is no lost reason {ending.reason}"
    for index, pause in enumerate(material.holds):
        if pause.reason not in _ids(setup.hold_reasons):
            yield ("holds", index, "reason"), f"there is no hold reason {pause.reason}"
    fields = {field.id: field for field in setup.fields}
    for field_id, values in material.fields.items():
        if field_id not in fields:
            yield ("fields", field_id), f"there is no custom field {field_id}"
        else:
            yield from _field_faults(fields[field_id], values)


def _team_faults(material: Material) -> Iterator[Fault]:
    team = {member.id for member in material.team}
    for index, member in enumerate(material.team):
        if member.supervisor is not None and member.supervisor not in team:
            yield ("team", index, "supervisor"), f"there is no team member {member.supervisor}"


def _journey_faults(journey: tuple[Chapter, ...], setup: Setup) -> Iterator[Fault]:
    for index, chapter in enumerate(journey):
        stage = setup.stage(chapter.stage)
        if stage is None or stage.kind != "open":
            yield ("journey", index, "stage"), f"there is no open stage {chapter.stage}"
    if journey[0].stage != setup.first_stage.id:
        yield ("journey", 0, "stage"), f"a lead's journey begins in the first stage, {setup.first_stage.id}"


def _field_faults(field: FieldDef, values: FieldMaterial) -> Iterator[Fault]:
    where = ("fields", field.id)
    if field.choices:
        for index, value in enumerate(values.one_of):
            if value not in _ids(field.choices):
                yield (*where, "one_of", index), f"{value} is not a choice of the field {field.id}"
    if bool(values.one_of) == (field.type in ("number", "money", "date")):
        expected = "one_of" if not values.one_of else "least and most"
        yield where, f"a field of type {field.type} takes {expected}"


def _ids(choices: tuple[Choice, ...]) -> set[str]:
    return {choice.id for choice in choices}


def _read(path: Path, findings: list[Finding]) -> Document | None:
    try:
        document = Document(path)
    except OSError as error:
        findings.append(Finding(str(path), 1, "the file", error.strerror or "cannot be read"))
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        findings.append(Finding(str(path), line, "the file", "is not UTF-8"))
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        findings.append(Finding(str(path), line, "YAML", error.problem or error.context or "cannot be read"))
        return None
    except yaml.reader.ReaderError as error:
        findings.append(Finding(str(path), 1, "YAML", f"holds a character that YAML forbids: {error.reason}"))
        return None
    findings += document.duplicates()
    return document


def _validated(document: Document | None, model: type[Model], findings: list[Finding]) -> Model | None:
    if document is None:
        return None
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=False):
            what = problem["msg"].removeprefix("Value error, ")
            # The set-up says so too, but knows no better place than itself; `duplicates` has told the line.
            if not what.endswith("stands twice"):
                findings.append(document.finding(problem["loc"], what))
        return None


def _repeated(nodes: list[yaml.Node]) -> list[yaml.Node]:
    seen: set[str] = set()
    repeated = []
    for node in nodes:
        if node.value in seen:
            repeated.append(node)
        seen.add(node.value)
    return repeated


def main(arguments: list[str]) -> int:
    if not arguments:
        print("usage: python -m chalicelib.tenancy.check_pack FOLDER [FOLDER ...]", file=sys.stderr)
        return 2
    findings = [finding for argument in arguments for finding in check_pack(Path(argument))]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
