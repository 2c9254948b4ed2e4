# What people type. `make help` lists it; the parts are in makefiles/.
.DEFAULT_GOAL := help
include $(wildcard makefiles/*.mk)
