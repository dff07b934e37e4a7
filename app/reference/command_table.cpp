#include "command_table.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace otabench::reference {
namespace {

/// CLI11 says "TEXT:{csv,json}", "UINT:UINT in [1 - 9]", "FILE": the word before the colon.
std::string valueWord(const std::string &type)
{
    return type.substr(0, type.find(':'));
}

std::vector<std::string> choicesIn(const std::string &type)
{
    const auto open = type.find(":{");
    const auto close = type.find('}', open);
    if (open == std::string::npos || close == std::string::npos)
        return {};
    return CLI::detail::split(type.substr(open + 2, close - open - 2), ',');
}

Option optionOf(const CLI::Option &from)
{
    Option option;
    for (const std::string &name : from.get_snames())
        option.names.push_back("-" + name);
    for (const std::string &name : from.get_lnames())
        option.names.push_back("--" + name);
    if (from.get_positional())
        option.names = {from.get_name(/*positional=*/true)};
    const bool takesValue = from.get_items_expected_max() > 0;
    if (takesValue) {
        // HOST[:PORT] has a colon of its own.
        const std::string type = from.get_type_name();
        option.value = type.find("[:") != std::string::npos ? type : valueWord(type);
        option.choices = choicesIn(type);
    }
    option.preset = from.get_default_str();
    option.text = from.get_description();
    for (const CLI::Option *other : from.get_excludes())
        option.excludes.push_back(other->get_name());
    std::ranges::sort(option.excludes);
    option.isRequired = from.get_required();
    option.isRepeatable = from.get_expected_max() > 1;
    return option;
}

bool isHelpOrVersion(const Option &option)
{
    return std::ranges::any_of(option.names, [](const std::string &name) {
        return name == "--help" || name == "--version";
    });
}

} // namespace

Command commandTable(const CLI::App &app)
{
    Command command;
    command.name = app.get_name();
    command.text = app.get_description();
    command.footer = app.get_footer();
    command.isCommandRequired = app.get_require_subcommand_min() > 0;
    for (const CLI::Option *option : app.get_options()) {
        if (option->get_group().empty())
            continue; // hidden
        auto &list = option->get_positional() ? command.positionals : command.options;
        list.push_back(optionOf(*option));
    }
    for (const CLI::App *sub : app.get_subcommands(std::function<bool(const CLI::App *)>())) {
        if (!sub->get_group().empty())
            command.commands.push_back(commandTable(*sub));
    }
    return command;
}

ValueKind kindOf(const Option &option)
{
    if (option.value.empty())
        return ValueKind::Flag;
    if (!option.choices.empty())
        return ValueKind::Choice;
    // A positional argument has its meaning in its name.
    const std::string &word = option.value == "TEXT" ? option.names.front() : option.value;
    const auto isOneOf = [&word](std::initializer_list<std::string_view> words) {
        return std::ranges::find(words, word) != words.end();
    };
    if (isOneOf({"FILE", "IMAGE", "FIRST", "SECOND"}))
        return ValueKind::File;
    if (isOneOf({"DIR"}))
        return ValueKind::Folder;
    if (isOneOf({"BOARD", "ADDR", "board", "address"}))
        return ValueKind::Board;
    return ValueKind::Other;
}

std::vector<Option> withInherited(const std::vector<Option> &own, const std::vector<Option> &above)
{
    std::vector<Option> all = own;
    for (const Option &option : above) {
        const bool isOwn = std::ranges::any_of(own, [&option](const Option &mine) {
            return mine.names.back() == option.names.back();
        });
        if (!isOwn && !isHelpOrVersion(option))
            all.push_back(option);
    }
    return all;
}

} // namespace otabench::reference
