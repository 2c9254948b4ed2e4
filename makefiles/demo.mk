# A whole pipeline to look at: throw-away MariaDB and PostgreSQL, and a worker on the embedded log.
.PHONY: up down run
UP_DIR ?= build/up
UP_PORT ?= 8083

up: deps-up build ## start a MariaDB, a worker, a PostgreSQL and the trading pipeline between them
	@configs/demo/up.sh "$(UP_DIR)" "$(UP_PORT)"

down: ## stop and remove what `make up` started
	@configs/demo/down.sh "$(UP_DIR)"

run: ## the worker alone, for the pipelines of .env
	@makefiles/runbook/run.sh
