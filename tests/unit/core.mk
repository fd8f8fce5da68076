# Unit tests of lib/base, lib/analysis, lib/schema and the shim's guard: one program per file.
UNIT_CORE_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/lib -I$(top_srcdir)

noinst_HEADERS += tests/unit/unit.h tests/unit/analysis/words.h tests/unit/analysis/meet.h tests/unit/analysis/reading.h \
	tests/unit/analysis/stems.h tests/unit/shim/store.h tests/unit/sums/summed.h tests/unit/bulk/corpus.h \
	tests/support/same_database.h

UNIT_CORE_TESTS = \
	tests/unit/base/arena \
	tests/unit/base/buf \
	tests/unit/base/deflate \
	tests/unit/base/edits \
	tests/unit/base/error \
	tests/unit/base/hash \
	tests/unit/base/intern \
	tests/unit/base/json \
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
	tests/unit/analysis/typing \
	tests/unit/analysis/voices \
	tests/unit/analysis/address \
	tests/unit/analysis/amount \
	tests/unit/analysis/analyze \
	tests/unit/analysis/day \
	tests/unit/analysis/known \
	tests/unit/analysis/number \
	tests/unit/analysis/reader \
	tests/unit/analysis/repair \
	tests/unit/analysis/normalize \
	tests/unit/analysis/rewrite \
	tests/unit/analysis/russian \
	tests/unit/analysis/scan \
	tests/unit/analysis/snowball \
	tests/unit/analysis/spellings \
	tests/unit/analysis/stem \
	tests/unit/analysis/stem_lists \
	tests/unit/analysis/stopwords \
	tests/unit/bulk/batch \
	tests/unit/bulk/builder \
	tests/unit/bulk/merge \
	tests/unit/bulk/pack \
	tests/unit/bulk/positions \
	tests/unit/bulk/postlist \
	tests/unit/bulk/stream \
	tests/unit/bulk/table \
	tests/unit/bulk/termlist \
	tests/unit/bulk/version \
	tests/unit/schema/date \
	tests/unit/schema/doc \
	tests/unit/schema/record \
	tests/unit/schema/schema \
	tests/unit/schema/terms \
	tests/unit/schema/values \
	tests/unit/sums/file \
	tests/unit/sums/known \
	tests/unit/sums/prove \
	tests/unit/sums/sweep \
	tests/unit/sums/tree \
	tests/unit/sums/verify \
	tests/unit/sums/version \
	tests/unit/sums/write \
	tests/unit/shim/guard \
	tests/unit/shim/modes \
	tests/unit/shim/reader \
	tests/unit/shim/same \
	tests/unit/shim/search \
	tests/unit/shim/skipping \
	tests/unit/shim/writer
check_PROGRAMS += $(UNIT_CORE_TESTS)
TESTS += $(UNIT_CORE_TESTS)

tests_unit_base_arena_SOURCES = tests/unit/base/arena.c
tests_unit_base_arena_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_arena_LDADD = $(CORE_LIBS)
tests_unit_base_buf_SOURCES = tests/unit/base/buf.c
tests_unit_base_buf_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_buf_LDADD = $(CORE_LIBS)
tests_unit_base_edits_SOURCES = tests/unit/base/edits.c
tests_unit_base_edits_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_edits_LDADD = $(CORE_LIBS)
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
tests_unit_analysis_normalize_SOURCES = tests/unit/analysis/normalize.c
tests_unit_analysis_normalize_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_normalize_LDADD = $(CORE_LIBS)
tests_unit_analysis_rewrite_SOURCES = tests/unit/analysis/rewrite.c
tests_unit_analysis_rewrite_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_rewrite_LDADD = $(CORE_LIBS)
tests_unit_analysis_russian_SOURCES = tests/unit/analysis/russian.c
tests_unit_analysis_russian_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_russian_LDADD = $(CORE_LIBS)
tests_unit_analysis_snowball_SOURCES = tests/unit/analysis/snowball.c
tests_unit_analysis_snowball_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_snowball_LDADD = $(CORE_LIBS) $(STEMMER_LIBS)
tests_unit_analysis_stem_SOURCES = tests/unit/analysis/stem.c
tests_unit_analysis_stem_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_stem_LDADD = $(CORE_LIBS) $(STEMMER_LIBS)
tests_unit_analysis_stem_lists_SOURCES = tests/unit/analysis/stem_lists.c
tests_unit_analysis_stem_lists_CPPFLAGS = $(UNIT_CORE_CPPFLAGS) -Ilib
tests_unit_analysis_stem_lists_LDADD = $(CORE_LIBS)
tests_unit_analysis_stopwords_SOURCES = tests/unit/analysis/stopwords.c
tests_unit_analysis_stopwords_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_stopwords_LDADD = $(CORE_LIBS)
tests_unit_analysis_scan_SOURCES = tests/unit/analysis/scan.c
tests_unit_analysis_scan_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_scan_LDADD = $(CORE_LIBS)
tests_unit_analysis_address_SOURCES = tests/unit/analysis/address.c
tests_unit_analysis_address_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_address_LDADD = $(CORE_LIBS)
tests_unit_analysis_amount_SOURCES = tests/unit/analysis/amount.c
tests_unit_analysis_amount_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_amount_LDADD = $(CORE_LIBS)
tests_unit_analysis_analyze_SOURCES = tests/unit/analysis/analyze.c
tests_unit_analysis_analyze_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_analyze_LDADD = $(CORE_LIBS)
tests_unit_analysis_day_SOURCES = tests/unit/analysis/day.c
tests_unit_analysis_day_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_day_LDADD = $(CORE_LIBS)
tests_unit_analysis_known_SOURCES = tests/unit/analysis/known.c
tests_unit_analysis_known_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_known_LDADD = $(CORE_LIBS)
tests_unit_analysis_number_SOURCES = tests/unit/analysis/number.c
tests_unit_analysis_number_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_number_LDADD = $(CORE_LIBS)
tests_unit_analysis_reader_SOURCES = tests/unit/analysis/reader.c
tests_unit_analysis_reader_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_reader_LDADD = $(CORE_LIBS)
tests_unit_analysis_repair_SOURCES = tests/unit/analysis/repair.c
tests_unit_analysis_repair_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_repair_LDADD = $(CORE_LIBS)
tests_unit_analysis_spellings_SOURCES = tests/unit/analysis/spellings.c
tests_unit_analysis_spellings_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_spellings_LDADD = $(CORE_LIBS)
tests_unit_schema_date_SOURCES = tests/unit/schema/date.c
tests_unit_schema_date_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_schema_date_LDADD = $(CORE_LIBS)
tests_unit_schema_doc_SOURCES = tests/unit/schema/doc.c
tests_unit_schema_doc_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_schema_doc_LDADD = $(CORE_LIBS)
tests_unit_schema_record_SOURCES = tests/unit/schema/record.c
tests_unit_schema_record_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_schema_record_LDADD = $(CORE_LIBS)
tests_unit_schema_schema_SOURCES = tests/unit/schema/schema.c
tests_unit_schema_schema_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_schema_schema_LDADD = $(CORE_LIBS)
tests_unit_schema_terms_SOURCES = tests/unit/schema/terms.c
tests_unit_schema_terms_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_schema_terms_LDADD = $(CORE_LIBS)
tests_unit_sums_version_SOURCES = tests/unit/sums/version.c
tests_unit_sums_version_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_sums_version_LDADD = $(CORE_LIBS)
tests_unit_shim_guard_SOURCES = tests/unit/shim/guard.cc
tests_unit_shim_guard_CPPFLAGS = $(UNIT_CORE_CPPFLAGS) $(XAPIAN_CFLAGS) \
	-DXAPIAN_ERROR_H='"$(XAPIAN_INCLUDEDIR)/xapian/error.h"'
tests_unit_shim_guard_LDADD = $(CORE_LIBS) $(XAPIAN_LIBS)
tests_unit_shim_modes_SOURCES = tests/unit/shim/modes.c
tests_unit_shim_modes_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_shim_modes_LDADD = $(CORE_LIBS)
tests_unit_shim_reader_SOURCES = tests/unit/shim/reader.c
tests_unit_shim_reader_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_shim_reader_LDADD = $(CORE_LIBS)
tests_unit_shim_search_SOURCES = tests/unit/shim/search.c
tests_unit_shim_search_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_shim_search_LDADD = $(CORE_LIBS)
tests_unit_shim_skipping_SOURCES = tests/unit/shim/skipping.c
tests_unit_shim_skipping_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_shim_skipping_LDADD = $(CORE_LIBS)
tests_unit_shim_writer_SOURCES = tests/unit/shim/writer.c
tests_unit_shim_writer_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_shim_writer_LDADD = $(CORE_LIBS) -lpthread
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
tests_unit_schema_values_SOURCES = tests/unit/schema/values.c
tests_unit_schema_values_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_schema_values_LDADD = $(CORE_LIBS)
tests_unit_base_deflate_SOURCES = tests/unit/base/deflate.c
tests_unit_base_deflate_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_deflate_LDADD = $(CORE_LIBS) $(ZLIB_LIBS)
tests_unit_base_intern_SOURCES = tests/unit/base/intern.c
tests_unit_base_intern_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_intern_LDADD = $(CORE_LIBS)
tests_unit_base_json_SOURCES = tests/unit/base/json.c
tests_unit_base_json_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_base_json_LDADD = $(CORE_LIBS)
tests_unit_bulk_batch_SOURCES = tests/unit/bulk/batch.c
tests_unit_bulk_batch_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_bulk_batch_LDADD = $(CORE_LIBS)
tests_unit_bulk_builder_SOURCES = tests/unit/bulk/builder.c tests/support/same_database.cc
tests_unit_bulk_builder_CPPFLAGS = $(UNIT_CORE_CPPFLAGS) $(XAPIAN_CFLAGS)
tests_unit_bulk_builder_LDADD = $(CORE_LIBS) $(XAPIAN_LIBS)
tests_unit_bulk_merge_SOURCES = tests/unit/bulk/merge.c
tests_unit_bulk_merge_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_bulk_merge_LDADD = $(CORE_LIBS)
tests_unit_bulk_pack_SOURCES = tests/unit/bulk/pack.c
tests_unit_bulk_pack_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_bulk_pack_LDADD = $(CORE_LIBS)
tests_unit_bulk_positions_SOURCES = tests/unit/bulk/positions.c
tests_unit_bulk_positions_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_bulk_positions_LDADD = $(CORE_LIBS)
tests_unit_bulk_postlist_SOURCES = tests/unit/bulk/postlist.c tests/support/same_database.cc
tests_unit_bulk_postlist_CPPFLAGS = $(UNIT_CORE_CPPFLAGS) $(XAPIAN_CFLAGS)
tests_unit_bulk_postlist_LDADD = $(CORE_LIBS) $(XAPIAN_LIBS)
tests_unit_bulk_stream_SOURCES = tests/unit/bulk/stream.c
tests_unit_bulk_stream_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_bulk_stream_LDADD = $(CORE_LIBS)
tests_unit_bulk_table_SOURCES = tests/unit/bulk/table.c
tests_unit_bulk_table_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_bulk_table_LDADD = $(CORE_LIBS)
tests_unit_bulk_termlist_SOURCES = tests/unit/bulk/termlist.c
tests_unit_bulk_termlist_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_bulk_termlist_LDADD = $(CORE_LIBS)
tests_unit_bulk_version_SOURCES = tests/unit/bulk/version.c
tests_unit_bulk_version_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_bulk_version_LDADD = $(CORE_LIBS)
tests_unit_shim_same_SOURCES = tests/unit/shim/same.c
tests_unit_shim_same_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_shim_same_LDADD = $(CORE_LIBS)
tests_unit_sums_file_SOURCES = tests/unit/sums/file.c
tests_unit_sums_file_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_sums_file_LDADD = $(CORE_LIBS)
tests_unit_sums_known_SOURCES = tests/unit/sums/known.c
tests_unit_sums_known_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_sums_known_LDADD = $(CORE_LIBS)
tests_unit_sums_prove_SOURCES = tests/unit/sums/prove.c
tests_unit_sums_prove_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_sums_prove_LDADD = $(CORE_LIBS)
tests_unit_sums_sweep_SOURCES = tests/unit/sums/sweep.c
tests_unit_sums_sweep_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_sums_sweep_LDADD = $(CORE_LIBS)
tests_unit_sums_tree_SOURCES = tests/unit/sums/tree.c
tests_unit_sums_tree_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_sums_tree_LDADD = $(CORE_LIBS)
tests_unit_sums_verify_SOURCES = tests/unit/sums/verify.c
tests_unit_sums_verify_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_sums_verify_LDADD = $(CORE_LIBS)
tests_unit_sums_write_SOURCES = tests/unit/sums/write.c
tests_unit_sums_write_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_sums_write_LDADD = $(CORE_LIBS)
tests_unit_analysis_typing_SOURCES = tests/unit/analysis/typing.c
tests_unit_analysis_typing_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)
tests_unit_analysis_typing_LDADD = $(CORE_LIBS)
