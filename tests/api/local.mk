# Programs that see kzsearch.h alone.
API_TESTS = tests/api/nulls tests/api/threads tests/api/processes tests/api/words tests/api/spellings
check_PROGRAMS += $(API_TESTS)
TESTS += $(API_TESTS)
noinst_HEADERS += tests/api/library.h
API_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)

tests_api_nulls_SOURCES = tests/api/nulls.c
tests_api_nulls_CPPFLAGS = $(API_CPPFLAGS)
tests_api_nulls_LDADD = libkzsearch.la
tests_api_threads_SOURCES = tests/api/threads.c
tests_api_threads_CPPFLAGS = $(API_CPPFLAGS)
tests_api_threads_LDADD = libkzsearch.la -lpthread
tests_api_processes_SOURCES = tests/api/processes.c
tests_api_processes_CPPFLAGS = $(API_CPPFLAGS)
tests_api_processes_LDADD = libkzsearch.la
tests_api_words_SOURCES = tests/api/words.c
tests_api_words_CPPFLAGS = $(API_CPPFLAGS)
tests_api_words_LDADD = libkzsearch.la
tests_api_spellings_SOURCES = tests/api/spellings.c
tests_api_spellings_CPPFLAGS = $(API_CPPFLAGS)
tests_api_spellings_LDADD = libkzsearch.la
