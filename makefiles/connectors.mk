# The pipelines: eight MariaDB databases, a source and a sink each, at the worker of DEBEZIUM_URL.
# What they do is in makefiles/runbook/; the variables come from .env (ENV_FILE=...).
RUNBOOK = makefiles/runbook/runbook.sh
export DEBEZIUM_URL ENV_FILE BUS RESTART_WAIT
DATABASES = trading finance live chat performance concontrol claim payment
SOURCES_OF = $(addsuffix -source,$(addprefix $(1)-,$(DATABASES)))
SINKS_OF = $(addsuffix -sink,$(addprefix $(1)-,$(DATABASES)))
# register-trading-source -> source trading
KIND_AND_DATABASE = $(lastword $(subst -, ,$@)) $(word 2,$(subst -, ,$@))

REGISTER = $(call SOURCES_OF,register) $(call SINKS_OF,register)
RESTART = $(call SOURCES_OF,restart) $(call SINKS_OF,restart)
UNREGISTER = $(call SOURCES_OF,unregister) $(call SINKS_OF,unregister)
VALIDATE = $(call SOURCES_OF,validate) $(call SINKS_OF,validate)
MIGRATIONS = $(addprefix migrate-,$(DATABASES))
.PHONY: $(VALIDATE) $(REGISTER) $(RESTART) $(UNREGISTER) $(MIGRATIONS) connectors connector-status \
  configs

#: register-<database>-source|sink  create the connector
$(REGISTER):
	@$(RUNBOOK) register $(KIND_AND_DATABASE)

#: restart-<database>-source|sink  send its configuration, restart what failed, keep its offsets; wait for its tasks
$(RESTART):
	@$(RUNBOOK) restart $(KIND_AND_DATABASE)

#: unregister-<database>-source|sink  remove it (offsets stay)
$(UNREGISTER):
	@$(RUNBOOK) unregister $(KIND_AND_DATABASE)

#: validate-<database>-source|sink  would it be accepted? asks the servers too, changes nothing
$(VALIDATE):
	@$(RUNBOOK) validate $(KIND_AND_DATABASE)

#: migrate-<database>  copy its tables into the sink's (MIGRATE="--tables a,b --verify"; weir migrate --help)
$(MIGRATIONS):
	@build/weir migrate --database $(word 2,$(subst -, ,$@)) $(MIGRATE)

#: pause-<connector>  and resume-<connector>; waits until it is so
pause-% resume-%:
	@$(RUNBOOK) $(firstword $(subst -, ,$@)) $*

connectors: ## all connectors: states, seconds behind, errors; fails if any is FAILED
	@$(RUNBOOK) list

connector-status: ## C=<connector>: its state, its error and trace
	@test -n "$(C)" || { echo "which one? make connector-status C=mariadb-trading-connector" >&2; exit 2; }
	@$(RUNBOOK) status "$(C)"

configs: ## write configs/sources and configs/sinks again from configs/databases.json
	@makefiles/runbook/generate.sh
