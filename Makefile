# `make lake` and `make test` each need only git, make and Python 3.11, 3.12 or 3.13.

.DEFAULT_GOAL := help
.PHONY: help setup cdktf spark lake gate test test-fast test-slow test-spark
.PHONY: lint format generate fresh bench lock clean

BIN := .venv/bin
CONFIG ?= lake.yaml
REPORTS ?= .lakeform/review
WORKERS ?= 2
# Examples that the gate must pass, and those that it must not.
SOUND := $(wildcard examples/*.yaml)
UNSOUND := examples/insecure/lake.yaml
GATE := $(BIN)/lakeform check --out .lakeform/gate -c
FAST := $(BIN)/python -m pytest -n $(WORKERS) -m "not terraform and not local and not spark"
SLOW := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "terraform or local"
# Not spread over workers: each would start a Spark of its own.
SPARK := $(BIN)/python -m pytest -rs -m spark tests/spark
# Said last, where nobody overlooks it.
SPARK_RAN = $(BIN)/python -c "import sys; sys.exit(sys.version_info >= (3, 13))" || \
	echo "NOT TESTED: the jobs' scripts on Spark, which knows no Python above 3.12 (make PYTHON=python3.12 test)"
GENERATORS := $(sort $(wildcard scripts/generate_*.py))
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv from the lock files, if they have changed
	@sh scripts/bootstrap.sh

lake: setup ## render, plan, judge and review lake.yaml (another file: CONFIG=…), with no AWS account
	@$(BIN)/lakeform plan --check --reports $(REPORTS) -c $(CONFIG)

gate: setup ## judge every example in each of its environments, as `make lake` judges the lake
	@set -e; for lake in $(SOUND); do echo "$$lake"; $(GATE) $$lake; done
	@set -e; for lake in $(UNSOUND); do echo "$$lake, which must fail"; status=0; \
		$(GATE) $$lake >.lakeform/gate.txt || status=$$?; \
		if [ $$status -ne 1 ]; then cat .lakeform/gate.txt; exit 1; fi; \
		head -n 1 .lakeform/gate.txt; \
	done

test: setup cdktf spark ## all tests: the fast ones, then those that run Terraform, then Spark's
	@$(FAST)
	@$(SLOW)
	@$(SPARK)
	@$(SPARK_RAN)

test-fast: setup ## the tests that run neither Terraform nor Spark
	@$(FAST)

test-slow: setup cdktf ## the tests that run Terraform, offline or on the embedded AWS
	@$(SLOW)

test-spark: spark ## the tests that run the jobs' scripts on a real Spark
	@$(SPARK)
	@$(SPARK_RAN)

lint: setup ## formatting, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: setup ## format the code, and fix what lint can fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

generate: setup ## write the generated files anew
	@set -e; for script in $(GENERATORS); do $(BIN)/python $$script; done

fresh: setup ## check that the generated files are what their scripts write
	@set -e; for script in $(GENERATORS); do $(BIN)/python $$script --check; done

bench: setup ## measure speed and memory, beside peers
	@$(BIN)/python bench

cdktf: setup ## install the CDKTF command line into node_modules
	@$(BIN)/python scripts/install_cdktf.py

spark: ## add Spark, its Java and Iceberg to .venv, for the tests
	@sh scripts/bootstrap.sh spark

lock: ## resolve the lock files anew (needs uv; UPGRADE=--upgrade takes newer versions)
	@$(LOCK) $(UPGRADE) pyproject.toml --group dev -o requirements/dev.txt
	@$(LOCK) $(UPGRADE) --group build -o requirements/build.txt
	@$(LOCK) $(UPGRADE) --group node -o requirements/node.txt
	@$(LOCK) $(UPGRADE) --group terraform -o requirements/terraform.txt
	@$(LOCK) $(UPGRADE) --group spark -o requirements/spark.txt

clean: ## remove everything that make has made
	@rm -rf .venv .cache .lakeform .mypy_cache .pytest_cache .ruff_cache build dist cdktf.out node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
