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
    builder.add_text_field("author", stored=True, tokenizer_name="raw")
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
    for name, title, text, author in documents:
        document = tantivy.Document()
        document.add_text("id", name)
        document.add_text("text", f"{title}\n{text}")
        document.add_text("author", author)
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


def query_for(database, schema, kind, words):
    if kind == "prefix":
        return tantivy.Query.regex_query(schema, "text", words[0] + ".*")
    if kind == "fuzzy":
        return tantivy.Query.fuzzy_term_query(schema, "text", words[0], distance=1)
    if kind == "filter":
        must = tantivy.Occur.Must
        group = tantivy.Query.term_query(schema, "author", words[-1])
        group = tantivy.Query.const_score_query(group, 0)
        asked = query_for(database, schema, "or", words[:-1])
        return tantivy.Query.boolean_query([(must, asked), (must, group)])
    text = " ".join(words)
    if kind == "phrase":
        text = f'"{text}"'
    elif kind == "and":
        text = " ".join("+" + word for word in words)
    return database.parse_query(text, ["text"])


def timed(path, language):
    database = tantivy.Index.open(path)
    register(database)
    searcher = database.searcher()
    schema = schema_for(language)

    def ask(_what, kind, words):
        query = query_for(database, schema, kind, words)
        found = searcher.search(query, 10, count=False).hits
        documents = [searcher.doc(at) for _, at in found]
        if kind == "snippets":
            maker = tantivy.SnippetGenerator.create(searcher, query, schema, "text")
            maker.set_max_num_chars(240)
            return [maker.snippet_from_doc(doc).to_html() for doc in documents]
        return [doc.get_first("id") for doc in documents]

    return ask


if __name__ == "__main__":
    plain.main("tantivy", index, batch, timed)
