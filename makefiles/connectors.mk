# Looking after connectors of the worker at DEBEZIUM_URL.
DEBEZIUM_URL ?= http://localhost:8083
.PHONY: connectors connector-status

connectors: ## the connectors of the worker and their states
	@curl -fsS "$(DEBEZIUM_URL)/connectors?expand=status" | jq -r \
	  'to_entries[] | [.key, .value.status.connector.state] + [.value.status.tasks[].state] | @tsv'

connector-status: ## C=name: its whole status
	@test -n "$(C)" || { echo "which one? make connector-status C=name" >&2; exit 2; }
	@curl -fsS "$(DEBEZIUM_URL)/connectors/$(C)/status" | jq .
