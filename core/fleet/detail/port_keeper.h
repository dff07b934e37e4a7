#pragma once

#include "fleet/detail/bench.h"
#include "serial/port_watch.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace otabench::fleet::detail {

/// Follows boards from port to port as they are plugged, unplugged and renumbered.
///
/// a port comes    whose place (USB path) is a board's: the board is there
///                 whose USB serial number is that of one lost board: the board is there
///                 else, while boards with an agent are lost: a candidate, asked for its MAC
///                 else, when ports are followed: a new board
/// a port goes     the board there is lost, and waits for its place or for its MAC to come back
///
/// Whatever is guessed here, the MAC decides when the board has told it (Bench). Thread: the core
/// loop.
class PortKeeper
{
public:
    /// @param watch  nullptr: the system does not tell; ports are then as they were last listed.
    PortKeeper(Bench &bench, std::unique_ptr<serial::PortWatch> watch);

    /// Bench::add, with what is known of the port.
    void add(const std::string &address, const Profile &profile);

    /// Adds the ports that no board is at, and from now on those that come.
    [[nodiscard]] Result<> follow(const Profile &profile);

    /// Closes the ports that are lent to other programs, but for boards that are being updated, and
    /// takes back those that are lent no more.
    void lend(const std::set<std::string> &devices);

private:
    void onEvent(const serial::PortEvent &event);
    void onAdded(const serial::PortDescription &port);
    void onRemoved(const std::string &device);
    void attach(Board &board, const serial::PortDescription &port);
    bool lookAt(const serial::PortDescription &port);
    void seek();
    [[nodiscard]] Board *ownerOf(const serial::PortDescription &port);
    [[nodiscard]] bool mayBeAt(const Board &board) const;
    [[nodiscard]] bool isLent(const std::string &address) const;
    [[nodiscard]] Result<> listPorts();

    Bench &m_bench;
    std::unique_ptr<serial::PortWatch> m_watch;
    std::map<std::string, serial::PortDescription> m_ports; ///< by device
    std::set<std::string> m_lent;      ///< serial::keyOf() of those that are lent
    std::set<std::string> m_unclaimed; ///< devices that came, and nobody has asked for
    std::optional<Profile> m_followed; ///< of the boards that are added when they come
};

} // namespace otabench::fleet::detail
