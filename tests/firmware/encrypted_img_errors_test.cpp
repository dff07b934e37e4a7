// Every code that esp_encrypted_img.h documents, and those that otabench_port.h documents of a
// port's cryptography, of the host's.
#include "esp_encrypted_img.h"
#include "support/firmware/encrypted_file.h"
#include "support/firmware/ram_port.h"
#include "support/firmware/signed_image.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

namespace otabench::test {
namespace {

/// One row's board, and a file on its way.
class Trial
{
public:
    explicit Trial(const std::string &pem = rsaPrivatePem())
    {
        board.use(0);
        board.crypto.setEfuseHmacKey(0, kEciesHmacKey);
        board.rememberKeyWork();
        config.rsa_priv_key = pem.c_str();
        config.rsa_priv_key_len = pem.size() + 1;
    }

    ~Trial()
    {
        if (m_handle)
            (void)esp_encrypted_img_decrypt_abort(m_handle);
        std::free(key);
        EXPECT_EQ(board.heldAllocations(), 0U);
    }

    Trial(const Trial &) = delete;
    Trial &operator=(const Trial &) = delete;

    void useEcies() { config = {}; }

    [[nodiscard]] esp_decrypt_handle_t handle()
    {
        if (!m_handle)
            m_handle = esp_encrypted_img_decrypt_start(&config);
        return m_handle;
    }

    esp_err_t feed(const Bytes &bytes)
    {
        pre_enc_decrypt_arg_t piece = {};
        piece.data_in = reinterpret_cast<const char *>(bytes.data());
        piece.data_in_len = bytes.size();
        const esp_err_t result = esp_encrypted_img_decrypt_data(handle(), &piece);
        if (piece.data_out_len > 0)
            std::free(piece.data_out);
        return result;
    }

    /// With all of the file but its last bytes.
    Trial &fed(std::size_t without = 0)
    {
        (void)feed(Bytes(file.begin(), file.end() - static_cast<std::ptrdiff_t>(without)));
        return *this;
    }

    esp_err_t end()
    {
        const esp_decrypt_handle_t ended = handle();
        m_handle = nullptr;
        return esp_encrypted_img_decrypt_end(ended);
    }

    esp_err_t exportKey()
    {
        return esp_encrypted_img_export_public_key(handle(), &key, &keyLength);
    }

    RamPort board{4096};
    esp_decrypt_cfg_t config = {};
    Bytes file = encryptForRsa(Bytes(1000, 0xE9));
    pre_enc_decrypt_arg_t args = {};
    uint8_t *key = nullptr;
    std::size_t keyLength = 0;

private:
    esp_decrypt_handle_t m_handle = nullptr;
};

struct Row
{
    const char *function;
    esp_err_t code;
    const char *when;
    std::function<esp_err_t(Trial &)> call;
};

void tryRows(const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        Trial trial;
        const esp_err_t code = row.call(trial);
        EXPECT_EQ(code, row.code) << row.function << ": " << esp_err_to_name(row.code) << " when "
                                  << row.when << ", got " << esp_err_to_name(code);
    }
}

#define CALL(expression) []([[maybe_unused]] Trial &t) -> esp_err_t { return expression; }
#define AFTER(preparation, expression)                                                             \
    []([[maybe_unused]] Trial &t) -> esp_err_t {                                                   \
        preparation;                                                                               \
        return expression;                                                                         \
    }

TEST(EncryptedImgErrors, Data)
{
    tryRows({
        {"esp_encrypted_img_decrypt_data", ESP_ERR_INVALID_ARG, "no handle",
         CALL(esp_encrypted_img_decrypt_data(nullptr, &t.args))},
        {"esp_encrypted_img_decrypt_data", ESP_ERR_INVALID_ARG, "no arguments",
         CALL(esp_encrypted_img_decrypt_data(t.handle(), nullptr))},
        {"esp_encrypted_img_decrypt_data", ESP_ERR_INVALID_ARG, "no data",
         CALL(esp_encrypted_img_decrypt_data(t.handle(), &t.args))},
        {"esp_encrypted_img_decrypt_data", ESP_ERR_NOT_FINISHED, "a part",
         CALL(t.feed(Bytes(t.file.begin(), t.file.begin() + 600)))},
        {"esp_encrypted_img_decrypt_data", ESP_OK, "all", CALL(t.feed(t.file))},
        {"esp_encrypted_img_decrypt_data", ESP_FAIL, "another magic",
         AFTER(t.file[0] ^= 1, t.feed(t.file))},
        {"esp_encrypted_img_decrypt_data", ESP_FAIL, "another board's file",
         AFTER(t.config.rsa_priv_key = otherRsaPrivatePem().c_str();
               t.config.rsa_priv_key_len = otherRsaPrivatePem().size() + 1, t.feed(t.file))},
        {"esp_encrypted_img_decrypt_data", ESP_FAIL, "a byte too many",
         AFTER(t.file.push_back(0), t.feed(t.file))},
        {"esp_encrypted_img_decrypt_data", ESP_FAIL, "it failed before",
         AFTER((void)t.feed({1, 2, 3, 4}), t.feed(t.file))},
        {"esp_encrypted_img_decrypt_data", ESP_ERR_INVALID_ARG, "a length there is not",
         AFTER(t.args.data_in = "x";
               t.args.data_in_len = SIZE_MAX, esp_encrypted_img_decrypt_data(t.handle(), &t.args))},
        {"esp_encrypted_img_decrypt_data", ESP_ERR_NO_MEM, "memory is short",
         AFTER(t.args.data_in = "x"; t.args.data_in_len = SIZE_MAX / 4,
                                     esp_encrypted_img_decrypt_data(t.handle(), &t.args))},
    });
}

TEST(EncryptedImgErrors, End)
{
    tryRows({
        {"esp_encrypted_img_decrypt_end", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_encrypted_img_decrypt_end(nullptr))},
        {"esp_encrypted_img_decrypt_end", ESP_OK, "all came", CALL(t.fed().end())},
        {"esp_encrypted_img_decrypt_end", ESP_FAIL, "nothing came", CALL(t.end())},
        {"esp_encrypted_img_decrypt_end", ESP_FAIL, "bytes are missing", CALL(t.fed(1).end())},
        {"esp_encrypted_img_decrypt_end", ESP_FAIL, "bytes too many",
         AFTER(t.file.push_back(0), t.fed().end())},
        {"esp_encrypted_img_decrypt_end", ESP_FAIL, "a wrong tag",
         AFTER(t.file[kTagAt] ^= 1, t.fed().end())},
        {"esp_encrypted_img_decrypt_end", ESP_FAIL, "an altered image",
         AFTER(t.file.back() ^= 1, t.fed().end())},
        {"esp_encrypted_img_decrypt_end", ESP_FAIL, "decrypt_data failed",
         AFTER((void)t.feed({1, 2, 3, 4}), t.end())},
        {"esp_encrypted_img_decrypt_abort", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_encrypted_img_decrypt_abort(nullptr))},
    });
}

TEST(EncryptedImgErrors, PublicKey)
{
    tryRows({
        {"esp_encrypted_img_export_public_key", ESP_ERR_INVALID_ARG, "no handle",
         CALL(esp_encrypted_img_export_public_key(nullptr, &t.key, &t.keyLength))},
        {"esp_encrypted_img_export_public_key", ESP_ERR_INVALID_ARG, "nowhere to",
         CALL(esp_encrypted_img_export_public_key(t.handle(), nullptr, &t.keyLength))},
        {"esp_encrypted_img_export_public_key", ESP_ERR_INVALID_ARG, "no length",
         CALL(esp_encrypted_img_export_public_key(t.handle(), &t.key, nullptr))},
        {"esp_encrypted_img_export_public_key", ESP_OK, "before the file", CALL(t.exportKey())},
        {"esp_encrypted_img_export_public_key", ESP_ERR_INVALID_ARG, "the key has been wiped",
         CALL(t.fed().exportKey())},
        {"esp_encrypted_img_export_public_key", ESP_FAIL, "not a key",
         AFTER(t.config.rsa_priv_key = "no key"; t.config.rsa_priv_key_len = 7, t.exportKey())},
        {"esp_encrypted_img_export_public_key", ESP_OK, "ECIES",
         AFTER(t.useEcies(), t.exportKey())},
    });
}

const otabench_port_t &port(Trial &trial)
{
    return *trial.board.port();
}

esp_err_t decryptByRsa(Trial &trial, const std::string &pem, std::size_t capacity)
{
    uint8_t plain[32];
    std::size_t length = 0;
    return trial.board.crypto.rsaDecrypt(
        pem.c_str(), pem.size() + 1, trial.file.data() + kKeyAreaAt, 384, plain, capacity, &length);
}

esp_err_t judgeSignature(Trial &trial, otabench_signature_scheme_t scheme)
{
    static const uint8_t kZeros[384] = {};
    const otabench_signature_t signature = {scheme, kZeros, 65537, kZeros, kZeros};
    return port(trial).verify_signature(port(trial).ctx, &signature);
}

TEST(PortErrors, Cryptography)
{
    static uint8_t room[64];
    tryRows({
        {"rsa_decrypt", ESP_OK, "its own key", CALL(decryptByRsa(t, rsaPrivatePem(), 32))},
        {"rsa_decrypt", ESP_FAIL, "another key", CALL(decryptByRsa(t, otherRsaPrivatePem(), 32))},
        {"rsa_decrypt", ESP_FAIL, "a key that cannot be read", CALL(decryptByRsa(t, "no key", 32))},
        {"rsa_decrypt", ESP_FAIL, "no room", CALL(decryptByRsa(t, rsaPrivatePem(), 31))},
        {"p256_public_key", ESP_FAIL, "the scalar 0",
         CALL(port(t).p256_public_key(port(t).ctx, Bytes(32, 0).data(), room))},
        {"p256_public_key", ESP_FAIL, "a scalar beyond n-1",
         CALL(port(t).p256_public_key(port(t).ctx, Bytes(32, 0xFF).data(), room))},
        {"p256_ecdh", ESP_FAIL, "a point that is not on the curve",
         CALL(port(t).p256_ecdh(port(t).ctx, eciesScalar().data(), Bytes(64, 1).data(), room))},
        {"efuse_hmac", ESP_ERR_NOT_FOUND, "no such block",
         CALL(port(t).efuse_hmac(port(t).ctx, 3, "m", 1, room))},
        {"verify_signature", ESP_ERR_NOT_SUPPORTED, "no scheme",
         CALL(judgeSignature(t, OTABENCH_SIGNATURE_NONE))},
        {"verify_signature", ESP_FAIL, "no RSA key",
         CALL(judgeSignature(t, OTABENCH_SIGNATURE_RSA_3072))},
        {"verify_signature", ESP_FAIL, "no point of P-192",
         CALL(judgeSignature(t, OTABENCH_SIGNATURE_ECDSA_P192))},
        {"verify_signature", ESP_FAIL, "no point of P-256",
         CALL(judgeSignature(t, OTABENCH_SIGNATURE_ECDSA_P256))},
    });
}

} // namespace
} // namespace otabench::test

#if defined(__SANITIZE_ADDRESS__)
/// What a board's malloc() does when memory is short.
extern "C" const char *__asan_default_options()
{
    return "allocator_may_return_null=1";
}
#endif
