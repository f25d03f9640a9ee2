"""The API of reports on flows."""

from __future__ import annotations

from datetime import date

from chalicelib.core.clock import now
from chalicelib.core.errors import NotFound
from chalicelib.core.http import XLSX, Answer, Api
from chalicelib.core.scope import Scope
from chalicelib.workflow.report_schemas import TimelinessQuery, TimelinessView
from chalicelib.workflow.timeliness_reading import Month, read_report
from chalicelib.workflow.timeliness_view import timeliness_view
from chalicelib.workflow.timeliness_xlsx import timeliness_xlsx

api = Api(__name__, tag="reports")


@api.get("/reports/timeliness", query=TimelinessQuery, allow="flows.read", produces=(XLSX,), refusals=(NotFound,))
def get_timeliness(scope: Scope, query: TimelinessQuery) -> Answer[TimelinessView]:
    """How fast each flow role and step was in a month, against the month before: as JSON, or as a workbook with charts.

    `people` are those of the caller's reporting line, all for owners and admins, and null for others.
    """
    moment = now()
    month = Month.of(scope, date.fromisoformat(f"{query.month}-01")) if query.month else Month.at(scope, moment)
    view = timeliness_view(scope, read_report(scope, month, query.flow, moment))
    if query.format == "json":
        return Answer(view)
    headers = {"Content-Disposition": f'attachment; filename="timeliness-{view.month}.xlsx"'}
    return Answer(timeliness_xlsx(view, scope.locale), content_type=XLSX, headers=headers)
