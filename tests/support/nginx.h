#pragma once

#include "support/process.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace otabench::support {

/// A real nginx on loopback, in one process, with all that it writes below one folder. It serves
/// `files/` of that folder. The destructor ends it.
class Nginx
{
public:
    struct Options
    {
        bool isTls = false;     ///< with server.pem and server.key of the folder
        std::string lines = {}; ///< more of its `server` block
    };

    /// @param folder  exists, with what `lines` and `isTls` need
    Nginx(std::filesystem::path folder, const Options &options);

    /// Listens when it returns. False: the reason is in err().
    [[nodiscard]] bool start();

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    /// http(s)://127.0.0.1:port/path
    [[nodiscard]] std::string url(const std::string &path) const;

    [[nodiscard]] std::filesystem::path files() const { return m_folder / "files"; }

    [[nodiscard]] const std::string &err() const { return m_process->err(); }

private:
    std::filesystem::path m_folder;
    bool m_isTls;
    std::uint16_t m_port;
    std::unique_ptr<Process> m_process;
};

} // namespace otabench::support
