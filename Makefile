# `make` prints this menu. Everything runs in .venv, which is made and refreshed as needed.
PYTHON ?= python3
RUN = @command -v $(PYTHON) >/dev/null || { echo "Rives needs Python 3.11 or newer: no $(PYTHON) is on the PATH."; exit 1; }; exec $(PYTHON) deploy/run.py
ONLY ?=
DEMO ?= 1
unexport ONLY

.DEFAULT_GOAL := menu
.PHONY: menu run test lint tidy types unit postgres browser html messages bench demo manage screenshots

menu:  ## this menu
	@echo "Rives"
	@echo
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

run:  ## start the site with its demo (PORT=8000 HOST=127.0.0.1 DEMO=1)
	$(RUN) serve

test:  ## everything that must hold (ONLY=unit: one step)
	$(RUN) test $(ONLY)

lint:  ## style, templates, CSS, import contracts, house rules
	$(RUN) test lint

tidy:  ## put code and templates into the form that lint asks for
	$(RUN) tidy

types:  ## mypy
	$(RUN) test types

unit:  ## unit tests on SQLite
	$(RUN) test unit

postgres:  ## the same tests on PostgreSQL and Redis
	$(RUN) test postgres

browser:  ## journeys in Chromium, with axe
	$(RUN) test browser

html:  ## validity of the pages that the browser tests saved
	$(RUN) test html

messages:  ## collect the interface strings into locale/ (needs gettext)
	$(RUN) messages

demo:  ## load the demo content again, without duplicates
	$(RUN) manage load_demo

screenshots:  ## browser tests that also write docs/screenshots
	@SCREENSHOTS=1 $(MAKE) --no-print-directory browser

bench:  ## serving speed, into docs/performance.md
	$(RUN) bench

manage:  ## a management command: make manage DO="check --deploy"
	$(RUN) manage $(DO)

run demo browser screenshots: export DEMO := $(DEMO)
