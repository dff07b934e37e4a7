// What starts a sketch, and Arduino's plain functions: Arduino.h, Esp.h.
#include "Arduino.h"

#include "esp_chip_info.h"
#include "esp_flash.h"
#include "esp_heap_caps.h"
#include "esp_mac.h"
#include "esp_ota_ops.h"
#include "esp_timer.h"
#include "nvs_flash.h"
#include "otabench_port.h"

#include <algorithm>
#include <string>
#include <thread>

EspClass ESP;

namespace {

constexpr std::uint32_t kLoopStackBytes = 8192;

void runSketch(void * /*parameter*/)
{
    setup();
    for (;;) {
        loop();
        vPortYield();
    }
}

/// The core confirms an image that is on trial before the sketch runs.
void confirmIfOnTrial()
{
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    if (esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK &&
        state == ESP_OTA_IMG_PENDING_VERIFY)
        esp_ota_mark_app_valid_cancel_rollback();
}

} // namespace

extern "C" void app_main(void)
{
    nvs_flash_init();
    esp_event_loop_create_default();
    confirmIfOnTrial();
    xTaskCreate(&runSketch, "loopTask", kLoopStackBytes, nullptr, 1, nullptr);
}

void pinMode(uint8_t pin, uint8_t mode)
{
    const bool isOutput = mode == OUTPUT;
    const gpio_config_t config = {
        .pin_bit_mask = pin < GPIO_NUM_MAX ? 1ULL << pin : 0,
        .mode = isOutput ? GPIO_MODE_INPUT_OUTPUT : GPIO_MODE_INPUT,
        .pull_up_en = mode == INPUT_PULLUP ? GPIO_PULLUP_ENABLE : GPIO_PULLUP_DISABLE,
        .pull_down_en = mode == INPUT_PULLDOWN ? GPIO_PULLDOWN_ENABLE : GPIO_PULLDOWN_DISABLE,
        .intr_type = GPIO_INTR_DISABLE};
    gpio_config(&config);
}

void digitalWrite(uint8_t pin, uint8_t value)
{
    gpio_set_level(static_cast<gpio_num_t>(pin), value);
}

int digitalRead(uint8_t pin)
{
    return gpio_get_level(static_cast<gpio_num_t>(pin));
}

void delay(uint32_t milliseconds)
{
    vTaskDelay(pdMS_TO_TICKS(milliseconds));
}

void delayMicroseconds(uint32_t microseconds)
{
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds)); // with the core
}

void yield(void)
{
    vPortYield();
}

unsigned long millis(void)
{
    return static_cast<unsigned long>(esp_timer_get_time() / 1000);
}

unsigned long micros(void)
{
    return static_cast<unsigned long>(esp_timer_get_time());
}

long arduino_random(long least, long limit)
{
    return limit <= least ? least : least + static_cast<long>(esp_random()) % (limit - least);
}

void EspClass::restart()
{
    esp_restart();
}

std::uint32_t EspClass::getFreeHeap()
{
    return esp_get_free_heap_size();
}

std::uint32_t EspClass::getMinFreeHeap()
{
    return esp_get_minimum_free_heap_size();
}

std::uint32_t EspClass::getHeapSize()
{
    return static_cast<std::uint32_t>(heap_caps_get_total_size(MALLOC_CAP_DEFAULT));
}

const char *EspClass::getChipModel()
{
    static std::string model;
    model = otabench_port_get()->chip->chip_name;
    std::ranges::transform(model, model.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return model.c_str();
}

std::uint16_t EspClass::getChipRevision()
{
    return otabench_port_get()->chip->chip_revision;
}

std::uint8_t EspClass::getChipCores()
{
    esp_chip_info_t info;
    esp_chip_info(&info);
    return info.cores;
}

std::uint32_t EspClass::getFlashChipSize()
{
    std::uint32_t size = 0;
    esp_flash_get_size(nullptr, &size);
    return size;
}

std::uint64_t EspClass::getEfuseMac()
{
    std::uint64_t mac = 0;
    esp_efuse_mac_get_default(reinterpret_cast<std::uint8_t *>(&mac));
    return mac;
}

std::uint32_t EspClass::getFreeSketchSpace()
{
    const esp_partition_t *const next = esp_ota_get_next_update_partition(nullptr);
    return next != nullptr ? next->size : 0;
}

const char *EspClass::getSdkVersion()
{
    return esp_get_idf_version();
}
