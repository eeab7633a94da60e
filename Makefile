# Two commands: `make app` serves the gallery, `make test` runs every test. Both make the
# environment first and install nothing the second time.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PHOTOS ?= examples

.PHONY: app test lint sheet studies clean

app: $(VENV)/.installed
	$(RUN) app.py

test: $(VENV)/.installed-dev
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium)
	$(RUN) -m pytest

lint: $(VENV)/.installed-dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

sheet: $(VENV)/.installed
	$(RUN) -m bench sheet --photos $(PHOTOS) -o out/sheet.jpg

studies: $(VENV)/.installed-dev
	$(RUN) -m studies

$(VENV)/.installed: requirements.txt
	test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install -q --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(RUN) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) out
