.PHONY: help
help: ## this list
	@{ sed -nE 's/^([a-zA-Z0-9_-]+):.*## /\1\t/p' $(MAKEFILE_LIST); sed -nE 's/^#: ([^ ]+)  /\1\t/p' $(MAKEFILE_LIST); } \
	  | sort | awk -F '\t' '{printf "  %-36s %s\n", $$1, $$2}'
