# Fuzz targets: functions that take any bytes (fuzz.h).
#   make check        the kept inputs of corpus/, as they are and changed at random
#   make check-fuzz   libFuzzer, KZS_FUZZ_SECONDS (30) for each target, in a build of its own in
#                     ./fuzz: what it finds is kept in fuzz/crashes, what reached new code in
#                     fuzz/grown for the next run
FUZZ_TESTS = tests/fuzz/analysis tests/fuzz/highlight tests/fuzz/query tests/fuzz/record \
	tests/fuzz/search
if COMMAND
FUZZ_TESTS += tests/fuzz/import
endif
check_PROGRAMS += $(FUZZ_TESTS)
TESTS += $(FUZZ_TESTS)
noinst_HEADERS += tests/fuzz/fuzz.h
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/fuzz.dict

FUZZ_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/lib -I$(top_srcdir)
if FUZZER
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
FUZZ_MAIN =
else
FUZZ_LINK = $(AM_LDFLAGS)
FUZZ_MAIN = tests/fuzz/replay.c
endif

tests_fuzz_analysis_SOURCES = tests/fuzz/analysis.c $(FUZZ_MAIN)
tests_fuzz_analysis_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_analysis_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_analysis_LDADD = $(CORE_LIBS)
tests_fuzz_highlight_SOURCES = tests/fuzz/highlight.c $(FUZZ_MAIN)
tests_fuzz_highlight_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_highlight_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_highlight_LDADD = $(CORE_LIBS)
tests_fuzz_query_SOURCES = tests/fuzz/query.c $(FUZZ_MAIN)
tests_fuzz_query_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_query_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_query_LDADD = $(CORE_LIBS)
tests_fuzz_record_SOURCES = tests/fuzz/record.c $(FUZZ_MAIN)
tests_fuzz_record_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_record_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_record_LDADD = $(CORE_LIBS)
tests_fuzz_search_SOURCES = tests/fuzz/search.c $(FUZZ_MAIN)
tests_fuzz_search_CPPFLAGS = $(FUZZ_CPPFLAGS)
tests_fuzz_search_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_search_LDADD = $(CORE_LIBS)
if COMMAND
tests_fuzz_import_SOURCES = tests/fuzz/import.c $(FUZZ_MAIN)
tests_fuzz_import_CPPFLAGS = $(COMMAND_CPPFLAGS) -I$(top_srcdir)
tests_fuzz_import_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_import_LDADD = libkzcommand.la
endif

# Objects with and without libFuzzer's counters do not mix.
FUZZ_CC = clang
FUZZ_CXX = clang++
FUZZ_SANITIZERS = fuzzer-no-link,address,undefined
check-fuzz:
	@if ! echo 'int LLVMFuzzerTestOneInput(void);int LLVMFuzzerTestOneInput(void){return 0;}' | \
	    $(FUZZ_CC) -x c -fsanitize=fuzzer - -o fuzz-probe 2>/dev/null; then \
	    echo 'check-fuzz: skipped: $(FUZZ_CC) with libFuzzer is not installed'; exit 0; \
	fi; \
	rm -f fuzz-probe; $(MKDIR_P) fuzz && cd fuzz && \
	{ test -f Makefile || $(abs_srcdir)/configure --quiet CC='$(FUZZ_CC)' CXX='$(FUZZ_CXX)' \
	    --enable-sanitizers='$(FUZZ_SANITIZERS)' --disable-python; } && \
	$(MAKE) $(AM_MAKEFLAGS) $(BUILT_SOURCES) && $(MAKE) $(AM_MAKEFLAGS) fuzz-run
.PHONY: check-fuzz

# In the build with libFuzzer. All targets run, whatever one of them finds.
fuzz-run: $(FUZZ_TESTS)
	@$(MKDIR_P) crashes; failed=; \
	ASAN_OPTIONS="new_delete_type_mismatch=0:$${ASAN_OPTIONS-}"; export ASAN_OPTIONS; \
	for target in $(FUZZ_TESTS); do \
	    name=`basename $$target`; $(MKDIR_P) grown/$$name; \
	    echo "fuzzing $$name for $${KZS_FUZZ_SECONDS-30} seconds"; \
	    if ./$$target -max_total_time=$${KZS_FUZZ_SECONDS-30} -timeout=25 -rss_limit_mb=4096 \
	        -max_len=$${KZS_FUZZ_LENGTH-4096} -dict=$(srcdir)/tests/fuzz/fuzz.dict \
	        -print_final_stats=1 -artifact_prefix=crashes/$$name- \
	        grown/$$name $(srcdir)/tests/fuzz/corpus/$$name >crashes/$$name.log 2>&1; \
	    then grep -a -E 'DONE|number_of_executed' crashes/$$name.log; \
	    else tail -n 30 crashes/$$name.log; failed="$$failed $$name"; fi; \
	done; \
	test -z "$$failed" || { echo "check-fuzz: failed:$$failed (see fuzz/crashes)"; exit 1; }
.PHONY: fuzz-run

clean-fuzz:
	-rm -rf fuzz
.PHONY: clean-fuzz
