#pragma once

#include "certificates/authority.h"
#include "image/maker.h"
#include "server/image_server.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <memory>
#include <string>

namespace otabench::board {

/// A lab CA, a server with its certificate on 127.0.0.1, and images to serve.
class LabServer
{
public:
    explicit LabServer(const support::TemporaryFolder &folder);

    [[nodiscard]] const std::filesystem::path &caFile() const { return m_caFile; }

    /// Publishes an image of 256 KB; its URL.
    [[nodiscard]] std::string serve(const std::string &chip, const std::string &version);

    /// Publishes a file; its URL.
    [[nodiscard]] std::string serveFile(const std::filesystem::path &file);

private:
    const support::TemporaryFolder &m_folder;
    std::filesystem::path m_caFile;
    std::unique_ptr<server::ImageServer> m_server;
};

} // namespace otabench::board
