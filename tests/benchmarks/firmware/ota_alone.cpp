// One update after the other by the update component, over TLS, into a flash in memory: prints what
// they took as one line of JSON. usage: ota_alone URL CA-FILE ROUNDS [PARTIAL-BYTES]
#include "../../firmware/net_support.h"

#include "esp_https_ota.h"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace {

using namespace otabench::test;
using Clock = std::chrono::steady_clock;

double cpuSeconds()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Cost
{
    double wall = 0;
    double cpu = 0;
    std::uint64_t bytes = 0;
    double download = 0; ///< CPU until the last byte was in flash: without the check of the image
};

bool update(const char *url, const std::string &ca, int partialBytes, Cost &cost)
{
    TestBoard board(makeTestImage("1.0.0"));
    esp_http_client_config_t http = {};
    http.url = url;
    http.cert_pem = ca.c_str();
    http.buffer_size = 4096;
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.partial_http_download = partialBytes > 0;
    config.max_http_request_size = partialBytes;

    const auto started = Clock::now();
    const double cpu = cpuSeconds();
    esp_https_ota_handle_t handle = nullptr;
    esp_err_t result = esp_https_ota_begin(&config, &handle);
    if (result != ESP_OK)
        return false;
    do
        result = esp_https_ota_perform(handle);
    while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    cost.download += cpuSeconds() - cpu;
    cost.bytes += static_cast<std::uint64_t>(esp_https_ota_get_image_len_read(handle));
    const esp_err_t finished = esp_https_ota_finish(handle);
    cost.cpu += cpuSeconds() - cpu;
    cost.wall += std::chrono::duration<double>(Clock::now() - started).count();
    return result == ESP_OK && finished == ESP_OK;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 4) {
        std::fprintf(stderr, "usage: ota_alone URL CA-FILE ROUNDS [PARTIAL-BYTES]\n");
        return 2;
    }
    std::ifstream file(argv[2]);
    const std::string ca{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const int partialBytes = argc > 4 ? std::atoi(argv[4]) : 0;
    Cost cost;
    for (int round = 0; round < std::atoi(argv[3]); ++round) {
        if (!update(argv[1], ca, partialBytes, cost)) {
            std::fprintf(stderr, "ota_alone: the update from %s failed\n", argv[1]);
            return 1;
        }
    }
    std::printf("{\"bytes\":%llu,\"wall\":%.6f,\"cpu\":%.6f,\"download_cpu\":%.6f}\n",
                static_cast<unsigned long long>(cost.bytes), cost.wall, cost.cpu, cost.download);
    return 0;
}
