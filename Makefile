# The two commands that matter: `make run` and `make test`. Each does all of its own set-up.
.PHONY: setup run test check bench clean
BIN := .venv/bin
REQUIREMENTS := requirements/base.txt requirements/dev.txt

setup: .venv/.complete

.venv/.complete: $(REQUIREMENTS) scripts/setup.sh
	@bash scripts/setup.sh

run: setup
	@MAUDAO_SECOND_FACTOR=0 $(BIN)/maudao demo --once
	@MAUDAO_SECOND_FACTOR=0 MAUDAO_SMS=console $(BIN)/maudao serve

test: setup
	@$(BIN)/pytest -n auto --dist loadfile

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@MAUDAO_DATA=var/check $(BIN)/mypy maudao bench

bench: setup
	@$(BIN)/maudao bench all

clean:
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
