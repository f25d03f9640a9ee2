"""`python -m infra.local run`, and orders to the stack that runs: sweep, feed, demo."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from infra.local import control
from infra.local.folder import CannotStart, DataFolder

_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    arguments = _parser().parse_args()
    folder = DataFolder(Path(arguments.data).resolve())
    try:
        code: int = arguments.command(arguments, folder)
    except (CannotStart, control.NoAnswer) as problem:
        print(f"Glasspipe: {problem}", file=sys.stderr)
        return 1
    return code


def _run(arguments: argparse.Namespace, folder: DataFolder) -> int:
    from infra.local.launcher import Launcher, Options

    options = Options(
        folder=folder,
        project=Path(arguments.project),
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers or max(len(os.sched_getaffinity(0)), 1),
        clock=not arguments.no_clock,
        demo=arguments.demo,
    )
    return Launcher(options).run()


def _sweep(arguments: argparse.Namespace, folder: DataFolder) -> int:
    folder.read_stack()
    wanted = {"schedule": arguments.schedule, "at": arguments.at.isoformat()}
    answer = control.order(folder.control("clock"), wanted, timeout=arguments.timeout)
    if "error" in answer:
        raise control.NoAnswer(answer["error"])
    print(answer["result"])
    return 0


def _feed(arguments: argparse.Namespace, folder: DataFolder) -> int:
    folder.read_stack()
    wanted = {"retry": arguments.retry, "timeout": arguments.timeout}
    answer = control.order(folder.control("feed"), wanted, timeout=arguments.timeout + 5)
    if "error" in answer:
        raise control.NoAnswer(answer["error"])
    print(f"Everything is delivered; {answer['failed']} events wait to be tried again.")
    return 0


def _demo(arguments: argparse.Namespace, folder: DataFolder) -> int:
    stack = folder.read_stack()
    os.environ.update(stack["environment"])
    from infra.local.project import Project

    project = Project.load(Path(stack["project"]), folder)
    project.join_the_stack()
    from chalicelib import demo

    print("The sample workspace is being loaded ...", flush=True)
    access = demo.load(datetime.now(UTC))
    print(f"{access}\nSign in at {stack['base_url']}", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local")
    commands = parser.add_subparsers(required=True)

    run = commands.add_parser("run", help="start everything, until SIGTERM or Ctrl-C")
    run.add_argument("--port", type=int, default=8000, help="0: a free one")
    run.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    run.add_argument("--workers", type=int, default=0, help="HTTP processes; 0: one for each core")
    run.add_argument("--project", default=str(_ROOT), help="the folder of app.py")
    run.add_argument("--no-clock", action="store_true", help="schedules run only when ordered")
    run.add_argument("--demo", action="store_true", help="load the sample workspace")
    run.set_defaults(command=_run)

    sweep = commands.add_parser("sweep", help="fire a schedule of the running stack once, with a given time as its now")
    sweep.add_argument("--at", type=_moment, default=datetime.now(UTC), help="2026-12-10T09:00:00Z; default: now")
    sweep.add_argument("--schedule", default="sweep")
    sweep.add_argument("--timeout", type=float, default=900.0, help="seconds")
    sweep.set_defaults(command=_sweep)

    feed = commands.add_parser("feed", help="wait until all events written so far are delivered")
    feed.add_argument("--retry", action="store_true", help="try failed events now")
    feed.add_argument("--timeout", type=float, default=60.0, help="seconds")
    feed.set_defaults(command=_feed)

    demo = commands.add_parser("demo", help="load the sample workspace into the running stack")
    demo.set_defaults(command=_demo)

    for command in (run, sweep, feed, demo):
        command.add_argument("--data", default="./data", help="the data folder")
    return parser


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
