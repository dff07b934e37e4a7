#pragma once

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace otabench::support {

/// A pseudo-terminal whose master is the test's board. The slave stays open too, so that the master
/// can be read while nobody else has the port.
class Pty
{
public:
    Pty()
    {
        std::array<char, 64> name{};
        if (::openpty(&m_master, &m_slave, name.data(), nullptr, nullptr) != 0)
            throw std::runtime_error("openpty failed");
        ::fcntl(m_master, F_SETFL, O_NONBLOCK);
        for (const int end : {m_master, m_slave})
            ::fcntl(end, F_SETFD, FD_CLOEXEC); // a child with the master would keep it open
        m_path = name.data();
        termios settings = {};
        ::tcgetattr(m_slave, &settings);
        ::cfmakeraw(&settings);
        ::tcsetattr(m_slave, TCSANOW, &settings);
    }

    ~Pty() { hangUp(); }

    Pty(const Pty &) = delete;
    Pty &operator=(const Pty &) = delete;

    /// /dev/pts/N
    [[nodiscard]] const std::string &path() const { return m_path; }

    [[nodiscard]] int slave() const { return m_slave; }

    /// The board prints.
    void print(std::string_view text)
    {
        while (!text.empty()) {
            const ssize_t count = ::write(m_master, text.data(), text.size());
            if (count > 0)
                text.remove_prefix(static_cast<std::size_t>(count));
            else if (count < 0 && errno != EAGAIN && errno != EINTR)
                throw std::runtime_error("the pty takes no bytes");
        }
    }

    /// Whether that much can be printed though the host reads nothing: the kernel holds 4 KB.
    [[nodiscard]] bool hasRoom(std::size_t bytes) const
    {
        int waiting = 0;
        return ::ioctl(m_slave, FIONREAD, &waiting) == 0 &&
               static_cast<std::size_t>(waiting) + bytes <= 4000;
    }

    /// Whether the host has read all that was printed.
    [[nodiscard]] bool isRead() const
    {
        int waiting = -1;
        return ::ioctl(m_slave, FIONREAD, &waiting) == 0 && waiting == 0;
    }

    /// What the host has sent since the last call, as far as it has come.
    std::string received()
    {
        std::string all;
        std::array<char, 4096> buffer;
        for (;;) {
            const ssize_t count = ::read(m_master, buffer.data(), buffer.size());
            if (count <= 0)
                return all;
            all.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }

    /// The board is unplugged.
    void hangUp()
    {
        for (int *end : {&m_slave, &m_master}) {
            if (*end >= 0)
                ::close(std::exchange(*end, -1));
        }
    }

private:
    int m_master = -1;
    int m_slave = -1;
    std::string m_path;
};

} // namespace otabench::support
