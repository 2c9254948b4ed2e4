.PHONY: bench bench-growth bench-parts bench-built
BENCH = PYTHONPATH=tests build/venv/bin/python -m bench --runs $(or $(RUNS),3) --size $(or $(SIZE),1)

bench-built: build
	cmake --preset bench >/dev/null && cmake --build build/bench --target benches
	@tests/support/venv.sh >/dev/null
	@build/venv/bin/pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt

bench: bench-built ## Debezium and Weir side by side, into the README (RUNS=3, SCENARIOS="...")
	$(BENCH) $(SCENARIOS)

bench-growth: bench-built ## how it grows with connectors, tables, rows, logs (SCENARIOS="...")
	$(BENCH) --growth $(SCENARIOS)

bench-parts: bench-built ## the benchmarks of buses, converters and pipeline alone
	tests/bench/run.sh
