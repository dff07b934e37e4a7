#include "completions.h"
#include "shell_text.h"

#include <fmt/format.h>

namespace otabench::reference {
namespace {

/// Text inside an _arguments specification, where brackets and colons have a meaning.
std::string escaped(const std::string &text)
{
    std::string result;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\')
            result += '\\';
        result += c;
    }
    return result;
}

std::string actionOf(const Option &option)
{
    switch (kindOf(option)) {
    case ValueKind::Choice:
        return "(" + joinWords(option.choices) + ")";
    case ValueKind::File:
        return "_files";
    case ValueKind::Folder:
        return "_files -/";
    case ValueKind::Board:
        return "_otabench_ports";
    case ValueKind::Flag:
    case ValueKind::Other:
        break;
    }
    return " "; // a value that only the user knows
}

std::string specification(const Option &option, const std::string &name)
{
    std::string text;
    if (option.isRepeatable)
        text = "*";
    else if (option.names.size() > 1)
        text = "(" + joinWords(option.names) + ")";
    text += name + "[" + escaped(brief(option.text)) + "]";
    if (!option.value.empty())
        text += ":" + escaped(option.value) + ":" + actionOf(option);
    return quoted(text);
}

std::string functionOf(const std::vector<std::string> &path)
{
    return "_" + identifier(joinWords(path));
}

void appendCommands(std::string &body, const std::vector<std::string> &path, const Command &command)
{
    body += "        '1:command:->command' \\\n        '*::argument:->argument'\n"
            "    case $state in\n        command)\n            commands=(\n";
    for (const Command &sub : command.commands)
        body += "                " + quoted(escaped(sub.name) + ":" + brief(sub.text)) + "\n";
    body += "            )\n            _describe command commands ;;\n        argument)\n"
            "            case $line[1] in\n";
    for (const Command &sub : command.commands) {
        std::vector<std::string> below = path;
        below.push_back(sub.name);
        body += fmt::format("                {}) {} ;;\n", sub.name, functionOf(below));
    }
    body += "            esac ;;\n    esac\n";
}

void appendArguments(std::string &body, const Command &command)
{
    for (const Option &positional : command.positionals)
        body += "        " +
                quoted((positional.isRepeatable ? "*:" : ":") + escaped(positional.names.front()) +
                       ":" + actionOf(positional)) +
                " \\\n";
    body += "        && return 0\n";
}

} // namespace

std::string zshCompletion(const Command &program)
{
    std::string text =
        fmt::format("#compdef {}\n# Made from the program's option table.\n\n"
                    "_otabench_ports() {{\n    local -a ports=(/dev/ttyUSB*(N) /dev/ttyACM*(N))\n"
                    "    compadd -a ports\n    _files\n}}\n",
                    program.name);
    walk(program, [&text](const std::vector<std::string> &path, const Command &command,
                          const std::vector<Option> &options) {
        std::string body = "\n" + functionOf(path) +
                           "() {\n    local curcontext=$curcontext state line\n"
                           "    local -a commands\n    typeset -A opt_args\n"
                           "    _arguments -C \\\n";
        for (const Option &option : options) {
            for (const std::string &name : option.names)
                body += "        " + specification(option, name) + " \\\n";
        }
        if (command.commands.empty())
            appendArguments(body, command);
        else
            appendCommands(body, path, command);
        text += body + "}\n";
    });
    return text + "\n" + "_" + identifier(program.name) + " \"$@\"\n";
}

} // namespace otabench::reference
