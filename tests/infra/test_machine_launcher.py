"""Starting, stopping, and being killed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from infra.local.folder import CannotStart
from infra.local.stack import Stack, clean_environment, kill_and_wait, running_stack, start_stack, wait_until_gone
from tests.infra.written import new_event, published

ROOT = Path(__file__).resolve().parents[2]
PROJECT = Path(__file__).parent / "project"


def command_line(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.local", *arguments],
        check=False, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def start_and_fail(data: Path, port: int = 0) -> str:
    """What a start that must fail says."""
    done = command_line("run", "--project", str(PROJECT), "--data", str(data), "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_a_fresh_folder_is_made_ready_and_a_second_start_finds_everything(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    with running_stack(data, project=PROJECT) as stack:
        key = (data / "key").read_bytes()
        event = new_event()
        assert requests.post(f"{stack.base_url}/events", json=[event]).status_code == 200
        assert stack.stop() == 0
    assert len(key) == 32
    assert (data / "key").stat().st_mode & 0o777 == 0o600
    with running_stack(data, project=PROJECT) as stack:
        stack.wait_for_feed()
        assert (data / "key").read_bytes() == key
        assert published(stack) == [event["log_id"]]


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert (
            start_and_fail(tmp_path / "data", port) == f"Glasspipe: Port {port} is taken: choose another with PORT=…\n"
        )


def test_a_folder_in_use_is_one_line(stack: Stack) -> None:
    assert "is in use by another Glasspipe" in start_and_fail(stack.data_dir)
    assert requests.get(f"{stack.base_url}/quick").status_code == 200


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be used: Not a directory" in start_and_fail(tmp_path / "file" / "data")


@pytest.mark.parametrize(
    ("name", "words"), [("engine.db", "The engine cannot open"), ("feed.db", "is damaged"), ("key", "key file")]
)
def test_a_damaged_file_in_the_folder_is_one_line(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).write_bytes(b"not what it was" * 100)
    assert words in start_and_fail(tmp_path)


def test_sigterm_lets_a_running_request_finish(tmp_path: Path) -> None:
    with running_stack(tmp_path, project=PROJECT) as stack:
        answers: list[requests.Response] = []
        asking = threading.Thread(target=lambda: answers.append(requests.get(f"{stack.base_url}/slow")))
        asking.start()
        wait_for_file(tmp_path / "blobs" / "begun")
        with requests.Session() as idle:
            idle.get(f"{stack.base_url}/quick")
            stack.launcher.send_signal(signal.SIGTERM)
            wait_until_refused(stack)
            (tmp_path / "blobs" / "go-on").touch()
            asking.join()
        assert answers[0].json() == {"finished": True}
        assert answers[0].headers["connection"] == "close"
        assert stack.launcher.wait(30) == 0


def test_a_killed_launcher_leaves_no_child_and_the_next_start_works_at_once(tmp_path: Path) -> None:
    stack = start_stack(tmp_path, project=PROJECT)
    children = [os.pidfd_open(pid) for name, pid in stack.pids.items() if name != "launcher"]
    assert len(children) == 5
    kill_and_wait([stack.launcher.pid])
    wait_until_gone(children)
    stack.launcher.wait()
    with running_stack(tmp_path, project=PROJECT) as again:
        assert requests.get(f"{again.base_url}/quick").status_code == 200


def test_everything_acknowledged_is_there_after_all_processes_were_killed(tmp_path: Path) -> None:
    stack = start_stack(tmp_path, project=PROJECT)
    events = [new_event() for _ in range(20)]
    assert requests.post(f"{stack.base_url}/events", json=events).status_code == 200
    stack.kill_all()
    with running_stack(tmp_path, project=PROJECT) as again:
        again.wait_for_feed()
        assert set(published(again)) == {event["log_id"] for event in events}


@pytest.mark.parametrize("name", ["http-1", "feed", "clock", "engine"])
def test_a_process_that_dies_is_started_again(tmp_path: Path, name: str) -> None:
    with running_stack(tmp_path, project=PROJECT) as stack:
        before = stack.pids[name]
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: stack.pids[name] != before)
        event = new_event()
        assert requests.post(f"{stack.base_url}/events", json=[event]).status_code == 200
        stack.wait_for_feed()
        assert published(stack) == [event["log_id"]]
        assert f"The process {name} has ended unexpectedly" in stack.log()


def test_a_process_that_dies_again_and_again_stops_everything_with_one_line(tmp_path: Path) -> None:
    stack = start_stack(tmp_path, project=PROJECT)
    for _ in range(6):
        before = stack.pids["clock"]
        os.kill(before, signal.SIGKILL)
        wait_until(lambda before=before: stack.launcher.poll() is not None or stack.pids.get("clock") != before)  # type: ignore[misc]
    assert stack.launcher.wait(30) == 1
    assert stack.log().strip().endswith("Glasspipe: The process clock ends again and again: Glasspipe stops.")


def test_another_engine_is_used_when_the_environment_names_one(stack: Stack, tmp_path: Path) -> None:
    engine = {name: value for name, value in stack.environment.items() if name == "AWS_ENDPOINT_URL_DYNAMODB"}
    with running_stack(tmp_path, project=PROJECT, env=engine) as guest:
        assert "engine" not in guest.pids
        assert requests.get(f"{guest.base_url}/quick").status_code == 200
    assert not (tmp_path / "engine.db").exists()


def test_a_folder_with_a_long_path_serves_as_well(tmp_path: Path) -> None:
    data = tmp_path / ("a-folder-with-a-long-name-" * 8)
    with running_stack(data, project=PROJECT) as stack:
        event = new_event()
        requests.post(f"{stack.base_url}/events", json=[event])
        assert stack.wait_for_feed() == 0
        assert published(stack) == [event["log_id"]]


def test_a_run_can_be_ordered_from_the_command_line(stack: Stack) -> None:
    at = ["sweep", "--at", "2026-12-10T09:00:00Z", "--data"]
    done = command_line(*at, str(stack.data_dir))
    assert (done.returncode, done.stdout) == (0, "{'swept': '2026-12-10T09:00:00Z'}\n")
    failed = command_line(*at, str(stack.data_dir / "nothing-here"))
    assert failed.returncode == 1
    assert failed.stderr.startswith("Glasspipe: No Glasspipe runs on the data folder")


def test_the_feeds_memory_is_a_database_that_survives(tmp_path: Path) -> None:
    with running_stack(tmp_path, project=PROJECT) as stack:
        requests.post(f"{stack.base_url}/events", json=[new_event()])
        stack.wait_for_feed()
    with sqlite3.connect(tmp_path / "feed.db") as memory:
        assert memory.execute("SELECT count(*) FROM workspace").fetchone() == (1,)


def wait_for_file(path: Path) -> None:
    wait_until(path.exists)


def wait_until(happened: Callable[[], bool]) -> None:
    """For what another process does and tells nobody; bounded."""
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(CannotStart):
            if happened():
                return
        assert time.monotonic() < deadline
        time.sleep(0.01)


def wait_until_refused(stack: Stack) -> None:
    def is_refused() -> bool:
        try:
            socket.create_connection(("127.0.0.1", int(stack.base_url.rpartition(":")[2]))).close()
        except ConnectionError:
            return True
        return False

    wait_until(is_refused)
