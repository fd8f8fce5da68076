# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of kzsearch for bash. What can stand where is known to `kzsearch __complete`.
_kzsearch()
{
    local left=${COMP_LINE:0:COMP_POINT} i piece candidate begun current
    local -a words=()

    # Readline splits at = and : too; words are what white space and quotes divide.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        piece=${COMP_WORDS[i]}
        if [[ $i -eq 0 || $left == [[:space:]]* ]]; then
            left=${left#"${left%%[![:space:]]*}"}
            words+=('')
        fi
        ((i < COMP_CWORD)) || piece=$left
        words[${#words[@]} - 1]+=$piece
        left=${left#"$piece"}
    done
    for i in "${!words[@]}"; do
        piece=${words[i]#[\"\']}
        [[ $piece == "${words[i]}" ]] || piece=${piece%[\"\']}
        words[i]=${piece//\\/}
    done
    current=${words[-1]}

    # Only what stands behind the last of these is replaced.
    begun=
    [[ $COMP_WORDBREAKS != *=* ]] || begun=${current%"${current##*[=:]}"}
    COMPREPLY=()
    while IFS= read -r candidate; do
        candidate=${candidate%%$'\t'*}
        case $candidate in
        :files | :folders)
            compopt -o filenames 2>/dev/null
            [[ $current != --*=* ]] || current=${current#*=}
            i=-f
            [[ $candidate == :files ]] || i=-d
            while IFS= read -r piece; do
                COMPREPLY+=("$piece")
            done < <(compgen "$i" -- "$current")
            ;;
        *)
            [[ $candidate != *[=/:,] ]] || compopt -o nospace 2>/dev/null
            candidate=${candidate#"$begun"}
            [[ $candidate != *[\ \'\"\\\$\&\;\(\)\<\>\|\*\?\[\]]* ]] ||
                printf -v candidate %q "$candidate"
            COMPREPLY+=("$candidate")
            ;;
        esac
    done < <("${words[0]/#\~\//$HOME/}" __complete "${words[@]:1}" 2>/dev/null)
}
complete -F _kzsearch kzsearch
