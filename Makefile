# Every target sets up what it needs first; `make help` lists them.
PORT ?= 8000
DATA ?= ./data
WORKERS ?=
HOST ?= 127.0.0.1
PY := .venv/bin/python
LAUNCH = exec $(PY) -m infra.local run --port '$(PORT)' --host '$(HOST)' --data '$(DATA)' $(if $(WORKERS),--workers '$(WORKERS)')

.PHONY: help run demo test check bench setup setup-dev
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/make \1|\2/' | while IFS='|' read -r name text; do printf '  %-12s %s\n' "$$name" "$$text"; done

run: setup ## start everything; PORT=8000 DATA=./data WORKERS=<cores> HOST=127.0.0.1
	@$(LAUNCH)

demo: setup ## the same, with a sample workspace to sign in to
	@$(LAUNCH) --demo

test: setup-dev ## every test (not the benchmarks)
	@$(PY) -m pytest -n 2 --dist loadfile --ignore=tests/bench

check: setup-dev ## ruff, mypy, import-linter
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

bench: setup-dev ## the figures: rates, capacity units, memory; WRITE=1 puts them into docs/benchmarks.md
	@$(PY) -m tests.bench $(SECTIONS) $(if $(WRITE),--write)

setup:
	@infra/local/setup.sh run

setup-dev:
	@infra/local/setup.sh dev
