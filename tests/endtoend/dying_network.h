#pragma once

#include <cstdint>
#include <thread>

namespace otabench::endtoend {

/// A network that boards share: forwards connections to a port of 127.0.0.1, and dies for good when
/// so many bytes have come from there.
class DyingNetwork
{
public:
    /// @param lifeBytes  0: it lives for ever
    DyingNetwork(std::uint16_t serverPort, std::uint64_t lifeBytes);
    DyingNetwork(const DyingNetwork &) = delete;
    DyingNetwork &operator=(const DyingNetwork &) = delete;

    /// Where boards connect.
    [[nodiscard]] std::uint16_t port() const { return m_port; }

    /// A port of 127.0.0.1 that was free a moment ago.
    [[nodiscard]] static std::uint16_t freePort();

private:
    void run(const std::stop_token &stop);

    std::uint16_t m_serverPort, m_port = 0;
    std::uint64_t m_left;
    bool m_isMortal;
    int m_listener = -1;
    std::jthread m_thread; ///< last: it uses the others
};

} // namespace otabench::endtoend
