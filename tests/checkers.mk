# Runs that take too long for each `make check`.
#
#   make check-valgrind   unit and API tests under valgrind: wrong reads, leaks
#   make check-tsan       tests that use threads, built with the thread sanitizer in ./tsan
#
# Errors inside Xapian, zlib and the C++ runtime count like our own: neither run needs a
# suppression with Debian 12's libraries.
VALGRIND = valgrind
EXTRA_DIST += tests/support/valgrind.sh

# What runs under a sanitizer cannot run under valgrind.
check-valgrind: $(check_PROGRAMS)
if SANITIZERS
	@echo 'check-valgrind: skipped: this build has sanitizers, use another without'
else
	@if $(VALGRIND) --version >/dev/null 2>&1; then \
	    programs=; \
	    for program in $(check_PROGRAMS); do \
	        case $$program in tests/unit/*|tests/api/*) \
	            programs="$$programs $$program";; \
	        esac; \
	    done; \
	    LIBTOOL='$(LIBTOOL)' VALGRIND='$(VALGRIND)' KZS_VALGRIND=1; \
	    export LIBTOOL VALGRIND KZS_VALGRIND; \
	    $(MAKE) $(AM_MAKEFLAGS) check TESTS="$$programs" \
	        LOG_COMPILER='$(SHELL) $(srcdir)/tests/support/valgrind.sh'; \
	else \
	    echo 'check-valgrind: skipped: valgrind is not installed'; \
	fi
endif

# A build of its own: objects with and without the sanitizer do not mix.
TSAN_TESTS = tests/api/threads tests/unit/analysis/chars tests/unit/shim/writer
TSAN_CC = clang
TSAN_CXX = clang++
check-tsan:
	@if ! $(TSAN_CC) --version >/dev/null 2>&1; then \
	    echo 'check-tsan: skipped: $(TSAN_CC) is not installed'; exit 0; \
	fi; \
	$(MKDIR_P) tsan && cd tsan && \
	{ test -f Makefile || $(abs_srcdir)/configure --quiet --enable-sanitizers=thread \
	    --disable-command CC='$(TSAN_CC)' CXX='$(TSAN_CXX)'; } && \
	$(MAKE) $(AM_MAKEFLAGS) all && \
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(TSAN_TESTS)' check_PROGRAMS='$(TSAN_TESTS)'

clean-tsan:
	-rm -rf tsan

clean-local: clean-tsan clean-fuzz
.PHONY: check-valgrind check-tsan clean-tsan
