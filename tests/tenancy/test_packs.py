from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.leads import model as leads
from chalicelib.tenancy.check_pack import check_pack, main
from chalicelib.tenancy.packs import DEFAULT_PACK, EFFECTIVE, LEAD_FIELDS, Pack, UnknownPack, get_pack, list_packs

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "tenants").glob("*/pack.yaml"))
Breaker = Callable[[str, str, str], tuple[Path, int]]


# The packs that ship


def test_the_four_packs_are_listed_with_the_default_first() -> None:
    ids = [pack.id for pack in list_packs()]
    assert ids[0] == DEFAULT_PACK == "sales_leads"
    assert set(ids) == {"sales_leads", "store_sales", "industrial_equipment", "medical_devices"}


def test_a_pack_is_read_once() -> None:
    assert get_pack("store_sales") is get_pack("store_sales")


@pytest.mark.parametrize("pack_id", ["", "bakery", "../tenants/sales_leads", "__pycache__"])
def test_a_pack_that_does_not_exist_is_unknown(pack_id: str) -> None:
    with pytest.raises(UnknownPack):
        get_pack(pack_id)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_pack_that_ships_is_sound(folder: Path) -> None:
    assert check_pack(folder) == []


def test_a_summary_shows_the_stages_and_fields_in_order_and_in_one_language() -> None:
    chinese, english = (get_pack("sales_leads").summary(locale) for locale in ("zh-CN", "en"))
    assert chinese.name == "销售线索管理"
    assert chinese.stages == ("初步接触", "需求确认", "方案报价", "商务谈判", "赢单", "丢单")
    assert english.stages == ("First contact", "Needs confirmed", "Solution and quote", "Negotiation", "Won", "Lost")
    assert len(chinese.fields) == len(english.fields) > 0


@pytest.mark.parametrize("pack", list_packs(), ids=lambda pack: pack.id)
def test_no_pack_hides_what_a_rep_must_fill_in(pack: Pack) -> None:
    mandatory = ("name", "source_channel", "first_contact_at", "stage", "next_follow_up_at", "blocker")
    for role in ("owner", "admin", "manager", "rep"):
        assert all(pack.setup.access(role, field) == "write" for field in mandatory)


@pytest.mark.parametrize("pack", list_packs(), ids=lambda pack: pack.id)
def test_every_pack_keeps_amounts_from_collaborators_and_watches_unsigned_quotes(pack: Pack) -> None:
    assert pack.setup.access("collaborator", "amount") == "hidden"
    assert any(stage.dwell_days for stage in pack.setup.stages)


def test_packs_are_found_where_the_lambda_package_has_them(tmp_path: Path) -> None:
    """Chalice copies what is in vendor/, links followed, to the top of the package."""
    shutil.copytree(ROOT / "chalicelib", tmp_path / "chalicelib", ignore=shutil.ignore_patterns("__pycache__"))
    for entry in (ROOT / "vendor").iterdir():
        shutil.copytree(entry, tmp_path / entry.name)
    code = "from chalicelib.tenancy.packs import list_packs; print(len(list_packs()))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "4"


def test_packs_know_the_fields_and_the_effective_outcomes_of_leads() -> None:
    assert set(leads.BUILT_IN_FIELDS) == LEAD_FIELDS
    assert leads.EFFECTIVE_OUTCOMES == EFFECTIVE


# Packs that are broken


@pytest.fixture
def broken(tmp_path: Path) -> Breaker:
    """Copies the default pack, replaces a text in a file, and tells the folder and the line of the change."""
    folder = tmp_path / "sales_leads"
    shutil.copytree(ROOT / "tenants" / "sales_leads", folder)

    def break_it(name: str, old: str, new: str) -> tuple[Path, int]:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} must stand once in {name}"
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
        return folder, text[: text.index(old)].count("\n") + 1

    return break_it


PACK, SAMPLE = "pack.yaml", "sample.yaml"
BROKEN = {
    "an unknown key": (PACK, "icon: funnel", "icno: funnel\nicon: funnel", "icno", "Extra inputs"),
    "a missing key": (PACK, "silent_days: 7, dwell_days: 30", "dwell_days: 30", "setup.stages.3", "needs silent_days"),
    "a missing name": (PACK, "names: {zh-CN: 赢单, en: Won}", "names: {zh-CN: 赢单}",
                       "setup.stages.4.names.en", "required"),
    "a wrong type": (PACK, "silent_days: 3}", "silent_days: soon}", "setup.stages.0.silent_days", "integer"),
    "a wrong colour": (PACK, '"#1f6feb"', "blue", "colour", "pattern"),
    "a stage twice": (PACK, "{id: negotiation,", "{id: quoted,", "setup.stages", "the id quoted stands twice"),
    "a choice twice": (PACK, "{id: retail,", "{id: manufacturing,", "fields.0.choices", "manufacturing stands twice"),
    "another folder's id": (PACK, "id: sales_leads", "id: bakery", "id", "the folder's name, sales_leads"),
    "a role that is none": (PACK, "    viewer:\n", "    boss:\n", "field_permissions.boss", "owner"),
    "permissions for no field": (PACK, "rep: {owner_id", "rep: {onwer_id", "rep.onwer_id", "no field onwer_id"),
    "a field that every lead has": (PACK, "{id: competitor, names: {zh-CN: 竞争对手",
                                    "{id: phone, names: {zh-CN: 竞争对手",
                                    "setup.fields.6.id", "has a field phone already"),
    "rules for no channel": (PACK, "{rule: none}", "{rule: by_channel, by_channel: {fax: m_1}}",
                             "by_channel.fax", "no source channel fax"),
    "no such time zone": (PACK, "  fields:\n", "  timezone: Asia/Nowhere\n  fields:\n", "timezone", "no time zone"),
    "no such stage": (SAMPLE, "- stage: quoted", "- stage: quotde", "journey.2.stage", "no open stage quotde"),
    "a journey that starts late": (SAMPLE, "- stage: first_contact", "- stage: negotiation",
                                   "journey.0.stage", "begins in the first stage"),
    "no such won stage": (SAMPLE, "  stage: won", "  stage: lost", "won.stage", "no won stage lost"),
    "no such channel": (SAMPLE, "douyin: 8", "tiktok: 8", "channels.tiktok", "no source channel tiktok"),
    "no such lost reason": (SAMPLE, "reason: price", "reason: pirce", "lost.touches.0.reason", "no lost reason pirce"),
    "no such hold reason": (SAMPLE, "reason: legal_review", "reason: legal", "holds.1.reason", "no hold reason legal"),
    "no such field": (SAMPLE, "  competitor: {", "  rival: {", "fields.rival", "no custom field rival"),
    "no such supervisor": (SAMPLE, "role: collaborator, supervisor: gao_yuan", "role: collaborator, supervisor: gao",
                           "team.8.supervisor", "no team member gao"),
    "a word that nothing fills in": (SAMPLE, "和{contact}谈价格", "和{boss}谈价格",
                                     "touches.0.summary", "{boss} is not one of"),
    "no such outcome": (SAMPLE, "{kind: chat, outcome: no_answer", "{kind: chat, outcome: ignored",
                        "journey.2.touches.3.outcome", "connected"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "where", "what"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_told_with_its_line(
    broken: Breaker, name: str, old: str, new: str, where: str, what: str
) -> None:
    folder, line = broken(name, old, new)
    findings = [str(finding) for finding in check_pack(folder)]
    told = [finding for finding in findings if finding.startswith(f"{folder / name}:{line}: ")]
    assert any(where in finding and what in finding for finding in told), findings


def test_a_second_key_is_told_at_its_own_line(broken: Breaker) -> None:
    folder, line = broken(PACK, "icon: funnel", "icon: funnel\nicon: shop")
    assert [str(each) for each in check_pack(folder)] == [f"{folder / PACK}:{line + 1}: icon: the key stands twice"]


def test_a_setup_without_a_lost_stage_is_told_at_its_first_line(broken: Breaker) -> None:
    folder, _ = broken(PACK, "kind: lost}", "kind: won}")
    text = (folder / PACK).read_text(encoding="utf-8")
    (finding,) = check_pack(folder)
    assert finding.line == text[: text.index("\nsetup:")].count("\n") + 2
    assert (finding.where, finding.what) == ("setup", "stages: at least one lost stage is needed")


def test_a_key_that_is_missing_is_told_at_the_line_of_its_parent(broken: Breaker) -> None:
    folder, line = broken(PACK, "good_for:\n", "god_for:\n")
    findings = {(finding.where, finding.line) for finding in check_pack(folder)}
    assert findings == {("good_for", 1), ("god_for", line)}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("icon: funnel", "icon: [funnel", "expected ',' or ']'"),
        ("icon: funnel", "icon: 'funnel", "expected <block end>"),
        ("icon: funnel", "icon: 2026-02-30", "day"),
        ("icon: funnel", "icon: !!python/object:os.system {}", "constructor"),
    ],
)
def test_yaml_that_cannot_be_read_is_told_with_its_line(broken: Breaker, old: str, new: str, what: str) -> None:
    folder, line = broken(PACK, old, new)
    (finding,) = check_pack(folder)
    assert finding.where == "YAML" and what in finding.what
    assert finding.line >= line


def test_a_date_that_does_not_exist_is_told_at_its_own_line(broken: Breaker) -> None:
    folder, line = broken(PACK, "  calendar: {country: CN,", "  calendar: {days_off: [2026-02-30], country: CN,")
    assert [(each.line, each.what) for each in check_pack(folder)] == [(line, "day is out of range for month")]


def test_an_alias_to_what_it_is_part_of_is_no_endless_loop(broken: Breaker) -> None:
    folder, line = broken(PACK, "icon: funnel", "icon: &loop [*loop]")
    assert ("icon", line) in {(finding.where, finding.line) for finding in check_pack(folder)}


def test_a_file_that_is_not_utf8_is_told_with_its_line(broken: Breaker) -> None:
    folder, _ = broken(PACK, "icon: funnel", "icon: funnel")
    (folder / PACK).write_bytes("id: a\nnames: 销售\n".encode("gb18030"))
    assert [str(finding) for finding in check_pack(folder)] == [f"{folder / PACK}:2: the file: is not UTF-8"]


@pytest.mark.parametrize("text", ["", "just words", "[1, 2]"])
def test_a_file_that_holds_no_mapping_is_told_at_its_first_line(broken: Breaker, text: str) -> None:
    folder, _ = broken(PACK, "icon: funnel", "icon: funnel")
    (folder / PACK).write_text(text, encoding="utf-8")
    (finding,) = check_pack(folder)
    assert (finding.line, finding.where) == (1, "the file")


def test_a_missing_file_and_a_missing_folder_are_told(broken: Breaker, tmp_path: Path) -> None:
    folder, _ = broken(PACK, "icon: funnel", "icon: funnel")
    (folder / SAMPLE).unlink()
    assert [finding.path for finding in check_pack(folder)] == [str(folder / SAMPLE)]
    assert [finding.what for finding in check_pack(tmp_path / "nowhere")] == ["is not a folder"]


def test_the_command_prints_what_is_wrong_and_fails(broken: Breaker, capsys: pytest.CaptureFixture[str]) -> None:
    folder, line = broken(SAMPLE, "douyin: 8", "tiktok: 8")
    assert main([str(ROOT / "tenants" / "store_sales"), str(folder)]) == 1
    assert capsys.readouterr().out == f"{folder / SAMPLE}:{line}: channels.tiktok: there is no source channel tiktok\n"


def test_the_command_is_content_with_the_packs_that_ship() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "chalicelib.tenancy.check_pack", *map(str, FOLDERS)],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_the_command_without_a_folder_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("usage: ")
