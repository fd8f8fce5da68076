# KZS_WARNINGS
# Flags of our own in KZS_CFLAGS and KZS_CXXFLAGS; the user's CFLAGS are never touched.
#   --enable-werror            warnings are errors
#   --enable-sanitizers[=LIST] -fsanitize=LIST (default address,undefined)
#   --enable-coverage          gcov instrumentation
AC_DEFUN([KZS_WARNINGS], [
    KZS_CFLAGS="-std=c11 -fvisibility=hidden -Wall -Wextra -Wshadow -Wvla -Wformat=2 -Wundef dnl
-Wsign-conversion -Wimplicit-fallthrough -Wstrict-prototypes -Wmissing-prototypes"
    KZS_CXXFLAGS="-std=c++17 -fvisibility=hidden -Wall -Wextra -Wshadow -Wvla -Wformat=2 -Wundef"

    AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror], [treat warnings as errors])])
    AS_IF([test "x$enable_werror" = xyes], [
        KZS_CFLAGS="$KZS_CFLAGS -Werror"
        KZS_CXXFLAGS="$KZS_CXXFLAGS -Werror"
    ])

    KZS_LDFLAGS=
    AC_ARG_ENABLE([sanitizers], [AS_HELP_STRING([--enable-sanitizers@<:@=LIST@:>@],
        [build with -fsanitize=LIST (address,undefined)])])
    AS_CASE([$enable_sanitizers],
        [''|no], [kzs_sanitizers=],
        [yes], [kzs_sanitizers=address,undefined],
        [kzs_sanitizers=$enable_sanitizers])
    AS_IF([test -n "$kzs_sanitizers"], [
        # These two checks need the C++ runtime of the sanitizer in every C program.
        kzs_flags="-fsanitize=$kzs_sanitizers -fno-sanitize=vptr,function -fno-sanitize-recover=all -fno-omit-frame-pointer -g"
        KZS_CFLAGS="$KZS_CFLAGS $kzs_flags"
        KZS_CXXFLAGS="$KZS_CXXFLAGS $kzs_flags"
        KZS_LDFLAGS="$KZS_LDFLAGS -fsanitize=$kzs_sanitizers"
    ])
    AM_CONDITIONAL([SANITIZERS], [test -n "$kzs_sanitizers"])
    # tests/fuzz: the library is built with fuzzer-no-link, the targets with libFuzzer's main().
    AS_CASE([$kzs_sanitizers], [*fuzzer*], [kzs_fuzzer=yes], [kzs_fuzzer=no])
    AM_CONDITIONAL([FUZZER], [test "x$kzs_fuzzer" = xyes])

    AC_ARG_ENABLE([coverage], [AS_HELP_STRING([--enable-coverage], [build for gcov])])
    AS_IF([test "x$enable_coverage" = xyes], [
        KZS_CFLAGS="$KZS_CFLAGS --coverage -O0"
        KZS_CXXFLAGS="$KZS_CXXFLAGS --coverage -O0"
        KZS_LDFLAGS="$KZS_LDFLAGS --coverage"
    ])
    AC_SUBST([KZS_CFLAGS])
    AC_SUBST([KZS_CXXFLAGS])
    AC_SUBST([KZS_LDFLAGS])
])
