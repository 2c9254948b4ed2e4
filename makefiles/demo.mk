# A worker of one's own on the embedded log: a file source, a topic, a file sink.
.PHONY: up down
UP_DIR ?= build/up
UP_PORT ?= 8083

up: build ## start a worker with a first pipeline; prints what to look at
	@configs/demo/up.sh "$(UP_DIR)" "$(UP_PORT)"

down: ## stop it (what it stored stays in build/up)
	@configs/demo/down.sh "$(UP_DIR)"
