# Small programs, to be read in their order. `make check` builds them so that they never rot;
# tests/layout/installed.test builds them again as their readers do, with what is installed.
EXAMPLES = examples/01_index examples/02_search examples/03_facets examples/04_snippets \
	examples/05_threads examples/06_bulk
check_PROGRAMS += $(EXAMPLES)
examples_01_index_SOURCES = examples/01_index.c
examples_01_index_LDADD = libkzsearch.la
examples_02_search_SOURCES = examples/02_search.c
examples_02_search_LDADD = libkzsearch.la
examples_03_facets_SOURCES = examples/03_facets.c
examples_03_facets_LDADD = libkzsearch.la
examples_04_snippets_SOURCES = examples/04_snippets.c
examples_04_snippets_LDADD = libkzsearch.la
examples_05_threads_SOURCES = examples/05_threads.c
examples_05_threads_LDADD = libkzsearch.la -lpthread
examples_06_bulk_SOURCES = examples/06_bulk.c
examples_06_bulk_LDADD = libkzsearch.la
EXTRA_DIST += examples/opinions
