#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace otabench::server {

/// The TLS client of a board: Mbed TLS 2.28 with its default settings, which does TLS 1.2. Its own
/// translation unit, because the library's names collide with OpenSSL's.
class MbedClient
{
public:
    /// What a board keeps of a connection to resume it.
    struct Session;
    using SessionPointer = std::shared_ptr<Session>;

    /// Connects to 127.0.0.1, with `caPem` as the trusted CA and `host` as the name that is
    /// checked.
    MbedClient(std::uint16_t port, const std::string &caPem, const std::string &host,
               const SessionPointer &resume = nullptr);
    ~MbedClient();
    MbedClient(const MbedClient &) = delete;
    MbedClient &operator=(const MbedClient &) = delete;

    /// The handshake's result: 0 or Mbed TLS's negative code.
    [[nodiscard]] int handshakeResult() const { return m_result; }

    [[nodiscard]] bool send(std::string_view bytes);
    /// Exactly so many bytes; fewer when the connection ends.
    [[nodiscard]] std::string read(std::size_t bytes);
    [[nodiscard]] std::string readHead();
    [[nodiscard]] SessionPointer session() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
    int m_result = 0;
};

} // namespace otabench::server
