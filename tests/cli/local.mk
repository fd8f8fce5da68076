# The command from outside: shell scripts that share support.sh.
CLI_TESTS = tests/cli/analyze.test tests/cli/batch.test tests/cli/commentary.test \
	tests/cli/documents.test tests/cli/formats.test tests/cli/index.test tests/cli/readme.test \
	tests/cli/safety.test tests/cli/search.test
dist_check_SCRIPTS += $(CLI_TESTS)
TESTS += $(CLI_TESTS)
EXTRA_DIST += tests/cli/support.sh
check_PROGRAMS += tests/cli/json_lines
tests_cli_json_lines_SOURCES = tests/cli/json_lines.c
tests_cli_json_lines_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE $(JANSSON_CFLAGS)
tests_cli_json_lines_LDADD = $(JANSSON_LIBS)
