LAYOUT_TESTS = tests/layout/headers.test tests/layout/exports.test \
	tests/layout/layers.test tests/layout/docs.test tests/layout/readme.test \
	tests/layout/names.test tests/layout/mirror.test \
	tests/layout/installed.test tests/layout/manual.test
dist_check_SCRIPTS += $(LAYOUT_TESTS)
TESTS += $(LAYOUT_TESTS)
