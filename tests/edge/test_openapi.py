"""The OpenAPI document is right, and the API keeps to it whatever it is sent."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis.config import SchemathesisConfig

from chalicelib.core.openapi import document
from tests.edge import wsgi
from tests.edge.door import Door, routes
from tests.edge.things import MAKERS, Place, token_for

DOCUMENT = document(tuple(routes()))
_CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"deterministic": True, "database": "none"},
        "checks": {
            # Much is refused that no schema can say: a name that is taken, a date that is past, a stage that is not.
            "positive_data_acceptance": {"enabled": False},
            "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 431]},
        },
    }
)
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT, config=_CONFIG)
SCHEMA.app = wsgi.app


@pytest.fixture
def place() -> Place:
    """A workspace for one operation: what it does there (signing out, leaving) spoils no other."""
    return Place()


@SCHEMA.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_to_the_document(case: Any, place: Place) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {place.token}"})


_WITH_IDS = SCHEMA.include(path_regex=r"\{")


@_WITH_IDS.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_operation_on_a_thing_that_is_there_keeps_to_the_document(case: Any, place: Place) -> None:
    case.path_parameters = {name: MAKERS[name](place) for name in case.path_parameters}
    token = token_for(case.path.removeprefix("/v1"), place)
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}"},
        excluded_checks=[
            # What was to be wrong may have been the id, and that is right now.
            schemathesis.checks.CHECKS.get_one("negative_data_rejection"),
        ],
    )


def test_the_document_is_valid_openapi() -> None:
    validate(DOCUMENT)


def test_answers_that_name_a_number_of_leads_in_the_way_say_so_in_the_document() -> None:
    assert "count" in DOCUMENT["components"]["schemas"]["Problem"]["properties"]
    conflicts = DOCUMENT["paths"]["/v1/workspace"]["patch"]["responses"]["409"]["description"]
    assert {"`stage_has_leads`", "`currency_in_use`"} <= set(conflicts.split(", "))


def test_what_needs_the_key_service_or_the_object_store_lists_503() -> None:
    for path, method in (
        ("/v1/imports", "post"),
        ("/v1/leads", "get"),
        ("/v1/channels", "post"),
        ("/v1/login", "post"),
    ):
        assert DOCUMENT["paths"][path][method]["responses"]["503"]["description"] == "`unavailable`"
    assert "503" not in DOCUMENT["paths"]["/v1/health"]["get"]["responses"]


def test_the_document_that_is_served_is_this_one() -> None:
    assert Door().send("GET", "/v1/openapi.json").json == DOCUMENT
