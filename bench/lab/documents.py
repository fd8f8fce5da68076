"""Documents through the library, as far as the laboratory needs them: what a text looks
like that was put into an index and found again."""

import ctypes

import common

WRITE, CREATE = 1, 2  # of kzsearch.h
PLAIN = 0


def check(status, call):
    if status != 0:
        common.stop(f"{call} returned {status}")


def snippets(library, folder, texts):
    """Put the texts into a new index at `folder`; each as its snippet, whole."""
    pointer, text, size = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t
    for name, result in (
        ("kzs_doc_new", pointer),
        ("kzs_results_count", size),
    ):
        getattr(library, name).restype = result
    put, free = library.kzs_put, library.kzs_free
    put.argtypes = [pointer, text, size, pointer, pointer]
    free.argtypes = library.kzs_doc_free.argtypes = [pointer]
    library.kzs_doc_set.argtypes = [pointer, text, text, size, pointer]
    library.kzs_results_count.argtypes = [pointer]
    library.kzs_query_set.argtypes = [pointer, text, text, pointer]
    library.kzs_commit.argtypes = [pointer, pointer]
    library.kzs_results_snippet.argtypes = [
        pointer,
        size,
        text,
        ctypes.c_int,
        size,
        pointer,
        pointer,
    ]
    library.kzs_results_hit.argtypes = [pointer, size, pointer]
    for name in ("kzs_index_close", "kzs_query_free", "kzs_results_free"):
        getattr(library, name).argtypes = [pointer]

    index, query, results = pointer(), pointer(), pointer()
    check(
        library.kzs_index_open(
            folder.encode(), WRITE | CREATE, None, ctypes.byref(index), None
        ),
        "kzs_index_open()",
    )
    for number, value in enumerate(texts):
        document = library.kzs_doc_new()
        library.kzs_doc_set(document, b"body", value, len(value), None)
        name = str(number).encode()
        check(put(index, name, len(name), document, None), "kzs_put()")
        library.kzs_doc_free(document)
    check(library.kzs_commit(index, None), "kzs_commit()")

    check(
        library.kzs_query_new(b"*", size(1), ctypes.byref(query), None),
        "kzs_query_new()",
    )
    check(library.kzs_query_set(query, b"limit", b"10000", None), "kzs_query_set()")
    check(library.kzs_search(index, query, ctypes.byref(results), None), "kzs_search()")
    found = [None] * len(texts)
    for i in range(library.kzs_results_count(results)):
        hit = Hit(size=ctypes.sizeof(Hit))
        check(
            library.kzs_results_hit(results, i, ctypes.byref(hit)), "kzs_results_hit()"
        )
        out = pointer()
        check(
            library.kzs_results_snippet(
                results, i, b"body", PLAIN, 100_000, ctypes.byref(out), None
            ),
            "kzs_results_snippet()",
        )
        found[int(hit.id)] = ctypes.string_at(out).decode()
        free(out)
    library.kzs_results_free(results)
    library.kzs_query_free(query)
    library.kzs_index_close(index)
    return found


class Hit(ctypes.Structure):
    """kzs_hit as declared in kzsearch.h."""

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("id", ctypes.c_char_p),
        ("id_length", ctypes.c_size_t),
        ("rank", ctypes.c_uint64),
        ("score", ctypes.c_double),
        ("percent", ctypes.c_int),
    ]
