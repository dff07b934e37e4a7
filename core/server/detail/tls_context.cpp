#include "server/detail/tls_context.h"

#include "base/assert.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>
#include <string_view>
#include <vector>

namespace otabench::server::detail {
namespace {

/// What Mbed TLS 2.28 and 3.x offer by default and OpenSSL counts as sound. AES first: boards have
/// it in hardware. The last ones are for firmware that was built without GCM and ChaCha.
constexpr const char *kTls12Suites = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                     "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                     "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                                     "ECDHE-ECDSA-AES128-CCM:ECDHE-ECDSA-AES256-CCM:"
                                     "ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:"
                                     "ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384";
constexpr const char *kTls13Suites =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char *kGroups = "X25519:P-256:P-384";
constexpr std::string_view kSessionIdContext = "otabench";
/// Boards come back within a campaign; a day also covers one that is repeated the next morning.
constexpr long kSessionSeconds = 24L * 60 * 60;
constexpr long kCachedSessions = 4096;

/// Encrypted keys are refused: without this OpenSSL would ask on the terminal.
int refusePassword(char *, int, int, void *)
{
    return -1;
}

int selectAlpn(SSL *, const unsigned char **out, unsigned char *outLength, const unsigned char *in,
               unsigned inLength, void *)
{
    static constexpr std::array<unsigned char, 9> kHttp11 = {8,   'h', 't', 't', 'p',
                                                             '/', '1', '.', '1'};
    unsigned char *selected = nullptr;
    if (SSL_select_next_proto(&selected, outLength, kHttp11.data(), kHttp11.size(), in, inLength) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = selected;
    return SSL_TLSEXT_ERR_OK;
}

Result<> useCertificate(SSL_CTX *context, const std::string &pem)
{
    openssl::clearErrors();
    const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const openssl::Certificate leaf(
        PEM_read_bio_X509_AUX(bio.get(), nullptr, refusePassword, nullptr));
    if (leaf == nullptr)
        return fail(ErrorCode::CertificateInvalid,
                    "the server certificate is not readable as PEM ({}); it must begin with "
                    "-----BEGIN CERTIFICATE-----",
                    openssl::takeErrors());
    if (SSL_CTX_use_certificate(context, leaf.get()) != 1)
        return fail(ErrorCode::CertificateInvalid,
                    "the server certificate cannot be used: {}; issue a new one",
                    openssl::takeErrors());
    while (true) {
        openssl::Certificate issuer(PEM_read_bio_X509(bio.get(), nullptr, refusePassword, nullptr));
        if (issuer == nullptr) {
            const unsigned long error = ERR_peek_last_error();
            if (ERR_GET_REASON(error) == PEM_R_NO_START_LINE) {
                openssl::clearErrors();
                return {};
            }
            return fail(ErrorCode::CertificateInvalid,
                        "a certificate after the first in the server's chain is not readable: {}",
                        openssl::takeErrors());
        }
        if (SSL_CTX_add0_chain_cert(context, issuer.get()) != 1)
            return fail(ErrorCode::CertificateInvalid,
                        "a certificate of the server's chain cannot be used: {}",
                        openssl::takeErrors());
        (void)issuer.release(); // the context's now
    }
}

Result<> useKey(SSL_CTX *context, const std::string &pem)
{
    openssl::clearErrors();
    const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const openssl::Pkey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, refusePassword, nullptr));
    if (key == nullptr)
        return fail(ErrorCode::KeyInvalid,
                    "the server's private key is not readable ({}); it must be PEM without a "
                    "passphrase",
                    openssl::takeErrors());
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
        return fail(ErrorCode::KeyInvalid,
                    "the private key does not belong to the server certificate ({}); give the two "
                    "that were made together",
                    openssl::takeErrors());
    return {};
}

/// Boards have to show a certificate that one of these CA certificates issued.
Result<> demandClientCertificates(SSL_CTX *context, const std::string &caPem)
{
    openssl::clearErrors();
    const openssl::Bio bio(BIO_new_mem_buf(caPem.data(), static_cast<int>(caPem.size())));
    std::size_t count = 0;
    while (true) {
        const openssl::Certificate ca(
            PEM_read_bio_X509(bio.get(), nullptr, refusePassword, nullptr));
        if (ca == nullptr)
            break;
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), ca.get());
        SSL_CTX_add_client_CA(context, ca.get());
        ++count;
    }
    if (count == 0 || ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        return fail(ErrorCode::CertificateInvalid,
                    "the CA of the boards' certificates is not readable as PEM ({}); it must begin "
                    "with -----BEGIN CERTIFICATE-----",
                    openssl::takeErrors());
    openssl::clearErrors();
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    return {};
}

void configure(SSL_CTX *context, unsigned recordBytes)
{
    bool ok = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1;
    ok = ok && SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1;
    ok = ok && SSL_CTX_set_cipher_list(context, kTls12Suites) == 1;
    ok = ok && SSL_CTX_set_ciphersuites(context, kTls13Suites) == 1;
    ok = ok && SSL_CTX_set1_groups_list(context, kGroups) == 1;
    ok = ok && SSL_CTX_set_max_send_fragment(context, recordBytes) == 1;
    ok = ok && SSL_CTX_set_session_id_context(
                   context, reinterpret_cast<const unsigned char *>(kSessionIdContext.data()),
                   static_cast<unsigned>(kSessionIdContext.size())) == 1;
    OTABENCH_ASSERT(ok); // our own constants

    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                     SSL_OP_ENABLE_KTLS); // for RecordSealer
    // Without this OpenSSL looks for issuers in each handshake when the chain is a single
    // certificate, which takes longer than the signature; what boards need was given.
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
    // Buffers go when a connection idles: a thousand boards that wait must not hold 34 KB each.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1); // header and body of a record in one read
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
    SSL_CTX_sess_set_cache_size(context, kCachedSessions);
    SSL_CTX_set_timeout(context, kSessionSeconds);
    SSL_CTX_set_num_tickets(context, 1); // a board has one connection and keeps one
    SSL_CTX_set_alpn_select_cb(context, selectAlpn, nullptr);
}

void copyTicketKeys(SSL_CTX *from, SSL_CTX *to)
{
    const long length = SSL_CTX_get_tlsext_ticket_keys(from, nullptr, 0);
    std::vector<unsigned char> keys(static_cast<std::size_t>(length));
    if (SSL_CTX_get_tlsext_ticket_keys(from, keys.data(), length) == 1)
        SSL_CTX_set_tlsext_ticket_keys(to, keys.data(), length);
    OPENSSL_cleanse(keys.data(), keys.size());
}

/// What a board means by an alert: those of Mbed TLS's certificate check (ssl_tls.c,
/// mbedtls_ssl_parse_certificate), whose choice of alert tells the cause.
std::string_view meaningOfAlert(int alert)
{
    switch (alert) {
    case SSL_AD_UNKNOWN_CA:
        return "the board does not trust the CA of this server's certificate: give it the lab CA";
    case SSL_AD_BAD_CERTIFICATE:
        return "the board does not accept the server's certificate: most likely it was not made "
               "for the address in the URL, or the board has another CA of the same name";
    case SSL_AD_CERTIFICATE_EXPIRED:
        return "by the board's clock the server's certificate has expired or is not valid yet";
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_ACCESS_DENIED:
    case SSL_AD_DECRYPT_ERROR:
        return "the board does not accept the server's certificate";
    case SSL_AD_HANDSHAKE_FAILURE:
    case SSL_AD_PROTOCOL_VERSION:
    case SSL_AD_INSUFFICIENT_SECURITY:
        return "the board and this server have no TLS version or cipher in common";
    case SSL_AD_INTERNAL_ERROR:
        return "the board had an error of its own, often too little memory";
    case SSL_AD_USER_CANCELLED:
        return "the board gave up";
    default:
        return {};
    }
}

bool isCertificateAlert(int alert)
{
    switch (alert) {
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_ACCESS_DENIED:
    case SSL_AD_DECRYPT_ERROR:
        return true;
    default:
        return false;
    }
}

} // namespace

TlsContext::TlsContext(openssl::SslContext context)
    : m_context(std::move(context))
{
}

Result<std::shared_ptr<const TlsContext>> TlsContext::create(const TlsSettings &settings,
                                                             const TlsContext *previous)
{
    openssl::SslContext context(SSL_CTX_new(TLS_server_method()));
    OTABENCH_ASSERT(context != nullptr && !settings.certificates.empty());
    configure(context.get(), settings.recordBytes);
    for (const CertificateAndKey &one : settings.certificates) {
        // OpenSSL keeps one of each key type; what follows refers to the last that was used.
        if (auto used = useCertificate(context.get(), one.certificatePem); !used)
            return tl::unexpected(used.error());
        if (auto used = useKey(context.get(), one.keyPem); !used)
            return tl::unexpected(used.error());
    }
    if (!settings.clientCaPem.empty()) {
        if (auto used = demandClientCertificates(context.get(), settings.clientCaPem); !used)
            return tl::unexpected(used.error());
    }
    if (previous != nullptr)
        copyTicketKeys(previous->m_context.get(), context.get());
    return std::shared_ptr<const TlsContext>(new TlsContext(std::move(context)));
}

openssl::Ssl TlsContext::newSession(openssl::Bio bio) const
{
    openssl::Ssl session(SSL_new(m_context.get()));
    if (session == nullptr)
        return session;
    BIO *const raw = bio.release();
    SSL_set_bio(session.get(), raw, raw);
    SSL_set_accept_state(session.get());
    return session;
}

void CurrentTlsContext::set(std::shared_ptr<const TlsContext> context)
{
    const std::lock_guard lock(m_mutex);
    m_context.swap(context); // the old one dies after the lock
}

std::shared_ptr<const TlsContext> CurrentTlsContext::get() const
{
    const std::lock_guard lock(m_mutex);
    return m_context;
}

HandshakeProblem takeHandshakeProblem()
{
    const unsigned long error = ERR_peek_error();
    if (error == 0)
        return {.reason = "the connection ended during the TLS handshake"};
    const int reason = ERR_GET_REASON(error);
    std::string text = openssl::takeErrors();
    if (ERR_GET_LIB(error) != ERR_LIB_SSL)
        return {.reason = std::move(text)};
    if (reason == SSL_R_HTTP_REQUEST)
        return {.reason = "plain HTTP came to the HTTPS port; the URL must begin with https://",
                .plainHttp = true};
    if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE)
        return {.reason =
                    "the board showed no certificate, and this server demands one of a board"};
    if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED)
        return {.reason = "the board's certificate is not one that this server's client CA issued, "
                          "or has expired"};
    if (reason < SSL_AD_REASON_OFFSET)
        return {.reason = std::move(text)};
    const int alert = reason - SSL_AD_REASON_OFFSET;
    const std::string_view meaning = meaningOfAlert(alert);
    return {.reason =
                fmt::format("TLS alert from the board: {}{}{}", SSL_alert_desc_string_long(alert),
                            meaning.empty() ? "" : "; ", meaning),
            .certificateRefused = isCertificateAlert(alert)};
}

} // namespace otabench::server::detail
