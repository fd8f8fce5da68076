# Tests print TAP. Each passes alone, out of tree, and with a read-only source folder.
#   tests/unit/<module>/   one program per source file, linked with the core
#   tests/api/             programs that see kzsearch.h alone
#   tests/cli/             the command, by shell
#   tests/faults/          the library on a bad day: failing disks, kills, power cuts
#   tests/fuzz/            any bytes: the kept inputs of libFuzzer
#   tests/layout/          the tree itself: headers, exports, who includes whom
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
TEST_EXTENSIONS = .test .py
TEST_LOG_DRIVER = $(LOG_DRIVER)
TEST_LOG_COMPILER = $(SHELL)
# Xapian::Database::check() frees an object by the size of its base class.
AM_TESTS_ENVIRONMENT = \
	ASAN_OPTIONS="new_delete_type_mismatch=0:$${ASAN_OPTIONS-}"; export ASAN_OPTIONS; \
	srcdir='$(srcdir)'; top_builddir='$(top_builddir)'; CC='$(CC)'; CXX='$(CXX)'; NM='$(NM)'; \
	KZSEARCH_HELPER="$$(cd '$(top_builddir)' && pwd)/kzsearch-helper"; \
	export srcdir top_builddir CC CXX NM KZSEARCH_HELPER;

noinst_HEADERS += tests/support/tap.h tests/support/folder.h

include tests/unit/local.mk
include tests/api/local.mk
if COMMAND
include tests/cli/local.mk
endif
include tests/faults/local.mk
include tests/fuzz/local.mk
include tests/layout/local.mk
include tests/checkers.mk
