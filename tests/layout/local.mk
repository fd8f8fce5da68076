dist_check_SCRIPTS += tests/layout/headers.test tests/layout/exports.test \
	tests/layout/layers.test tests/layout/mirror.test tests/layout/docs.test \
	tests/layout/readme.test
TESTS += tests/layout/headers.test tests/layout/exports.test tests/layout/layers.test \
	tests/layout/mirror.test tests/layout/docs.test tests/layout/readme.test
