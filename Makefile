# Two commands: `make run` shows the portal on this machine, `make test` proves it.
# Needs git, make and python3 (3.11 or newer, with venv); the rest is brought into .venv from the hashed lists.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy

.PHONY: install run test bench clean

install: $(VENV)/.dev
	@$(BIN)/python manage.py messages --compile >/dev/null

run: $(VENV)/.run
	@exec $(BIN)/python manage.py run_portal --port $(PORT)

test: install
	@sh tests/bring.sh
	@exec $(BIN)/python manage.py verify

bench: install
	@exec $(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) var static-build .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@PYTHON="$(PYTHON)" sh deploy/packages.sh venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	@sh deploy/packages.sh install $(VENV) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(BIN)/python
	@sh deploy/packages.sh sync $(VENV) requirements-dev.txt
	@touch $@ $(VENV)/.run
