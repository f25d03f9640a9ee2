"""Table of contents: the APIs, the schedule, the stream handler. No logic."""

from __future__ import annotations

from typing import Any

from chalice.app import Chalice, Rate

from chalicelib import jobs
from chalicelib.core import http
from chalicelib.core.openapi import api as openapi_api
from chalicelib.identity.api import api as identity_api
from chalicelib.identity.service import authenticate
from chalicelib.integrations.api import api as integrations_api
from chalicelib.integrations.connectors_api import api as connectors_api
from chalicelib.leads.api import api as leads_api
from chalicelib.leads.customers_api import api as customers_api
from chalicelib.leads.products_api import api as products_api
from chalicelib.notifications.api import api as notifications_api
from chalicelib.tenancy.api import api as tenancy_api
from chalicelib.workflow.api import api as runs_api
from chalicelib.workflow.flows_api import api as flows_api
from chalicelib.workflow.reports_api import api as reports_api
from chalicelib.workflow.talk_api import api as talk_api

app = Chalice(app_name="glasspipe")
http.mount(
    app,
    authenticate,
    openapi_api,
    tenancy_api,
    identity_api,
    leads_api,
    customers_api,
    products_api,
    integrations_api,
    notifications_api,
    flows_api,
    runs_api,
    talk_api,
    connectors_api,
    reports_api,
)


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: Any) -> dict[str, int]:
    """All that is due by the event's time."""
    return jobs.sweep(event.to_dict())


@app.on_dynamodb_record(stream_arn=jobs.stream_arn(), name="publish")
def publish(event: Any) -> dict[str, Any]:
    """New events, to all that follow them; answers with those that failed."""
    return jobs.publish(event.to_dict())
