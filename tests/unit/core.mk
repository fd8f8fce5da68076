# Unit tests of lib/base, lib/analysis, lib/schema and the shim's guard: one program per file.
UNIT_CORE_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/lib -I$(top_srcdir)

noinst_HEADERS += tests/unit/unit.h tests/unit/analysis/meet.h \
	tests/unit/analysis/words.h

UNIT_CORE_TESTS = \
	tests/unit/base/arena \
	tests/unit/base/buf \
	tests/unit/base/error \
	tests/unit/base/hash \
	tests/unit/base/memory \
	tests/unit/base/parse \
	tests/unit/base/utf8 \
	tests/unit/base/version \
	tests/unit/analysis/chars \
	tests/unit/analysis/fold \
	tests/unit/analysis/nameness \
	tests/unit/analysis/names \
	tests/unit/analysis/names_make \
	tests/unit/analysis/nominative \
	tests/unit/analysis/scan \
	tests/unit/analysis/stopwords \
	tests/unit/analysis/voices
check_PROGRAMS += $(UNIT_CORE_TESTS)
TESTS += $(UNIT_CORE_TESTS)

tests_unit_base_arena_SOURCES = tests/unit/base/arena.c
tests_unit_base_arena_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_arena_LDADD = $(CORE_LIBS)
tests_unit_base_buf_SOURCES = tests/unit/base/buf.c
tests_unit_base_buf_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_buf_LDADD = $(CORE_LIBS)
tests_unit_base_error_SOURCES = tests/unit/base/error.c
tests_unit_base_error_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_error_LDADD = $(CORE_LIBS)
tests_unit_base_hash_SOURCES = tests/unit/base/hash.c
tests_unit_base_hash_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_hash_LDADD = $(CORE_LIBS)
tests_unit_base_memory_SOURCES = tests/unit/base/memory.c
tests_unit_base_memory_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_memory_LDADD = $(CORE_LIBS)
tests_unit_base_parse_SOURCES = tests/unit/base/parse.c
tests_unit_base_parse_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_parse_LDADD = $(CORE_LIBS)
tests_unit_base_utf8_SOURCES = tests/unit/base/utf8.c
tests_unit_base_utf8_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_utf8_LDADD = $(CORE_LIBS)
tests_unit_base_version_SOURCES = tests/unit/base/version.c
tests_unit_base_version_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_version_LDADD = $(CORE_LIBS)
tests_unit_analysis_chars_SOURCES = tests/unit/analysis/chars.c
tests_unit_analysis_chars_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_chars_LDADD = $(CORE_LIBS)
tests_unit_analysis_stopwords_SOURCES = tests/unit/analysis/stopwords.c
tests_unit_analysis_stopwords_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_stopwords_LDADD = $(CORE_LIBS)
tests_unit_analysis_scan_SOURCES = tests/unit/analysis/scan.c
tests_unit_analysis_scan_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_scan_LDADD = $(CORE_LIBS)
tests_unit_analysis_fold_SOURCES = tests/unit/analysis/fold.c
tests_unit_analysis_fold_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_fold_LDADD = $(CORE_LIBS)
tests_unit_analysis_nameness_SOURCES = tests/unit/analysis/nameness.c
# It compiles the module itself, which has a generated part.
tests_unit_analysis_nameness_CPPFLAGS = $(UNIT_CORE_CPPFLAGS) -Ilib
tests_unit_analysis_nameness_LDADD = $(CORE_LIBS)
tests_unit_analysis_names_SOURCES = tests/unit/analysis/names.c
tests_unit_analysis_names_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_names_LDADD = $(CORE_LIBS)
tests_unit_analysis_names_make_SOURCES = tests/unit/analysis/names_make.c
tests_unit_analysis_names_make_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_names_make_LDADD = $(CORE_LIBS)
tests_unit_analysis_nominative_SOURCES = tests/unit/analysis/nominative.c
tests_unit_analysis_nominative_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_nominative_LDADD = $(CORE_LIBS)
tests_unit_analysis_voices_SOURCES = tests/unit/analysis/voices.c
tests_unit_analysis_voices_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_voices_LDADD = $(CORE_LIBS)
