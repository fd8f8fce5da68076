#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh TEST.py: run a test of the Python package on the package and the library of the build
# folder, which is the current one. Skips where there is no Python.
build=$(pwd)
source=$(cd "${srcdir:-.}" && pwd)
case $1 in /*) test=$1 ;; *) test=$build/$1 ;; esac

skip() {
    echo "1..0 # SKIP $*"
    exit 0
}

[ -f bindings/python/kzsearch/_table.py ] || skip 'configured without Python 3.9 or later'
# The interpreter itself: what stands in PATH may be a script, which would be preloaded as well.
python=$(sed -n 's/^PYTHON = *//p' Makefile)
python=$("$python" -c 'import sys; print(sys.executable)') || skip 'python3 does not start'
library=$build/.libs/libkzsearch.so.1

# A library with the address sanitizer needs its runtime in the program from the beginning.
runtime=
if ${NM:-nm} -D "$library" | grep -q __asan_init; then
    for name in "libclang_rt.asan-$(uname -m).so" libasan.so; do
        file=$(${CC:-cc} -print-file-name=$name)
        [ -f "$file" ] && runtime=$file && break
    done
    [ -n "$runtime" ] || skip 'the runtime of the address sanitizer is not to be found'
    ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
    KZS_SANITIZED=yes
    export ASAN_OPTIONS KZS_SANITIZED
elif ${NM:-nm} -D "$library" | grep -q -E '__(tsan|msan)_init'; then
    skip 'Python cannot load a library with this sanitizer'
fi

KZSEARCH_LIBRARY=$library
unset KZSEARCH_HELPER # the library finds the one that was built with it
KZS_SOURCE=$source
KZS_BUILD=$build
PYTHONPATH=$build/bindings/python
PYTHONDONTWRITEBYTECODE=1
PYTHONUTF8=1
export KZSEARCH_LIBRARY KZS_SOURCE KZS_BUILD PYTHONPATH PYTHONDONTWRITEBYTECODE PYTHONUTF8
LD_PRELOAD=$runtime exec "$python" -X dev -W error "$source/bindings/python/tests/tap.py" "$test"
