dist_doc_DATA += doc/dependencies.md doc/ranking.md
