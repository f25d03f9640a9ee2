"""Files on cards: announced, sent straight to storage, looked at, given out, taken away."""

from __future__ import annotations

import base64
import http.server
import shlex
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests

from chalicelib.core import blob_links, blobs
from chalicelib.core.errors import Unsupported
from chalicelib.workflow.file_types import begins_right, cleaned_name, type_of
from tests.leads.house import later, together
from tests.workflow.desk import (
    Desk,
    announce,
    at_server,
    attach,
    file_server,
    open_desk,
    scanner,
    send,
    stored,
    sweep_files,
    ticket,
    uploaded,
)

PDF = b"%PDF-1.7\n" + b"contract " * 200
PDF_TYPE = "application/pdf"
MB = 1024 * 1024


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk()


def link_of(desk: Desk, file_id: str, node: str = "review") -> Any:
    return desk.office.rep("POST", f"/v1/cards/{desk.card(node)}/attachments/{file_id}/link")


def listed(desk: Desk, node: str = "review") -> list[dict[str, Any]]:
    return list(desk.office.rep("GET", f"/v1/cards/{desk.card(node)}/attachments").json["items"])


# The way of a file


def test_a_file_that_was_sent_counts_on_its_card_and_comes_back_as_it_was(desk: Desk) -> None:
    before = desk.shown("review")["attachments"]
    file = attach(desk.office.other, desk.card("review"), "合同 终稿.pdf", PDF_TYPE, PDF)
    assert (file["state"], file["name"], file["size"], file["by_name"]) == ("ready", "合同 终稿.pdf", len(PDF), "Other")
    assert desk.shown("review")["attachments"] == before + 1
    assert file in listed(desk)
    assert file in desk.office.rep("GET", f"/v1/runs/{desk.run['id']}").json["attachments"]
    assert desk.events("card.file_added")[0]["facts"]["file"] == "合同 终稿.pdf"
    got = requests.get(at_server(link_of(desk, file["id"]).json["url"]))
    assert got.content == PDF


def test_what_is_given_out_can_neither_run_nor_be_shown_in_the_page(desk: Desk) -> None:
    file = attach(desk.office.rep, desk.card("review"), "发票 “1”.pdf", PDF_TYPE, PDF)
    got = requests.get(at_server(link_of(desk, file["id"]).json["url"]))
    assert got.headers["content-type"] == PDF_TYPE
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"].startswith("sandbox")
    assert got.headers["referrer-policy"] == "no-referrer"
    kind, plain, whole = got.headers["content-disposition"].split("; ")
    assert (kind, plain) == ("attachment", 'filename="__ _1_.pdf"')
    assert unquote(whole.removeprefix("filename*=UTF-8''")) == "发票 “1”.pdf"


def test_only_announced_is_no_file_yet(desk: Desk) -> None:
    given = ticket(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, len(PDF))
    file_id = given["attachment"]["id"]
    assert given["attachment"]["state"] == "waiting"
    assert file_id not in [each["id"] for each in listed(desk)]
    assert uploaded(desk.office.rep, desk.card("review"), file_id).json["code"] == "file_not_ready"
    assert link_of(desk, file_id).json["code"] == "file_not_ready"


def test_saying_twice_that_it_is_there_counts_it_once() -> None:
    desk = open_desk()
    card, rep = desk.card("review"), desk.office.rep
    given = ticket(rep, card, "a.pdf", PDF_TYPE, len(PDF))
    send(given, PDF)
    replies = together([lambda: uploaded(rep, card, given["attachment"]["id"])] * 4)
    assert {each.status for each in replies} == {200}
    assert uploaded(rep, card, given["attachment"]["id"]).json["state"] == "ready"
    assert desk.shown("review")["attachments"] == 1
    assert len(desk.events("card.file_added")) == 1


def test_a_file_cannot_be_changed_by_its_upload_address_once_it_was_looked_at() -> None:
    desk = open_desk()
    given = ticket(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, len(PDF))
    send(given, PDF)
    file = uploaded(desk.office.rep, desk.card("review"), given["attachment"]["id"]).json
    assert send(given, PDF.replace(b"contract", b"changed!")).status_code == 200
    assert requests.get(at_server(link_of(desk, file["id"]).json["url"])).content == PDF
    assert sweep_files(desk.office, later(hours=1)) == 0
    assert stored(desk.office) == [f"flows/files/{file['id']}"]


# What is refused


@pytest.mark.parametrize(
    ("name", "content_type", "status", "code"),
    [
        ("a.exe", "application/octet-stream", 415, "file_type_refused"),
        ("a.pdf.exe", PDF_TYPE, 415, "file_type_refused"),
        ("a.svg", "image/svg+xml", 415, "file_type_refused"),
        ("a.html", "text/html", 415, "file_type_refused"),
        ("a.docm", "application/vnd.ms-word.document.macroEnabled.12", 415, "file_type_refused"),
        ("a.pdf", "text/html", 415, "file_type_refused"),
        ("pdf", PDF_TYPE, 415, "file_type_refused"),
        ("\u202e../", PDF_TYPE, 422, "invalid"),
    ],
)
def test_a_type_that_is_not_on_the_list_is_refused(
    desk: Desk, name: str, content_type: str, status: int, code: str
) -> None:
    reply = announce(desk.office.rep, desk.card("review"), name, content_type, 10)
    assert (reply.status, reply.json["code"]) == (status, code)


def test_a_file_over_the_limit_is_refused_before_a_byte_is_sent(desk: Desk) -> None:
    assert announce(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, 25 * MB).status == 201
    reply = announce(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, 25 * MB + 1)
    assert (reply.status, reply.json["code"]) == (413, "file_too_large")
    assert announce(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, 0).status == 422


def test_content_of_another_type_than_its_name_says_is_refused_and_not_kept() -> None:
    desk = open_desk()
    content = b"MZ\x90\0 not a document at all"
    given = ticket(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, len(content))
    assert send(given, content).status_code == 200
    reply = uploaded(desk.office.rep, desk.card("review"), given["attachment"]["id"])
    assert (reply.status, reply.json["code"]) == (415, "file_type_refused")
    assert listed(desk) == []
    assert link_of(desk, given["attachment"]["id"]).status == 404
    assert sweep_files(desk.office, later(hours=1)) == 0
    assert stored(desk.office) == []


def test_the_fifty_first_file_of_a_card_is_refused() -> None:
    desk = open_desk()
    for number in range(50):
        ticket(desk.office.rep, desk.card("review"), f"{number}.pdf", PDF_TYPE, 10)
    reply = announce(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, 10)
    assert (reply.status, reply.json["code"]) == (409, "card_full")


def test_a_viewer_gets_files_and_sends_none(desk: Desk) -> None:
    viewer = desk.office.people.get("viewer") or desk.office.hire("viewer", "viewer")
    file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
    assert announce(viewer, desk.card("review"), "a.pdf", PDF_TYPE, 10).status == 403
    assert viewer("POST", f"/v1/cards/{desk.card('review')}/attachments/{file['id']}/link").status == 200


def test_files_of_another_workspace_or_card_are_not_found(desk: Desk) -> None:
    file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
    foreign = open_desk()
    for by, card in ((foreign.office.owner, desk.card("review")), (desk.office.owner, desk.card("receipt"))):
        path = f"/v1/cards/{card}/attachments/{file['id']}"
        assert by("POST", f"{path}/link").status == 404
        assert by("POST", f"{path}/uploaded").status == 404
        assert by("DELETE", path).status == 404
    assert link_of(desk, "file_x").status == 404


# Taking away


def test_a_removed_file_is_gone_with_its_content_and_no_longer_counts() -> None:
    desk = open_desk()
    file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
    url = at_server(link_of(desk, file["id"]).json["url"])
    assert desk.office.rep("DELETE", f"/v1/cards/{desk.card('review')}/attachments/{file['id']}").status == 204
    assert (listed(desk), desk.shown("review")["attachments"]) == ([], 0)
    assert requests.get(url).status_code == 404
    assert link_of(desk, file["id"]).status == 404
    assert uploaded(desk.office.rep, desk.card("review"), file["id"]).status == 404
    assert desk.events("card.file_removed")[0]["facts"]["file_id"] == file["id"]
    assert sweep_files(desk.office, later(hours=1)) == 0
    assert stored(desk.office) == []


def test_another_member_does_not_take_away_what_they_neither_sent_nor_work_on(desk: Desk) -> None:
    file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
    path = f"/v1/cards/{desk.card('review')}/attachments/{file['id']}"
    assert desk.office.stranger("DELETE", path).json["code"] == "card_not_yours"
    assert desk.office.manager("DELETE", path).status == 204


def test_what_a_closed_card_was_given_only_leaders_take_away() -> None:
    desk = open_desk()
    file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
    desk.complete("review")
    path = f"/v1/cards/{desk.card('review')}/attachments/{file['id']}"
    assert desk.office.rep("DELETE", path).json["code"] == "card_wrong_state"
    assert desk.office.owner("DELETE", path).status == 204


def test_an_announced_file_that_never_comes_is_cleared_away_after_a_day() -> None:
    desk = open_desk()
    given = ticket(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, len(PDF))
    send(given, PDF)
    assert sweep_files(desk.office, later(hours=23)) == 0
    assert stored(desk.office) == [f"flows/incoming/{given['attachment']['id']}"]
    assert sweep_files(desk.office, later(hours=25)) == 0
    assert stored(desk.office) == []
    assert uploaded(desk.office.rep, desk.card("review"), given["attachment"]["id"]).status == 404


def test_who_announced_a_file_may_give_it_up_before_it_comes(desk: Desk) -> None:
    given = ticket(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, len(PDF))
    path = f"/v1/cards/{desk.card('review')}/attachments/{given['attachment']['id']}"
    assert desk.office.stranger("DELETE", path).status == 403
    assert desk.office.rep("DELETE", path).status == 204
    assert uploaded(desk.office.rep, desk.card("review"), given["attachment"]["id"]).status == 404


# The virus scan


def _exits(code: int) -> str:
    return shlex.join([sys.executable, "-c", f"import sys; sys.stdin.buffer.read(); sys.exit({code})"])


#: Finds something where the file says EICAR, like clamdscan by its exit code.
_LOOKS = shlex.join([sys.executable, "-c", "import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())"])


def test_an_infected_file_is_withheld_told_and_never_given_out() -> None:
    desk = open_desk()
    with scanner(_LOOKS):
        clean = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
        infected = attach(desk.office.rep, desk.card("review"), "b.pdf", PDF_TYPE, PDF + b"EICAR")
    assert (clean["state"], infected["state"]) == ("ready", "withheld")
    assert desk.shown("review")["attachments"] == 1
    refused = link_of(desk, infected["id"])
    assert (refused.status, refused.json["code"]) == (404, "file_withheld")
    told = desk.events("card.file_removed")[0]["facts"]
    assert (told["file_id"], told["reason"]) == (infected["id"], "infected")
    assert sweep_files(desk.office, later(hours=1)) == 0
    assert stored(desk.office) == [f"flows/files/{clean['id']}"]
    assert infected in listed(desk)


def test_a_scanner_that_fails_leaves_the_file_shut_and_is_asked_again() -> None:
    desk = open_desk()
    with scanner(_exits(2)):
        file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
        assert file["state"] == "checking"
        assert link_of(desk, file["id"]).json["code"] == "file_not_ready"
        assert desk.shown("review")["attachments"] == 0
        sweep_files(desk.office, later(minutes=3))
    assert listed(desk)[0]["state"] == "checking"
    sweep_files(desk.office, later(minutes=4))
    assert listed(desk)[0]["state"] == "checking", "the second try waits longer than the first"
    sweep_files(desk.office, later(minutes=10))
    assert listed(desk)[0]["state"] == "ready"
    assert desk.shown("review")["attachments"] == 1


def test_a_file_found_infected_later_is_withheld_by_the_deadline() -> None:
    desk = open_desk()
    with scanner("/no/such/scanner"):
        file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
    with scanner(_exits(1)):
        sweep_files(desk.office, later(minutes=3))
    assert [each["state"] for each in listed(desk)] == ["withheld"]
    sweep_files(desk.office, later(hours=1))
    assert stored(desk.office) == []
    assert link_of(desk, file["id"]).status == 404


class _Clam(http.server.BaseHTTPRequestHandler):
    got: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(content)
        self.send_response(406 if b"EICAR" in content else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def clam() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Clam)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/scan"
    server.shutdown()
    server.server_close()


def test_a_scanner_at_an_address_gets_the_whole_file(clam: str) -> None:
    desk = open_desk()
    with scanner(clam):
        assert attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)["state"] == "ready"
        assert attach(desk.office.rep, desk.card("review"), "b.pdf", PDF_TYPE, PDF + b"EICAR")["state"] == "withheld"
    assert _Clam.got[-2:] == [PDF, PDF + b"EICAR"]


# The address of an upload


def _announced(desk: Desk, size: int = len(PDF)) -> dict[str, Any]:
    return ticket(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, size)


def test_more_less_or_other_bytes_than_announced_are_refused_and_not_kept() -> None:
    desk = open_desk()
    given = _announced(desk)
    assert send(given, PDF + b"x").status_code == 413
    assert send(given, PDF[:-1]).status_code == 400
    assert send(given, PDF, Content_Type="text/html").status_code == 415
    assert send(given, iter([PDF])).status_code == 411, "in chunks, of a length that nobody knows"
    assert stored(desk.office) == []
    assert send(given, PDF).status_code == 200


def test_an_upload_that_breaks_off_leaves_nothing() -> None:
    desk = open_desk()
    given = _announced(desk, 2 * MB)
    target = urlsplit(given["url"]).path
    with socket.create_connection(("127.0.0.1", file_server())) as sock:
        head = f"PUT {target} HTTP/1.1\r\nHost: x\r\nContent-Type: {PDF_TYPE}\r\nContent-Length: {2 * MB}\r\n\r\n"
        sock.sendall(head.encode() + PDF)
        sock.shutdown(socket.SHUT_WR)
        assert b" 400 " in sock.recv(1000)
    assert stored(desk.office) == []


def test_a_large_file_passes_whole_though_no_other_body_may_be_so_large(desk: Desk) -> None:
    content = b"%PDF-" + b"\x01" * (12 * MB)
    file = attach(desk.office.rep, desk.card("review"), "large.pdf", PDF_TYPE, content)
    got = requests.get(at_server(link_of(desk, file["id"]).json["url"]))
    assert got.content == content


def test_a_forged_or_foreign_address_is_not_found(desk: Desk) -> None:
    given = _announced(desk)
    token = urlsplit(given["url"]).path.rpartition("/")[2]
    raw = base64.urlsafe_b64decode(token + "==="[: -len(token) % 4])
    larger = base64.urlsafe_b64encode(raw.replace(str(len(PDF)).encode(), b"9999")).decode().rstrip("=")
    for forged in (larger, token[:-6], "x", "%20", "é", "../../etc/passwd"):
        url = f"http://127.0.0.1:{file_server()}/_files/{forged}"
        assert requests.put(url, data=PDF, headers=given["headers"]).status_code == 404, forged
    # What may be sent may not be got, and the other way round.
    assert requests.get(at_server(given["url"])).status_code == 404
    file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
    assert send({"url": link_of(desk, file["id"]).json["url"], "headers": given["headers"]}, PDF).status_code == 404


def test_addresses_end(desk: Desk) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    up = blob_links.upload_link(desk.office.id, "x", size=1, content_type=PDF_TYPE, now=now)
    down = blob_links.download_link(desk.office.id, "x", filename="x", content_type=PDF_TYPE, now=now)
    for link, minutes in ((up, 15), (down, 5)):
        token = link.url.rpartition("/")[2]
        assert link.expires_at == now + timedelta(minutes=minutes)
        assert blob_links.opened(token, now + timedelta(minutes=minutes, seconds=-1)) is not None
        assert blob_links.opened(token, now + timedelta(minutes=minutes)) is None


def test_a_page_of_another_site_may_ask_before_it_sends(desk: Desk) -> None:
    answer = requests.options(at_server(_announced(desk)["url"]))
    assert answer.status_code == 200
    assert "PUT" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "Content-Type"


def test_the_connection_serves_on_after_a_file_and_a_body_nobody_asked_for_is_no_request(desk: Desk) -> None:
    file = attach(desk.office.rep, desk.card("review"), "a.pdf", PDF_TYPE, PDF)
    url = at_server(link_of(desk, file["id"]).json["url"])
    with requests.Session() as session:
        assert [session.get(url).content for _ in range(2)] == [PDF, PDF]
        assert session.head(url).headers["content-length"] == str(len(PDF))
        answer = session.get(url, data=b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer.headers["connection"] == "close"


# In S3


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "GLASSPIPE_BLOBS": "s3://files/prod", "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKID",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    blob_links._credentials.cache_clear()
    yield
    blob_links._credentials.cache_clear()


W = "w_01J00000000000000000000000"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.usefixtures("bucket")
def test_in_s3_an_upload_is_signed_with_its_length_and_type() -> None:
    link = blob_links.upload_link(W, "flows/incoming/file_1", size=77, content_type=PDF_TYPE, now=NOW)
    parts = urlsplit(link.url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.netloc, parts.path) == (
        "files.s3.eu-west-1.amazonaws.com",
        f"/prod/{W}/flows/incoming/file_1",
    )
    assert query["X-Amz-SignedHeaders"] == "content-length;content-type;host"
    assert query["X-Amz-Expires"] == "900"
    assert query["X-Amz-Credential"].startswith("AKID/")
    assert link.headers == {"Content-Type": PDF_TYPE}


@pytest.mark.usefixtures("bucket")
def test_in_s3_a_download_is_an_attachment_of_the_right_type() -> None:
    link = blob_links.download_link(W, "flows/files/file_1", filename="合同.pdf", content_type=PDF_TYPE, now=NOW)
    query = {name: values[0] for name, values in parse_qs(urlsplit(link.url).query).items()}
    assert query["response-content-type"] == PDF_TYPE
    assert query["response-content-disposition"] == blob_links.disposition("合同.pdf")
    assert query["X-Amz-Expires"] == "300"


@pytest.mark.usefixtures("bucket")
def test_in_s3_the_signature_is_what_its_own_client_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    import botocore.auth
    from botocore.config import Config
    from botocore.session import get_session

    moment = datetime(2026, 11, 24, 9, 0, 0, tzinfo=UTC).replace(tzinfo=None)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: moment)
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    client = get_session().create_client("s3", region_name="eu-west-1", config=config)
    given = {"Bucket": "files", "Key": f"prod/{W}/a/b.pdf", "ResponseContentType": PDF_TYPE}
    expected = client.generate_presigned_url(
        "get_object",
        Params={**given, "ResponseContentDisposition": blob_links.disposition("b.pdf"),
                "ResponseCacheControl": blob_links.SAFE_HEADERS["Cache-Control"]},
        ExpiresIn=300,
    )  # fmt: skip
    link = blob_links.download_link(W, "a/b.pdf", filename="b.pdf", content_type=PDF_TYPE, now=NOW)
    assert parse_qs(urlsplit(link.url).query) == parse_qs(urlsplit(expected).query)


# Names and types


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("合同.pdf", "合同.pdf"),
        ("C:\\Users\\li\\合同.pdf", "合同.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("fdp.\u202egnp.exe", "fdp.gnp.exe"),
        ("a\u200bb\u0000c\r\nd.txt", "abcd.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("  .hidden.txt. ", "hidden.txt"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("a." + "b" * 300, ("a." + "b" * 300)[-120:]),
        ("///", ""),
        ("\u202e", ""),
    ],
)
def test_a_name_shows_what_it_is(given: str, clean: str) -> None:
    assert cleaned_name(given) == clean
    assert len(clean) <= 120


@pytest.mark.parametrize(
    ("name", "start", "fits"),
    [
        ("a.pdf", b"junk\n%PDF-1.4", True),
        ("a.png", b"\x89PNG\r\n\x1a\n....", True),
        ("a.png", b"GIF89a", False),
        ("a.jpeg", b"\xff\xd8\xff\xe0", True),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", True),
        ("a.heic", b"\0\0\0\x18ftypheic", True),
        ("a.docx", b"PK\x03\x04", True),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        ("a.csv", "姓名,电话\n".encode("gb18030"), True),
        ("a.csv", b"\xff\xfea\0", True),
        ("a.txt", b"a\0b", False),
        ("a.txt", b"\xef\xbb\xbf <!DOCTYPE html>", False),
        ("a.txt", b"#!/bin/sh", False),
        ("a.zip", b"PK\x05\x06", True),
        ("a.exe", b"MZ", False),
    ],
)
def test_a_file_must_begin_as_its_type_does(name: str, start: bytes, fits: bool) -> None:
    assert begins_right(name, start) is fits


def test_what_is_served_is_the_type_of_the_list_whatever_was_declared() -> None:
    assert type_of("报价.CSV", "application/vnd.ms-excel").served == "text/csv"
    assert type_of("a.docx", "application/octet-stream").served.endswith("wordprocessingml.document")
    with pytest.raises(Unsupported):
        type_of("a.docx", "text/html")


def test_a_copy_stays_as_it_was_when_its_source_is_replaced(desk: Desk) -> None:
    blobs.put(desk.office.id, "from", b"first")
    blobs.copy(desk.office.id, "from", "to")
    blobs.put(desk.office.id, "from", b"second")
    assert blobs.get(desk.office.id, "to") == b"first"
    assert blobs.read_start(desk.office.id, "to", 3) == b"fir"
    assert blobs.read_start(desk.office.id, "to", 300) == b"first"
    with pytest.raises(blobs.BlobMissing):
        blobs.copy(desk.office.id, "none", "to")
    for name in ("from", "to"):
        blobs.delete(desk.office.id, name)
