// Each field of a client's configuration against a real server: trust, keys, login, TCP.
#include "base/openssl.h"
#include "certificates/authority.h"
#include "esp_http_client.h"
#include "esp_tls_errors.h"
#include "net_support.h"

#include <gtest/gtest.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <cstdlib>

namespace otabench::test {
namespace {

Answer hello(const Request & /*request*/)
{
    return {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Lab: 7\r\n\r\nhello"};
}

class HttpConfig : public testing::Test
{
protected:
    HttpConfig()
    {
        config.timeout_ms = 10000;
        config.cert_pem = lab().authority.certificatePem().c_str();
    }

    void serve(ScriptedServer::Handler handler = hello, const std::string &clientCa = {},
               const certificates::KeyedCertificate *certificate = &lab().server)
    {
        server = std::make_unique<ScriptedServer>(certificate, std::move(handler), clientCa);
        address = server->url("/file");
        config.url = address.c_str();
    }

    /// One request with a client of its own.
    esp_err_t fetch()
    {
        esp_http_client_handle_t client = esp_http_client_init(&config);
        if (!client)
            return ESP_ERR_INVALID_STATE;
        const esp_err_t result = esp_http_client_perform(client);
        status = esp_http_client_get_status_code(client);
        tlsCode = esp_http_client_get_and_clear_last_tls_error(client, nullptr, &flags);
        EXPECT_EQ(esp_http_client_cleanup(client), ESP_OK);
        return result;
    }

    TestBoard board{makeTestImage("1.0.0", 4096)};
    esp_http_client_config_t config = {};
    std::unique_ptr<ScriptedServer> server;
    std::string address;
    int status = 0;
    int flags = 0;
    esp_err_t tlsCode = ESP_OK;
};

TEST_F(HttpConfig, TrustsEachOfSeveralCasSoThatTheyCanBeRotated)
{
    const auto next = certificates::Authority::create({});
    ASSERT_TRUE(next);
    const auto nextServer = next->issueServer({.hosts = {"127.0.0.1"}});
    ASSERT_TRUE(nextServer);
    const std::string both = lab().authority.certificatePem() + next->certificatePem();
    config.cert_pem = both.c_str();
    serve();
    EXPECT_EQ(fetch(), ESP_OK);
    serve(hello, {}, &*nextServer);
    EXPECT_EQ(fetch(), ESP_OK);
    config.cert_len = both.size() + 1; // with its NUL
    EXPECT_EQ(fetch(), ESP_OK);
    config.cert_pem = lab().authority.certificatePem().c_str();
    config.cert_len = 0;
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT);
    EXPECT_EQ(flags, 0x08);
}

TEST_F(HttpConfig, TakesTheHostsBundleInsteadOfTheCertificate)
{
    serve();
    config.crt_bundle_attach = [](void *) { return ESP_OK; };
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT) << "a lab's CA is in no bundle";
    EXPECT_EQ(tlsCode, ESP_ERR_MBEDTLS_SSL_HANDSHAKE_FAILED);
    EXPECT_EQ(flags, 0x08);
    config.crt_bundle_attach = nullptr;
    config.use_global_ca_store = true;
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT);
    config.use_global_ca_store = false;
    EXPECT_EQ(fetch(), ESP_OK);
}

TEST_F(HttpConfig, ComparesTheNameItIsTold)
{
    const auto other = lab().authority.issueServer({.hosts = {"bench.lab"}});
    ASSERT_TRUE(other);
    serve(hello, {}, &*other);
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT);
    EXPECT_EQ(flags, 0x04);
    config.common_name = "bench.lab";
    EXPECT_EQ(fetch(), ESP_OK);
    config.common_name = "other.lab";
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT);
    config.common_name = nullptr;
    config.skip_cert_common_name_check = true;
    EXPECT_EQ(fetch(), ESP_OK);
}

std::string encryptKey(const std::string &pem, const std::string &password)
{
    const openssl::Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const openssl::Pkey key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    const openssl::Bio out(BIO_new(BIO_s_mem()));
    EXPECT_EQ(PEM_write_bio_PrivateKey_traditional(
                  out.get(), key.get(), EVP_aes_128_cbc(),
                  reinterpret_cast<const unsigned char *>(password.data()),
                  static_cast<int>(password.size()), nullptr, nullptr),
              1);
    char *text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

TEST_F(HttpConfig, ShowsItsOwnCertificateToAServerThatWantsOne)
{
    const auto own = lab().authority.issueServer({.hosts = {"board-1"}});
    ASSERT_TRUE(own);
    serve(hello, lab().authority.certificatePem());
    EXPECT_NE(fetch(), ESP_OK) << "without a certificate";
    config.client_cert_pem = own->certificatePem.c_str();
    config.client_key_pem = own->keyPem.c_str();
    EXPECT_EQ(fetch(), ESP_OK);
    const std::string locked = encryptKey(own->keyPem, "secret");
    config.client_key_pem = locked.c_str();
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT) << "without the password";
    EXPECT_EQ(tlsCode, ESP_ERR_MBEDTLS_PK_PARSE_KEY_FAILED);
    config.client_key_password = "secretly";
    config.client_key_password_len = 6;
    EXPECT_EQ(fetch(), ESP_OK);
    config.client_key_password_len = 0;
    EXPECT_EQ(fetch(), ESP_ERR_HTTP_CONNECT) << "another password";
}

TEST_F(HttpConfig, ResumesTlsWhereItIsAskedTo)
{
    serve([](const Request &request) {
        Answer answer = hello(request);
        answer.end = Answer::End::Close;
        return answer;
    });
    for (const bool save : {false, true}) {
        config.save_client_session = save;
        const int resumedBefore = server->resumed();
        esp_http_client_handle_t client = esp_http_client_init(&config);
        for (int i = 0; i < 3; ++i) {
            EXPECT_EQ(esp_http_client_perform(client), ESP_OK);
            EXPECT_EQ(esp_http_client_close(client), ESP_OK);
        }
        EXPECT_EQ(esp_http_client_cleanup(client), ESP_OK);
        EXPECT_EQ(server->resumed() - resumedBefore, save ? 2 : 0);
    }
    EXPECT_EQ(server->handshakes(), 6);
}

TEST_F(HttpConfig, SendsAPostFieldAndKeepsTheResponsesHeaders)
{
    serve();
    esp_http_client_handle_t client = esp_http_client_init(&config);
    ASSERT_NE(client, nullptr);
    EXPECT_EQ(esp_http_client_set_method(client, HTTP_METHOD_POST), ESP_OK);
    EXPECT_EQ(esp_http_client_set_post_field(client, "a=1", 3), ESP_OK);
    EXPECT_EQ(esp_http_client_perform(client), ESP_OK);
    char *value = nullptr;
    EXPECT_EQ(esp_http_client_get_response_header(client, "x-lab", &value), ESP_OK);
    EXPECT_STREQ(value, "7");
    EXPECT_EQ(esp_http_client_get_response_header(client, "X-None", &value), ESP_ERR_NOT_FOUND);
    char *post = nullptr;
    EXPECT_EQ(esp_http_client_get_post_field(client, &post), 3);
    EXPECT_EQ(esp_http_client_cleanup(client), ESP_OK);
    const Request request = server->requests()[0];
    EXPECT_EQ(request.method(), "POST");
    EXPECT_EQ(request.header("Content-Length"), "3");
    EXPECT_EQ(request.header("Content-Type"), "application/x-www-form-urlencoded");
}

TEST_F(HttpConfig, AWaitCanBeCancelledWhileItConnectsAndWhileItReads)
{
    serve([](const Request &) { return Answer{"", Answer::End::Stall}; });
    config.timeout_ms = 120000;
    int left = 3;
    config.otabench_wait_context = &left;
    config.otabench_wait = [](void *context) { return --*static_cast<int *>(context) > 0; };
    EXPECT_EQ(fetch(), OTABENCH_ERR_HTTP_CANCELLED);
    EXPECT_EQ(left, 0);
}

std::string hash(const EVP_MD *kind, const std::string &text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EXPECT_EQ(EVP_Digest(text.data(), text.size(), digest.data(), &length, kind, nullptr), 1);
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) {
        hex += "0123456789abcdef"[digest[i] >> 4U];
        hex += "0123456789abcdef"[digest[i] & 0xfU];
    }
    return hex;
}

/// Lets in who answers its Digest challenge (RFC 7616) as user "lab", password "p\"w".
struct DigestGate
{
    const char *algorithm = "MD5";
    bool qop = true;
    std::string nonce = "abc123==";
    bool alwaysStale = false;
    std::string lastCount{};

    static std::string field(const std::string &header, const std::string &name)
    {
        const std::size_t at = header.find(" " + name + "=");
        if (at == std::string::npos)
            return {};
        std::size_t from = at + name.size() + 2;
        const bool quoted = header[from] == '"';
        from += quoted ? 1 : 0;
        return header.substr(from, header.find_first_of(quoted ? "\"" : ",", from) - from);
    }

    Answer operator()(const Request &request)
    {
        const EVP_MD *kind = std::string(algorithm) == "MD5" ? EVP_md5() : EVP_sha256();
        const std::string login = request.header("Authorization");
        lastCount = field(login, "nc");
        const std::string user = hash(kind, "lab:bench room:p\"w");
        const std::string what = hash(kind, request.method() + ":" + request.target());
        const std::string expected = qop ? hash(kind, user + ":" + nonce + ":" + lastCount + ":" +
                                                          field(login, "cnonce") + ":auth:" + what)
                                         : hash(kind, user + ":" + nonce + ":" + what);
        if (!alwaysStale && field(login, "response") == expected &&
            field(login, "uri") == request.target() && field(login, "opaque") == "xyz")
            return hello(request);
        return {std::string("HTTP/1.1 401 X\r\nContent-Length: 4\r\n"
                            "WWW-Authenticate: Basic realm=\"bench room\"\r\n"
                            "WWW-Authenticate: Digest realm=\"bench room\", nonce=\"") +
                nonce + "\", algorithm=" + algorithm + (qop ? ", qop=\"auth-int, auth\"" : "") +
                ", opaque=\"xyz\"" + (alwaysStale ? ", stale=true" : "") + "\r\n\r\nbody"};
    }
};

TEST_F(HttpConfig, AnswersDigestChallengesAsCurlDoes)
{
    for (const char *algorithm : {"MD5", "SHA-256"}) {
        for (const bool qop : {true, false}) {
            DigestGate gate{.algorithm = algorithm, .qop = qop};
            serve([&gate](const Request &request) { return gate(request); });
            config.username = "lab";
            config.password = "p\"w";
            EXPECT_EQ(fetch(), ESP_OK);
            EXPECT_EQ(status, 200) << algorithm << (qop ? " with qop" : " without qop");
            EXPECT_EQ(server->connections(), 1) << "the challenge's body was drained";
            config.password = "wrong";
            EXPECT_EQ(fetch(), ESP_OK);
            EXPECT_EQ(status, 401);
            EXPECT_EQ(server->requests().size(), 4U) << "a refused password is not tried again";
            // The gate itself is judged by a client that is not ours.
            const std::string curl = "curl -sk --max-time 20 --digest -u 'lab:p\"w' -o /dev/null "
                                     "-w '%{http_code}' " +
                                     address + " | grep -qx 200";
            EXPECT_EQ(std::system(curl.c_str()), 0) << curl; // NOLINT: a fixed command
        }
    }
}

TEST_F(HttpConfig, CountsTheRequestsOfANonceAndLimitsStaleOnes)
{
    DigestGate gate;
    serve([&gate](const Request &request) { return gate(request); });
    config.username = "lab";
    config.password = "p\"w";
    esp_http_client_handle_t client = esp_http_client_init(&config);
    EXPECT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(gate.lastCount, "00000001");
    EXPECT_EQ(esp_http_client_perform(client), ESP_OK);
    EXPECT_EQ(gate.lastCount, "00000002");
    EXPECT_EQ(server->requests().size(), 3U) << "the second login came unasked";
    EXPECT_EQ(esp_http_client_cleanup(client), ESP_OK);

    gate.alwaysStale = true;
    for (const auto &[retries, requests] : {std::pair{-1, 1U}, {2, 3U}, {0, 11U}}) {
        const std::size_t before = server->requests().size();
        config.max_authorization_retries = retries;
        EXPECT_EQ(fetch(), ESP_OK);
        EXPECT_EQ(status, 401);
        EXPECT_EQ(server->requests().size() - before, requests) << retries;
    }
}

TEST_F(HttpConfig, AnswersBasicChallengesButTellsNoPasswordToWhoShouldWantADigest)
{
    serve([](const Request &request) {
        if (request.header("Authorization") == "Basic bGFiOnB3")
            return hello(request);
        return Answer{"HTTP/1.1 401 X\r\nContent-Length: 0\r\nWWW-Authenticate: Basic "
                      "realm=\"lab\"\r\n\r\n"};
    });
    config.username = "lab";
    config.password = "pw";
    EXPECT_EQ(fetch(), ESP_OK);
    EXPECT_EQ(status, 200);
    EXPECT_EQ(server->requests().size(), 2U);
    config.auth_type = HTTP_AUTH_TYPE_BASIC;
    EXPECT_EQ(fetch(), ESP_OK);
    EXPECT_EQ(server->requests().size(), 3U) << "sent with the first request";
    config.auth_type = HTTP_AUTH_TYPE_DIGEST;
    EXPECT_EQ(fetch(), ESP_OK);
    EXPECT_EQ(status, 401);
    EXPECT_EQ(server->requests().back().header("Authorization"), "");
}

} // namespace
} // namespace otabench::test
