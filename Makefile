# Commentariat: `make help` lists what can be done here.

VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
INSTALLED_BENCH := $(VENV)/.installed-bench
PIP := $(PY) -m pip --disable-pip-version-check
QUIET := $(if $(V),,-qq)
CODE := archive scraper tests benchmarks
# Two workers a core, since a fifth of a test of a crawl is waiting; who has nothing left to do takes over from another.
PARALLEL = -n $$(( 2 * $$(nproc) )) --dist worksteal

.DEFAULT_GOAL := help

.PHONY: help
help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | while IFS="$$(printf '\t')" read -r name text; \
	    do printf '  make %-14s %s\n' "$$name" "$$text"; done

.PHONY: demo
demo: $(INSTALLED)  ## Crawl the bundled demo site into demo.db and show what came of it
	@$(VENV)/bin/commentariat demo

# Without bytecode, which some environments ask for, each worker would compile every test anew.
.PHONY: test
test: $(INSTALLED)  ## Run the tests on all cores (a minute or two)
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest $(PARALLEL)

.PHONY: setup
setup: $(INSTALLED)  ## Make .venv and install everything into it (V=1 shows pip at work)

# The first Python found that is new enough and can make an environment; if none can, one line says what to install.
FIND_PYTHON = found=; \
	for name in $(or $(PYTHON),python3 python3.11 python3.12 python3.13 python3.14); do \
	    "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	    found="$$name"; \
	    "$$name" -c 'import ensurepip, venv; ensurepip.version()' >/dev/null 2>&1 && break; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "Commentariat needs Python 3.11 or newer; as root: apt-get install -y python3 python3-venv" >&2; exit 1; \
	elif ! "$$found" -c 'import ensurepip, venv; ensurepip.version()' >/dev/null 2>&1; then \
	    echo "Python's venv module is not complete; as root: apt-get install -y python3-venv" >&2; exit 1; \
	fi

# The names in one dependency group of pyproject.toml, one a line (pip learnt --group only in 25.1; Debian 12 has 23.0).
GROUP = $(PY) -c 'import sys, tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"][sys.argv[1]], sep="\n")'

$(INSTALLED): pyproject.toml constraints.txt
	@$(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || { \
	    $(FIND_PYTHON); \
	    echo "Setting up $(VENV) with $$("$$found" --version) (once; make setup V=1 shows more) …" >&2; \
	    "$$found" -m venv --clear $(VENV); }
	@$(GROUP) dev > $(VENV)/dev.txt
	@$(PIP) install $(QUIET) --constraint constraints.txt --requirement $(VENV)/dev.txt
	@$(PIP) install $(QUIET) --constraint constraints.txt --no-build-isolation --editable .
	@$(PY) -m compileall -q archive scraper  # where Python is told to write no bytecode, each start would compile all anew
	@touch $@

$(INSTALLED_BENCH): $(INSTALLED)
	@$(GROUP) bench > $(VENV)/bench.txt
	@$(PIP) install $(QUIET) --constraint constraints.txt --requirement $(VENV)/bench.txt
	@touch $@

.PHONY: readers
readers: .venv-readers/.installed  ## Make .venv-readers, with the libraries that exports are tested with (some 2 GB)

.venv-readers/.installed: pyproject.toml constraints.txt | $(INSTALLED)
	@$(PY) -m venv .venv-readers
	@$(GROUP) readers > .venv-readers/readers.txt
	@.venv-readers/bin/python -m pip --disable-pip-version-check install $(QUIET) --constraint constraints.txt --requirement .venv-readers/readers.txt
	@touch $@

.PHONY: isso
isso: .venv-isso/.installed  ## Make .venv-isso, with the server of comments that crawls are tested with

.venv-isso/.installed: pyproject.toml constraints.txt | $(INSTALLED)
	@$(PY) -m venv .venv-isso
	@$(GROUP) isso > .venv-isso/isso.txt
	@.venv-isso/bin/python -m pip --disable-pip-version-check install $(QUIET) --constraint constraints.txt --requirement .venv-isso/isso.txt
	@touch $@

.PHONY: check
check: lint types cover  ## What to run before a commit: lint, types, tests with coverage

.PHONY: lint
lint: $(INSTALLED)  ## Check format and style
	@$(PY) -m ruff format --check --quiet $(CODE)
	@$(PY) -m ruff check --quiet $(CODE)

.PHONY: format
format: $(INSTALLED)  ## Format the code and mend what ruff can mend
	@$(PY) -m ruff format $(CODE)
	@$(PY) -m ruff check --fix $(CODE)

.PHONY: types
types: $(INSTALLED)  ## Check types (mypy --strict)
	@$(PY) -m mypy --strict $(CODE)

.PHONY: cover
cover: $(INSTALLED)  ## Run the tests and show which lines and branches they miss
	@rm -f .coverage .coverage.*
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest $(PARALLEL) --cov --cov-report=term

.PHONY: test-slow
test-slow: $(INSTALLED)  ## Run the slow tests (kill -9 at 20 moments, packaging, big inputs)
	@$(PY) -m pytest -m slow --timeout=900

.PHONY: test-browser
test-browser: $(INSTALLED)  ## Run the tests of the reading room in Chromium (as root: apt-get install -y chromium)
	@$(PY) -m pytest -m browser -n 2 --dist worksteal --timeout=300

.PHONY: bench
bench: $(INSTALLED_BENCH)  ## Measure extraction, crawl, ingest and export, as ratios to known programs
	@$(PY) -m benchmarks $(BENCH_OPTIONS)

.PHONY: bench-memory
bench-memory: $(INSTALLED)  ## Measure a crawl's memory on sites of 100 and 20,000 pages (ten minutes)
	@$(PY) -m benchmarks memory $(BENCH_OPTIONS)

.PHONY: constraints
constraints:  ## Renew constraints.txt (run it with the oldest Python: make constraints PYTHON=python3.11)
	@$(FIND_PYTHON); "$$found" -m venv --clear .venv-renew
	@.venv-renew/bin/python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb")); print(*p["project"]["dependencies"], *p["build-system"]["requires"], *(n for g in p["dependency-groups"].values() for n in g), sep="\n")' > .venv-renew/all.txt
	@.venv-renew/bin/python -m pip --disable-pip-version-check install $(QUIET) --requirement .venv-renew/all.txt
	@.venv-renew/bin/python -m pip --disable-pip-version-check freeze --all --exclude pip > constraints.txt
	@rm -rf .venv-renew
	@echo "constraints.txt is renewed: run make check and make test-slow, then commit it." >&2

.PHONY: clean
clean:  ## Remove the environment, caches and what the demo made
	@rm -rf $(VENV) .venv-renew build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis htmlcov .coverage .coverage.* \
	    demo.db demo.db-wal demo.db-shm demo.key demo.captures
