# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of kzsearch for fish. What can stand where is known to `kzsearch __complete`.
function __kzsearch_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    # A word in quotes is completed as what it stands for.
    set -l bare (string replace -r '^[\'"]' '' -- "$current")
    for line in (command $words[1] __complete $words[2..-1] "$bare" 2>/dev/null)
        switch $line
            case ':files' ':folders'
                set -l before (string match -r '^--[^=]*=' -- "$current")
                set -l rest (string replace -r '^--[^=]*=' '' -- "$current")
                if test $line = ':files'
                    __fish_complete_path "$rest" | string replace -r '^' -- "$before"
                else
                    __fish_complete_directories "$rest" '' | string replace -r '^' -- "$before"
                end
            case '*'
                printf '%s\n' $line
        end
    end
end
complete -c kzsearch -f -a '(__kzsearch_complete)'
