# Sourced by the zsh that complete.zsh asks: prints what completion adds instead of showing it.
unsetopt beep
PROMPT= RPROMPT=
autoload -Uz compinit
compinit -u -d $dump
compadd() {
    # With these, words are only looked at.
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)* ]]; then
        builtin compadd "$@"
        return
    fi
    local -a offered
    builtin compadd -O offered "$@"
    local word
    for word in $offered; do
        print -r -- "offer:$word"
    done
    builtin compadd "$@"
}
finished() {
    print -r -- offer-end
    compstate[insert]='' compstate[list]=''
    comppostfuncs=(finished)
}
comppostfuncs=(finished)
bindkey '^I' complete-word
bindkey '^U' kill-whole-line
print READ''Y
