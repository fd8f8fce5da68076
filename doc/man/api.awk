# SPDX-License-Identifier: GPL-2.0-or-later
# Manual pages out of kzsearch.h, the only place where the API is described.
#
#   awk -v out=doc/man -v version=0.1.0 -v day=2026-11-24 -f api.awk include/kzsearch.h
#
# writes kzsearch.3 from the comment at the head of the file, kzsearch-GROUP.3 for each numbered
# part, and NAME.3 for each function, which points to the page of its group. It understands what
# the header uses: comments that begin with /**, with @param, @return, @par, @code, @since,
# @see, @p, lists with `-`, tables with `|`, and text that is set in as it shall stand. Any awk.

BEGIN { groups = 0; names = 0 }

# ---- reading: the header becomes items of groups

/^\/\* -+$/ { getline; begin_group(); next }
/^\/\*\*/ { read_comment(); next }
have && /^(KZS_API|typedef|enum|struct|#define)/ { read_declaration(); next }
have && /^[ \t]*$/ { have = 0 }

END { write_pages() }

# ` * 5. Writing`, perhaps with text below, up to a line of dashes.
function begin_group(    title) {
    title = $0
    sub(/^ \* [0-9]+\. /, "", title)
    group_title[++groups] = title
    group_page[groups] = "kzsearch-" slug(title)
    text = ""
    while ((getline line) > 0 && line !~ /^ \* -+ \*\/$/)
        text = text bare(line) "\n"
    group_text[groups] = text
}

function slug(title) {
    title = tolower(title)
    gsub(/ /, "-", title)
    return title
}

function bare(line) {
    sub(/^ \*\/?$/, "", line)
    sub(/^ \* /, "", line)
    return line
}

function read_comment() {
    have = 1
    comment = $0
    if (comment ~ /\*\/$/) {
        sub(/^\/\*\* */, "", comment)
        sub(/ *\*\/$/, "", comment)
        comment = comment "\n"
        return
    }
    sub(/^\/\*\* */, "", comment)
    comment = comment != "" ? comment "\n" : ""
    while ((getline line) > 0) {
        last = line ~ /\*\/$/
        if (line !~ /^ \*\/$/) {
            sub(/ *\*\/$/, "", line)
            sub(/^   +([^*])/, "&", line)
            comment = comment bare(line) "\n"
        }
        if (last)
            break
    }
    if (comment ~ /^@file/) {
        head = comment
        have = 0
    }
}

# A declaration ends with a ; outside braces, a macro with its last line.
function read_declaration(    depth, code) {
    code = $0
    depth = braces($0)
    if (code ~ /^#define/)
        while (code ~ /\\$/ && (getline line) > 0)
            code = code "\n" line
    else
        while ((depth > 0 || code !~ /;([ \t]*\/\*.*\*\/)?[ \t]*$/) && (getline line) > 0) {
            code = code "\n" line
            depth += braces(line)
        }
    sub(/^KZS_API /, "", code)
    if (code !~ /[{]|^#/)
        gsub(/\n +/, "\n    ", code)
    items++
    item_group[items] = groups
    item_code[items] = code
    item_text[items] = comment
    item_name[items] = name_of(code)
    have = 0
}

function braces(line) {
    return gsub(/\{/, "{", line) - gsub(/\}/, "}", line)
}

function name_of(code,    name) {
    name = code
    item_kind[items] = "type"
    if (name ~ /^#define/) {
        item_kind[items] = "constant"
        sub(/^#define /, "", name)
        sub(/[^A-Za-z0-9_].*/, "", name)
    } else if (name ~ /^typedef.*\(\*/) {
        sub(/^[^(]*\(\*/, "", name)
        sub(/\).*/, "", name)
    } else if (name ~ /^typedef struct [a-z_]+ [a-z_]+;/) {
        sub(/;.*/, "", name)
        sub(/.* /, "", name)
    } else if (name ~ /^typedef/) {
        sub(/;[^}]*$/, "", name)
        sub(/.*\} */, "", name)
    } else if (name ~ /^enum/) {
        name = ""
    } else {
        item_kind[items] = "function"
        match(name, /kzs_[a-z0-9_]+\(/)
        name = substr(name, RSTART, RLENGTH - 1)
    }
    return name
}

# ---- writing

function write_pages(    g) {
    for (g = 1; g <= groups; g++)
        write_group(g)
    write_overview()
}

function begin_page(name, what) {
    file = out "/" name ".3"
    printf "" > file
    emit(".\\\" Made from kzsearch.h by doc/man/api.awk.")
    emit(".TH " toupper(name) " 3 " day " \"libkzsearch " version "\" \"Library functions\"")
    emit(".nh")
    emit(".SH NAME")
    if (what != "")
        emit(what)
}

# A paragraph begins by itself behind a heading.
function emit(line) {
    if (line == ".PP" && after_heading)
        return
    print line >> file
    after_heading = line ~ /^\.S[HS] /
}

function write_group(g,    i, list) {
    list = ""
    for (i = 1; i <= items; i++)
        if (item_group[i] == g && item_kind[i] == "function")
            list = list (list != "" ? ", " : "") item_name[i]
    begin_page(group_page[g], "")
    put_words(list " \\- libkzsearch: " tolower(substr(group_title[g], 1, 1)) substr(group_title[g], 2), 0)
    emit(".SH SYNOPSIS")
    emit(".nf")
    emit("\\fB#include <kzsearch.h>\\fR")
    for (i = 1; i <= items; i++)
        if (item_group[i] == g && item_kind[i] == "function") {
            emit("")
            put_code(item_code[i])
        }
    emit(".fi")
    if (group_text[g] ~ /[^ \n]/) {
        emit(".SH DESCRIPTION")
        put_text(group_text[g])
    }
    put_types(g)
    emit(".SH FUNCTIONS")
    for (i = 1; i <= items; i++)
        if (item_group[i] == g && item_kind[i] == "function") {
            put_function(i)
            print ".so man3/" group_page[g] ".3" > (out "/" item_name[i] ".3")
            close(out "/" item_name[i] ".3")
        }
    see_also(group_page[g])
    close(file)
}

function put_types(g,    i, n) {
    n = 0
    for (i = 1; i <= items; i++)
        if (item_group[i] == g && item_kind[i] != "function") {
            if (n++ == 0)
                emit(".SH TYPES AND CONSTANTS")
            put_type(i)
        }
}

function write_overview(    g, i, text) {
    begin_page("kzsearch", "libkzsearch \\- full\\-text search for political commentary in English and Russian")
    emit(".SH SYNOPSIS")
    emit(".nf")
    emit("\\fB#include <kzsearch.h>\\fR")
    emit("")
    emit("cc program.c $(pkg\\-config \\-\\-cflags \\-\\-libs kzsearch)")
    emit(".fi")
    emit(".SH DESCRIPTION")
    text = head
    sub(/^@file[^\n]*\n/, "", text)
    gsub(/@brief /, "", text)
    put_text(text)
    put_types(0)
    emit(".SH FUNCTIONS")
    for (g = 1; g <= groups; g++) {
        emit(".SS " group_title[g])
        emit(".TP")
        emit("\\fB" roff(group_page[g]) "\\fR(3)")
        for (i = 1; i <= items; i++)
            if (item_group[i] == g && item_kind[i] == "function") {
                emit(".TP")
                emit("\\fB" item_name[i] "\\fR()")
                put_words(first_sentence(item_text[i]), 1)
            }
    }
    see_also("kzsearch")
    close(file)
}

function first_sentence(text) {
    sub(/\n *\n.*|\n@.*/, "", text)
    gsub(/\n/, " ", text)
    if (match(text, /[.:;] /))
        text = substr(text, 1, RSTART)
    sub(/[:;]? *$/, "", text)
    return text (text ~ /\.$/ ? "" : ".")
}

function see_also(but,    g) {
    emit(".SH SEE ALSO")
    emit(".BR kzsearch (1),")
    if (but != "kzsearch")
        emit(".BR kzsearch (3),")
    for (g = 1; g <= groups; g++)
        if (group_page[g] != but)
            emit(".BR " roff(group_page[g]) " (3),")
    emit(".BR kzsearch\\-query (7)")
}

function put_function(i) {
    emit(".SS " item_name[i] "()")
    emit(".nf")
    put_code(item_code[i])
    emit(".fi")
    put_text(item_text[i])
}

# Code as it stands, line by line.
function put_code(code,    lines, n, i) {
    n = split(code, lines, "\n")
    for (i = 1; i <= n; i++)
        emit(guarded(roff(lines[i])))
}

function put_type(i,    code, name) {
    code = item_code[i]
    name = item_name[i]
    if (name == "") {
        emit(".SS Numbers")
    } else
        emit(".SS " name)
    if (code ~ /KZS_STATUS_MAP\(X\)/) {
        put_text(item_text[i])
        put_statuses(code)
        return
    }
    if (code ~ /\{/ && code !~ /KZS_STATUS_MAP/) {
        put_text(item_text[i])
        put_members(code)
        return
    }
    if (code !~ /KZS_STATUS_MAP/) {
        emit(".nf")
        gsub(/ *\/\*\*<[^\n]*\*\//, "", code)
        put_code(code)
        emit(".fi")
    }
    put_text(item_text[i])
}

function put_statuses(code,    lines, n, i, parts) {
    n = split(code, lines, "\n")
    for (i = 2; i <= n; i++) {
        split(lines[i], parts, /[(),]/)
        meaning = lines[i]
        gsub(/^[^"]*"|"[^"]*$/, "", meaning)
        status[parts[2]] = meaning
        emit(".TP")
        emit("\\fB" parts[2] "\\fR (" parts[3] + 0 ")")
        emit(meaning)
    }
}

# Members of a struct or an enum, each with the comment beside it; what follows a comment, or a
# comment of its own above the member, belongs to it.
function put_members(code,    lines, n, i, line, member, what, above, open) {
    n = split(code, lines, "\n")
    member = what = above = ""
    for (i = 2; i <= n; i++) {
        line = lines[i]
        if (line ~ /^\}/)
            break
        sub(/^ +/, "", line)
        if (line ~ /^\/\*\* /) {
            put_member(member, what)
            member = ""
            above = line
            while (above !~ /\*\// && i < n) {
                sub(/^ +/, " ", lines[++i])
                above = above lines[i]
            }
            gsub(/\/\*\* *| *\*\//, "", above)
        } else if (line ~ /^[A-Za-z]/ && !open) {
            put_member(member, what)
            member = line
            what = ""
            if (match(line, /\/\*\*</)) {
                member = substr(line, 1, RSTART - 1)
                what = substr(line, RSTART + 4)
                open = what !~ /\*\//
            }
            sub(/[,; ]+$/, "", member)
            if (above != "")
                what = above
            above = ""
        } else {
            what = what " " line
            open = line !~ /\*\//
        }
    }
    put_member(member, what)
}

function put_member(member, what) {
    if (member == "")
        return
    gsub(/ *\*\//, "", what)
    sub(/^ +/, "", what)
    emit(".TP")
    emit("\\fB" roff(member) "\\fR")
    put_words(what, 1)
}

# ---- comments

# State: `mode` is what the lines at hand are part of, `para` the words gathered of it.
function put_text(text,    lines, n, i, line, next_line) {
    n = split(text, lines, "\n")
    mode = ""
    para = ""
    for (i = 1; i <= n; i++) {
        line = lines[i]
        next_line = i < n ? lines[i + 1] : ""
        if (line ~ /^@code/) {
            flush()
            emit(".PP")
            emit(".EX")
            while (++i <= n && lines[i] !~ /^@endcode/)
                emit(guarded(roff(lines[i])))
            emit(".EE")
            mode = ""
        } else if (line ~ /^ *$/) {
            flush()
            mode = ""
        } else if (next_line ~ /^-+$/) {
            flush()
            emit(".SS " line)
            i++
        } else if (line ~ /^@/) {
            flush()
            begin_tag(line)
        } else if (line ~ /^\|/) {
            flush()
            put_row(line)
        } else if (line ~ /^ *- /) {
            flush()
            if (mode != "list") {
                if (mode == "param")
                    emit(".RS")
                list_in = mode == "param"
            }
            mode = "list"
            emit(".IP \\(bu 2")
            sub(/^ *- /, "", line)
            para = line
        } else if (mode == "list" && line ~ /^ /) {
            para = para " " line
        } else if (mode == "return" && is_status(line)) {
            flush()
            put_status(line)
        } else if (mode == "return" && line ~ /^ +(Cost|Threads|White space)/) {
            flush()
            emit(".PP")
            para = line
        } else if (mode == "param" || mode == "return" || mode == "define") {
            if (line ~ /^[A-Za-z]/ && mode == "define")
                begin_definition(line)
            else
                para = para " " line
        } else if (line ~ /^  /) {
            flush()
            emit(".PP")
            emit(".EX")
            for (; i <= n && (lines[i] ~ /^  / || (lines[i] ~ /^ *$/ && lines[i + 1] ~ /^  /)); i++)
                emit(guarded(roff(lines[i])))
            i--
            emit(".EE")
            mode = ""
        } else if (line ~ /^[A-Z][a-z]+( [a-z]+)?  +[A-Z]/) {
            begin_definition(line)
        } else {
            if (mode != "text")
                emit(".PP")
            mode = "text"
            para = para " " line
        }
    }
    flush()
    if (list_in) {
        emit(".RE")
        list_in = 0
    }
}

# Two spaces, or no words at all, make a list of it; then one space is enough.
function is_status(line) {
    return line ~ /^ +KZS_[A-Z_]+(, KZS_[A-Z_]+)*(  +[^ ]|$)/ || \
           (in_statuses && line ~ /^ +KZS_[A-Z_]+ /)
}

# `KZS_ERR_LOCKED  somebody is writing`; without words, what the status means everywhere.
function put_status(line,    names, n, i) {
    in_statuses = 1
    sub(/^ +/, "", line)
    match(line, /^KZS_[A-Z_]+(, KZS_[A-Z_]+)*/)
    para = substr(line, RLENGTH + 1)
    line = substr(line, 1, RLENGTH)
    n = split(line, names, /, /)
    for (i = 1; i <= n; i++) {
        emit(".TP")
        emit("\\fB" names[i] "\\fR")
        if (i < n || para ~ /^ *$/)
            emit(para ~ /^ *$/ ? status[names[i]] : "likewise:")
    }
}

# `Text      All text is UTF-8`, the words behind it in one column for all.
function begin_definition(line) {
    flush()
    if (mode != "define") {
        match(line, /  +/)
        behind = RSTART + RLENGTH
    }
    mode = "define"
    emit(".TP")
    para = substr(line, behind)
    line = substr(line, 1, behind - 1)
    sub(/ +$/, "", line)
    emit("\\fB" line "\\fR")
}

function begin_tag(line,    name) {
    in_statuses = 0
    if (list_in) {
        emit(".RE")
        list_in = 0
    }
    if (line ~ /^@param/) {
        sub(/^@param(\[[a-z,]+\])? +/, "", line)
        match(line, /^[a-z_]+(, [a-z_]+)*/)
        name = substr(line, 1, RLENGTH)
        emit(".TP")
        emit("\\fI" name "\\fR")
        mode = "param"
        para = substr(line, RLENGTH + 1)
    } else if (line ~ /^@return/) {
        emit(".PP")
        mode = "return"
        sub(/^@return +/, "", line)
        para = "Returns: " line
    } else if (line ~ /^@par /) {
        emit(".PP")
        mode = "text"
        sub(/^@par +/, "", line)
        para = line ":"
    } else if (line ~ /^@since/) {
        emit(".PP")
        mode = "text"
        sub(/^@since +/, "", line)
        sub(/ +@see +/, ". See also ", line)
        para = "Since " line "."
    } else if (line ~ /^@see/) {
        emit(".PP")
        mode = "text"
        sub(/^@see +/, "", line)
        para = "See also " line "."
    } else {
        print "api.awk: what is " line "?" > "/dev/stderr"
        exit 1
    }
}

# A row of a table as an item of a list: the first column names it, the second says what it
# takes where there are more than two; the last of four is a default.
function put_row(line,    cells, n) {
    if (line ~ /^\|-/)
        return
    n = split(line, cells, / *\| */)
    if (mode != "table") {
        mode = "table"
        emit(".PP")
            put_words(n > 4 ? cells[2] ", " cells[3] ": " cells[4] " (" cells[5] ")" : cells[2] ": " cells[3], 1)
        return
    }
    emit(".TP")
    emit(marked(code_marks(cells[2])) (n > 4 ? " \\fI" roff(cells[3]) "\\fR" : ""))
    put_words(n > 4 ? cells[4] (cells[5] != "" ? " (" cells[5] ")" : "") : cells[3], 1)
}

function flush() {
    if (para !~ /^ *$/) {
            put_words(para, 1)
    }
    para = ""
}

# Words as filled text, a line for each sentence and none too long, with their marks.
function put_words(text, prose,    words, n, i, word, source) {
    if (prose)
        text = code_marks(text)
    n = split(text, words, / +/)
    source = ""
    for (i = 1; i <= n; i++) {
        word = words[i]
        if (word == "")
            continue
        if (word == "@p" && i < n) {
            word = words[++i]
            match(word, /^[a-z0-9_]+/)
            word = "\\fI" substr(word, 1, RLENGTH) "\\fR" roff(substr(word, RLENGTH + 1))
        } else if (prose)
            word = marked(word)
        if (source != "" && (columns(source) + columns(word) > 74 || ended)) {
            emit(guarded(source))
            source = ""
        }
        source = source (source != "" ? " " : "") word
        ended = prose && words[i] ~ /[.?!][)»”]?$/
    }
    ended = 0
    if (source != "")
        emit(guarded(source))
}

# Bytes beyond ASCII are written as \[u0418] by some readers.
function columns(source,    copy) {
    copy = source
    return length(source) + 3 * gsub(/[\200-\377]/, "", copy)
}

# `code` in several words: spaces inside become \001, so that its marks stay together.
function code_marks(text,    parts, n, i, result) {
    n = split(text, parts, "`")
    if (n % 2 == 0)
        return text
    result = parts[1]
    for (i = 2; i <= n; i++) {
        if (i % 2 == 0)
            gsub(/ /, "\001", parts[i])
        result = result (i % 2 == 0 ? "\002" : "\003") parts[i]
    }
    return result
}

# A word with what is code or a name of the API in bold.
function marked(word,    done) {
    if (word ~ /\002/) {
        word = roff(word)
        gsub(/\001/, " ", word)
        gsub(/\002\003/, "\\(lq\\(rq", word)
        gsub(/\002/, "\\fB", word)
        gsub(/\003/, "\\fR", word)
        return word
    }
    if (word ~ /`/)
        return roff(word)
    gsub(/::kzs_/, "kzs_", word)
    gsub(/#KZS_/, "KZS_", word)
    sub(/^#total/, "total", word)
    done = ""
    while (match(word, /(kzs_[a-z0-9_]*[a-z0-9](\.[a-z_]+)?|KZS_[A-Z0-9_]+|KZSEARCH_[A-Z]+)/)) {
        done = done roff(substr(word, 1, RSTART - 1)) "\\fB" substr(word, RSTART, RLENGTH) "\\fR"
        word = substr(word, RSTART + RLENGTH)
    }
    return done roff(word)
}

function roff(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    gsub(/'/, "\\(aq", text)
    gsub(/\^/, "\\(ha", text)
    gsub(/~/, "\\(ti", text)
    gsub(/`/, "\\(ga", text)
    return text
}

# A line that begins as a request would.
function guarded(line) {
    return (line ~ /^[.']/ ? "\\&" : "") line
}
