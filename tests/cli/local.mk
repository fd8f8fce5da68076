# The command from outside: shell scripts that share support.sh.
CLI_TESTS = tests/cli/again.test tests/cli/analyze.test tests/cli/batch.test \
	tests/cli/commentary.test tests/cli/completion.test tests/cli/documents.test \
	tests/cli/formats.test tests/cli/guide.test tests/cli/heads.test tests/cli/index.test \
	tests/cli/intake.test tests/cli/keeping.test tests/cli/language.test tests/cli/readme.test \
	tests/cli/safety.test tests/cli/search.test tests/cli/suggest.test
dist_check_SCRIPTS += $(CLI_TESTS)
TESTS += $(CLI_TESTS)
EXTRA_DIST += tests/cli/support.sh
check_PROGRAMS += tests/cli/json_lines
tests_cli_json_lines_SOURCES = tests/cli/json_lines.c
tests_cli_json_lines_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE $(JANSSON_CFLAGS)
tests_cli_json_lines_LDADD = $(JANSSON_LIBS)

# Parts of the command that the shell is too coarse for.
CLI_UNITS = tests/cli/dates tests/cli/flat_json tests/cli/hostile tests/cli/languages \
	tests/cli/markup tests/cli/sha256 tests/cli/tables tests/cli/terminal
check_PROGRAMS += $(CLI_UNITS)
TESTS += $(CLI_UNITS)
CLI_CPPFLAGS = $(COMMAND_CPPFLAGS) -I$(top_srcdir)
tests_cli_dates_SOURCES = tests/cli/dates.c
tests_cli_dates_CPPFLAGS = $(CLI_CPPFLAGS)
tests_cli_dates_LDADD = libkzcommand.la
tests_cli_flat_json_SOURCES = tests/cli/flat_json.c
tests_cli_flat_json_CPPFLAGS = $(CLI_CPPFLAGS)
tests_cli_flat_json_LDADD = libkzcommand.la $(JANSSON_LIBS)
tests_cli_hostile_SOURCES = tests/cli/hostile.c
tests_cli_hostile_CPPFLAGS = $(CLI_CPPFLAGS)
tests_cli_hostile_LDADD = libkzcommand.la
tests_cli_languages_SOURCES = tests/cli/languages.c
tests_cli_languages_CPPFLAGS = $(CLI_CPPFLAGS)
tests_cli_languages_LDADD = libkzcommand.la
tests_cli_markup_SOURCES = tests/cli/markup.c
tests_cli_markup_CPPFLAGS = $(CLI_CPPFLAGS)
tests_cli_markup_LDADD = libkzcommand.la
tests_cli_sha256_SOURCES = tests/cli/sha256.c
tests_cli_sha256_CPPFLAGS = $(CLI_CPPFLAGS)
tests_cli_sha256_LDADD = libkzcommand.la
tests_cli_terminal_SOURCES = tests/cli/terminal.c
tests_cli_terminal_CPPFLAGS = $(CLI_CPPFLAGS)
tests_cli_terminal_LDADD = libkzcommand.la
tests_cli_tables_SOURCES = tests/cli/tables.c
tests_cli_tables_CPPFLAGS = $(CLI_CPPFLAGS)
tests_cli_tables_LDADD = libkzcommand.la
