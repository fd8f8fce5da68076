# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests of the command share. Each works in a folder of its own ($work, also the
# current one), calls the command through `run` and looks at the exit code ($code) and at the
# files `out` and `err`. `finish` prints the plan.
srcdir=$(cd "${srcdir:-.}" && pwd)
build=$(cd "${top_builddir:-.}" && pwd)
samples=$srcdir/examples/opinions
data=${KZS_DATA:-$srcdir/../shared/data}
work=$(mktemp -d "${TMPDIR:-/tmp}/kzsearch-test-XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
LC_ALL=C
export LC_ALL
unset NO_COLOR
n=0

# The program itself instead of libtool's wrapper, which is slow and may relink when tests run
# side by side. KZSEARCH names another one, such as the installed command.
program=${KZSEARCH:-$build/kzsearch}
if [ -z "${KZSEARCH:-}" ] && [ -x "$build/.libs/kzsearch" ]; then
    program=$build/.libs/kzsearch
    LD_LIBRARY_PATH=$build/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export LD_LIBRARY_PATH
fi

kz() {
    "$program" "$@"
}

# Run the command; stdin is passed on.
run() {
    "$program" "$@" >out 2>err
    code=$?
}

# Lines of JSON from stdin: fails when one is no object; prints the values of the keys.
json() {
    "$build/tests/cli/json_lines" "$@"
}

# check NAME COMMAND…: whether the command succeeds.
check() {
    check_name=$1
    shift
    n=$((n + 1))
    if "$@" >check.out 2>&1; then
        echo "ok $n - $check_name"
        return
    fi
    echo "not ok $n - $check_name"
    {
        echo "failed: $*"
        cat check.out
        echo "exit code ${code:-}, stdout:"
        cat out 2>/dev/null
        echo 'stderr:'
        cat err 2>/dev/null
    } | head -60 | sed 's/^/# /'
}

# same NAME HAVE WANT
same() {
    check "$1" test "$2" = "$3"
}

# ends CODE NAME: the exit code of the last run.
ends() {
    check "$2" test "$code" -eq "$1"
}

# says FILE TEXT NAME: the file has the text.
says() {
    check "$3" grep -qF -e "$2" "$1"
}

says_not() {
    n=$((n + 1))
    if grep -qF -e "$2" "$1"; then
        echo "not ok $n - $3"
        sed 's/^/# /' "$1" | head -40
    else
        echo "ok $n - $3"
    fi
}

# Nothing was said on stderr.
quiet() {
    check "$1" test ! -s err
}

# narrow COLUMNS FILE: no line is longer, counted in characters.
narrow() {
    tr -d '\200-\277' <"$2" | awk -v most="$1" 'length > most { print; bad = 1 } END { exit bad }'
}

skip() {
    n=$((n + 1))
    echo "ok $n # SKIP $1"
}

finish() {
    echo "1..$n"
}
