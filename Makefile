# make demo: set up and run the main job on the sample sheets.  make test: set up and run every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint docs bench soak clean

demo: $(READY)
	rm -rf demo
	$(BIN)/leifeng demo demo

test: $(READY) lint
	sh scripts/test_tools.sh
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/lint_house.py

docs: $(READY)
	$(BIN)/python scripts/make_docs.py
	$(BIN)/python scripts/run_scenarios.py --write README.md tests/scenarios/*.md

bench: $(READY)
	$(BIN)/python bench/run.py
	$(BIN)/python bench/stars.py

soak: $(READY)
	$(BIN)/python soak/kill.py
	$(BIN)/python soak/writers.py

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 以上 / Python 3.11+ is needed" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $@

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
