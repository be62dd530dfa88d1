# Every command that a person needs; `make help` lists them.
# Written for any make since GNU Make 3.81 (the one that macOS ships).

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
TESTED := $(VENV)/.ready-to-test
PAGES := $(VENV)/.ready-for-pages
NEED := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
# PACK=/path/to/offline-pack installs from a folder that `make offline-pack` has filled.
FROM := $(if $(PACK),--no-index --find-links "$(PACK)/wheels")
# PYTHON=/path/to/python3.12 on the command line overrides the search.
PYTHON = $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	if $$p -c '$(NEED)' >/dev/null 2>&1; then command -v $$p; break; fi; done)

.PHONY: help lab check warmup cluster site setup clean rehearse run slides blank offline-pack test notebooks sheets format constraints
.DEFAULT_GOAL := help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

lab: $(READY) ## open the workbook in JupyterLab (your own copies, in work/)
	@$(PY) -m workshop lab $(ARGS)

check: $(READY) ## is this machine ready? starts Spark once to be sure
	@$(PY) -m utils.preflight --spark

warmup: $(READY) ## let Spark start faster here now; make lab does it by itself, in the background
	@$(PY) -m utils.spark warmup

cluster: $(READY) ## a Spark cluster on this machine, until Ctrl+C; see docs/cluster.md
	@$(PY) -m utils.spark cluster $(ARGS)

site: $(PAGES) ## write the workbook as pages that need no network, _build/site/index.html
	@$(PY) -m workshop site

setup: $(TESTED) ## install everything into .venv, tests included, and stop there

clean: ## remove what was built (never work/, which is yours); make lab builds it again
	rm -rf $(VENV) _build *.egg-info

rehearse: $(READY) ## instructors: run everything here and say go or no go; exit code 1 on no go
	@$(PY) -m workshop rehearse $(ARGS)

run: $(READY) ## instructors: run all original notebooks and write _build/html/index.html
	@$(PY) -m workshop run

slides: $(READY) ## instructors: _build/slides/index.html, a deck a notebook, with speaker notes
	@$(PY) -m workshop slides

blank: $(READY) ## instructors: _build/blank/, a copy without most of the code, to type it live
	@$(PY) -m workshop blank

offline-pack: $(READY) ## instructors: all packages and the workbook in one folder, for a stick
	@$(PY) -m workshop offline-pack

# Dozens of processes import the workbook: what Python makes of it is kept, come what may.
test: $(TESTED) ## maintainers: run every test
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses=2 --dist=loadscope --no-loadscope-reorder

notebooks: $(READY) ## maintainers: execute the notebooks again, in place
	@$(PY) -m workshop refresh

sheets: $(READY) ## maintainers: write docs/run-sheets.md from the minutes in the notebooks
	@$(PY) -m workshop sheets

format: $(TESTED) ## maintainers: format and lint code and notebooks
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

constraints: $(READY) ## maintainers: pin the newest versions that pyproject.toml allows
	@$(PY) -m pip install --quiet uv
	@$(VENV)/bin/uv pip compile --quiet --universal --upgrade --all-extras --no-header \
		--no-annotate --python-version 3.11 pyproject.toml --output-file constraints.txt

$(READY): pyproject.toml constraints.txt
	@if [ -z "$(PYTHON)" ]; then \
		echo "No Python 3.11, 3.12 or 3.13 with venv was found. Install one, then run make again:"; \
		echo "  Debian, Ubuntu   sudo apt install python3 python3-venv"; \
		echo "  Fedora           sudo dnf install python3.12"; \
		echo "  macOS            brew install python@3.12"; \
		echo "  any, with conda  conda env create -f environment.yml   (see README.md)"; \
		exit 1; fi
	@if [ -n "$(PACK)" ] && [ ! -d "$(PACK)/wheels" ]; then \
		echo "There is no folder wheels in $(PACK): give the folder that make offline-pack made."; \
		exit 1; fi
	@echo "Setting up .venv with $(PYTHON): about 750 MB once, one to five minutes (up to two of them silent, while pip packs and unpacks)."
	@rm -f $(READY) $(TESTED) $(PAGES)
	@$(PY) -c 'import pip; $(NEED)' 2>/dev/null || "$(PYTHON)" -m venv --clear $(VENV)
	@$(PY) -m pip install $(FROM) --constraint constraints.txt --editable . || { \
		if [ -n "$(PACK)" ]; then cat "$(PACK)/README.txt"; \
		echo "This Python is $$($(PY) -V): PYTHON=/path/to/python3.x chooses another one."; fi; \
		exit 1; }
	@echo "Preparing the loops of the lessons: up to a minute, once."
	@$(PY) -m utils.preflight --compile || true  # make lab says what is not ready
	@[ -z "$(PACK)" ] || $(PY) -m utils.spark warmup || true
	@touch $(READY)

$(PAGES): $(READY)
	@echo "Adding what makes the site: about 12 MB once."
	@$(PY) -m pip install --constraint constraints.txt --editable '.[site]'
	@touch $(PAGES)

$(TESTED): $(PAGES)
	@echo "Adding what only the tests need: about 90 MB once."
	@$(PY) -m pip install --constraint constraints.txt --editable '.[test,browser,connect]'
	@$(PY) -m utils.spark warmup || true  # the tests start Spark often
	@touch $(TESTED)
