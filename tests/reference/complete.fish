# Asks a completion script what it offers: fish --no-config complete.fish SCRIPT <LINES. See complete.bash.
source $argv[1]
while read -l line
    echo "> $line"
    complete -C "$line" | string replace -r '\t.*' ''
end
exit 0
