# make run serves the program, make test proves it. See README.md.
PORT ?= 8501
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
ROOMS := base questionnaires files data access metrics charts reports examples pages terminal
CHECKED := $(ROOMS) benchmarks scripts tests app.py cli.py
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
# The lock is that of the public registry, for every platform, whatever index this machine is set up with.
LOCK := env -u UV_INDEX -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

.PHONY: run setup test quick lint format bench browser lock sbom audit help

help:
	@echo "make run      starta programmet på http://127.0.0.1:$(PORT) (PORT=…)"
	@echo "make setup    allt som behövs för att utveckla och testa"
	@echo "make test     alla tester"
	@echo "make quick    de snabba testerna, inom en minut"
	@echo "make lint     stil, typer och våningar"
	@echo "make format   rätta stilen"
	@echo "make bench    mät hastigheten"
	@echo "make browser  skaffa Chromium till webbläsartesterna"
	@echo "make lock     lås paketen i requirements*.in (UP=--upgrade: hämta nyare)"
	@echo "make sbom     lista vad programmet är gjort av i var/sbom.json (CycloneDX)"
	@echo "make audit    fråga om något låst paket har en känd sårbarhet"

run: $(VENV)/.requirements
	@$(BIN)/python -m scripts.port $(PORT)
	$(BIN)/python -m streamlit run app.py --server.address=127.0.0.1 --server.port=$(PORT)

setup: $(VENV)/.requirements-dev browser

test: $(VENV)/.requirements-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

quick: $(VENV)/.requirements-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not browser and not app and not slow"

lint: $(VENV)/.requirements-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports

format: $(VENV)/.requirements-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.requirements-dev
	$(BIN)/python -m benchmarks

browser: $(VENV)/.requirements-dev
	$(BIN)/python scripts/get_browser.py

lock: $(VENV)/.requirements-dev
	$(LOCK) $(UP) --output-file requirements.txt requirements.in
	$(LOCK) $(UP) --output-file requirements-dev.txt requirements-dev.in

sbom: $(VENV)/.requirements-dev
	$(BIN)/python -m scripts.sbom var/sbom.json

audit: $(VENV)/.requirements-dev
	$(BIN)/python -m scripts.audit

# The stamps keep a copy of what was installed, so that packages are installed only when a lock has changed.
$(VENV)/.requirements: requirements.txt | $(BIN)/python
	@cmp -s $< $@ || $(INSTALL) $<
	@cp $< $@

$(VENV)/.requirements-dev: requirements-dev.txt | $(BIN)/python
	@cmp -s $< $@ || $(INSTALL) $<
	@cp $< $@
	@cp requirements.txt $(VENV)/.requirements

$(BIN)/python:
	@python=$$(PYTHON="$(PYTHON)" sh scripts/find_python.sh) && echo "$$python -m venv $(VENV)" && "$$python" -m venv $(VENV)
