#include "completions.h"
#include "shell_text.h"

#include <fmt/format.h>

namespace otabench::reference {
namespace {

/// How the script completes a value: the words after "choice", or a kind.
std::string valueOf(const Option &option)
{
    switch (kindOf(option)) {
    case ValueKind::Flag:
        return "";
    case ValueKind::Choice:
        return "choice " + joinWords(option.choices);
    case ValueKind::File:
        return "file";
    case ValueKind::Folder:
        return "folder";
    case ValueKind::Board:
        return "board";
    case ValueKind::Other:
        break;
    }
    return "other";
}

std::string argumentOf(const Command &command)
{
    for (const Option &positional : command.positionals) {
        if (const ValueKind kind = kindOf(positional); kind != ValueKind::Other)
            return valueOf(positional);
    }
    return "other";
}

// %1$s of printf, done by hand: @F is the function's name, @P the program's.
constexpr std::string_view kLogic = R"SH(
# Completes one value of a kind.
@F_value()
{
    case $1 in
        file) compopt -o default ;;
        folder) compopt -o dirnames ;;
        board)
            mapfile -t COMPREPLY < <(compgen -W "$(compgen -G '/dev/ttyUSB*'; compgen -G '/dev/ttyACM*')" -- "$2")
            [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o default ;;
        choice) mapfile -t COMPREPLY < <(compgen -W "${*:3}" -- "$2") ;;
    esac
}

@F()
{
    local cur=${COMP_WORDS[COMP_CWORD]} path='@P' option='' value='' i word commands options argument
    COMPREPLY=()
    @F_at "$path"
    # The commands before the cursor. Bash splits words at = and :.
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $option ]]; then
            [[ $word == = ]] || option=''
        elif [[ $word == -* ]]; then
            @F_takes "$path" "$word"
            [[ -z $value ]] || option=$word
        elif [[ " $commands " == *" $word "* ]]; then
            path="$path $word"
            @F_at "$path"
        fi
    done
    [[ $cur != = ]] || cur=''
    if [[ $COMP_CWORD -gt 1 && ${COMP_WORDS[COMP_CWORD - 1]} == : || $cur == : ]]; then
        compopt -o default # behind pty: or file:
    elif [[ -n $option ]]; then
        @F_takes "$path" "$option"
        read -ra word <<<"$value"
        @F_value "${word[0]}" "$cur" "${word[@]:1}"
    elif [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
        [[ ${#COMPREPLY[@]} -gt 0 ]] || {
            read -ra word <<<"$argument"
            @F_value "${word[0]}" "$cur" "${word[@]:1}"
        }
    fi
} && complete -F @F @P
)SH";

std::string filledIn(std::string_view logic, const std::string &function,
                     const std::string &program)
{
    std::string text;
    for (std::size_t at = 0; at < logic.size(); ++at) {
        const bool isMark = logic[at] == '@' && at + 1 < logic.size();
        if (isMark && logic[at + 1] == 'F')
            text += function, ++at;
        else if (isMark && logic[at + 1] == 'P')
            text += program, ++at;
        else
            text += logic[at];
    }
    return text;
}

} // namespace

std::string bashCompletion(const Command &program)
{
    const std::string function = "_" + identifier(program.name);
    std::string places, values;
    walk(program, [&](const std::vector<std::string> &path, const Command &command,
                      const std::vector<Option> &options) {
        std::vector<std::string> commands, names;
        for (const Command &sub : command.commands)
            commands.push_back(sub.name);
        for (const Option &option : options) {
            names.insert(names.end(), option.names.begin(), option.names.end());
            const std::string value = valueOf(option);
            for (const std::string &name : option.names) {
                if (!value.empty())
                    values += fmt::format("        {}) value={} ;;\n",
                                          quoted(joinWords(path) + ":" + name), quoted(value));
            }
        }
        places += fmt::format("        {})\n            commands={}\n            options={}\n"
                              "            argument={} ;;\n",
                              quoted(joinWords(path)), quoted(joinWords(commands)),
                              quoted(joinWords(names)), quoted(argumentOf(command)));
    });
    return fmt::format(
               "# bash completion for {0}, made from its option table -*- shell-script -*-\n"
               "# shellcheck disable=SC2034,SC2207\n\n"
               "# What can follow a command.\n"
               "{1}_at()\n{{\n    case $1 in\n{2}    esac\n}}\n\n"
               "# How the value of a command's option is completed; empty: it takes none.\n"
               "{1}_takes()\n{{\n    value=''\n    case $1:$2 in\n{3}    esac\n}}\n",
               program.name, function, places, values) +
           filledIn(kLogic, function, program.name);
}

} // namespace otabench::reference
