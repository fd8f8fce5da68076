# Guides, and the manual pages of the API, which are made from its header.
dist_doc_DATA += doc/analysis.md doc/dependencies.md doc/guide.md doc/python.md \
	doc/query-language.md doc/ranking.md doc/reliability.md doc/results.md

# A page for each group, and one for each function that points there. How many there are is not
# known here: they are installed by a rule of their own.
EXTRA_DIST += doc/man/api.awk
BUILT_SOURCES += doc/man/api.stamp
CLEANFILES += doc/man/*.3 doc/man/api.stamp
doc/man/api.stamp: include/kzsearch.h doc/man/api.awk
	$(AM_V_GEN)$(MKDIR_P) doc/man && rm -f doc/man/*.3 && \
	LC_ALL=C $(AWK) -v out=doc/man -v version=$(PACKAGE_VERSION) -v day=$(KZS_DATE) \
	    -f $(srcdir)/doc/man/api.awk $(srcdir)/include/kzsearch.h && touch $@
install-data-local: doc/man/api.stamp
	$(MKDIR_P) '$(DESTDIR)$(mandir)/man3'
	$(INSTALL_DATA) doc/man/*.3 '$(DESTDIR)$(mandir)/man3'
uninstall-local: doc/man/api.stamp
	for page in doc/man/*.3; do rm -f '$(DESTDIR)$(mandir)/man3'/"$${page##*/}"; done

# The query language, out of its page.
EXTRA_DIST += doc/man/query.awk
nodist_man_MANS += doc/man/kzsearch-query.7
CLEANFILES += doc/man/kzsearch-query.7
doc/man/kzsearch-query.7: doc/query-language.md doc/man/query.awk
	$(AM_V_GEN)$(MKDIR_P) doc/man && LC_ALL=C $(AWK) -v version=$(PACKAGE_VERSION) \
	    -v day=$(KZS_DATE) -f $(srcdir)/doc/man/query.awk $(srcdir)/doc/query-language.md >$@.tmp && \
	mv $@.tmp $@
