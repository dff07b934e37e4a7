// esp_encrypted_img: the interface of Espressif's component over EncryptedImage.
#include "esp_encrypted_img.h"

#include <stdlib.h>
#include <string.h>

#include "encrypted_image.h"
#include "esp_log.h"

static const char *const TAG = "esp_encrypted_img";

namespace otabench::firmware {
namespace {

EncryptedImage *toImage(esp_decrypt_handle_t handle)
{
    return static_cast<EncryptedImage *>(handle);
}

/// Puts what was held back before the plain bytes, and holds back what is no whole block.
void arrangeOutput(EncryptedImage &image, uint8_t *out, size_t *length)
{
    const size_t whole = image.isComplete() ? *length : *length / 16 * 16;
    image.heldLength = static_cast<uint32_t>(*length - whole);
    memcpy(image.held, out + whole, image.heldLength);
    *length = whole;
}

/// @return ESP_OK, ESP_ERR_NOT_FINISHED or an error; `out` holds `length` bytes to give away.
esp_err_t decryptInto(EncryptedImage &image, const pre_enc_decrypt_arg_t &in, uint8_t *out,
                      size_t *length)
{
    const size_t before = image.heldLength;
    memcpy(out, image.held, before);
    memcpy(out + before, in.data_in, in.data_in_len);
    size_t plain = 0;
    const esp_err_t result = image.take(out + before, in.data_in_len, &plain);
    *length = before + plain;
    if (result == ESP_OK || result == ESP_ERR_NOT_FINISHED)
        arrangeOutput(image, out, length);
    return result;
}

} // namespace
} // namespace otabench::firmware

using otabench::firmware::EncryptedImage;
using otabench::firmware::toImage;

esp_decrypt_handle_t esp_encrypted_img_decrypt_start(const esp_decrypt_cfg_t *cfg)
{
    if (!cfg) {
        ESP_LOGE(TAG, "esp_encrypted_img_decrypt_start : Invalid argument");
        return nullptr;
    }
    return EncryptedImage::create(otabench_port_get(), *cfg);
}

esp_err_t esp_encrypted_img_decrypt_data(esp_decrypt_handle_t ctx, pre_enc_decrypt_arg_t *args)
{
    if (!ctx || !args || !args->data_in)
        return ESP_ERR_INVALID_ARG;
    EncryptedImage &image = *toImage(ctx);
    args->data_out_len = 0;
    if (args->data_in_len > SIZE_MAX - sizeof image.held)
        return ESP_ERR_INVALID_ARG;
    const size_t capacity = args->data_in_len + image.heldLength;
    // One byte at least: malloc(0) may or may not be NULL.
    auto *out = static_cast<uint8_t *>(malloc(capacity > 0 ? capacity : 1));
    if (!out)
        return ESP_ERR_NO_MEM;
    size_t length = 0;
    const esp_err_t result = otabench::firmware::decryptInto(image, *args, out, &length);
    if (length == 0 || (result != ESP_OK && result != ESP_ERR_NOT_FINISHED)) {
        free(out);
        return result;
    }
    free(args->data_out); // as the original, which reallocates what it is given
    args->data_out = reinterpret_cast<char *>(out);
    args->data_out_len = length;
    return result;
}

esp_err_t esp_encrypted_img_decrypt_end(esp_decrypt_handle_t ctx)
{
    if (!ctx)
        return ESP_ERR_INVALID_ARG;
    const esp_err_t result = toImage(ctx)->check();
    EncryptedImage::destroy(toImage(ctx));
    return result;
}

bool esp_encrypted_img_is_complete_data_received(esp_decrypt_handle_t ctx)
{
    return ctx && toImage(ctx)->isComplete();
}

esp_err_t esp_encrypted_img_decrypt_abort(esp_decrypt_handle_t ctx)
{
    if (!ctx) {
        ESP_LOGE(TAG, "esp_encrypted_img_decrypt_abort: Invalid argument");
        return ESP_ERR_INVALID_ARG;
    }
    EncryptedImage::destroy(toImage(ctx));
    return ESP_OK;
}

uint16_t esp_encrypted_img_get_header_size(void)
{
    return EncryptedImage::kHeaderSize;
}

esp_err_t esp_encrypted_img_export_public_key(esp_decrypt_handle_t ctx, uint8_t **pub_key,
                                              size_t *pub_key_len)
{
    if (!ctx || !pub_key || !pub_key_len) {
        ESP_LOGE(TAG, "esp_encrypted_img_export_public_key : Invalid argument");
        return ESP_ERR_INVALID_ARG;
    }
    EncryptedImage &image = *toImage(ctx);
    *pub_key = nullptr;
    *pub_key_len = 0;
    if (image.isRsa && !image.pem) {
        ESP_LOGE(TAG, "RSA private key is not set");
        return ESP_ERR_INVALID_ARG;
    }
    auto *der = static_cast<uint8_t *>(malloc(OTABENCH_RSA_PUBLIC_KEY_MAX));
    if (!der)
        return ESP_FAIL;
    const int length = image.writePublicKey(der, OTABENCH_RSA_PUBLIC_KEY_MAX);
    if (length <= 0) {
        free(der);
        return ESP_FAIL;
    }
    *pub_key = der;
    *pub_key_len = static_cast<size_t>(length);
    return ESP_OK;
}
