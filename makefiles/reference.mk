.PHONY: reference
reference: build ## write configs/REFERENCE.md, every key of worker and plugins, from the key tables
	@configs/reference.sh > configs/REFERENCE.md
