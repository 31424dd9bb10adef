# `make demo` and `make test` do all their own set-up: a virtual environment in .venv and what the project needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint docs install clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

install: $(VENV)/.installed

# The main job on the shipped examples, offline, in a scratch copy: the checkout stays clean.
demo: install
	@BIN="$(CURDIR)/$(BIN)" EXAMPLES="$(CURDIR)/examples/postmortems" bash examples/demo.sh

test: install
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: install
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
