#pragma once

#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace otabench::support {

/// Debian keeps the server's programs out of $PATH.
inline std::optional<std::filesystem::path> postgresqlPrograms()
{
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
        if (std::filesystem::exists(entry.path() / "bin" / "initdb", error))
            return entry.path() / "bin";
    }
    return std::nullopt;
}

/// A real PostgreSQL server in a folder of the test's own, reached by its Unix socket only. The
/// server refuses to run as root, so a root's test runs it as "nobody".
class PostgresqlServer
{
public:
    /// Makes the data folder; false, with a failure of the test, when that did not work.
    bool make()
    {
        std::filesystem::permissions(m_folder.path(), std::filesystem::perms::all);
        const auto made =
            run(asServer({(*m_programs / "initdb").string(), "-D", data(), "-U", "lab", "-A",
                          "trust", "--no-sync", "--locale=C", "-E", "UTF8"}));
        EXPECT_EQ(made.exitStatus, 0) << made.err;
        return made.exitStatus == 0;
    }

    /// Nothing where it runs already.
    bool start()
    {
        if (m_server)
            return true;
        m_server = std::make_unique<Process>(
            asServer({(*m_programs / "postgres").string(), "-D", data(), "-k",
                      m_folder.path().string(), "-c", "listen_addresses=", "-c", "fsync=off"}));
        const bool up = m_server->waitFor([](const std::string &, const std::string &log) {
            return log.find("ready to accept connections") != std::string::npos;
        });
        EXPECT_TRUE(up) << m_server->err();
        return up;
    }

    void stop(int signal = SIGINT)
    {
        if (!m_server)
            return;
        m_server->signal(signal);
        m_server->wait();
        m_server.reset();
    }

    /// All its processes stand still, as those of a computer whose network cable is out.
    void freeze() { signalAll(SIGSTOP); }

    void thaw() { signalAll(SIGCONT); }

    ~PostgresqlServer()
    {
        thaw();
        stop();
    }

    [[nodiscard]] bool isInstalled() const { return m_programs.has_value(); }

    [[nodiscard]] std::string url(const std::string &database = "postgres") const
    {
        return "postgresql://lab@/" + database + "?host=" + m_folder.path().string();
    }

    /// Runs SQL by psql; what it printed.
    std::string sql(const std::string &text, const std::string &database = "postgres") const
    {
        const auto outcome =
            run({.arguments = {"psql", "-qAtX", "-v", "ON_ERROR_STOP=1", url(database)},
                 .input = text});
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        return outcome.out;
    }

private:
    [[nodiscard]] std::string data() const { return (m_folder / "data").string(); }

    static Command asServer(std::vector<std::string> arguments)
    {
        Command command{.arguments = std::move(arguments), .folder = "/"};
        if (::geteuid() == 0) {
            const std::vector<std::string> drop = {"setpriv", "--reuid=nobody", "--regid=nogroup",
                                                   "--clear-groups"};
            command.arguments.insert(command.arguments.begin(), drop.begin(), drop.end());
        }
        return command;
    }

    void signalAll(int signal)
    {
        if (!m_server)
            return;
        const pid_t server = m_server->pid();
        const std::string tasks = "/proc/" + std::to_string(server) + "/task/";
        std::ifstream children(tasks + std::to_string(server) + "/children");
        for (pid_t child = 0; children >> child;)
            ::kill(child, signal);
        ::kill(server, signal);
    }

    std::optional<std::filesystem::path> m_programs = postgresqlPrograms();
    TemporaryFolder m_folder;
    std::unique_ptr<Process> m_server;
};

} // namespace otabench::support
