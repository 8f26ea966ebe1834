# make run serves the program, make test proves it. See README.md.
PORT ?= 8501
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
ROOMS := base questionnaires files data access metrics charts reports examples pages terminal
CHECKED := $(ROOMS) benchmarks scripts app.py cli.py

.PHONY: run setup test lint format bench browser help

help:
	@echo "make run      starta programmet på http://127.0.0.1:$(PORT) (PORT=…)"
	@echo "make setup    allt som behövs för att utveckla och testa"
	@echo "make test     alla tester"
	@echo "make lint     stil, typer och våningar"
	@echo "make format   rätta stilen"
	@echo "make bench    mät hastigheten"
	@echo "make browser  skaffa Chromium till webbläsartesterna"

run: $(VENV)/.requirements
	$(BIN)/python -m streamlit run app.py --server.address=127.0.0.1 --server.port=$(PORT)

setup: $(VENV)/.requirements-dev browser

test: $(VENV)/.requirements-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

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

# The stamps keep a copy of what was installed, so that packages are installed only when a list has changed.
$(VENV)/.requirements: requirements.txt | $(BIN)/python
	@cmp -s requirements.txt $@ || $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@cp requirements.txt $@

$(VENV)/.requirements-dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@cat requirements.txt requirements-dev.txt | cmp -s - $@ || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@cat requirements.txt requirements-dev.txt > $@
	@cp requirements.txt $(VENV)/.requirements

$(BIN)/python:
	@python=$$(PYTHON="$(PYTHON)" sh scripts/find_python.sh) && echo "$$python -m venv $(VENV)" && "$$python" -m venv $(VENV)
