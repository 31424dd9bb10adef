# `make demo` and `make test` do all their own set-up: a virtual environment in .venv and what the project needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

COMPILED := build/compiled
COMPILED_PYTHON := $(COMPILED)/venv/bin/python -P

.PHONY: demo test test-compiled bench lint docs install clean

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

# The parser as C, from a wheel in an environment of its own; the checkout stays as it is.
$(COMPILED)/.installed: pyproject.toml $(wildcard tracker/*.py tracker/markdown/*.py) | install
	rm -rf $(COMPILED)
	HATCH_BUILD_HOOK_ENABLE_MYPYC=1 $(BIN)/python -m build --outdir $(COMPILED) . >/dev/null
	$(BIN)/python -m venv $(COMPILED)/venv
	$(COMPILED_PYTHON) -m pip install --quiet --disable-pip-version-check $(COMPILED)/*.whl pytest pytest-xdist hypothesis markdown-it-py
	$(COMPILED_PYTHON) -c "from tracker.markdown import parser; assert not parser.__file__.endswith('.py')"
	@touch $@

test-compiled: $(COMPILED)/.installed
	$(COMPILED_PYTHON) -m pytest --numprocesses auto --import-mode append tests/markdown $(ARGS)

# How fast documents are read, beside bare Markdown parsers: as Python and compiled. ARGS: a folder of documents.
bench: install $(COMPILED)/.installed
	$(BIN)/python benchmarks/parse.py $(ARGS)
	$(COMPILED_PYTHON) benchmarks/parse.py $(ARGS)

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: install
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
