// Against `openssl s_server` on a port of loopback that the system chose.
#include "certificates/chain_fetcher.h"

#include "base/files.h"
#include "certificates/authority.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace otabench::certificates {
namespace {

class ChainFetcher : public testing::Test
{
protected:
    /// Starts a server; its port.
    std::uint16_t serve(const KeyedCertificate &pair, const std::string &chain = {})
    {
        std::vector<std::string> arguments{"openssl",
                                           "s_server",
                                           "-www",
                                           "-accept",
                                           "127.0.0.1:0",
                                           "-cert",
                                           save("server.pem", pair.certificatePem),
                                           "-key",
                                           save("server.key", pair.keyPem)};
        if (!chain.empty())
            arguments.insert(arguments.end(), {"-cert_chain", save("chain.pem", chain)});
        m_server.emplace(support::Command{.arguments = std::move(arguments)});
        const bool up = m_server->waitFor([](const std::string &out, const std::string &) {
            const auto at = out.find("ACCEPT ");
            return at != std::string::npos && out.find('\n', at) != std::string::npos;
        });
        EXPECT_TRUE(up) << m_server->err();
        const std::string &out = m_server->out();
        const auto line = out.substr(out.find("ACCEPT "));
        return static_cast<std::uint16_t>(
            std::stoi(line.substr(line.find(':', line.find("127.0.0.1")) + 1)));
    }

    std::string save(const std::string &name, const std::string &text) const
    {
        EXPECT_TRUE(writeFileAtomically(m_folder / name, text, FileMode::Private));
        return (m_folder / name).string();
    }

    /// A store as /etc/ssl/certs is: files with links named by the subject's hash.
    std::filesystem::path storeWith(const std::string &pem) const
    {
        EXPECT_TRUE(writeFileAtomically(m_folder / "store" / "root.pem", pem, FileMode::Public));
        EXPECT_EQ(support::run({.arguments = {"openssl", "rehash", (m_folder / "store").string()}})
                      .exitStatus,
                  0);
        return m_folder / "store";
    }

    Result<FetchedChain> fetch(std::uint16_t port, const std::filesystem::path &store = "/nowhere")
    {
        return fetchChain({.host = "127.0.0.1", .port = port, .systemStore = store});
    }

    support::TemporaryFolder m_folder;
    std::optional<support::Process> m_server;
};

TEST_F(ChainFetcher, TakesTheRootTheServerSends)
{
    const auto authority = Authority::create({}).value();
    const auto pair = authority.issueServer({.hosts = {"127.0.0.1"}}).value();
    const auto fetched = fetch(serve(pair, authority.certificatePem()));
    ASSERT_TRUE(fetched) << fetched.error().text;
    EXPECT_EQ(fetched->pem, pair.certificatePem + authority.certificatePem());
    EXPECT_EQ(fetched->tls, "TLSv1.3");
    EXPECT_EQ(fetched->trust.pem, authority.certificatePem());
}

TEST_F(ChainFetcher, FindsTheRootInTheSystemStore)
{
    const auto authority = Authority::create({.commonName = "Company Root"}).value();
    const auto pair = authority.issueServer({.hosts = {"127.0.0.1"}}).value();
    const auto fetched = fetch(serve(pair), storeWith(authority.certificatePem()));
    ASSERT_TRUE(fetched) << fetched.error().text;
    EXPECT_EQ(fetched->trust.pem, authority.certificatePem());
    EXPECT_NE(fetched->trust.why.find("Company Root"), std::string::npos) << fetched->trust.why;
}

TEST_F(ChainFetcher, NeverGivesALeafOfAnUnknownRoot)
{
    const auto pair = Authority::create({})->issueServer({.hosts = {"127.0.0.1"}}).value();
    // A root of the same name with another key is in the store: it did not sign this.
    const auto fetched = fetch(serve(pair), storeWith(Authority::create({})->certificatePem()));
    ASSERT_TRUE(fetched) << fetched.error().text;
    EXPECT_FALSE(fetched->trust.pem);
    EXPECT_NE(fetched->trust.why.find("otabench lab CA"), std::string::npos) << fetched->trust.why;
}

TEST_F(ChainFetcher, SelfSignedIsGivenItself)
{
    const auto pair = makeSelfSigned({.hosts = {"127.0.0.1"}}).value();
    const auto fetched = fetch(serve(pair));
    ASSERT_TRUE(fetched) << fetched.error().text;
    EXPECT_EQ(fetched->trust.pem, pair.certificatePem);
}

/// A socket of loopback that listens and says what a test wants.
class Listener
{
public:
    Listener()
        : m_fd(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        EXPECT_EQ(::listen(m_fd, 5), 0);
        socklen_t length = sizeof address;
        ::getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &length);
        m_port = ntohs(address.sin_port);
    }

    ~Listener() { close(); }

    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    void close()
    {
        if (m_fd >= 0)
            ::close(m_fd);
        m_fd = -1;
    }

    [[nodiscard]] int get() const { return m_fd; }

    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    int m_fd;
    std::uint16_t m_port = 0;
};

TEST_F(ChainFetcher, ASilentServerIsGivenUp)
{
    const Listener silent; // the kernel accepts for it, nobody ever answers
    const auto fetched = fetchChain(
        {.host = "127.0.0.1", .port = silent.port(), .timeout = std::chrono::milliseconds(200)});
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().code, ErrorCode::Timeout);
    EXPECT_NE(fetched.error().text.find(std::to_string(silent.port())), std::string::npos);
}

TEST_F(ChainFetcher, PlainHttpIsSaidToBeNoTls)
{
    const Listener listener;
    std::thread server([&] {
        const int client = ::accept(listener.get(), nullptr, nullptr);
        constexpr std::string_view kAnswer = "HTTP/1.1 400 Bad Request\r\n\r\n";
        EXPECT_GT(::send(client, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL), 0);
        ::shutdown(client, SHUT_WR);
        char byte = 0;
        while (::read(client, &byte, 1) > 0) {}
        ::close(client);
    });
    const auto fetched = fetch(listener.port());
    server.join();
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().code, ErrorCode::TlsFailed) << fetched.error().text;
}

TEST_F(ChainFetcher, AClosedPortAndABadHostAreNamed)
{
    Listener listener;
    const std::uint16_t port = listener.port();
    listener.close();
    const auto closed = fetch(port);
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().code, ErrorCode::InputOutput);
    EXPECT_NE(closed.error().text.find(std::to_string(port)), std::string::npos);
    EXPECT_EQ(fetchChain({.host = "no such host"}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(fetchChain({.host = "nowhere.invalid"}).error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace otabench::certificates
