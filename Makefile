# Every target sets up what it needs first; `make help` lists them.
PORT ?= 8000
DATA ?= ./data
WORKERS ?=
HOST ?= 127.0.0.1
PY := .venv/bin/python
LAUNCH = exec $(PY) -m infra.local run --port '$(PORT)' --host '$(HOST)' --data '$(DATA)' $(if $(WORKERS),--workers '$(WORKERS)')
CONSOLE := infra/local/node.sh npm --prefix console --silent run

.PHONY: help run demo console-dev test check client screens bench setup setup-dev setup-check setup-console
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/make \1|\2/' | while IFS='|' read -r name text; do printf '  %-17s %s\n' "$$name" "$$text"; done

run: setup ## build the console, start everything; PORT=8000 DATA=./data WORKERS=<cores> HOST=127.0.0.1
	@$(LAUNCH)

demo: setup ## the same, with a sample workspace to sign in to
	@$(LAUNCH) --demo

console-dev: setup-console ## the console with hot reload at :5173, over the stack that runs at PORT=8000
	@GLASSPIPE_API='http://127.0.0.1:$(PORT)' $(CONSOLE) dev

test: setup-dev ## every test (not the benchmarks): vitest, pytest, the browser
	@$(CONSOLE) test
	@$(PY) -m pytest -n 2 --dist loadfile --ignore=tests/bench

check: setup-check ## ruff, mypy, import-linter; biome, tsc, and the console's client against the API
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(CONSOLE) lint
	@$(CONSOLE) types
	@$(PY) -m chalicelib.core.export_openapi | cmp -s - console/openapi.json || { echo 'console/openapi.json is not what the API says: run `make client` and commit what it writes.' >&2; exit 1; }
	@$(CONSOLE) drift

client: setup-check ## write the console's typed client anew, out of the routes
	@$(PY) -m chalicelib.core.export_openapi >console/openapi.json
	@$(CONSOLE) generate

screens: setup-dev ## pictures of every page, in both sizes, into build/screens
	@$(PY) -m tests.e2e.browser.screens

bench: setup-dev ## the figures: rates, capacity units, memory, waits in the browser; WRITE=1 puts them into docs/benchmarks.md
	@$(PY) -m tests.bench $(SECTIONS) $(if $(WRITE),--write)

setup:
	@infra/local/setup.sh run

setup-dev:
	@infra/local/setup.sh dev

setup-check:
	@infra/local/setup.sh check

setup-console:
	@infra/local/console.sh packages
