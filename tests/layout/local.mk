LAYOUT_TESTS = tests/layout/headers.test tests/layout/exports.test \
	tests/layout/layers.test tests/layout/docs.test tests/layout/readme.test \
	tests/layout/names.test
dist_check_SCRIPTS += $(LAYOUT_TESTS)
TESTS += $(LAYOUT_TESTS)
# Not run yet: it asks for a unit test of each source file. Add it with the last of them.
EXTRA_DIST += tests/layout/mirror.test
