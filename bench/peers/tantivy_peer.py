#!/usr/bin/python3
"""A peer of the benchmarks: Tantivy, through its Python package, with the stemmer of the
language and BM25 as it comes. English takes the tokenizer `en_stem`, Russian the same
with the Russian stemmer, others `default`. Title and text are one field with positions;
a query is the OR of its words.
"""

import os
import shutil

import tantivy

import plain

TOKENIZERS = {"english": "en_stem", "russian": "ru_stem", "none": "default"}


def schema_for(language):
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field(
        "text",
        stored=True,
        tokenizer_name=TOKENIZERS[language],
        index_option="position",
    )
    return builder.build()


def register(index):
    """`en_stem` counts its longest word, 40, in bytes: twice as many for Cyrillic."""
    index.register_tokenizer(
        "ru_stem",
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(80))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("russian"))
        .build(),
    )


def index(path, language, documents):
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    database = tantivy.Index(schema_for(language), path=path)
    register(database)
    threads = int(os.environ.get("PEER_THREADS", "1"))
    writer = database.writer(heap_size=128_000_000, num_threads=threads)
    for name, title, text in documents:
        document = tantivy.Document()
        document.add_text("id", name)
        document.add_text("text", f"{title}\n{text}")
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def batch(path, language):
    database = tantivy.Index.open(path)
    register(database)
    searcher = database.searcher()

    def ask(words, limit):
        # The lenient parser stems each word as the field's tokenizer does.
        query, _ = database.parse_query_lenient(" ".join(words), ["text"])
        hits = searcher.search(query, limit, count=False).hits
        return [(searcher.doc(at).get_first("id"), score) for score, at in hits]

    return ask


if __name__ == "__main__":
    plain.main("tantivy", index, batch)
