# The two commands to know: `make run` and `make test`. Everything they need is installed into .venv on the first call.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Progress goes to standard error, so that `echo "…" | make run` prints answers only.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

.PHONY: help install run test lint lock bench load faults audit image-test clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "telcofacts needs Python 3.11 or later; name one with: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "installing into $(VENV) (once; a minute or two) …" >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements.lock pyproject.toml
	@$(PIP) --require-hashes -r requirements.lock >&2
	@$(PIP) --no-deps --no-build-isolation -e . >&2
	@$(BIN)/telcofacts learn >&2 || true  # so that the first start is as quick as the next; run refuses what is wrong
	@touch $@

install: $(VENV)/.installed  ## make .venv with .venv/bin/telcofacts

run: $(VENV)/.installed  ## Telegram polling when TELEGRAM_BOT_TOKEN is set, else the terminal chat (also piped)
	@$(BIN)/telcofacts run

lint: $(VENV)/.installed
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

test: $(VENV)/.installed  ## everything CI runs: ruff, mypy, import directions, the fact-base check, pytest
	@deploy/run-tests $(BIN)

lock: $(VENV)/.python pyproject.toml  ## renew requirements.lock (resolved for Python 3.11 to 3.14)
	@$(PIP) uv >&2
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url \
	  --no-annotate --custom-compile-command "make lock" --upgrade -o requirements.lock pyproject.toml

bench: $(VENV)/.installed  ## measure the matcher beside other engines; the report goes to bench-report/
	@$(PIP) -e ".[bench]" >&2
	@$(BIN)/python -m tests.bench --install-lucene

load: $(VENV)/.installed  ## measure replies a second over loopback beside a bare echo bot
	@$(PIP) -e ".[bench]" >&2
	@$(BIN)/python -m tests.load

faults: $(VENV)/.installed  ## count what faults of every kind cost; the table goes to tests/faults/RESULTS.md
	@$(BIN)/python -m tests.faults --write

audit: $(VENV)/.python  ## look every locked package up in the database of known vulnerabilities (needs the network)
	@test -x $(VENV)/audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)/audit && $(VENV)/audit/bin/pip --quiet install pip-audit; } >&2
	@deploy/audit $(VENV)/audit/bin

image-test: $(VENV)/.installed  ## build the container image and run it (needs root, buildah and debootstrap)
	@deploy/image-test $(BIN)/python

clean:  ## remove .venv and caches
	@rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache
