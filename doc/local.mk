dist_doc_DATA += doc/analysis.md doc/dependencies.md doc/python.md doc/ranking.md doc/reliability.md
