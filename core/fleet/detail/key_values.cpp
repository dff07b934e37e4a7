#include "fleet/detail/key_values.h"

#include <algorithm>

namespace otabench::fleet::detail {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool isControl(char character)
{
    return static_cast<unsigned char>(character) < 0x20 && character != '\t';
}

} // namespace

Result<std::vector<KeyValue>> parseKeyValues(std::string_view text, std::string_view source)
{
    std::vector<KeyValue> pairs;
    for (unsigned number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#')
            continue;
        const std::size_t equals = line.find('=');
        const std::string_view key = trimmed(line.substr(0, equals));
        if (equals == std::string_view::npos || key.empty() || std::ranges::any_of(line, isControl))
            return fail(ErrorCode::InvalidArgument,
                        "{}, line {}: this is no line of the form \"key = value\"", source, number);
        pairs.push_back({std::string(key), std::string(trimmed(line.substr(equals + 1))), number});
    }
    return pairs;
}

std::string escaped(std::string_view value)
{
    std::string text;
    for (const char character : value) {
        if (character == '\\')
            text += "\\\\";
        else if (character == '\n')
            text += "\\n";
        else if (character == ' ') // blanks at the ends would be lost
            text += "\\s";
        else if (character == '\t')
            text += "\\t";
        else if (!isControl(character))
            text += character;
    }
    return text;
}

std::string unescaped(std::string_view value)
{
    std::string text;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const bool isEscape = value[i] == '\\' && i + 1 < value.size();
        if (!isEscape) {
            text += value[i];
            continue;
        }
        const char next = value[++i];
        text += next == 'n' ? '\n' : next == 's' ? ' ' : next == 't' ? '\t' : next;
    }
    return text;
}

} // namespace otabench::fleet::detail
