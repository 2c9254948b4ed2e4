.PHONY: test test-all fuzz

test: ## all tests that fit into some twenty minutes; CI runs them
	python3 tests/run.py

test-all: ## those, parity with the real Java worker, long kill and fuzz runs
	python3 tests/run.py --all

fuzz: ## every parser for an hour each (SECONDS=3600)
	cmake --preset fuzz >/dev/null && cmake --build build/fuzz
	tests/fuzz/run.sh $(or $(SECONDS),3600)
