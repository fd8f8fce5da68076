# The library. All objects go into a convenience library, which the unit tests link to see
# the hidden functions; libkzsearch.la adds the symbol map.
noinst_LTLIBRARIES += libkzcore.la
libkzcore_la_SOURCES = \
	lib/base/base.h lib/base/entry.h lib/base/hash.h lib/base/program.h lib/base/arena.c \
	lib/base/buf.c lib/base/deflate.c lib/base/edits.c lib/base/error.c lib/base/intern.c \
	lib/base/json.c lib/base/memory.c lib/base/parse.c lib/base/utf8.c lib/base/version.c \
	lib/analysis/analysis.h lib/analysis/names.h lib/analysis/rewrite.h lib/analysis/scan.h \
	lib/analysis/address.c lib/analysis/amount.c lib/analysis/analyze.c \
	lib/analysis/chars.c lib/analysis/day.c lib/analysis/fold.c lib/analysis/known.c \
	lib/analysis/nameness.c lib/analysis/names.c lib/analysis/names_make.c \
	lib/analysis/nominative.c lib/analysis/normalize.c lib/analysis/number.c \
	lib/analysis/reader.c lib/analysis/repair.c lib/analysis/rewrite.c \
	lib/analysis/russian.c lib/analysis/scan.c lib/analysis/snowball.c lib/analysis/stem.c \
	lib/analysis/stem_lists.c lib/analysis/stopwords.c lib/analysis/typing.c \
	lib/analysis/voices.c \
	lib/schema/schema.h lib/schema/date.c lib/schema/doc.c lib/schema/record.c \
	lib/schema/schema.c lib/schema/terms.c lib/schema/values.c \
	lib/bulk/bulk.h lib/bulk/glass.h lib/bulk/batch.c lib/bulk/builder.c lib/bulk/merge.c \
	lib/bulk/pack.c lib/bulk/positions.c lib/bulk/postlist.c lib/bulk/stream.c \
	lib/bulk/table.c lib/bulk/termlist.c lib/bulk/version.c \
	lib/sums/layout.h lib/sums/sums.h lib/sums/file.c lib/sums/known.c lib/sums/prove.c \
	lib/sums/sweep.c lib/sums/tree.c lib/sums/verify.c lib/sums/version.c lib/sums/write.c \
	lib/shim/checked.hh lib/shim/guard.hh lib/shim/modes.hh lib/shim/reader.hh \
	lib/shim/stepper.hh lib/shim/union.hh \
	lib/shim/shim.h lib/shim/modes.cc lib/shim/reader.cc lib/shim/same.cc \
	lib/shim/search.cc lib/shim/upkeep.cc lib/shim/writer.cc \
	lib/index/folder.h lib/index/index.h lib/index/load.h lib/index/site.h \
	lib/index/analyze.c \
	lib/index/bulk.c lib/index/folder.c lib/index/invert.c lib/index/load.c lib/index/open.c \
	lib/index/pending.c lib/index/reader.c lib/index/signature.c lib/index/site.c \
	lib/index/note.c lib/index/turn.c lib/index/vocabulary.c lib/index/write.c \
	lib/query/plan.h lib/query/query.h lib/query/canon.c lib/query/describe.c \
	lib/query/group.c lib/query/leaf.c lib/query/lex.c lib/query/lift.c lib/query/like.c \
	lib/query/naming.c lib/query/near.c lib/query/parse.c lib/query/pattern.c \
	lib/query/plan.c lib/query/query.c lib/query/range.c lib/query/warn.c lib/query/wild.c \
	lib/query/wishes.c \
	lib/match/match.h lib/match/suggest.h lib/match/budget.c lib/match/collapse.c \
	lib/match/complete.c lib/match/cursor.c lib/match/expand.c lib/match/explain.c \
	lib/match/facet.c lib/match/literal.c lib/match/match.c lib/match/mistake.c \
	lib/match/order.c lib/match/similar.c lib/match/suggest.c lib/match/tally.c \
	lib/match/terms.c lib/match/timeline.c \
	lib/match/top.c lib/match/verify.c \
	lib/results/results.h lib/results/counts.c lib/results/describe.c lib/results/explain.c \
	lib/results/highlight.c lib/results/marking.c lib/results/matches.c \
	lib/results/passage.c lib/results/render.c lib/results/search.c lib/results/sentence.c \
	lib/results/snippet.c lib/results/walk.c \
	lib/upkeep/upkeep.h lib/upkeep/backup.c lib/upkeep/check.c lib/upkeep/child.c \
	lib/upkeep/export.c lib/upkeep/frame.c lib/upkeep/place.c lib/upkeep/rebuild.c \
	lib/upkeep/work.c
# strerror_r, clock_gettime, fstatat
libkzcore_la_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/lib -Ilib \
	-DKZS_HELPER='"$(pkglibexecdir)/kzsearch-helper"' \
	$(XAPIAN_CFLAGS) $(UTF8PROC_CFLAGS) $(ZLIB_CFLAGS) $(DEFLATE_CFLAGS)
libkzcore_la_LIBADD = $(XAPIAN_LIBS) $(UTF8PROC_LIBS) $(ZLIB_LIBS) $(DEFLATE_LIBS) $(STEMMER_LIBS) \
	-lpthread -lm

lib_LTLIBRARIES += libkzsearch.la
libkzsearch_la_SOURCES =
# No file of this name: it makes automake link with the C++ compiler.
nodist_EXTRA_libkzsearch_la_SOURCES = force-cxx-link.cc
libkzsearch_la_LIBADD = libkzcore.la
libkzsearch_la_LDFLAGS = $(AM_LDFLAGS) -version-info $(KZS_LT_VERSION)
if VERSION_SCRIPT
libkzsearch_la_LDFLAGS += -Wl,--version-script=$(srcdir)/lib/kzsearch.map
EXTRA_libkzsearch_la_DEPENDENCIES = lib/kzsearch.map
endif
EXTRA_DIST += lib/kzsearch.map lib/analysis/names.txt lib/analysis/false_friends.txt \
	lib/analysis/stems_en.txt lib/analysis/stems_ru.txt

# The table of names and the words that are none are compiled in.
TEXT = od -An -v -tu1 $(srcdir)/lib/analysis
TO_NUMBERS = sed 's/ *\([0-9][0-9]*\)/\1,/g'
lib/analysis/names.inc: lib/analysis/names.txt
	$(AM_V_GEN)$(MKDIR_P) lib/analysis && \
	$(TEXT)/names.txt | $(TO_NUMBERS) >$@.tmp && mv $@.tmp $@
lib/analysis/friends.inc: lib/analysis/false_friends.txt
	$(AM_V_GEN)$(MKDIR_P) lib/analysis && \
	$(TEXT)/false_friends.txt | $(TO_NUMBERS) >$@.tmp && mv $@.tmp $@
BUILT_SOURCES += lib/analysis/names.inc lib/analysis/friends.inc
CLEANFILES += lib/analysis/names.inc lib/analysis/friends.inc

# So are the lists of the stemmer, a string for each line.
STEM_LISTS = lib/analysis/stems_en.inc lib/analysis/stems_ru.inc
STEM_LIST_LINES = sed -e '/^\#/d' -e '/^ *$$/d' -e 's/.*/"&",/'
lib/analysis/stems_en.inc: lib/analysis/stems_en.txt
	$(AM_V_GEN)$(MKDIR_P) lib/analysis && \
	$(STEM_LIST_LINES) $(srcdir)/lib/analysis/stems_en.txt >$@.tmp && mv $@.tmp $@
lib/analysis/stems_ru.inc: lib/analysis/stems_ru.txt
	$(AM_V_GEN)$(MKDIR_P) lib/analysis && \
	$(STEM_LIST_LINES) $(srcdir)/lib/analysis/stems_ru.txt >$@.tmp && mv $@.tmp $@
BUILT_SOURCES += $(STEM_LISTS)
CLEANFILES += $(STEM_LISTS)

# C tests that link the core need the C++ runtime, which brings the mathematics: libtool drops
# both from a convenience library.
CORE_LIBS = libkzcore.la $(KZS_CXXLIBS) -lm

# Reads damaged indexes for the library, in a process of its own.
pkglibexec_PROGRAMS += kzsearch-helper
kzsearch_helper_SOURCES = helper/helper.c
kzsearch_helper_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/lib
kzsearch_helper_LDADD = $(CORE_LIBS)
