# The command. Everything but main.c is in a convenience library, which tests/cli links too.
bin_PROGRAMS += kzsearch
noinst_LTLIBRARIES += libkzcommand.la
libkzcommand_la_SOURCES = \
	examples/kzsearch/cmd_analyze.c examples/kzsearch/cmd_batch.c \
	examples/kzsearch/cmd_backup.c examples/kzsearch/cmd_check.c \
	examples/kzsearch/cmd_compact.c examples/kzsearch/cmd_export.c \
	examples/kzsearch/cmd_rebuild.c \
	examples/kzsearch/json_doc.c examples/kzsearch/json_doc.h \
	examples/kzsearch/keeper.c examples/kzsearch/keeper.h \
	examples/kzsearch/cmd_delete.c examples/kzsearch/cmd_index.c \
	examples/kzsearch/cmd_search.c examples/kzsearch/cmd_show.c \
	examples/kzsearch/cmd_similar.c examples/kzsearch/cmd_stats.c examples/kzsearch/cmd_suggest.c \
	examples/kzsearch/commands.c \
	examples/kzsearch/completion.c examples/kzsearch/completion.h \
	examples/kzsearch/manual.c examples/kzsearch/manual.h \
	examples/kzsearch/counts.c examples/kzsearch/description.c examples/kzsearch/description.h examples/kzsearch/counts.h \
	examples/kzsearch/help.c examples/kzsearch/help.h \
	examples/kzsearch/hits.c examples/kzsearch/hits.h \
	examples/kzsearch/intake.c examples/kzsearch/intake.h \
	examples/kzsearch/ledger.c examples/kzsearch/ledger.h \
	examples/kzsearch/support/sha256.c examples/kzsearch/support/sha256.h \
	examples/kzsearch/layout.c examples/kzsearch/layout.h \
	examples/kzsearch/options.c examples/kzsearch/options.h \
	examples/kzsearch/progress.c examples/kzsearch/progress.h \
	examples/kzsearch/proposals.c examples/kzsearch/proposals.h \
	examples/kzsearch/target.c examples/kzsearch/target.h \
	examples/kzsearch/why.c examples/kzsearch/why.h \
	examples/kzsearch/import/article.c examples/kzsearch/import/article.h \
	examples/kzsearch/import/charset.c examples/kzsearch/import/charset.h \
	examples/kzsearch/import/date.c examples/kzsearch/import/date.h \
	examples/kzsearch/import/dateline.c examples/kzsearch/import/dateline.h \
	examples/kzsearch/import/flat_json.c examples/kzsearch/import/flat_json.h \
	examples/kzsearch/import/front_matter.c examples/kzsearch/import/front_matter.h \
	examples/kzsearch/import/html_page.c examples/kzsearch/import/html_page.h \
	examples/kzsearch/import/import.c examples/kzsearch/import/import.h \
	examples/kzsearch/import/field_name.c \
	examples/kzsearch/import/filter.c examples/kzsearch/import/filter.h \
	examples/kzsearch/import/import_csv.c \
	examples/kzsearch/import/import_html.c examples/kzsearch/import/import_jsonl.c \
	examples/kzsearch/import/import_markdown.c examples/kzsearch/import/import_text.c \
	examples/kzsearch/import/importers.h \
	examples/kzsearch/import/inline_markup.c examples/kzsearch/import/inline_markup.h \
	examples/kzsearch/import/input.c examples/kzsearch/import/input.h \
	examples/kzsearch/import/language.c examples/kzsearch/import/language.h \
	examples/kzsearch/import/reason.h \
	examples/kzsearch/import/walk.c examples/kzsearch/import/walk.h \
	examples/kzsearch/support/buffer.c examples/kzsearch/support/buffer.h \
	examples/kzsearch/support/interrupt.c examples/kzsearch/support/interrupt.h \
	examples/kzsearch/support/json_out.c examples/kzsearch/support/json_out.h \
	examples/kzsearch/support/message.c examples/kzsearch/support/message.h \
	examples/kzsearch/support/seen.c examples/kzsearch/support/seen.h \
	examples/kzsearch/support/span.c examples/kzsearch/support/span.h \
	examples/kzsearch/support/terminal.c examples/kzsearch/support/terminal.h \
	examples/kzsearch/support/utf8.c examples/kzsearch/support/utf8.h
COMMAND_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/examples/kzsearch \
	$(JANSSON_CFLAGS) $(LIBXML2_CFLAGS) $(ZLIB_CFLAGS) $(UCHARDET_CFLAGS)
libkzcommand_la_CPPFLAGS = $(COMMAND_CPPFLAGS)
libkzcommand_la_LIBADD = libkzsearch.la $(JANSSON_LIBS) $(LIBXML2_LIBS) \
	$(UCHARDET_LIBS) $(ZLIB_LIBS)

kzsearch_SOURCES = examples/kzsearch/main.c
kzsearch_CPPFLAGS = $(COMMAND_CPPFLAGS)
kzsearch_LDADD = libkzcommand.la

# Completion for shells, found there by each of them without more ado.
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d
dist_zshcompletion_DATA = examples/kzsearch/shells/_kzsearch
dist_fishcompletion_DATA = examples/kzsearch/shells/kzsearch.fish
nodist_bashcompletion_DATA = examples/kzsearch/shells/kzsearch
EXTRA_DIST += examples/kzsearch/shells/kzsearch.bash
CLEANFILES += $(nodist_bashcompletion_DATA)
examples/kzsearch/shells/kzsearch: examples/kzsearch/shells/kzsearch.bash
	$(AM_V_GEN)$(MKDIR_P) examples/kzsearch/shells && \
	cp $(srcdir)/examples/kzsearch/shells/kzsearch.bash $@

# kzsearch(1): the part on the commands is printed by the command itself, from its tables.
EXTRA_DIST += doc/man/kzsearch.1.in
if !CROSS
nodist_man_MANS += doc/man/kzsearch.1
CLEANFILES += doc/man/kzsearch.1
doc/man/kzsearch.1: kzsearch$(EXEEXT) doc/man/kzsearch.1.in
	$(AM_V_GEN)$(MKDIR_P) doc/man && ./kzsearch$(EXEEXT) __manual >$@.part && \
	sed -e '/@COMMANDS@/{' -e 'r $@.part' -e d -e '}' -e 's/[@]KZS_DATE@/$(KZS_DATE)/' \
	    -e 's/[@]PACKAGE_VERSION@/$(PACKAGE_VERSION)/' \
	    $(srcdir)/doc/man/kzsearch.1.in >$@.tmp && rm $@.part && mv $@.tmp $@
endif
