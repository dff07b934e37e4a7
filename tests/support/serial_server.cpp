#include "support/serial_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace otabench::support {
namespace {

constexpr int kTries = 5;

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

/// ser2net cannot be asked which port it got, so it is told one that is free now. Another program
/// may take it in between: then it does not start, and is tried with others.
std::uint16_t freePort()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        throw std::runtime_error("no free port on loopback");
    ::close(listener);
    return ntohs(address.sin_port);
}

/// Whether the port is listened on, by the kernel's table: a connection would open the device.
bool isListening(std::uint16_t port)
{
    std::ifstream table("/proc/net/tcp");
    const std::string wanted = [&] {
        char text[16];
        std::snprintf(text, sizeof text, ":%04X ", port);
        return std::string(text);
    }();
    for (std::string line; std::getline(table, line);) {
        const auto local = line.find(wanted);
        if (local != line.npos && local < 20 && line.find(" 0A ") != line.npos)
            return true;
    }
    return false;
}

} // namespace

SerialServer::SerialServer(const std::string &device,
                           std::map<std::string, std::string> environment)
    : m_device(device)
    , m_environment(std::move(environment))
{
    for (int tries = 0; tries < kTries; ++tries) {
        m_rawPort = freePort();
        m_rfc2217Port = freePort();
        if (start())
            return;
    }
    throw std::runtime_error("ser2net does not start: " + m_process->err());
}

void SerialServer::startAgain()
{
    if (!start())
        throw std::runtime_error("ser2net does not start again: " + m_process->err());
}

bool SerialServer::start()
{
    const auto file = m_folder / "ser2net.yaml";
    const auto connection = [&](const char *name, const char *protocol, std::uint16_t port) {
        return std::string("connection: &") + name + "\n  accepter: " + protocol +
               "tcp,127.0.0.1," + std::to_string(port) + "\n  connector: serialdev," + m_device +
               ",115200n81,local\n";
    };
    std::ofstream(file) << connection("raw", "", m_rawPort)
                        << connection("lines", "telnet(rfc2217),", m_rfc2217Port);
    const std::string path =
        ::access("/usr/sbin/ser2net", X_OK) == 0 ? "/usr/sbin/ser2net" : "ser2net";
    m_process = std::make_unique<Process>(Command{
        .arguments = {path, "-n", "-u", "-c", file.string()}, .environment = m_environment});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < end) {
        if (isListening(m_rawPort) && isListening(m_rfc2217Port))
            return true;
        // It says so when it cannot, and ends.
        if (m_process->waitFor([](const auto &, const auto &) { return false; },
                               std::chrono::milliseconds(20)))
            return false;
    }
    return false;
}

std::string SerialServer::rawAddress() const
{
    return "tcp://127.0.0.1:" + std::to_string(m_rawPort);
}

std::string SerialServer::rfc2217Address() const
{
    return "rfc2217://127.0.0.1:" + std::to_string(m_rfc2217Port);
}

} // namespace otabench::support
