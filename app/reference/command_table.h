#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace otabench::reference {

/// An option or a positional argument, as its program declares it.
struct Option
{
    std::vector<std::string> names; ///< "-o", "--output"; of a positional one: "FILE"
    std::string value;              ///< "FILE"; empty: a flag
    std::vector<std::string> choices;
    std::string preset; ///< its value when it is not given
    std::string text;
    std::vector<std::string> excludes;
    bool isRequired = false;
    bool isRepeatable = false;
};

/// A program, or a command of one, with all that --help tells of it.
struct Command
{
    std::string name;
    std::string text;
    std::string footer; ///< preformatted
    std::vector<Option> options;
    std::vector<Option> positionals;
    std::vector<Command> commands;
    bool isCommandRequired = false; ///< one of `commands` has to follow
};

/// The table of a program whose command line is CLI11's, with its subcommands.
[[nodiscard]] Command commandTable(const CLI::App &app);

/// What a value is, for shells that complete it.
enum class ValueKind
{
    Flag, ///< no value
    Choice,
    File,
    Folder,
    Board, ///< a serial port; MAC addresses and labels are not known to a shell
    Other,
};

[[nodiscard]] ValueKind kindOf(const Option &option);

/// Its options and those of the commands above it that may follow it as well: all but --help and
/// --version.
[[nodiscard]] std::vector<Option> withInherited(const std::vector<Option> &own,
                                                const std::vector<Option> &above);

} // namespace otabench::reference
