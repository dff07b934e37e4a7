#include "mbed_client.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>

namespace otabench::server {
namespace {

constexpr std::uint32_t kReadLimitMilliseconds = 30'000;

} // namespace

struct MbedClient::Session
{
    Session() { mbedtls_ssl_session_init(&session); }

    ~Session() { mbedtls_ssl_session_free(&session); }

    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    mbedtls_ssl_session session;
};

struct MbedClient::State
{
    State()
    {
        mbedtls_net_init(&socket);
        mbedtls_ssl_init(&ssl);
        mbedtls_ssl_config_init(&config);
        mbedtls_x509_crt_init(&ca);
        mbedtls_entropy_init(&entropy);
        mbedtls_ctr_drbg_init(&random);
    }

    ~State()
    {
        mbedtls_net_free(&socket);
        mbedtls_ssl_free(&ssl);
        mbedtls_ssl_config_free(&config);
        mbedtls_x509_crt_free(&ca);
        mbedtls_ctr_drbg_free(&random);
        mbedtls_entropy_free(&entropy);
    }

    State(const State &) = delete;
    State &operator=(const State &) = delete;

    int connect(std::uint16_t port, const std::string &caPem, const std::string &host,
                const Session *resume)
    {
        mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, nullptr, 0);
        int result = mbedtls_x509_crt_parse(
            &ca, reinterpret_cast<const unsigned char *>(caPem.c_str()), caPem.size() + 1);
        if (result == 0)
            result = mbedtls_net_connect(&socket, "127.0.0.1", std::to_string(port).c_str(),
                                         MBEDTLS_NET_PROTO_TCP);
        if (result == 0)
            result = mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT,
                                                 MBEDTLS_SSL_TRANSPORT_STREAM,
                                                 MBEDTLS_SSL_PRESET_DEFAULT);
        if (result != 0)
            return result;
        mbedtls_ssl_conf_ca_chain(&config, &ca, nullptr);
        mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
        mbedtls_ssl_conf_read_timeout(&config, kReadLimitMilliseconds);
        result = mbedtls_ssl_setup(&ssl, &config);
        if (result == 0)
            result = mbedtls_ssl_set_hostname(&ssl, host.c_str());
        if (result == 0 && resume != nullptr)
            result = mbedtls_ssl_set_session(&ssl, &resume->session);
        mbedtls_ssl_set_bio(&ssl, &socket, mbedtls_net_send, nullptr, mbedtls_net_recv_timeout);
        return result == 0 ? mbedtls_ssl_handshake(&ssl) : result;
    }

    mbedtls_net_context socket;
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    mbedtls_x509_crt ca;
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
};

MbedClient::MbedClient(std::uint16_t port, const std::string &caPem, const std::string &host,
                       const SessionPointer &resume)
    : m_state(std::make_unique<State>())
    , m_result(m_state->connect(port, caPem, host, resume.get()))
{
}

MbedClient::~MbedClient() = default;

bool MbedClient::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const int sent = mbedtls_ssl_write(
            &m_state->ssl, reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size());
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string MbedClient::read(std::size_t bytes)
{
    std::string text(bytes, '\0');
    std::size_t have = 0;
    while (have < bytes) {
        const int got = mbedtls_ssl_read(
            &m_state->ssl, reinterpret_cast<unsigned char *>(text.data()) + have, bytes - have);
        if (got <= 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    text.resize(have);
    return text;
}

std::string MbedClient::readHead()
{
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
        const std::string next = read(1);
        if (next.empty())
            break;
        head += next;
    }
    return head;
}

MbedClient::SessionPointer MbedClient::session() const
{
    auto kept = std::make_shared<Session>();
    return mbedtls_ssl_get_session(&m_state->ssl, &kept->session) == 0 ? kept : nullptr;
}

} // namespace otabench::server
