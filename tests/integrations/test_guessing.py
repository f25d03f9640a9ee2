"""Columns to fields, and words to stages, choices and members."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.integrations.cells import Cell
from chalicelib.integrations.columns import NAMES
from chalicelib.integrations.dates import DateOrder, guess_date_order
from chalicelib.integrations.files import open_table
from chalicelib.integrations.guessing import CONFIDENT, Why, guess_mapping
from chalicelib.integrations.matching import MatchedBy, OneName, entry, guess_choice, guess_member, guess_stage

OPPORTUNITIES = Path(__file__).parents[2].parent / "shared" / "data" / "crm-sales-opportunities"
needs_the_real_files = pytest.mark.skipif(
    not OPPORTUNITIES.is_dir(), reason=f"the public sales data set is not at {OPPORTUNITIES}"
)


@dataclass(frozen=True)
class Stage:
    id: str
    names: OneName
    kind: str = "open"


@dataclass(frozen=True)
class Member:
    id: str
    name: str
    email: str = ""


STAGES = [
    Stage("new", OneName("新线索", "New lead")),
    Stage("contacted", OneName("初步接触", "First contact")),
    Stage("needs", OneName("需求确认", "Needs confirmed")),
    Stage("quoted", OneName("方案报价", "Quoted")),
    Stage("negotiating", OneName("商务谈判", "Negotiation")),
    Stage("won", OneName("赢单", "Won"), "won"),
    Stage("lost", OneName("丢单", "Lost"), "lost"),
]


def fields_of(kind: str, header: list[str], rows: list[list[Cell]] | None = None) -> dict[str, str | None]:
    return {guess.column: guess.field for guess in guess_mapping(kind, header, rows or [])}


@needs_the_real_files
@pytest.mark.parametrize(
    ("kind", "file", "mapping"),
    [
        (
            "leads",
            "sales_pipeline.csv",
            {
                "opportunity_id": "external_id",
                "sales_agent": "owner",
                "product": "product",
                "account": "company",
                "deal_stage": "stage",
                "engage_date": "first_contact_at",
                "close_date": "closed_at",
                "close_value": "amount",
            },
        ),
        ("members", "sales_teams.csv", {"sales_agent": "name", "manager": "supervisor", "regional_office": "region"}),
        ("products", "products.csv", {"product": "name", "series": "series", "sales_price": "price"}),
        (
            "customers",
            "accounts.csv",
            {
                "account": "name",
                "sector": "industry",
                "year_established": None,
                "revenue": None,
                "employees": None,
                "office_location": "region",
                "subsidiary_of": None,
            },
        ),
    ],
)
def test_the_real_files_map_whole(kind: str, file: str, mapping: dict[str, str | None]) -> None:
    table = open_table(OPPORTUNITIES / file, "text/csv")
    guesses = guess_mapping(kind, table.header, [cells for _, cells in islice(table.rows(), 200)])
    assert {guess.column: guess.field for guess in guesses} == mapping
    assert all(guess.confidence > CONFIDENT for guess in guesses if guess.field)


@needs_the_real_files
def test_the_real_pipeline_is_month_first() -> None:
    rows = [cells for _, cells in open_table(OPPORTUNITIES / "sales_pipeline.csv").rows()]
    assert len(rows) == 8800
    assert guess_date_order(row[5] for row in rows) is DateOrder.MONTH_FIRST
    assert guess_date_order(row[6] for row in rows) is DateOrder.MONTH_FIRST


@needs_the_real_files
def test_every_product_of_the_real_pipeline_is_found() -> None:
    products = [entry(str(cells[0]), str(cells[0])) for _, cells in open_table(OPPORTUNITIES / "products.csv").rows()]
    sold = {str(cells[2]) for _, cells in open_table(OPPORTUNITIES / "sales_pipeline.csv").rows()}
    found = {name: guess_choice(name, products) for name in sold}
    assert {name: guess.id for name, guess in found.items() if guess.id != name} == {"GTXPro": "GTX Pro"}
    assert found["GTXPro"].confidence > 0.95


def test_a_chinese_header_maps_whole() -> None:
    expected = {
        "线索名称": "name",
        "客户名称": "company",
        "联系人": "contact",
        "手机": "phone",
        "邮箱": "email",
        "微信": "wechat",
        "来源渠道": "source_channel",
        "当前阶段": "stage",
        "首次接触时间": "first_contact_at",
        "下次跟进时间": "next_follow_up_at",
        "关键障碍点": "blocker",
        "负责人": "owner",
        "金额": "amount",
        "产品": "product",
        "备注": "remark",
        "丢单原因": "lost_reason",
        "最近跟进时间": "last_follow_up_at",
        "成交日期": "closed_at",
        "币种": "currency",
        "线索编号": "external_id",
    }
    assert fields_of("leads", list(expected)) == expected
    members = {"姓名": "name", "工作邮箱": "email", "角色": "role", "直属主管": "supervisor", "区域": "region"}
    assert fields_of("members", list(members)) == members


@pytest.mark.parametrize("kind", NAMES)
def test_every_field_is_found_by_its_own_name(kind: str) -> None:
    assert fields_of(kind, list(NAMES[kind])) == {field: field for field in NAMES[kind]}


def test_marks_width_and_case_of_a_name_do_not_matter() -> None:
    header = ["*手机【必填】", "Deal-Stage：", "Ｅｍａｉｌ", "next follow up at"]
    assert list(fields_of("leads", header).values()) == ["phone", "stage", "email", "next_follow_up_at"]


def test_the_last_word_of_a_longer_name_decides() -> None:
    assert fields_of("leads", ["甲方联系人电话", "Primary work email"]) == {
        "甲方联系人电话": "phone",
        "Primary work email": "email",
    }


def test_a_misspelt_name_is_recognised_with_less_confidence() -> None:
    (guess,) = guess_mapping("leads", ["oportunity_id"], [])
    assert (guess.field, guess.why) == ("external_id", Why.SIMILAR_NAME)
    assert guess.confidence < 0.75


def test_of_two_columns_for_one_field_the_loser_says_so() -> None:
    first, second = guess_mapping("leads", ["手机", "电话"], [])
    assert first.field == "phone"
    assert (second.field, second.why, second.rival) == (None, Why.TAKEN, "手机")


def test_beside_a_company_column_the_customer_names_the_lead() -> None:
    assert fields_of("leads", ["客户名称", "公司"]) == {"客户名称": "name", "公司": "company"}


def test_values_decide_where_names_are_silent() -> None:
    rows: list[list[Cell]] = [["a@example.com", 13812345678], ["b@example.com", 13912345678]]
    assert fields_of("leads", ["x1", "x2"], rows) == {"x1": "email", "x2": "phone"}


def test_values_that_belie_a_name_lower_the_confidence() -> None:
    rows: list[list[Cell]] = [["a@example.com"], ["b@example.com"]]
    (guess,) = guess_mapping("leads", ["电话"], rows)
    assert guess.field == "email"


def test_dates_of_an_unknown_name_are_no_confident_guess() -> None:
    (guess,) = guess_mapping("leads", ["x"], [["2017-03-01"]])
    assert guess.confidence < CONFIDENT


def test_the_unit_in_a_header_is_kept() -> None:
    (amount,) = guess_mapping("leads", ["合同金额（万元）"], [])
    assert (amount.field, amount.scale, amount.currency) == ("amount", 10_000, "CNY")
    (price,) = guess_mapping("products", ["Price (USD)"], [])
    assert (price.field, price.scale, price.currency) == ("price", 1, "USD")


def test_fields_of_the_workspace_come_before_the_built_in_ones() -> None:
    custom = [entry("region", "区域"), entry("budget", "预算")]
    guesses = guess_mapping("leads", ["区域", "Budget"], [], custom)
    assert [(guess.field, guess.why) for guess in guesses] == [
        ("custom.region", Why.CUSTOM_NAME),
        ("custom.budget", Why.CUSTOM_NAME),
    ]


@given(
    st.sampled_from(sorted(NAMES)),
    st.lists(st.text(max_size=30), max_size=8),
    st.lists(st.lists(st.text(max_size=20) | st.integers() | st.floats() | st.dates(), max_size=8), max_size=5),
)
def test_any_table_is_guessed_at_and_no_field_is_given_twice(
    kind: str, header: list[str], rows: list[list[Cell]]
) -> None:
    guesses = guess_mapping(kind, header, rows)
    assert [guess.column for guess in guesses] == header
    fields = [guess.field for guess in guesses if guess.field]
    assert len(set(fields)) == len(fields)


# --- stages ---


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Prospecting", "new"),
        ("Engaging", "contacted"),
        ("Won", "won"),
        ("Lost", "lost"),
        ("初步接触", "contacted"),
        ("报价", "quoted"),
        ("谈判", "negotiating"),
        ("赢单", "won"),
        ("丢单", "lost"),
        ("Closed Won", "won"),
        ("已流失", "lost"),
        ("NEGOTIATION", "negotiating"),
        ("Proposal", "quoted"),
        ("Needs Analysis", "needs"),
        ("new", "new"),
        ("成交", "won"),
        ("战败", "lost"),
        ("First contcat", "contacted"),
    ],
)
def test_a_stage_is_found_by_meaning(text: str, stage: str) -> None:
    guess = guess_stage(text, STAGES)
    assert guess.id == stage
    assert guess.confidence >= CONFIDENT


def test_an_exact_name_beats_a_word_for_the_end() -> None:
    stages = [Stage("signed", OneName("签约", "Signed")), Stage("paid", OneName("回款", "Paid"), "won")]
    assert guess_stage("Signed", stages).id == "signed"
    assert guess_stage("Won", stages).id == "paid"


def test_a_step_that_a_workspace_does_not_have_goes_to_the_nearest() -> None:
    guess = guess_stage("Demo", [stage for stage in STAGES if stage.id != "needs"])
    assert (guess.id, guess.by) == ("quoted", MatchedBy.POSITION)


def test_an_unknown_stage_is_not_guessed() -> None:
    assert guess_stage("Zyx", STAGES).id is None
    assert guess_stage("", STAGES).id is None
    assert guess_stage("Won", []).id is None


# --- choices and members ---


def test_a_channel_is_found_by_meaning() -> None:
    channels = [
        entry("website", "官网"),
        entry("referral", "转介绍"),
        entry("exhibition", "展会"),
        entry("cold_call", "陌拜"),
    ]
    found = [
        guess_choice(text, channels).id for text in ("Web", "老客户介绍", "trade show", "电话营销", "展会 ", "???")
    ]
    assert found == ["website", "referral", "exhibition", "cold_call", "exhibition", None]


def test_a_product_written_otherwise_is_found_and_another_number_is_not() -> None:
    products = [entry(name, name) for name in ("GTX Basic", "GTX Pro", "GTX Plus Pro", "GTK 500")]
    assert guess_choice("GTXPro", products).id == "GTX Pro"
    assert guess_choice("GTX Basci", products).id == "GTX Basic"
    assert guess_choice("GTK 600", products).id is None


def test_two_choices_as_alike_are_not_told_apart() -> None:
    guess = guess_choice("Model AX", [entry("a", "Model AB"), entry("b", "Model AC")])
    assert (guess.id, guess.by) == (None, MatchedBy.SEVERAL)


MEMBERS = [
    Member("m_1", "Moses Frase", "moses@example.com"),
    Member("m_2", "张三"),
    Member("m_3", "王伟"),
    Member("m_4", "王伟"),
    Member("m_5", "Versie Hillebrand"),
]


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("Moses Frase", "m_1"),
        ("moses  frase", "m_1"),
        ("Frase, Moses", "m_1"),
        ("MOSES@example.com", "m_1"),
        ("张三（华东）", "m_2"),
        ("张山", None),
        ("王伟", None),
        ("Versie Hilebrand", "m_5"),
        ("Nobody Else", None),
        ("", None),
    ],
)
def test_a_member_is_found_by_name_or_address(text: str, member: str | None) -> None:
    assert guess_member(text, MEMBERS).id == member


@given(st.text(max_size=40))
def test_any_text_is_guessed_at(text: str) -> None:
    for guess in (guess_stage(text, STAGES), guess_choice(text, STAGES), guess_member(text, MEMBERS)):
        assert 0 <= guess.confidence <= 1
        assert (guess.id is None) == (guess.confidence == 0)
