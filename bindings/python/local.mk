# The Python package. kzsearch/_table.py is made from kzsearch.h; beside it in the build folder
# stand links to the other modules, so that the package runs from there.
#
#   make check          its tests, with the library of the build folder
#   make check-python   random operations, 200 sequences of them or KZS_SEQUENCES
#   make wheel          a wheel in dist/ with the libraries inside
KZS_PYTHON_MODULES = \
	bindings/python/kzsearch/__init__.py \
	bindings/python/kzsearch/__main__.py \
	bindings/python/kzsearch/_call.py \
	bindings/python/kzsearch/_errand.py \
	bindings/python/kzsearch/_handle.py \
	bindings/python/kzsearch/_load.py \
	bindings/python/kzsearch/_page.py \
	bindings/python/kzsearch/analysis.py \
	bindings/python/kzsearch/build.py \
	bindings/python/kzsearch/counts.py \
	bindings/python/kzsearch/document.py \
	bindings/python/kzsearch/errors.py \
	bindings/python/kzsearch/index.py \
	bindings/python/kzsearch/marks.py \
	bindings/python/kzsearch/suggestions.py \
	bindings/python/kzsearch/query.py \
	bindings/python/kzsearch/results.py \
	bindings/python/kzsearch/upkeep.py
KZS_PYTHON_TESTS = \
	bindings/python/tests/test_analysis.py \
	bindings/python/tests/test_build.py \
	bindings/python/tests/test_docs.py \
	bindings/python/tests/test_documents.py \
	bindings/python/tests/test_errors.py \
	bindings/python/tests/test_index.py \
	bindings/python/tests/test_loading.py \
	bindings/python/tests/test_random.py \
	bindings/python/tests/test_search.py \
	bindings/python/tests/test_table.py \
	bindings/python/tests/test_threads.py \
	bindings/python/tests/test_types.py \
	bindings/python/tests/test_upkeep.py \
	bindings/python/tests/test_wheel.py
KZS_PYTHON_TABLE = bindings/python/kzsearch/_table.py
PY_LOG_DRIVER = $(LOG_DRIVER)
PY_LOG_COMPILER = $(SHELL) $(srcdir)/bindings/python/tests/run.sh
EXTRA_DIST += bindings/python/generate.py bindings/python/pythondir.py \
	bindings/python/setup.py bindings/python/bundle.py bindings/python/pyproject.toml \
	bindings/python/README.md bindings/python/MANIFEST.in bindings/python/tests/run.sh \
	bindings/python/tests/tap.py bindings/python/tests/support.py
dist_check_SCRIPTS += $(KZS_PYTHON_TESTS)
TESTS += $(KZS_PYTHON_TESTS)

if PYTHON
kzspythondir = $(pythondir)/kzsearch
dist_kzspython_PYTHON = $(KZS_PYTHON_MODULES)
nodist_kzspython_PYTHON = $(KZS_PYTHON_TABLE)
dist_kzspython_DATA = bindings/python/kzsearch/py.typed
BUILT_SOURCES += $(KZS_PYTHON_TABLE)
CLEANFILES += $(KZS_PYTHON_TABLE)

# The Makefile is a prerequisite because it knows which modules there are.
$(KZS_PYTHON_TABLE): $(srcdir)/include/kzsearch.h $(srcdir)/bindings/python/generate.py Makefile
	$(AM_V_GEN)$(MKDIR_P) bindings/python/kzsearch && \
	for module in $(KZS_PYTHON_MODULES) bindings/python/kzsearch/py.typed; do \
	    test ! $(srcdir)/$$module -ef $$module || continue; \
	    rm -f $$module && $(LN_S) $(abs_srcdir)/$$module $$module || exit 1; \
	done && \
	$(PYTHON) $(srcdir)/bindings/python/generate.py $(srcdir)/include/kzsearch.h $@

check-python: all
	KZS_SEQUENCES=$${KZS_SEQUENCES:-200} $(MAKE) check VERBOSE=1 \
	    TESTS=bindings/python/tests/test_random.py
	grep '^#' bindings/python/tests/test_random.log

# pip writes into the folder that it builds from: not the source.
wheel: all
	rm -rf bindings/python/wheel && $(MKDIR_P) bindings/python/wheel/kzsearch
	for file in $(KZS_PYTHON_MODULES) bindings/python/kzsearch/py.typed; do \
	    cp $(srcdir)/$$file bindings/python/wheel/kzsearch/ || exit 1; \
	done
	cd $(srcdir) && cp include/kzsearch.h bindings/python/*.py bindings/python/*.toml \
	    bindings/python/MANIFEST.in bindings/python/README.md COPYING \
	    $(abs_builddir)/bindings/python/wheel/
	KZSEARCH_BUNDLE=$(abs_builddir)/.libs/libkzsearch.so.1 $(PYTHON) -m pip wheel \
	    --no-build-isolation --no-deps --wheel-dir dist bindings/python/wheel
	rm -rf bindings/python/wheel

# Where the library is, for a prefix that the system's loader does not know.
install-data-hook:
	printf 'LIBRARY = "%s"\n' '$(libdir)/libkzsearch.so.1' \
	    >'$(DESTDIR)$(kzspythondir)/_place.py'

uninstall-hook:
	rm -rf '$(DESTDIR)$(kzspythondir)'

clean-python:
	for module in $(KZS_PYTHON_MODULES) bindings/python/kzsearch/py.typed; do \
	    test ! -h $$module || rm -f $$module; \
	done
	rm -rf bindings/python/kzsearch/__pycache__ bindings/python/mypy_cache dist
else
EXTRA_DIST += $(KZS_PYTHON_MODULES) bindings/python/kzsearch/py.typed
clean-python:
endif
.PHONY: check-python clean-python wheel
clean-local: clean-python
