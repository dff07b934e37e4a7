#pragma once

#include <stdint.h>

#include "esp_https_ota.h"
#include "images.h"
#include "scripted_server.h"

namespace otabench::test {

constexpr uint32_t kImageSize = 200 * 1024; ///< of a realistic image

/// The image "2.0" as /app.bin, for board().server.load(); its version and length stay known.
Script serveImage(uint32_t size = kImageSize, uint16_t chipId = kChipId);
/// What is served: the image, unless a scenario encrypts it there.
uint8_t *servedFile();
/// Room in servedFile() behind the image, for the header of an encrypted file.
constexpr uint32_t kRoomBehind = 512;
uint32_t imageLength();

/// https://bench/app.bin, with a CA to trust.
esp_http_client_config_t httpConfig(const char *url = "https://bench/app.bin");

/// What starts, and stays when nobody changes anything: the old image.
void expectOldImage();
/// The served image is in the second slot, whole; it starts, is confirmed, and starts again.
void expectNewImage();

/// Carries out a whole update, and keeps its figures for the table.
void measure(const char *name, void (*update)(void *context), void *context);
/// The same with esp_https_ota().
esp_err_t measure(const char *name, const esp_https_ota_config_t &config);

/// Runs an update to its end or its first error; what was written is told. The handle is gone.
esp_err_t performAll(esp_https_ota_handle_t handle, int *written);

} // namespace otabench::test
