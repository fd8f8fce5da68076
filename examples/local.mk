# Small programs, built by `make check` so that they never rot.
check_PROGRAMS += examples/01_index examples/02_search
examples_01_index_SOURCES = examples/01_index.c
examples_01_index_LDADD = libkzsearch.la
examples_02_search_SOURCES = examples/02_search.c
examples_02_search_LDADD = libkzsearch.la
EXTRA_DIST += examples/opinions
