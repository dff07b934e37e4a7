#pragma once

#include "command_table.h"

#include <string>

namespace otabench::reference {

/// What a page has besides its table.
struct PageFrame
{
    std::string version;
    std::string date;     ///< of the release, YYYY-MM-DD
    std::string sections; ///< man(7) source of sections written by hand, before SEE ALSO
    std::string seeAlso;  ///< man(7) source; empty: no such section
};

/// A page of section 1 in man(7). `title` names the page: "otabench-cli-ca"; `call` is how the
/// command is called: "otabench-cli ca". Its subcommands are part of the page when `inherited`, the
/// options of the programs above it, says that it is a group itself.
[[nodiscard]] std::string manPage(const Command &command, const std::string &title,
                                  const std::string &call, const std::vector<Option> &inherited,
                                  const PageFrame &frame);

/// Text as man(7) source: nothing of it is taken for a request or an escape.
[[nodiscard]] std::string roff(const std::string &text);

} // namespace otabench::reference
