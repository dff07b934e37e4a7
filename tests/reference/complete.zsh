# Asks a completion function what it offers: zsh -f complete.zsh FOLDER <LINES. See complete.bash. FOLDER has the
# functions. What zsh completes it completes in its line editor only, so it runs another zsh on a terminal.
zmodload zsh/zpty
zpty asked zsh -f -i
zpty -w asked "fpath=(${(q)1} \$fpath); dump=${(q)2}"
zpty -w asked "source ${(q)0:A:h}/inner.zsh"
zpty -r -m asked answer '*READY*' || exit 1

while IFS= read -r line; do
    print -r -- "> $line"
    zpty -w -n asked "$line"$'\t'
    answer=''
    zpty -r -m asked answer '*offer-end*' || exit 1
    for word in ${(f)answer//$'\r'/}; do
        [[ $word == *offer:* ]] && print -r -- "${word##*offer:}"
    done
    zpty -w -n asked $'\C-u'
done
zpty -d asked
