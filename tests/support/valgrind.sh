#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# valgrind.sh PROGRAM: run a test program under valgrind, which ends with status 9 when it has
# found something. See tests/checkers.mk.
program=${1#./}
leaks=full

# A forked child ends in the middle of things, with memory that it inherited: no leak. What the
# parent leaks is found by the address sanitizer, which looks only at programs that return.
grep -qE 'fork\(\)|in_child\(' "$srcdir/$program".c* && leaks=no

exec $LIBTOOL --mode=execute ${VALGRIND:-valgrind} -q --error-exitcode=9 --leak-check=$leaks \
    --show-leak-kinds=definite,indirect,possible \
    --errors-for-leak-kinds=definite,indirect,possible "$@"
