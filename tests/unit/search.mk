# Unit tests of lib/index, lib/query, lib/match and lib/results: one program per file.
UNIT_SEARCH_CPPFLAGS = $(UNIT_CORE_CPPFLAGS)

noinst_HEADERS += tests/unit/archive.h tests/unit/upkeep/upkept.h tests/unit/query/queries.h \
	tests/unit/query/programs.h

UNIT_SEARCH_TESTS = \
	tests/unit/index/analyze \
	tests/unit/index/folder \
	tests/unit/index/invert \
	tests/unit/index/bulk \
	tests/unit/index/load \
	tests/unit/index/open \
	tests/unit/index/pending \
	tests/unit/index/site \
	tests/unit/index/reader \
	tests/unit/index/signature \
	tests/unit/index/vocabulary \
	tests/unit/index/turn \
	tests/unit/index/note \
	tests/unit/index/write \
	tests/unit/upkeep/backup \
	tests/unit/upkeep/check \
	tests/unit/upkeep/child \
	tests/unit/upkeep/export \
	tests/unit/upkeep/frame \
	tests/unit/upkeep/place \
	tests/unit/upkeep/rebuild \
	tests/unit/upkeep/work \
	tests/unit/shim/upkeep \
	tests/unit/match/budget \
	tests/unit/match/collapse \
	tests/unit/match/complete \
	tests/unit/match/suggest \
	tests/unit/match/mistake \
	tests/unit/match/cursor \
	tests/unit/match/explain \
	tests/unit/match/expand \
	tests/unit/match/facet \
	tests/unit/match/literal \
	tests/unit/match/match \
	tests/unit/match/order \
	tests/unit/match/similar \
	tests/unit/match/tally \
	tests/unit/match/terms \
	tests/unit/match/timeline \
	tests/unit/match/top \
	tests/unit/query/canon \
	tests/unit/query/describe \
	tests/unit/match/verify \
	tests/unit/query/group \
	tests/unit/query/leaf \
	tests/unit/query/lex \
	tests/unit/query/lift \
	tests/unit/query/like \
	tests/unit/query/naming \
	tests/unit/query/near \
	tests/unit/query/parse \
	tests/unit/query/pattern \
	tests/unit/query/plan \
	tests/unit/query/query \
	tests/unit/query/range \
	tests/unit/query/warn \
	tests/unit/query/wild \
	tests/unit/query/wishes \
	tests/unit/results/counts \
	tests/unit/results/describe \
	tests/unit/results/explain \
	tests/unit/results/highlight \
	tests/unit/results/marking \
	tests/unit/results/matches \
	tests/unit/results/passage \
	tests/unit/results/render \
	tests/unit/results/search \
	tests/unit/results/sentence \
	tests/unit/results/snippet \
	tests/unit/results/walk
check_PROGRAMS += $(UNIT_SEARCH_TESTS)
TESTS += $(UNIT_SEARCH_TESTS)

tests_unit_index_analyze_SOURCES = tests/unit/index/analyze.c
tests_unit_index_analyze_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_analyze_LDADD = $(CORE_LIBS)
tests_unit_index_folder_SOURCES = tests/unit/index/folder.c
tests_unit_index_folder_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_folder_LDADD = $(CORE_LIBS)
tests_unit_index_invert_SOURCES = tests/unit/index/invert.c
tests_unit_index_invert_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_invert_LDADD = $(CORE_LIBS)
tests_unit_index_open_SOURCES = tests/unit/index/open.c
tests_unit_index_open_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_open_LDADD = $(CORE_LIBS)
tests_unit_index_site_SOURCES = tests/unit/index/site.c
tests_unit_index_site_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_site_LDADD = $(CORE_LIBS)
tests_unit_index_pending_SOURCES = tests/unit/index/pending.c
tests_unit_index_pending_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_pending_LDADD = $(CORE_LIBS)
tests_unit_index_reader_SOURCES = tests/unit/index/reader.c
tests_unit_index_reader_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_reader_LDADD = $(CORE_LIBS)
tests_unit_index_turn_SOURCES = tests/unit/index/turn.c
tests_unit_index_turn_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_turn_LDADD = $(CORE_LIBS) -lpthread
tests_unit_index_note_SOURCES = tests/unit/index/note.c
tests_unit_index_note_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_note_LDADD = $(CORE_LIBS)
tests_unit_index_write_SOURCES = tests/unit/index/write.c
tests_unit_index_write_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_write_LDADD = $(CORE_LIBS)
tests_unit_match_literal_SOURCES = tests/unit/match/literal.c
tests_unit_match_literal_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_literal_LDADD = $(CORE_LIBS)
tests_unit_match_match_SOURCES = tests/unit/match/match.c
tests_unit_match_match_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_match_LDADD = $(CORE_LIBS)
tests_unit_query_group_SOURCES = tests/unit/query/group.c
tests_unit_query_group_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_group_LDADD = $(CORE_LIBS)
tests_unit_query_leaf_SOURCES = tests/unit/query/leaf.c
tests_unit_query_leaf_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_leaf_LDADD = $(CORE_LIBS)
tests_unit_query_lex_SOURCES = tests/unit/query/lex.c
tests_unit_query_lex_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_lex_LDADD = $(CORE_LIBS)
tests_unit_query_lift_SOURCES = tests/unit/query/lift.c
tests_unit_query_lift_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_lift_LDADD = $(CORE_LIBS)
tests_unit_query_naming_SOURCES = tests/unit/query/naming.c
tests_unit_query_naming_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_naming_LDADD = $(CORE_LIBS)
tests_unit_query_parse_SOURCES = tests/unit/query/parse.c
tests_unit_query_parse_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_parse_LDADD = $(CORE_LIBS)
tests_unit_query_plan_SOURCES = tests/unit/query/plan.c
tests_unit_query_plan_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_plan_LDADD = $(CORE_LIBS)
tests_unit_query_query_SOURCES = tests/unit/query/query.c
tests_unit_query_query_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_query_LDADD = $(CORE_LIBS)
tests_unit_query_range_SOURCES = tests/unit/query/range.c
tests_unit_query_range_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_range_LDADD = $(CORE_LIBS)
tests_unit_query_warn_SOURCES = tests/unit/query/warn.c
tests_unit_query_warn_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_warn_LDADD = $(CORE_LIBS)
tests_unit_results_highlight_SOURCES = tests/unit/results/highlight.c
tests_unit_results_highlight_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_highlight_LDADD = $(CORE_LIBS)
tests_unit_results_passage_SOURCES = tests/unit/results/passage.c
tests_unit_results_passage_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_passage_LDADD = $(CORE_LIBS)
tests_unit_results_search_SOURCES = tests/unit/results/search.c
tests_unit_results_search_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_search_LDADD = $(CORE_LIBS)
tests_unit_results_snippet_SOURCES = tests/unit/results/snippet.c
tests_unit_results_snippet_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_snippet_LDADD = $(CORE_LIBS)
tests_unit_match_facet_SOURCES = tests/unit/match/facet.c
tests_unit_match_facet_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_facet_LDADD = $(CORE_LIBS)
tests_unit_match_order_SOURCES = tests/unit/match/order.c
tests_unit_match_order_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_order_LDADD = $(CORE_LIBS)
tests_unit_match_tally_SOURCES = tests/unit/match/tally.c
tests_unit_match_tally_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_tally_LDADD = $(CORE_LIBS)
tests_unit_match_top_SOURCES = tests/unit/match/top.c
tests_unit_match_top_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_top_LDADD = $(CORE_LIBS)
tests_unit_query_wishes_SOURCES = tests/unit/query/wishes.c
tests_unit_query_wishes_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_wishes_LDADD = $(CORE_LIBS)
tests_unit_results_counts_SOURCES = tests/unit/results/counts.c
tests_unit_results_counts_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_counts_LDADD = $(CORE_LIBS)
tests_unit_match_cursor_SOURCES = tests/unit/match/cursor.c
tests_unit_match_cursor_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_cursor_LDADD = $(CORE_LIBS) -lpthread
tests_unit_match_timeline_SOURCES = tests/unit/match/timeline.c
tests_unit_match_timeline_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_timeline_LDADD = $(CORE_LIBS)
tests_unit_results_marking_SOURCES = tests/unit/results/marking.c
tests_unit_results_marking_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_marking_LDADD = $(CORE_LIBS)
tests_unit_results_matches_SOURCES = tests/unit/results/matches.c
tests_unit_results_matches_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_matches_LDADD = $(CORE_LIBS)
tests_unit_results_render_SOURCES = tests/unit/results/render.c
tests_unit_results_render_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_render_LDADD = $(CORE_LIBS)
tests_unit_results_sentence_SOURCES = tests/unit/results/sentence.c
tests_unit_results_sentence_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_sentence_LDADD = $(CORE_LIBS)
tests_unit_results_walk_SOURCES = tests/unit/results/walk.c
tests_unit_results_walk_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_walk_LDADD = $(CORE_LIBS)
tests_unit_index_load_SOURCES = tests/unit/index/load.c tests/support/same_database.cc
tests_unit_index_load_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS) $(XAPIAN_CFLAGS)
tests_unit_index_load_LDADD = $(CORE_LIBS) $(XAPIAN_LIBS) -lpthread
# It compiles the module itself, to doubt what was built.
tests_unit_index_bulk_SOURCES = tests/unit/index/bulk.c
tests_unit_index_bulk_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_bulk_LDADD = $(CORE_LIBS)
tests_unit_query_canon_SOURCES = tests/unit/query/canon.c
tests_unit_query_canon_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_canon_LDADD = $(CORE_LIBS)
tests_unit_query_describe_SOURCES = tests/unit/query/describe.c
tests_unit_query_describe_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_describe_LDADD = $(CORE_LIBS)
tests_unit_results_describe_SOURCES = tests/unit/results/describe.c
tests_unit_results_describe_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_describe_LDADD = $(CORE_LIBS)
tests_unit_match_explain_SOURCES = tests/unit/match/explain.c
tests_unit_match_explain_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_explain_LDADD = $(CORE_LIBS)
tests_unit_results_explain_SOURCES = tests/unit/results/explain.c
tests_unit_results_explain_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_results_explain_LDADD = $(CORE_LIBS)
tests_unit_upkeep_backup_SOURCES = tests/unit/upkeep/backup.c
tests_unit_upkeep_backup_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_upkeep_backup_LDADD = $(CORE_LIBS) -lpthread
tests_unit_upkeep_check_SOURCES = tests/unit/upkeep/check.c
tests_unit_upkeep_check_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_upkeep_check_LDADD = $(CORE_LIBS)
tests_unit_upkeep_child_SOURCES = tests/unit/upkeep/child.c
tests_unit_upkeep_child_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_upkeep_child_LDADD = $(CORE_LIBS)
tests_unit_upkeep_export_SOURCES = tests/unit/upkeep/export.c
tests_unit_upkeep_export_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_upkeep_export_LDADD = $(CORE_LIBS)
tests_unit_upkeep_frame_SOURCES = tests/unit/upkeep/frame.c
tests_unit_upkeep_frame_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_upkeep_frame_LDADD = $(CORE_LIBS)
tests_unit_upkeep_place_SOURCES = tests/unit/upkeep/place.c
tests_unit_upkeep_place_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_upkeep_place_LDADD = $(CORE_LIBS)
tests_unit_upkeep_rebuild_SOURCES = tests/unit/upkeep/rebuild.c
tests_unit_upkeep_rebuild_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_upkeep_rebuild_LDADD = $(CORE_LIBS)
tests_unit_upkeep_work_SOURCES = tests/unit/upkeep/work.c
tests_unit_upkeep_work_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_upkeep_work_LDADD = $(CORE_LIBS)
tests_unit_shim_upkeep_SOURCES = tests/unit/shim/upkeep.c
tests_unit_shim_upkeep_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_shim_upkeep_LDADD = $(CORE_LIBS)
tests_unit_index_signature_SOURCES = tests/unit/index/signature.c
tests_unit_index_signature_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_signature_LDADD = $(CORE_LIBS)
tests_unit_match_budget_SOURCES = tests/unit/match/budget.c
tests_unit_match_budget_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_budget_LDADD = $(CORE_LIBS)
tests_unit_match_collapse_SOURCES = tests/unit/match/collapse.c
tests_unit_match_collapse_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_collapse_LDADD = $(CORE_LIBS)
tests_unit_match_similar_SOURCES = tests/unit/match/similar.c
tests_unit_match_similar_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_similar_LDADD = $(CORE_LIBS)
tests_unit_match_expand_SOURCES = tests/unit/match/expand.c
tests_unit_match_expand_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_expand_LDADD = $(CORE_LIBS)
tests_unit_match_terms_SOURCES = tests/unit/match/terms.c
tests_unit_match_terms_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_terms_LDADD = $(CORE_LIBS)
tests_unit_query_like_SOURCES = tests/unit/query/like.c
tests_unit_query_like_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_like_LDADD = $(CORE_LIBS)
tests_unit_query_near_SOURCES = tests/unit/query/near.c
tests_unit_query_near_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_near_LDADD = $(CORE_LIBS)
tests_unit_query_pattern_SOURCES = tests/unit/query/pattern.c
tests_unit_query_pattern_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_pattern_LDADD = $(CORE_LIBS)
tests_unit_query_wild_SOURCES = tests/unit/query/wild.c
tests_unit_query_wild_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_query_wild_LDADD = $(CORE_LIBS)
tests_unit_match_verify_SOURCES = tests/unit/match/verify.c
tests_unit_match_verify_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_verify_LDADD = $(CORE_LIBS)
tests_unit_index_vocabulary_SOURCES = tests/unit/index/vocabulary.c
tests_unit_index_vocabulary_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_index_vocabulary_LDADD = $(CORE_LIBS)
tests_unit_match_complete_SOURCES = tests/unit/match/complete.c
tests_unit_match_complete_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_complete_LDADD = $(CORE_LIBS)
tests_unit_match_mistake_SOURCES = tests/unit/match/mistake.c
tests_unit_match_mistake_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_mistake_LDADD = $(CORE_LIBS)
tests_unit_match_suggest_SOURCES = tests/unit/match/suggest.c
tests_unit_match_suggest_CPPFLAGS = $(UNIT_SEARCH_CPPFLAGS)
tests_unit_match_suggest_LDADD = $(CORE_LIBS)
