#include "support/nginx.h"

#include "support/free_port.h"

#include <fstream>
#include <utility>

namespace otabench::support {
namespace {

constexpr const char *kBegin = R"(daemon off;
master_process off;
pid nginx.pid;
error_log stderr notice;
events {}
http {
    access_log off;
    client_body_temp_path tmp;
    proxy_temp_path tmp;
    fastcgi_temp_path tmp;
    uwsgi_temp_path tmp;
    scgi_temp_path tmp;
    server {
        root files;
)";
constexpr const char *kTls = "        ssl_certificate server.pem;\n"
                             "        ssl_certificate_key server.key;\n";

} // namespace

Nginx::Nginx(std::filesystem::path folder, const Options &options)
    : m_folder(std::move(folder))
    , m_isTls(options.isTls)
    , m_port(freePort())
{
    std::filesystem::create_directories(files());
    std::ofstream(m_folder / "nginx.conf")
        << kBegin << "        listen 127.0.0.1:" << m_port << (m_isTls ? " ssl;\n" : ";\n")
        << (m_isTls ? kTls : "") << options.lines << "\n    }\n}\n";
}

bool Nginx::start()
{
    m_process = std::make_unique<Process>(
        Command{.arguments = {"nginx", "-p", m_folder.string() + "/", "-c",
                              (m_folder / "nginx.conf").string(), "-e", "stderr"},
                .environment = {{"PATH", "/usr/sbin:/usr/bin:/bin"}},
                .folder = m_folder});
    // It says so once it listens.
    return m_process->waitFor([](const std::string &, const std::string &err) {
        return err.find("event method") != std::string::npos;
    });
}

std::string Nginx::url(const std::string &path) const
{
    return (m_isTls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port) + path;
}

} // namespace otabench::support
