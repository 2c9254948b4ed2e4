"""One file a scenario: TITLE, NOTE (what was done, for the reader of the table) and
run(rig, results), which measures and calls results.add(case, side, metric=value, ...)."""
