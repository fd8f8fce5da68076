EXTRA_DIST += bench/README.md bench/analysis bench/bulk bench/bylines bench/common.py bench/duplicates \
	bench/facets bench/false_friends.py bench/judged.py bench/lab/__init__.py \
	bench/lab/cases.py bench/lab/conformance.py bench/lab/documents.py bench/lab/equated.py \
	bench/lab/facteval.py bench/lab/hunspell.py bench/lab/names.py bench/lab/paradigms.py \
	bench/lab/report.py bench/lab/speed.py bench/lab/stemming.py bench/lab/terms.py \
	bench/peers/LucenePeer.java bench/peers/__init__.py bench/peers/analysis_speed.cc \
	bench/peers/facet_cost.c bench/peers/fts5_peer.py bench/peers/in_python.py \
	bench/peers/install.py bench/peers/kzsearch_c.c bench/peers/lucene.pom.xml \
	bench/peers/parse_cost.c bench/peers/parse_xapian.cc bench/parse \
	bench/peers/plain.py bench/peers/plain_xapian.cc bench/peers/query_cost.cc bench/peers/roster.py \
	bench/peers/snippet_cost.cc bench/peers/spelling_peer.cc bench/peers/tantivy_peer.py bench/phrases bench/python \
	bench/quality bench/random_counts.py bench/run bench/runs.py bench/snippets bench/spelling \
	bench/worst_queries
