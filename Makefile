# make run   set everything up, read the example reports, serve the explorer
# make test  install what the tests need and run everything CI runs

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STORE ?= dateline.gpkg
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: run serve setup test check lint types layers spelling wheel vendor gazetteer lock screenshots bench clean

run: setup gazetteer
	$(BIN)/dateline read seeds --store $(STORE) || test $$? -eq 3
	$(BIN)/dateline serve --store $(STORE) --host $(HOST) --port $(PORT)

setup: $(VENV)/runtime.stamp vendor

$(BIN)/python:
	@sh .ci/make-venv $(PYTHON) $(VENV)

# The lock files are complete, so pip resolves nothing (--no-deps): asked to, it would
# want the newest release of whatever a package names with an extra, pinned or not.
$(VENV)/runtime.stamp: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing pinned dependencies (once, about 1 GB on disk) ..."
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

vendor: $(VENV)/runtime.stamp
	@$(BIN)/python -m maps.vendor

# Looking up any name compiles the gazetteer where it is not there yet.
gazetteer: $(VENV)/runtime.stamp
	@$(BIN)/dateline place Kyiv >/dev/null

$(VENV)/system.stamp:
	@sh .ci/system-packages
	@mkdir -p $(VENV) && touch $@

test: $(VENV)/dev.stamp vendor gazetteer $(VENV)/system.stamp check

check: lint types layers spelling
	$(BIN)/coverage erase
	$(BIN)/pytest --cov --cov-report=term
	$(MAKE) --no-print-directory wheel

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/deptry .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

spelling:
	$(BIN)/codespell

# The wheel is tested, not the tree: installed alone, run from another folder.
wheel:
	@sh .ci/test-wheel $(BIN)

# Needs uv; writes no addresses into the lock files.
lock:
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --output-file requirements.txt
	uv pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet --output-file requirements-dev.txt

# The tables of benchmarks/; CORPORA names annotated reports, JSON lines.
bench: $(VENV)/dev.stamp vendor gazetteer
	$(BIN)/python benchmarks/places.py $(CORPORA)

# The pictures of README and docs, from the running explorer.
screenshots: $(VENV)/dev.stamp vendor gazetteer
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf build dist maps/static/vendor .mypy_cache .ruff_cache .pytest_cache
