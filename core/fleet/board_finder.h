#pragma once

#include "fleet/board_registry.h"
#include "serial/ports.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::fleet {

/// A board that is known, a port of this computer, or both.
struct FoundBoard
{
    std::string address; ///< where it is now; where it was last, when it is not there
    bool isAttached = false;
    std::optional<BoardRecord> record;           ///< what is remembered of it
    std::optional<serial::PortDescription> port; ///< a port of this computer
};

/// Which board is where: what is remembered, laid over the ports that are there. A snapshot.
class BoardFinder
{
public:
    /// @param ports  of this computer, as serial::listPorts().
    BoardFinder(BoardRegistry::Records records, std::vector<serial::PortDescription> ports);

    /// Reads the registry and lists the ports.
    [[nodiscard]] static Result<BoardFinder> now(const Paths &paths);

    /// Ports in their order, then boards that are known and elsewhere, or nowhere now.
    [[nodiscard]] const std::vector<FoundBoard> &all() const { return m_all; }

    /// By MAC, label or address; an address that nobody knows is a board there. NotFound,
    /// InvalidArgument.
    [[nodiscard]] Result<FoundBoard> find(std::string_view text) const;

    /// Addresses of the boards of a bench, or with a tag: those that are attached. NotFound, naming
    /// it, when there is no such board; and when some are not attached, naming them.
    [[nodiscard]] Result<std::vector<std::string>> onBench(const std::string &bench) const;
    [[nodiscard]] Result<std::vector<std::string>> withTag(const std::string &tag) const;

    /// The board's label, else its MAC, else where it is.
    [[nodiscard]] static std::string nameOf(const FoundBoard &board);

private:
    template <typename Condition>
    Result<std::vector<std::string>> addresses(std::string_view what, const std::string &name,
                                               const Condition &condition) const;

    std::vector<FoundBoard> m_all;
};

} // namespace otabench::fleet
