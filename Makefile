# Every command does its own set-up. `make demo` and `make test` are all a newcomer needs.

.PHONY: demo test check bench lock clean

demo: ## a talking chat in the browser: PORT=8001 make demo
	@scripts/setup runtime
	@exec .venv/bin/terefere demo $(ARGS)

test: ## every check and every test: make test ARGS='-k transcript' runs some tests
	@scripts/test $(ARGS)

check: ## every check, no test
	@scripts/setup dev
	@scripts/check

bench: ## measure: make bench ARGS='…'
	@scripts/setup dev
	@exec .venv/bin/python -m bench $(ARGS)

lock: ## write the lock files after a change of dependencies: make lock ARGS=--upgrade for newer releases
	@scripts/setup dev
	@.venv/bin/python scripts/lock $(ARGS)
	@scripts/setup dev

clean: ## remove what set-up, checks and tests made; never data
	@scripts/clean
