#pragma once

#include "base/paths.h"
#include "fleet/server_state.h"
#include "image/reader.h"
#include "server/image_server.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::fleet {

class CertificateWatch;

namespace detail {
class ServerObservation;
} // namespace detail

/// Which boards would not take it as an update, a sentence without a full stop; empty: those of
/// its chip would.
[[nodiscard]] std::string whoRefuses(const image::Image &image);

/// What to serve, and how.
struct FileServerOptions
{
    std::vector<std::filesystem::path> files;
    std::string bindAddress = "0.0.0.0";
    std::uint16_t port = 0; ///< 0: any free one
    std::string host = {};  ///< in the URLs; empty: the address, or the one boards likely reach
    bool plainHttp = false;
    std::vector<server::Login> logins = {};
    server::Sharing sharing = {};
    std::vector<server::Fault> faults = {};
    Paths paths = {};
    /// As of LabOptions.
    std::function<Result<std::string>()> caPassphrase = {};
};

/// Files served over HTTPS, or plain HTTP, until it is stopped: what `otabench-cli serve` does, for
/// the window. Thread: one at a time; start() reads the files and may take seconds.
class FileServer
{
public:
    /// InvalidArgument without files; what image::readImage and ImageServer::start fail with.
    [[nodiscard]] static Result<std::unique_ptr<FileServer>> start(FileServerOptions options);
    ~FileServer(); ///< stop()
    FileServer(const FileServer &) = delete;
    FileServer &operator=(const FileServer &) = delete;

    void setSharing(const server::Sharing &sharing);
    [[nodiscard]] Result<> setFaults(std::vector<server::Fault> faults);

    /// The state of the moment, with what has happened since the last one.
    [[nodiscard]] ServerState look();

    /// Closes all connections. The last state, which has isRunning == false.
    [[nodiscard]] ServerState stop();

private:
    FileServer(std::unique_ptr<server::ImageServer> server, ServerState facts);

    std::unique_ptr<server::ImageServer> m_server;
    std::unique_ptr<detail::ServerObservation> m_observation;
    std::unique_ptr<CertificateWatch> m_watch; ///< after the server, which it uses
};

} // namespace otabench::fleet
