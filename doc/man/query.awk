# SPDX-License-Identifier: GPL-2.0-or-later
# kzsearch-query(7) out of doc/query-language.md. Knows what that page has: headings, paragraphs,
# blocks between ```, tables, `code`.
#
#     awk -v version=0.1.0 -v day=2026-11-24 -f query.awk query-language.md >kzsearch-query.7

function escape(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    return text
}

# `code` in bold; a line of text must not begin as a request does.
function inline(text,    parts, count, i, out) {
    count = split(text, parts, "`")
    for (i = 1; i <= count; i++)
        out = out (i % 2 ? escape(parts[i]) : "\\fB" escape(parts[i]) "\\fR")
    return out ~ /^[.']/ ? "\\&" out : out
}

function row(line,    cells) {
    split(line, cells, / *\| */)
    if (cells[2] == "of a query" || cells[2] ~ /^-+$/)
        return
    print ".TP 34\n" inline(cells[2]) "\n" inline(cells[3])
    table = 1
}

BEGIN {
    print ".\\\" Made from doc/query-language.md."
    print ".TH KZSEARCH\\-QUERY 7 \"" day "\" \"libkzsearch " version "\""
    print ".SH NAME\nkzsearch\\-query \\- the query language of libkzsearch and kzsearch"
    print ".SH DESCRIPTION"
}

/^```/ { code = !code; print code ? ".PP\n.EX" : ".EE"; next }
code   { line = escape($0); print line ~ /^[.']/ ? "\\&" line : line; next }
/^# /  { next }
/^## / { print ".SH " toupper(escape(substr($0, 4))); table = 0; next }
/^\|/  { row($0); next }
/^$/   { blank = 1; next }
{
    if (blank || table)
        print ".PP"
    blank = table = 0
    print inline($0)
}

END {
    print ".SH SEE ALSO\n.BR kzsearch (1),\n.BR kzsearch (3)"
}
