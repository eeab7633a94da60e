# Two commands: `make app` serves the gallery, `make test` runs every test. Both make the
# environment first and install nothing the second time.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PHOTOS ?= examples
# For `make quality`, such as `make quality NETWORK=vgg19 PAINTINGS=folder QUICK=--quick`; without
# PAINTINGS the gallery's own artworks, with their settings.
NETWORK ?= auto
PAINTINGS ?=
SIZE ?= 384
SEEDS ?= 1
QUICK ?=
QUALITY = out/quality/$(basename $(notdir $(NETWORK)))
SUBJECTS = --photos $(PHOTOS) $(if $(PAINTINGS),--paintings $(PAINTINGS)) --network $(NETWORK)

.PHONY: app test lint sheet studies quality bench clean

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
	$(RUN) -m bench sheet --photos $(PHOTOS) --network $(NETWORK) -o out/sheet.jpg

studies: $(VENV)/.installed-dev
	$(RUN) -m studies

# The whole table of speed at 512 px, about 40 minutes on two cores; pictures go to out/bench.
bench: $(VENV)/.installed-dev
	$(RUN) -m bench profile -o out/bench/profile.svg --json out/bench/profile.json
	$(RUN) -m bench speed -o out/bench/loss-against-seconds.svg --json out/bench/speed.json

# The tables and sheets of bench/quality/README.md for one network, with the recipe of today;
# before/ is the first try's recipe painted by the same network.
quality: $(VENV)/.installed-dev
	$(RUN) -m bench quality $(SUBJECTS) --size $(SIZE) --recipe first-try --fresh \
		--out $(QUALITY)/before $(QUICK)
	$(RUN) -m bench quality $(SUBJECTS) --size $(SIZE) --seeds $(SEEDS) --calibrate --fresh \
		--before $(QUALITY)/before --out $(QUALITY)/pairs $(QUICK)
	$(RUN) -m bench fronts $(SUBJECTS) --fresh --out $(QUALITY)/fronts $(QUICK)
	$(RUN) -m bench fronts $(SUBJECTS) --fresh --ways gallery --pairs 6 --size $(SIZE) \
		--out $(QUALITY)/strength $(QUICK)
	$(RUN) -m bench tune $(SUBJECTS) --fresh --out $(QUALITY)/tune $(QUICK)
	$(RUN) -m bench recipes --network $(NETWORK) -o $(QUALITY)/recipes.jpg
	$(RUN) -m bench textures $(if $(PAINTINGS),--paintings $(PAINTINGS)) --network $(NETWORK) \
		--out $(QUALITY)/textures.jpg
ifneq ($(PAINTINGS),)
	$(RUN) -m bench studies --paintings $(PAINTINGS) --pastiches examples/astronaut.jpg \
		--network $(NETWORK) --out $(QUALITY)/studies
endif

$(VENV)/.installed: requirements.txt
	test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install -q --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(RUN) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) out
