#pragma once

#include "support/process.h"
#include "support/temporary_folder.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace otabench::support {

/// A real ser2net that shares one serial port on loopback: as raw TCP and as RFC 2217. Ready when
/// made; the destructor ends it.
class SerialServer
{
public:
    /// @param device  a pty, or what the shim of `environment` makes of one.
    explicit SerialServer(const std::string &device,
                          std::map<std::string, std::string> environment = {});

    [[nodiscard]] std::string rawAddress() const;
    [[nodiscard]] std::string rfc2217Address() const;

    void stop() { m_process.reset(); }

    /// Starts it again on the same ports.
    void startAgain();

private:
    bool start();

    TemporaryFolder m_folder;
    std::string m_device;
    std::map<std::string, std::string> m_environment;
    std::uint16_t m_rawPort = 0;
    std::uint16_t m_rfc2217Port = 0;
    std::unique_ptr<Process> m_process;
};

} // namespace otabench::support
