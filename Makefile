# From a fresh clone: `make up`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
# a dozen processes would each compile what they import
export PYTHONDONTWRITEBYTECODE :=

# the first Python that is new enough and can make environments; or say PYTHON=/path/to/python
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell \
	$(name) -c 'import sys, venv, ensurepip; assert (3, 11) <= sys.version_info < (3, 14)' >/dev/null 2>&1 && echo $(name))))

# uv is quick; pip, which reads its own settings for proxies and mirrors, is asked where uv fails
install = $(BIN)/uv pip install --quiet --compile-bytecode $(1) || $(BIN)/python -m pip install --quiet --disable-pip-version-check $(1)

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z.-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z.-]+):.*## /\1\t/' | expand -t 16

# --- run ---------------------------------------------------------------------

.PHONY: up
up: $(VENV)/.run ## Install what is missing, set up the demo brand, start Airflow and the dashboard
	@fresh=$$([[ -e "$${REPWATCH_CONFIG:-repwatch.toml}" ]] || echo yes); \
	$(BIN)/repwatch init --yes; \
	if [[ $$fresh ]]; then $(BIN)/repwatch run; fi
	@$(BIN)/repwatch up

.PHONY: down
down: ## Stop Airflow and the dashboard
	@if [[ -x $(BIN)/repwatch ]]; then $(BIN)/repwatch down; else echo "not installed, so nothing runs"; fi

.PHONY: status
status: $(VENV)/.run ## Show what runs
	@$(BIN)/repwatch status

# without prerequisites: secrets that are in use are never made again
.env: ## Make the secrets that docker-compose.yml asks for
	@umask 077; while IFS= read -r line; do \
		case $$line in \
			*FERNET_KEY=) line+=$$(head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_') ;; \
			*=) line+=$$(head -c 48 /dev/urandom | od -An -v -tx1 | tr -d ' \n') ;; \
		esac; \
		printf '%s\n' "$$line"; \
	done < .env.example > $@.draft; mv $@.draft $@; echo "wrote $@: keep it to yourself"

# --- install -----------------------------------------------------------------

$(BIN)/uv: requirements/build.txt
	@$(if $(PYTHON),,echo >&2 "repwatch needs Python 3.11, 3.12 or 3.13 with its venv module. \
	On Debian or Ubuntu: apt-get install python3 python3-venv. Elsewhere: make up PYTHON=/path/to/python"; exit 1)
	@echo "making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.run: $(BIN)/uv requirements/run.txt pyproject.toml
	@echo "installing what repwatch needs, each file checked against its hash"
	@$(call install,--require-hashes -r requirements/run.txt)
	@$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "installing what the tests and the linters need"
	@$(call install,--require-hashes -r requirements/dev.txt)
	@touch $@

.PHONY: dev
dev: $(VENV)/.dev ## Install what the tests and the linters need

# --- check -------------------------------------------------------------------

.PHONY: test
test: $(VENV)/.dev system-tools ## All tests at small sizes, as CI runs them
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not long"

.PHONY: cover
cover: $(VENV)/.dev ## Hold that the tests of triage/ take every branch of it
	$(BIN)/coverage run --branch --source=triage --data-file=.coverage.triage -m pytest -q -m "not long" tests/triage
	$(BIN)/coverage report --data-file=.coverage.triage --fail-under=100 --show-missing --skip-covered

.PHONY: test-long
test-long: $(VENV)/.dev system-tools cover ## Full sizes: crash matrices, simulations, soak
	$(BIN)/pytest -m long
	$(BIN)/pytest -m "not long and not airflow and not browser" --hypothesis-profile thorough tests/triage tests/scoring tests/collectors

.PHONY: system-tools
system-tools:
	@.ci/system-tools

.PHONY: lint
lint: $(VENV)/.dev ## Every static check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar warehouse
	$(BIN)/deptry .
	$(BIN)/codespell
	$(BIN)/yamllint --strict docker-compose.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(VENV)/lib/python3.*/site-packages/compose/docker-compose --env-file tests/compose/filled.env config --quiet
	$(BIN)/hadolint Dockerfile

.PHONY: lock
lock: $(BIN)/uv ## Compile the pinned requirements again
	$(BIN)/uv pip compile $(lock) --all-extras pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile $(lock) --all-extras --group dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt
	$(BIN)/uv pip compile $(lock) requirements/build.in -c requirements/run.txt -o requirements/build.txt

lock = --quiet --no-header --universal --python-version 3.11 --generate-hashes

.PHONY: clean
clean: down ## Remove the environment and the caches; the data in .repwatch stays
	rm -rf $(VENV) .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist test-results
