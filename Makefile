# Everything happens in .venv below this folder; uv is used where it is installed, else pip.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV := $(shell command -v uv 2>/dev/null)
# The tests of the stages, and those of the whole beside them: two halves that run at once with `make -j 2`.
STAGES := intake classify compose storage
# A started program that may not keep what it compiled compiles all of it each time, and hundreds are started.
unexport PYTHONDONTWRITEBYTECODE
CODE := intake classify compose storage desk templates tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help demo test measured desk-tests stage-tests killed check format lock kills bench clean

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Hashes of every package are checked on both ways; nothing is compiled.
$(STAMP): requirements.lock pyproject.toml
ifdef UV
	@test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) --no-python-downloads $(VENV)
	uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	uv pip install --quiet --python $(BIN)/python --no-deps --editable .
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
endif
	@touch $@

demo: $(STAMP)  ## sample mailbox -> IMAP -> draft of an issue, and a config.toml to go on with
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/compose demo

test: measured killed  ## every test; those that need Dovecot, PostgreSQL, LibreOffice or Chromium are skipped visibly without

measured: desk-tests stage-tests
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

desk-tests: $(STAMP)
	$(BIN)/coverage run --parallel-mode -m pytest --ignore tests/reliability $(STAGES:%=--ignore tests/%)

stage-tests: $(STAMP)
	$(BIN)/coverage run --parallel-mode -m pytest $(STAGES:%=tests/%)

killed: $(STAMP)
	$(BIN)/python -m pytest tests/reliability

check: $(STAMP)  ## linters, types, import contracts
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)  ## put the code in the one form
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

lock:  ## resolve the newest allowed versions into requirements.lock (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --all-extras \
	  --python-version 3.11 --upgrade pyproject.toml --output-file requirements.lock

kills: $(STAMP)  ## an hour of killing polls: every fault point, 500 random kills on each database
	BULLETIN_FAULT_STEP=1 $(BIN)/python -m pytest tests/reliability/test_fault_points.py
	$(BIN)/python -m tests.kills --kills 500 --messages 1000 --database sqlite
	$(BIN)/python -m tests.kills --kills 500 --messages 1000 --database postgresql

bench: $(STAMP)  ## start-up, drafting, reading, intake, repeats, columns and digests, measured
	$(BIN)/python benchmarks/commands.py
	PYTHONPATH=. $(BIN)/python benchmarks/drafting.py
	PYTHONPATH=. $(BIN)/python benchmarks/reading.py
	PYTHONPATH=. $(BIN)/python benchmarks/documents.py
	PYTHONPATH=. $(BIN)/python benchmarks/mailbox.py
	PYTHONPATH=. $(BIN)/python benchmarks/duplicates.py
	PYTHONPATH=. $(BIN)/python benchmarks/columns.py
	$(BIN)/python -m benchmarks.digests

clean:  ## remove what was made here (not config.toml, not any data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .coverage .coverage.* dist build
