#include "mbed_handshake.h"

#include "base/openssl.h"

#include <gtest/gtest.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <openssl/pem.h>

namespace otabench::certificates {
namespace {

class Server
{
public:
    explicit Server(const KeyedCertificate &pair)
        : m_context(SSL_CTX_new(TLS_server_method()))
    {
        const auto bioOf = [](const std::string &text) {
            return openssl::Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
        };
        SSL_CTX_set_security_level(m_context.get(), 0); // weak keys are what tests want to show
        const openssl::Bio chain = bioOf(pair.certificatePem);
        const openssl::Certificate certificate(
            PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr));
        const openssl::Pkey key(
            PEM_read_bio_PrivateKey(bioOf(pair.keyPem).get(), nullptr, nullptr, nullptr));
        EXPECT_EQ(SSL_CTX_use_certificate(m_context.get(), certificate.get()), 1);
        EXPECT_EQ(SSL_CTX_use_PrivateKey(m_context.get(), key.get()), 1);
        while (X509 *issuer = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr))
            SSL_CTX_add0_chain_cert(m_context.get(), issuer);
        m_ssl.reset(SSL_new(m_context.get()));
        SSL_set_accept_state(m_ssl.get());
        m_in = BIO_new(BIO_s_mem());
        m_out = BIO_new(BIO_s_mem());
        SSL_set_bio(m_ssl.get(), m_in, m_out); // owned by m_ssl now
    }

    ~Server() { openssl::clearErrors(); }

    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    static int send(void *server, const unsigned char *bytes, std::size_t length)
    {
        return BIO_write(static_cast<Server *>(server)->m_in, bytes, static_cast<int>(length));
    }

    static int receive(void *server, unsigned char *bytes, std::size_t length)
    {
        auto &self = *static_cast<Server *>(server);
        if (BIO_pending(self.m_out) == 0)
            SSL_do_handshake(self.m_ssl.get());
        const int got = BIO_read(self.m_out, bytes, static_cast<int>(length));
        return got > 0 ? got : MBEDTLS_ERR_SSL_WANT_READ;
    }

private:
    openssl::SslContext m_context;
    openssl::Ssl m_ssl;
    BIO *m_in = nullptr, *m_out = nullptr;
};

} // namespace

Verdict connect(const KeyedCertificate &pair, const std::string &caPem, const std::string &host)
{
    Server server(pair);
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    mbedtls_x509_crt ca;
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_config_init(&config);
    mbedtls_x509_crt_init(&ca);
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    EXPECT_EQ(mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, nullptr, 0), 0);
    EXPECT_EQ(mbedtls_x509_crt_parse(&ca, reinterpret_cast<const unsigned char *>(caPem.c_str()),
                                     caPem.size() + 1),
              0);
    EXPECT_EQ(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT,
                                          MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT),
              0);
    mbedtls_ssl_conf_authmode(&config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(&config, &ca, nullptr);
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    EXPECT_EQ(mbedtls_ssl_setup(&ssl, &config), 0);
    EXPECT_EQ(mbedtls_ssl_set_hostname(&ssl, host.c_str()), 0);
    mbedtls_ssl_set_bio(&ssl, &server, Server::send, Server::receive, nullptr);
    Verdict verdict;
    constexpr int kMostSteps = 100; // both ends wait for each other: it would never end
    int steps = 0;
    do
        verdict.error = mbedtls_ssl_handshake(&ssl);
    while (verdict.error == MBEDTLS_ERR_SSL_WANT_READ && ++steps < kMostSteps);
    verdict.flags = mbedtls_ssl_get_verify_result(&ssl);
    mbedtls_ssl_free(&ssl);
    mbedtls_ssl_config_free(&config);
    mbedtls_x509_crt_free(&ca);
    mbedtls_ctr_drbg_free(&random);
    mbedtls_entropy_free(&entropy);
    return verdict;
}

} // namespace otabench::certificates
