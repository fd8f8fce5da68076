EXTRA_DIST += bench/README.md bench/common.py bench/indexing.py bench/quality.py \
	bench/peers/plain_xapian.cc
