#include "completions.h"
#include "shell_text.h"

#include <fmt/format.h>

namespace otabench::reference {
namespace {

/// Inside single quotes fish takes \\ and \' for escapes.
std::string fishQuoted(const std::string &text)
{
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\')
            result += '\\';
        result += c;
    }
    return result + "'";
}

std::string valueArguments(const Option &option)
{
    switch (kindOf(option)) {
    case ValueKind::Flag:
        return "";
    case ValueKind::Choice:
        return " -x -a " + fishQuoted(joinWords(option.choices));
    case ValueKind::File:
        return " -r -F";
    case ValueKind::Folder:
        return " -x -a '(__fish_complete_directories)'";
    case ValueKind::Board:
        return " -r -F -a '(path filter /dev/ttyUSB* /dev/ttyACM* 2>/dev/null)'";
    case ValueKind::Other:
        break;
    }
    return " -x";
}

std::string namesOf(const Option &option)
{
    std::string text;
    for (const std::string &name : option.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    return text;
}

constexpr std::string_view kLogic = R"FISH(
# The commands typed so far are these.
function __{0}_at
    set -l path
    for token in (commandline -opc)[2..-1]
        set -l longer (string join ' ' -- $path $token)
        contains -- "$longer" $__{0}_paths; and set -a path $token
    end
    test "$path" = "$argv[1]"
end

complete -c {1} -f
)FISH";

} // namespace

std::string fishCompletion(const Command &program)
{
    const std::string name = identifier(program.name);
    std::string paths, lines;
    walk(program, [&](const std::vector<std::string> &path, const Command &command,
                      const std::vector<Option> &options) {
        const std::string place = joinWords({path.begin() + 1, path.end()});
        if (!place.empty())
            paths += " " + fishQuoted(place);
        const std::string start = fmt::format("complete -c {} -n {}", program.name,
                                              fishQuoted("__" + name + "_at \"" + place + "\""));
        for (const Command &sub : command.commands)
            lines += fmt::format("{} -a {} -d {}\n", start, sub.name, fishQuoted(brief(sub.text)));
        for (const Option &option : options)
            lines += start + namesOf(option) + valueArguments(option) + " -d " +
                     fishQuoted(brief(option.text)) + "\n";
        for (const Option &positional : command.positionals) {
            const ValueKind kind = kindOf(positional);
            if (kind == ValueKind::File || kind == ValueKind::Board || kind == ValueKind::Folder)
                lines += start + " -F\n";
        }
    });
    return fmt::format(
               "# fish completion for {}, made from its option table\n\nset -g __{}_paths{}\n",
               program.name, name, paths) +
           fmt::format(fmt::runtime(kLogic), name, program.name) + lines;
}

} // namespace otabench::reference
