include tests/unit/core.mk
include tests/unit/search.mk
