# Unit tests of lib/index, lib/query, lib/match and lib/results: one program per file.
UNIT_SEARCH_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)

UNIT_SEARCH_TESTS = \
	tests/unit/query/warn
check_PROGRAMS += $(UNIT_SEARCH_TESTS)
TESTS += $(UNIT_SEARCH_TESTS)

tests_unit_query_warn_SOURCES = tests/unit/query/warn.c
tests_unit_query_warn_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_warn_LDADD = $(CORE_LIBS)
