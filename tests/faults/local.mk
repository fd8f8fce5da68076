# Faults: a disk that fails, memory that ends, processes that die, power that goes.
#   make check          the short form of each
#   make check-faults   the long form
FAULT_TESTS = tests/faults/bulk tests/faults/damage tests/faults/points tests/faults/kills \
	tests/faults/memory tests/faults/power
check_PROGRAMS += $(FAULT_TESTS)
TESTS += $(FAULT_TESTS)
noinst_HEADERS += tests/faults/faults.h tests/faults/interpose.h tests/faults/model.h

# What a program defines comes before what the libraries define that it uses: -export-dynamic
# puts the faulty open() and malloc() into its table of symbols.
FAULT_SOURCES = tests/faults/interpose.c tests/faults/model.c tests/faults/xapian_check.cc
FAULT_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir) $(XAPIAN_CFLAGS)
FAULT_LINK = $(AM_LDFLAGS) -export-dynamic
FAULT_LIBS = libkzsearch.la $(XAPIAN_LIBS)
# They must be visible, and not be taken for the functions that the compiler knows.
FAULT_CFLAGS = $(AM_CFLAGS) -fvisibility=default -fno-builtin -U_FORTIFY_SOURCE

tests_faults_damage_SOURCES = tests/faults/damage.c $(FAULT_SOURCES)
tests_faults_damage_CPPFLAGS = $(FAULT_CPPFLAGS)
tests_faults_damage_CFLAGS = $(FAULT_CFLAGS)
tests_faults_damage_LDFLAGS = $(FAULT_LINK)
tests_faults_damage_LDADD = $(FAULT_LIBS)
tests_faults_bulk_SOURCES = tests/faults/bulk.c $(FAULT_SOURCES)
tests_faults_bulk_CPPFLAGS = $(FAULT_CPPFLAGS)
tests_faults_bulk_CFLAGS = $(FAULT_CFLAGS)
tests_faults_bulk_LDFLAGS = $(FAULT_LINK)
tests_faults_bulk_LDADD = $(FAULT_LIBS)
tests_faults_points_SOURCES = tests/faults/points.c $(FAULT_SOURCES)
tests_faults_points_CPPFLAGS = $(FAULT_CPPFLAGS)
tests_faults_points_CFLAGS = $(FAULT_CFLAGS)
tests_faults_points_LDFLAGS = $(FAULT_LINK)
tests_faults_points_LDADD = $(FAULT_LIBS)
tests_faults_kills_SOURCES = tests/faults/kills.c $(FAULT_SOURCES)
tests_faults_kills_CPPFLAGS = $(FAULT_CPPFLAGS)
tests_faults_kills_CFLAGS = $(FAULT_CFLAGS)
tests_faults_kills_LDFLAGS = $(FAULT_LINK)
tests_faults_kills_LDADD = $(FAULT_LIBS)
tests_faults_memory_SOURCES = tests/faults/memory.c $(FAULT_SOURCES)
tests_faults_memory_CPPFLAGS = $(FAULT_CPPFLAGS)
tests_faults_memory_CFLAGS = $(FAULT_CFLAGS)
tests_faults_memory_LDFLAGS = $(FAULT_LINK)
tests_faults_memory_LDADD = $(FAULT_LIBS)
tests_faults_power_SOURCES = tests/faults/power.c $(FAULT_SOURCES)
tests_faults_power_CPPFLAGS = $(FAULT_CPPFLAGS)
tests_faults_power_CFLAGS = $(FAULT_CFLAGS)
tests_faults_power_LDFLAGS = $(FAULT_LINK)
tests_faults_power_LDADD = $(FAULT_LIBS)

check-faults: $(FAULT_TESTS)
	KZS_FAULTS=long; export KZS_FAULTS; \
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(FAULT_TESTS)'
.PHONY: check-faults
