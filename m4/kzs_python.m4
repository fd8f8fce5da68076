# KZS_PYTHON
# Python for the package kzsearch and its tests: none is needed to build the library.
#   --disable-python        neither install nor test the package
#   --with-pythondir=DIR    where to install it
AC_DEFUN([KZS_PYTHON], [
    AC_ARG_ENABLE([python],
        [AS_HELP_STRING([--disable-python], [leave the Python package out])],
        [], [enable_python=yes])
    AC_ARG_WITH([pythondir],
        [AS_HELP_STRING([--with-pythondir=DIR],
            [install the Python package in DIR (the folder below the prefix where python3 looks)])],
        [], [with_pythondir=])
    AS_IF([test "x$enable_python" = xno], [PYTHON=:],
        [AM_PATH_PYTHON([3.9], [], [PYTHON=:])])
    AM_CONDITIONAL([PYTHON], [test "x$PYTHON" != x:])
    AM_COND_IF([PYTHON], [
        AC_MSG_CHECKING([where $PYTHON looks for packages below the prefix])
        kzs_prefix=$prefix
        test "x$kzs_prefix" != xNONE || kzs_prefix=$ac_default_prefix
        pythondir=`$PYTHON "$srcdir/bindings/python/pythondir.py" "$kzs_prefix"`
        AS_IF([test -n "$with_pythondir"], [pythondir=$with_pythondir])
        AC_MSG_RESULT([$pythondir])
    ])
])
