# `make demo` and `make test` do all their own set-up: a virtual environment in .venv and what the project needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TYPED := build/typed/postmortem_tracker

.PHONY: demo test bench lint docs install clean

# The command and what it needs to run, and nothing else.
$(VENV)/.demo: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	@touch $@

# What the tests need beside it.
$(VENV)/.tested: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[test]'
	@touch $@ $(VENV)/.demo

# Linters, types and the documentation's builder as well.
$(VENV)/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.tested $(VENV)/.demo

install: $(VENV)/.installed

# The main job on the shipped examples, offline, in a scratch copy: the checkout stays clean.
demo: $(VENV)/.demo
	@BIN="$(CURDIR)/$(BIN)" EXAMPLES="$(CURDIR)/examples/postmortems" bash examples/demo.sh

test: $(VENV)/.tested
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

# How fast documents are read, beside bare Markdown parsers. ARGS: a folder of documents.
bench: $(VENV)/.tested
	$(BIN)/python benchmarks/parse.py $(ARGS)

# The packages under the name that they are imported by, for tools that do not ask Python where a module is.
$(TYPED): FORCE
	@rm -rf $@ && mkdir -p $@
	@for each in tracker/* integrations; do ln -s ../../../$$each $@; done

lint: install $(TYPED)
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

docs: install
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis

FORCE:
