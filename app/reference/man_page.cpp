#include "man_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace otabench::reference {
namespace {

/// Length of the UTF-8 sequence that begins with this byte, and the bits of the byte that count.
std::pair<std::size_t, unsigned> sequence(unsigned char lead)
{
    if (lead >= 0xf0)
        return {4, lead & 0x07u};
    if (lead >= 0xe0)
        return {3, lead & 0x0fu};
    return {2, lead & 0x1fu};
}

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string bold(const std::string &text)
{
    return "\\fB" + roff(text) + "\\fR";
}

std::string italic(const std::string &text)
{
    return "\\fI" + roff(text) + "\\fR";
}

std::string joined(const std::vector<std::string> &words, std::string (*style)(const std::string &))
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : ", ") + style(word);
    return text;
}

std::string sentence(const std::string &text)
{
    const bool ends =
        !text.empty() && std::string_view(".!?").find(text.back()) != std::string::npos;
    return roff(text) + (ends || text.empty() ? "" : ".");
}

/// The lines after the first, as they are.
void appendVerbatim(std::string &page, const std::string &lines)
{
    page += ".nf\n";
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', at), lines.size());
        const std::string line = lines.substr(at, end - at);
        const bool isEmpty = line.find_first_not_of(' ') == std::string::npos;
        if (!isEmpty)
            page += roff(line) + "\n";
        else if (at > 0 && end < lines.size())
            page += ".sp\n";
        at = end + 1;
    }
    page += ".fi\n";
}

void appendText(std::string &page, const std::string &text)
{
    const std::size_t end = text.find('\n');
    if (end == std::string::npos) {
        page += sentence(text) + "\n";
        return;
    }
    page += roff(text.substr(0, end)) + ":\n.RS\n";
    appendVerbatim(page, text.substr(end + 1));
    page += ".RE\n";
}

void appendOption(std::string &page, const Option &option, bool isPositional)
{
    page += ".TP\n" + (isPositional ? joined(option.names, italic) : joined(option.names, bold));
    if (!isPositional && !option.value.empty())
        page += " " + italic(option.value);
    if (option.isRepeatable)
        page += " \\&...";
    page += "\n";
    appendText(page, option.text);
    if (!option.choices.empty())
        page += "One of " + joined(option.choices, bold) + ".\n";
    if (!option.preset.empty())
        page += "Default: " + roff(option.preset) + ".\n";
    if (option.isRequired)
        page += "Required.\n";
    if (!option.excludes.empty())
        page += "Not together with " + joined(option.excludes, bold) + ".\n";
}

std::string synopsis(const Command &command, const std::string &call)
{
    std::string text = bold(call);
    text += " [" + italic("OPTIONS") + "]";
    if (!command.commands.empty())
        text +=
            command.isCommandRequired ? " " + italic("COMMAND") : " [" + italic("COMMAND") + "]";
    for (const Option &positional : command.positionals) {
        const std::string name =
            italic(positional.names.front()) + (positional.isRepeatable ? "\\ \\&..." : "");
        text += positional.isRequired ? " " + name : " [" + name + "]";
    }
    return text + "\n";
}

void appendTable(std::string &page, const Command &command)
{
    for (const Option &positional : command.positionals)
        appendOption(page, positional, /*isPositional=*/true);
    for (const Option &option : command.options)
        appendOption(page, option, /*isPositional=*/false);
}

void appendFooter(std::string &page, const Command &command)
{
    if (command.footer.empty())
        return;
    page += ".PP\n";
    appendVerbatim(page, command.footer);
}

void appendSubcommands(std::string &page, const Command &command, const std::string &call)
{
    for (const Command &sub : command.commands) {
        const std::string name = call + " " + sub.name;
        page +=
            ".SS " + roff(name) + "\n" + synopsis(sub, name) + ".PP\n" + sentence(sub.text) + "\n";
        appendTable(page, sub);
        appendFooter(page, sub);
        appendSubcommands(page, sub, name);
    }
}

/// The commands of a program, each with a page of its own.
void appendCommandList(std::string &page, const Command &program)
{
    for (const Command &command : program.commands)
        page += ".TP\n" + bold(command.name) + "\n" + sentence(command.text) + "\nSee " +
                bold(program.name + "-" + command.name) + "(1).\n";
}

} // namespace

std::string roff(const std::string &text)
{
    std::string source;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            switch (byte) {
            case '\\':
                source += "\\e";
                break;
            case '-':
                source += "\\-";
                break;
            case '\'':
                source += "\\(aq";
                break;
            case '"':
                source += "\\(dq";
                break;
            case '^':
                source += "\\(ha";
                break;
            case '~':
                source += "\\(ti";
                break;
            case '.':
                source += at == 0 || text[at - 1] == '\n' ? "\\&." : ".";
                break;
            default:
                source += static_cast<char>(byte);
            }
            ++at;
            continue;
        }
        auto [length, point] = sequence(byte);
        for (std::size_t next = 1; next < length && at + next < text.size(); ++next)
            point = point << 6 | (static_cast<unsigned char>(text[at + next]) & 0x3fu);
        source += fmt::format("\\[u{:04X}]", point);
        at += length;
    }
    return source;
}

std::string manPage(const Command &command, const std::string &title, const std::string &call,
                    const std::vector<Option> &inherited, const PageFrame &frame)
{
    const bool isProgram = title == call;
    std::string page = fmt::format(
        ".\\\" Made from the program's option table; do not edit.\n"
        ".TH {} 1 {} \"otabench {}\" \"User Commands\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n",
        roff(upper(title)), frame.date, roff(frame.version), roff(title),
        roff(command.text.substr(0, command.text.find_last_not_of('.') + 1)));
    page += synopsis(command, call);
    page += ".SH DESCRIPTION\n" + sentence(command.text) + "\n";
    if (isProgram || command.commands.empty())
        appendFooter(page, command);
    page += ".SH OPTIONS\n";
    Command whole = command;
    whole.options = withInherited(command.options, inherited);
    appendTable(page, whole);
    if (!command.commands.empty()) {
        page += ".SH COMMANDS\n";
        if (isProgram)
            appendCommandList(page, command);
        else
            appendSubcommands(page, command, call);
    }
    if (!isProgram && !command.commands.empty() && !command.footer.empty()) {
        page += ".SH NOTES\n";
        appendFooter(page, command);
    }
    page += frame.sections;
    if (!frame.seeAlso.empty())
        page += ".SH SEE ALSO\n" + frame.seeAlso + "\n";
    return page;
}

} // namespace otabench::reference
