# Asks a completion script what it offers: bash complete.bash SCRIPT <LINES. Each line is a command line up to the
# cursor; answered with "> LINE" and what is offered, a word a line ("@default": whatever bash itself would, files).
source "$1"
compopt() { echo "@$2"; } # outside readline there is nothing to set

while IFS= read -r line; do
    read -ra COMP_WORDS <<<"$line"
    [[ $line != *' ' ]] || COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    how=$(complete -p "${COMP_WORDS[0]}") || exit 1
    how=${how##* -F }
    echo "> $line"
    "${how%% *}"
    printf '%s\n' "${COMPREPLY[@]}"
done
