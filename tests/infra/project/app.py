"""A small Chalice app on which the machine is tested: it echoes, waits, fails, and writes events down."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Any

from chalice import Chalice, Rate, Response
from chalice.app import CORSConfig

from chalicelib.core import cache
from chalicelib.core.tables import dynamodb_client

app = Chalice("machine-test")
app.api.cors = CORSConfig(allow_origin="https://console.example", allow_headers=["If-Match"], max_age=600)
app.api.binary_types.append("text/csv")

NOTES = Path(os.environ["GLASSPIPE_BLOBS"])


@app.route("/quick")
def quick() -> dict[str, Any]:
    return {"pid": os.getpid()}


@app.route("/echo/{name}", methods=["GET", "POST"], content_types=["application/json", "text/csv", "text/plain"])
def echo(name: str) -> dict[str, Any]:
    request = app.current_request
    body = request.raw_body
    return {
        "name": name,
        "query": request.to_original_event()["multiValueQueryStringParameters"],
        "length": len(body),
        "digest": hashlib.sha256(body).hexdigest(),
        "base64": request.to_original_event()["isBase64Encoded"],
        "source_ip": request.context["identity"]["sourceIp"],
        "cookies": request.to_original_event()["multiValueHeaders"].get("cookie", []),
        "pid": os.getpid(),
    }


@app.route("/echo/fixed")
def fixed() -> dict[str, Any]:
    return {"name": "the fixed one"}


@app.route("/plain", cors=False)
def plain() -> dict[str, Any]:
    return {}


@app.route("/file")
def file() -> Response:
    return Response(
        bytes(range(256)), headers={"Content-Type": "application/octet-stream", "Set-Cookie": ["a=1", "b=2"]}
    )


@app.route("/slow")
def slow() -> dict[str, Any]:
    """Says that it has begun, then waits until it is told to go on."""
    (NOTES / "begun").touch()
    while not (NOTES / "go-on").exists():
        time.sleep(0.01)
    return {"finished": True}


@app.route("/broken")
def broken() -> dict[str, Any]:
    raise RuntimeError("a defect")


@app.route("/unserialisable")
def unserialisable() -> dict[str, Any]:
    return {"value": object()}


@app.route("/epochs/{key}", methods=["GET", "POST"])
def epochs(key: str) -> dict[str, Any]:
    if app.current_request.method == "POST":
        cache.shared.bump(key)
    return {"epoch": cache.shared.read(key), "pid": os.getpid()}


@app.route("/events", methods=["POST"])
def write_events() -> dict[str, Any]:
    """Writes the given event items, and their workspaces into the directory's list, as sign-up would."""
    for event in app.current_request.json_body:
        workspace = event["log_key"][:28]
        item = {name: {"S": value} for name, value in event.items()}
        listed = {"pk": {"S": "WORKSPACES"}, "sk": {"S": workspace}}
        dynamodb_client().put_item(TableName=os.environ["GLASSPIPE_DIRECTORY_TABLE"], Item=listed)
        put = {"TableName": os.environ["GLASSPIPE_WORKSPACE_TABLE"], "Item": item}
        dynamodb_client().transact_write_items(TransactItems=[{"Put": put}])
    return {}


@app.schedule(Rate(1, unit=Rate.MINUTES))
def sweep(event: Any) -> dict[str, Any]:
    with (NOTES / "sweeps").open("a") as notes:
        notes.write(event.time + "\n")
    if event.time.startswith("1999"):
        raise RuntimeError("no sweep in that century")
    return {"swept": event.time}


@app.on_dynamodb_record(stream_arn="arn:aws:dynamodb:us-east-1:123456789012:table/glasspipe-workspace/stream/now")
def publish(event: Any) -> dict[str, Any]:
    failures = []
    with (NOTES / "published").open("a") as notes:
        for record in event:
            kind = record.new_image["kind"]["S"]
            if kind == "refused" and not (NOTES / "take-refused").exists():
                failures.append({"itemIdentifier": record.sequence_number})
            elif kind == "raises":
                raise RuntimeError("cannot take this batch")
            else:
                notes.write(f"{record.new_image['log_id']['S']} {kind}\n")
    return {"batchItemFailures": failures}
