# SPDX-License-Identifier: GPL-2.0-or-later
"""The C interface as data. Made from kzsearch.h by generate.py: do not edit."""

from __future__ import annotations

from ctypes import (  # noqa: F401
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_int64,
    c_size_t,
    c_uint,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any

VERSION = 100

# name: (number, meaning)
STATUSES = {
    "KZS_OK": (0, "success"),
    "KZS_ERR_INVALID": (1, "an argument is not valid"),
    "KZS_ERR_NOMEM": (2, "out of memory"),
    "KZS_ERR_NOT_FOUND": (3, "there is no such index or document"),
    "KZS_ERR_EXISTS": (4, "an index is already there"),
    "KZS_ERR_LOCKED": (5, "another process or handle is writing to the index"),
    "KZS_ERR_READONLY": (6, "the index was opened for reading"),
    "KZS_ERR_IO": (7, "reading or writing failed"),
    "KZS_ERR_CORRUPT": (8, "the index is damaged"),
    "KZS_ERR_VERSION": (9, "the index was made by a newer version"),
    "KZS_ERR_SYNTAX": (10, "the text breaks the rules of its language"),
    "KZS_ERR_LIMIT": (11, "a documented limit was exceeded"),
    "KZS_ERR_STATE": (12, "the handle must be rolled back or has uncommitted changes"),
    "KZS_ERR_MODIFIED": (13, "the index changed too fast to read it"),
    "KZS_ERR_FORKED": (14, "the handle was inherited through fork()"),
    "KZS_ERR_INTERNAL": (15, "unexpected failure inside the library"),
}

KZS_NUL = 18446744073709551615
KZS_NO_OFFSET = 18446744073709551615
KZS_VERSION_NUMBER = 100
KZS_DOC_MAX = 268435456
KZS_ID_MAX = 4096
KZS_QUERY_MAX = 65536

# kzs_format
KZS_PLAIN = 0
KZS_HTML = 1
KZS_ANSI = 2

# kzs_token_kind
KZS_TOKEN_WORD = 0
KZS_TOKEN_NUMBER = 1
KZS_TOKEN_COMPOUND = 2
KZS_TOKEN_NAME = 3

KZS_READ = 0
KZS_WRITE = 1
KZS_CREATE = 2


class kzs_doc(Structure):
    pass


class kzs_index(Structure):
    pass


class kzs_query(Structure):
    pass


class kzs_results(Structure):
    pass


class kzs_error(Structure):
    _fields_ = [
        ("status", c_int),
        ("system", c_int),
        ("offset", c_size_t),
        ("message", c_char * 480),
    ]


class kzs_info(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("documents", c_uint64),
        ("commit_number", c_uint64),
        ("bytes", c_uint64),
        ("pending", c_uint64),
        ("average_length", c_double),
        ("format_version", c_uint),
        ("analysis_version", c_uint),
        ("writable", c_uint),
    ]


class kzs_summary(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("total", c_uint64),
        ("total_lower", c_uint64),
        ("total_upper", c_uint64),
        ("documents", c_uint64),
        ("commit_number", c_uint64),
        ("microseconds", c_uint64),
    ]


class kzs_hit(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("id", POINTER(c_char)),
        ("id_length", c_size_t),
        ("rank", c_uint64),
        ("score", c_double),
        ("percent", c_int),
    ]


class kzs_token(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("term", POINTER(c_char)),
        ("term_length", c_size_t),
        ("form", POINTER(c_char)),
        ("form_length", c_size_t),
        ("start", c_size_t),
        ("end", c_size_t),
        ("position", c_uint32),
        ("kind", c_int),
        ("language", POINTER(c_char)),
    ]


kzs_token_fn = CFUNCTYPE(c_int, c_void_p, POINTER(kzs_token))

STRUCTS: list[Any] = [
    kzs_error,
    kzs_info,
    kzs_summary,
    kzs_hit,
    kzs_token,
]

# name, restype, argtypes
FUNCTIONS: list[tuple[str, Any, list[Any]]] = [
    ("kzs_status_name", POINTER(c_char), [c_int]),
    ("kzs_status_text", POINTER(c_char), [c_int]),
    ("kzs_version", POINTER(c_char), []),
    ("kzs_version_number", c_uint, []),
    ("kzs_free", None, [c_void_p]),
    ("kzs_doc_new", POINTER(kzs_doc), []),
    ("kzs_doc_set", c_int, [POINTER(kzs_doc), c_char_p, c_char_p, c_size_t, POINTER(kzs_error)]),
    ("kzs_doc_add", c_int, [POINTER(kzs_doc), c_char_p, c_char_p, c_size_t, POINTER(kzs_error)]),
    ("kzs_doc_get", POINTER(c_char), [POINTER(kzs_doc), c_char_p, c_size_t, POINTER(c_size_t)]),
    ("kzs_doc_count", c_size_t, [POINTER(kzs_doc)]),
    (
        "kzs_doc_value",
        POINTER(c_char),
        [
            POINTER(kzs_doc),
            c_size_t,
            POINTER(c_char_p),
            POINTER(c_size_t),
        ],
    ),
    ("kzs_doc_free", None, [POINTER(kzs_doc)]),
    (
        "kzs_index_open",
        c_int,
        [
            c_char_p,
            c_uint,
            c_char_p,
            POINTER(POINTER(kzs_index)),
            POINTER(kzs_error),
        ],
    ),
    (
        "kzs_index_create",
        c_int,
        [
            c_char_p,
            c_char_p,
            c_char_p,
            POINTER(POINTER(kzs_index)),
            POINTER(kzs_error),
        ],
    ),
    ("kzs_index_close", c_int, [POINTER(kzs_index), POINTER(kzs_error)]),
    ("kzs_index_info", c_int, [POINTER(kzs_index), POINTER(kzs_info), POINTER(kzs_error)]),
    ("kzs_index_schema", POINTER(c_char), [POINTER(kzs_index)]),
    (
        "kzs_put",
        c_int,
        [
            POINTER(kzs_index),
            c_char_p,
            c_size_t,
            POINTER(kzs_doc),
            POINTER(kzs_error),
        ],
    ),
    ("kzs_delete", c_int, [POINTER(kzs_index), c_char_p, c_size_t, POINTER(kzs_error)]),
    ("kzs_commit", c_int, [POINTER(kzs_index), POINTER(kzs_error)]),
    ("kzs_rollback", c_int, [POINTER(kzs_index), POINTER(kzs_error)]),
    (
        "kzs_get",
        c_int,
        [
            POINTER(kzs_index),
            c_char_p,
            c_size_t,
            POINTER(POINTER(kzs_doc)),
            POINTER(kzs_error),
        ],
    ),
    (
        "kzs_query_new",
        c_int,
        [
            c_char_p,
            c_size_t,
            POINTER(POINTER(kzs_query)),
            POINTER(kzs_error),
        ],
    ),
    ("kzs_query_set", c_int, [POINTER(kzs_query), c_char_p, c_char_p, POINTER(kzs_error)]),
    (
        "kzs_query_filter",
        c_int,
        [
            POINTER(kzs_query),
            c_char_p,
            c_char_p,
            c_size_t,
            POINTER(kzs_error),
        ],
    ),
    ("kzs_query_free", None, [POINTER(kzs_query)]),
    (
        "kzs_search",
        c_int,
        [
            POINTER(kzs_index),
            POINTER(kzs_query),
            POINTER(POINTER(kzs_results)),
            POINTER(kzs_error),
        ],
    ),
    ("kzs_results_summary", c_int, [POINTER(kzs_results), POINTER(kzs_summary)]),
    ("kzs_results_count", c_size_t, [POINTER(kzs_results)]),
    ("kzs_results_hit", c_int, [POINTER(kzs_results), c_size_t, POINTER(kzs_hit)]),
    ("kzs_results_doc", POINTER(kzs_doc), [POINTER(kzs_results), c_size_t]),
    (
        "kzs_results_snippet",
        c_int,
        [
            POINTER(kzs_results),
            c_size_t,
            c_char_p,
            c_int,
            c_size_t,
            POINTER(c_void_p),
            POINTER(kzs_error),
        ],
    ),
    ("kzs_results_warning", POINTER(c_char), [POINTER(kzs_results), c_size_t, POINTER(c_size_t)]),
    ("kzs_results_free", None, [POINTER(kzs_results)]),
    ("kzs_analyze", c_int, [c_char_p, c_size_t, kzs_token_fn, c_void_p, POINTER(kzs_error)]),
]
