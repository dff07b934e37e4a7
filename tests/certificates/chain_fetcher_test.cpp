// Against `openssl s_server` on a port of loopback that the system chose.
#include "certificates/chain_fetcher.h"

#include "base/files.h"
#include "certificates/authority.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
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

/// An HTTP proxy for one CONNECT: answers as a test wants, then passes bytes both ways.
class ConnectProxy
{
public:
    ConnectProxy(std::string answer, std::uint16_t target)
        : m_answer(std::move(answer))
        , m_target(target)
        , m_thread([this] { run(); })
    {
    }

    ~ConnectProxy() { join(); }

    ConnectProxy(const ConnectProxy &) = delete;
    ConnectProxy &operator=(const ConnectProxy &) = delete;

    [[nodiscard]] std::string url(const std::string &credentials = {}) const
    {
        return "http://" + credentials + "127.0.0.1:" + std::to_string(m_listener.port());
    }

    /// What the client asked for, after it has gone.
    const std::string &request()
    {
        join();
        return m_request;
    }

private:
    void join()
    {
        if (m_thread.joinable())
            m_thread.join();
    }

    void run()
    {
        const int client = ::accept(m_listener.get(), nullptr, nullptr);
        char byte = 0;
        while (!m_request.ends_with("\r\n\r\n") && ::read(client, &byte, 1) == 1)
            m_request += byte;
        EXPECT_GT(::send(client, m_answer.data(), m_answer.size(), MSG_NOSIGNAL), 0);
        if (m_answer.find(" 200 ") != std::string::npos)
            relay(client);
        ::close(client);
    }

    void relay(int client) const
    {
        const int server = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_target);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(server, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        bool isOpen = true;
        while (isOpen) {
            pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
            if (::poll(ends, 2, 10'000) <= 0)
                break;
            for (int from = 0; from < 2 && isOpen; ++from) {
                char bytes[4096];
                if (ends[from].revents == 0)
                    continue;
                const ssize_t got = ::read(ends[from].fd, bytes, sizeof bytes);
                isOpen = got > 0 && ::send(ends[1 - from].fd, bytes, static_cast<std::size_t>(got),
                                           MSG_NOSIGNAL) == got;
            }
        }
        ::close(server);
    }

    Listener m_listener;
    std::string m_answer, m_request;
    std::uint16_t m_target;
    std::thread m_thread;
};

TEST_F(ChainFetcher, GoesThroughAProxy)
{
    const auto pair = makeSelfSigned({.hosts = {"127.0.0.1"}}).value();
    const std::uint16_t port = serve(pair);
    ConnectProxy proxy("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n", port);
    const auto fetched = fetchChain({.host = "images.example",
                                     .port = 8443,
                                     .proxy = proxy.url("lab:p%40ss@"),
                                     .systemStore = "/nowhere"});
    ASSERT_TRUE(fetched) << fetched.error().text;
    EXPECT_EQ(fetched->trust.pem, pair.certificatePem);
    const std::string &request = proxy.request();
    EXPECT_TRUE(request.starts_with("CONNECT images.example:8443 HTTP/1.1\r\n")) << request;
    EXPECT_NE(request.find("Proxy-Authorization: Basic bGFiOnBAc3M=\r\n"), std::string::npos)
        << request;
}

TEST_F(ChainFetcher, SaysWhatAProxyRefuses)
{
    struct Row
    {
        const char *answer;
        ErrorCode code;
        const char *text;
    };

    for (const Row &row :
         {Row{"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", ErrorCode::PermissionDenied,
              "USER:PASSWORD"},
          Row{"HTTP/1.1 403 Forbidden\r\n\r\n", ErrorCode::PermissionDenied, "Forbidden"},
          Row{"HTTP/1.1 502 Bad Gateway\r\n\r\n", ErrorCode::InputOutput, "Bad Gateway"},
          Row{"220 mail ready\r\n\r\n", ErrorCode::InputOutput, "no HTTP proxy"},
          Row{"\r\n", ErrorCode::InputOutput, "without an answer"}}) {
        ConnectProxy proxy(row.answer, 0);
        const auto fetched = fetchChain({.host = "fd00::5", .port = 443, .proxy = proxy.url()});
        ASSERT_FALSE(fetched) << row.answer;
        EXPECT_EQ(fetched.error().code, row.code) << row.answer << fetched.error().text;
        EXPECT_NE(fetched.error().text.find(row.text), std::string::npos) << fetched.error().text;
        EXPECT_TRUE(proxy.request().starts_with("CONNECT [fd00::5]:443 ")) << proxy.request();
    }
    for (const char *bad : {"socks5://127.0.0.1:1080", "http://", "http://host:0", "http://h:x"}) {
        const auto fetched = fetchChain({.host = "a.example", .proxy = bad});
        EXPECT_EQ(fetched.error().code, ErrorCode::InvalidArgument) << bad;
    }
}

TEST_F(ChainFetcher, TheEnvironmentNamesTheProxy)
{
    ::setenv("https_proxy", "http://p:1", 1); // NOLINT: no other thread yet
    ::setenv("no_proxy", "localhost,.lab.example, 10.0.0.1", 1);
    EXPECT_EQ(proxyFromEnvironment("s3.example"), "http://p:1");
    EXPECT_EQ(proxyFromEnvironment("notlab.example"), "http://p:1");
    EXPECT_EQ(proxyFromEnvironment("a.lab.example"), "");
    EXPECT_EQ(proxyFromEnvironment("lab.example"), "");
    EXPECT_EQ(proxyFromEnvironment("10.0.0.1"), "");
    ::setenv("no_proxy", "*", 1);
    EXPECT_EQ(proxyFromEnvironment("s3.example"), "");
    ::unsetenv("https_proxy");
    ::unsetenv("no_proxy");
}

TEST_F(ChainFetcher, AWrongOrderAndAMissingIntermediateAreTold)
{
    const auto first = Authority::create({.commonName = "Top"}).value();
    const auto second = first.makeSuccessor(KeyType::EcP256, {}).value();
    const auto pair = second.issueServer({.hosts = {"127.0.0.1"}}).value();
    const std::string middle = first.crossSign(second).value();
    const auto wrong = fetch(serve(pair, first.certificatePem() + middle));
    ASSERT_TRUE(wrong) << wrong.error().text;
    EXPECT_EQ(wrong->trust.pem, first.certificatePem()) << "the root, wherever it stands";
    const auto missing = fetch(serve(pair), storeWith(first.certificatePem()));
    ASSERT_TRUE(missing);
    EXPECT_FALSE(missing->trust.pem);
    EXPECT_NE(missing->trust.why.find("intermediate"), std::string::npos) << missing->trust.why;
}

TEST_F(ChainFetcher, AnEndedRootOfTheSystemIsNotGiven)
{
    const auto root = Authority::create({.commonName = "Old Root"}).value();
    const auto pair = root.issueServer({.hosts = {"127.0.0.1"}}).value();
    // The same name and key, ended: made with the openssl program.
    save("root.key", root.keyed().keyPem);
    const auto made = support::run(
        {.arguments = {"openssl", "x509", "-new", "-key", (m_folder / "root.key").string(), "-subj",
                       "/CN=Old Root", "-days", "-1", "-out", (m_folder / "old.pem").string()}});
    if (made.exitStatus != 0)
        GTEST_SKIP() << made.err;
    const auto old = readTextFile(m_folder / "old.pem").value();
    const auto choice = chooseTrust(pair.certificatePem, storeWith(old)).value();
    EXPECT_FALSE(choice.pem) << choice.why;
}

} // namespace
} // namespace otabench::certificates
