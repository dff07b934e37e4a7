#include "shell_text.h"

#include <algorithm>

namespace otabench::reference {
namespace {

constexpr std::size_t kBriefBytes = 72;

void walkBelow(std::vector<std::string> &path, const Command &command,
               const std::vector<Option> &above, const Visit &visit)
{
    path.push_back(command.name);
    const std::vector<Option> options = withInherited(command.options, above);
    visit(path, command, options);
    // Options of the program itself may follow every command; those of a command stay its own.
    const std::vector<Option> &passedOn = path.size() == 1 ? command.options : above;
    for (const Command &sub : command.commands)
        walkBelow(path, sub, passedOn, visit);
    path.pop_back();
}

} // namespace

std::string quoted(const std::string &text)
{
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'')
            result += "'\\''";
        else
            result += c;
    }
    return result + "'";
}

std::string brief(const std::string &text)
{
    std::string line = text.substr(0, text.find('\n'));
    if (line.size() <= kBriefBytes)
        return line;
    const std::size_t space = line.rfind(' ', kBriefBytes);
    return line.substr(0, space == std::string::npos ? kBriefBytes : space) + " …";
}

std::string identifier(const std::string &name)
{
    std::string result = name;
    std::ranges::replace(result, '-', '_');
    std::ranges::replace(result, ' ', '_');
    return result;
}

void walk(const Command &program, const Visit &visit)
{
    std::vector<std::string> path;
    walkBelow(path, program, {}, visit);
}

std::string joinWords(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

} // namespace otabench::reference
