// The rest of the machine as an application sees it: pins, addresses, fuses, memory, sleep, time.
#include "application.h"

#include "driver/gpio.h"
#include "esp_chip_info.h"
#include "esp_crt_bundle.h"
#include "esp_flash.h"
#include "esp_heap_caps.h"
#include "esp_mac.h"
#include "esp_sleep.h"
#include "esp_system.h"
#include "esp_task_wdt.h"
#include "esp_timer.h"

#include "chips.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <thread>

using otabench::firmware::host::application;
using otabench::firmware::host::Cpu;
using otabench::firmware::host::CpuClock;
using otabench::firmware::host::CpuTime;
using otabench::firmware::host::ResetReason;

esp_flash_t *esp_flash_default_chip = nullptr;

struct esp_timer
{
    esp_timer_cb_t callback = nullptr;
    void *argument = nullptr;
    CpuTime due = Cpu::kForever; ///< kForever: it does not run
    std::chrono::microseconds period{0};
    bool isDeleted = false;
};

namespace {

constexpr std::size_t kMaxShutdownHandlers = 5;

struct Pin
{
    bool isOutput = false;
    bool pullsUp = false;
    bool level = false;
};

constinit std::array<Pin, GPIO_NUM_MAX> thePins{};
constinit std::uint64_t theSleepUs = 0; ///< 0: no timer set

Pin *pinOf(int number)
{
    return number >= 0 && number < GPIO_NUM_MAX ? &thePins[static_cast<std::size_t>(number)]
                                                : nullptr;
}

const otabench_port_t &machine()
{
    return application().port.table();
}

void runTimer(void *parameter)
{
    auto &timer = *static_cast<esp_timer *>(parameter);
    Cpu &cpu = application().cpu;
    while (!timer.isDeleted) {
        const CpuTime due = timer.due;
        const auto isAltered = [&] { return timer.isDeleted || timer.due != due; };
        if (cpu.wait(due, isAltered))
            continue;
        timer.due = timer.period.count() > 0 ? due + timer.period : Cpu::kForever;
        timer.callback(timer.argument);
    }
    delete &timer;
}

esp_err_t startTimer(esp_timer *timer, std::uint64_t firstUs, std::uint64_t periodUs)
{
    if (timer == nullptr)
        return ESP_ERR_INVALID_ARG;
    if (timer->due != Cpu::kForever)
        return ESP_ERR_INVALID_STATE;
    timer->period = std::chrono::microseconds(periodUs);
    timer->due = CpuClock::now() + std::chrono::microseconds(firstUs);
    application().cpu.changed();
    return ESP_OK;
}

} // namespace

const otabench_port_t *otabench_platform_port(void)
{
    return &machine();
}

esp_err_t gpio_config(const gpio_config_t *config)
{
    if (config == nullptr)
        return ESP_ERR_INVALID_ARG;
    for (int number = 0; number < GPIO_NUM_MAX; ++number) {
        if ((config->pin_bit_mask >> number & 1) == 0)
            continue;
        Pin &pin = *pinOf(number);
        pin.isOutput = (config->mode & GPIO_MODE_OUTPUT) != 0;
        pin.pullsUp = config->pull_up_en == GPIO_PULLUP_ENABLE;
    }
    return ESP_OK;
}

esp_err_t gpio_reset_pin(gpio_num_t gpio_num)
{
    Pin *const pin = pinOf(gpio_num);
    if (pin == nullptr)
        return ESP_ERR_INVALID_ARG;
    *pin = {.isOutput = false, .pullsUp = true, .level = false};
    return ESP_OK;
}

esp_err_t gpio_set_direction(gpio_num_t gpio_num, gpio_mode_t mode)
{
    Pin *const pin = pinOf(gpio_num);
    if (pin == nullptr)
        return ESP_ERR_INVALID_ARG;
    pin->isOutput = (mode & GPIO_MODE_OUTPUT) != 0;
    return ESP_OK;
}

esp_err_t gpio_set_pull_mode(gpio_num_t gpio_num, gpio_pull_mode_t pull)
{
    Pin *const pin = pinOf(gpio_num);
    if (pin == nullptr)
        return ESP_ERR_INVALID_ARG;
    pin->pullsUp = pull == GPIO_PULLUP_ONLY || pull == GPIO_PULLUP_PULLDOWN;
    return ESP_OK;
}

esp_err_t gpio_set_level(gpio_num_t gpio_num, uint32_t level)
{
    Pin *const pin = pinOf(gpio_num);
    if (pin == nullptr)
        return ESP_ERR_INVALID_ARG;
    pin->level = level != 0;
    return ESP_OK;
}

int gpio_get_level(gpio_num_t gpio_num)
{
    const Pin *const pin = pinOf(gpio_num);
    if (pin == nullptr)
        return 0;
    return pin->isOutput ? pin->level : pin->pullsUp;
}

esp_err_t esp_read_mac(uint8_t *mac, esp_mac_type_t type)
{
    if (mac == nullptr)
        return ESP_ERR_INVALID_ARG;
    if (type > ESP_MAC_EFUSE_FACTORY || type == ESP_MAC_IEEE802154)
        return ESP_ERR_NOT_SUPPORTED;
    std::memcpy(mac, machine().chip->mac, 6);
    if (type <= ESP_MAC_ETH) // station, access point, Bluetooth, Ethernet: one after the other
        mac[5] = static_cast<std::uint8_t>(mac[5] + type);
    return ESP_OK;
}

esp_err_t esp_efuse_mac_get_default(uint8_t *mac)
{
    return esp_read_mac(mac, ESP_MAC_EFUSE_FACTORY);
}

esp_err_t esp_base_mac_addr_get(uint8_t *mac)
{
    return esp_read_mac(mac, ESP_MAC_BASE);
}

void esp_chip_info(esp_chip_info_t *out_info)
{
    const otabench_chip_t &chip = *machine().chip;
    const auto *profile = otabench::firmware::host::findChip(chip.chip_id);
    // The model has the number that image headers have, but the ESP32 (0 there).
    const unsigned model = chip.chip_id == 0 ? 1U : chip.chip_id;
    *out_info = {.model = static_cast<esp_chip_model_t>(model),
                 .features = CHIP_FEATURE_WIFI_BGN,
                 .revision = chip.chip_revision,
                 .cores = static_cast<std::uint8_t>(profile != nullptr ? profile->cores : 1)};
}

esp_err_t esp_flash_get_size(esp_flash_t * /*chip*/, uint32_t *out_size)
{
    if (out_size == nullptr)
        return ESP_ERR_INVALID_ARG;
    *out_size = machine().flash_size;
    return ESP_OK;
}

esp_err_t esp_flash_read(esp_flash_t * /*chip*/, void *buffer, uint32_t address, uint32_t length)
{
    if (buffer == nullptr || address > machine().flash_size ||
        length > machine().flash_size - address)
        return ESP_ERR_INVALID_ARG;
    return length == 0 ? ESP_OK : machine().flash_read(machine().ctx, address, buffer, length);
}

void *heap_caps_malloc(size_t size, uint32_t /*caps*/)
{
    return std::malloc(size);
}

void *heap_caps_calloc(size_t n, size_t size, uint32_t /*caps*/)
{
    return std::calloc(n, size);
}

void *heap_caps_realloc(void *ptr, size_t size, uint32_t /*caps*/)
{
    return std::realloc(ptr, size);
}

void heap_caps_free(void *ptr)
{
    std::free(ptr);
}

size_t heap_caps_get_free_size(uint32_t /*caps*/)
{
    return esp_get_free_heap_size();
}

size_t heap_caps_get_minimum_free_size(uint32_t /*caps*/)
{
    return esp_get_minimum_free_heap_size();
}

size_t heap_caps_get_largest_free_block(uint32_t /*caps*/)
{
    return esp_get_free_heap_size();
}

size_t heap_caps_get_total_size(uint32_t /*caps*/)
{
    return application().port.config().heapBytes;
}

uint32_t esp_get_free_internal_heap_size(void)
{
    return esp_get_free_heap_size();
}

const char *esp_get_idf_version(void)
{
    return "v5.5.1";
}

esp_err_t esp_register_shutdown_handler(shutdown_handler_t handle)
{
    auto &handlers = application().shutdownHandlers;
    if (handle == nullptr)
        return ESP_ERR_INVALID_ARG;
    if (std::ranges::find(handlers, handle) != handlers.end())
        return ESP_ERR_INVALID_STATE;
    if (handlers.size() == kMaxShutdownHandlers)
        return ESP_ERR_NO_MEM;
    handlers.push_back(handle);
    return ESP_OK;
}

esp_err_t esp_unregister_shutdown_handler(shutdown_handler_t handle)
{
    return std::erase(application().shutdownHandlers, handle) != 0 ? ESP_OK : ESP_ERR_INVALID_STATE;
}

esp_err_t esp_sleep_enable_timer_wakeup(uint64_t time_in_us)
{
    theSleepUs = time_in_us;
    return ESP_OK;
}

void esp_deep_sleep_start(void)
{
    const CpuTime end =
        theSleepUs == 0 ? Cpu::kForever : CpuClock::now() + std::chrono::microseconds(theSleepUs);
    while (CpuClock::now() < end) // with the core: no other task runs
        std::this_thread::sleep_until(std::min(end, CpuClock::now() + std::chrono::hours(1)));
    application().port.resetNow(ResetReason::DeepSleep);
}

void esp_deep_sleep(uint64_t time_in_us)
{
    esp_sleep_enable_timer_wakeup(time_in_us);
    esp_deep_sleep_start();
}

esp_sleep_wakeup_cause_t esp_sleep_get_wakeup_cause(void)
{
    return esp_reset_reason() == ESP_RST_DEEPSLEEP ? ESP_SLEEP_WAKEUP_TIMER
                                                   : ESP_SLEEP_WAKEUP_UNDEFINED;
}

esp_err_t esp_task_wdt_init(const esp_task_wdt_config_t * /*config*/)
{
    return ESP_OK;
}

esp_err_t esp_task_wdt_reconfigure(const esp_task_wdt_config_t * /*config*/)
{
    return ESP_OK;
}

esp_err_t esp_task_wdt_deinit(void)
{
    return ESP_OK;
}

esp_err_t esp_task_wdt_add(TaskHandle_t /*task_handle*/)
{
    return ESP_OK;
}

esp_err_t esp_task_wdt_delete(TaskHandle_t /*task_handle*/)
{
    return ESP_OK;
}

esp_err_t esp_task_wdt_reset(void)
{
    return ESP_OK;
}

int64_t esp_timer_get_time(void)
{
    application().cpu.yield(); // a loop that waits by the clock lets others run
    const auto up = CpuClock::now() - application().bootTime;
    return std::chrono::duration_cast<std::chrono::microseconds>(up).count();
}

esp_err_t esp_timer_create(const esp_timer_create_args_t *create_args,
                           esp_timer_handle_t *out_handle)
{
    constexpr UBaseType_t kTimerPriority = 22; // ESP-IDF's esp_timer task
    if (create_args == nullptr || create_args->callback == nullptr || out_handle == nullptr)
        return ESP_ERR_INVALID_ARG;
    auto timer = std::make_unique<esp_timer>(
        esp_timer{.callback = create_args->callback, .argument = create_args->arg});
    if (!application().cpu.start("esp_timer", &runTimer, timer.get(), kTimerPriority, 4096))
        return ESP_ERR_NO_MEM;
    *out_handle = timer.release(); // its task deletes it
    return ESP_OK;
}

esp_err_t esp_timer_start_once(esp_timer_handle_t timer, uint64_t timeout_us)
{
    return startTimer(timer, timeout_us, 0);
}

esp_err_t esp_timer_start_periodic(esp_timer_handle_t timer, uint64_t period)
{
    return startTimer(timer, period, period);
}

esp_err_t esp_timer_stop(esp_timer_handle_t timer)
{
    if (timer == nullptr)
        return ESP_ERR_INVALID_ARG;
    if (timer->due == Cpu::kForever)
        return ESP_ERR_INVALID_STATE;
    timer->due = Cpu::kForever;
    application().cpu.changed();
    return ESP_OK;
}

esp_err_t esp_timer_delete(esp_timer_handle_t timer)
{
    if (timer == nullptr)
        return ESP_ERR_INVALID_ARG;
    if (timer->due != Cpu::kForever)
        return ESP_ERR_INVALID_STATE;
    timer->isDeleted = true;
    application().cpu.changed();
    return ESP_OK;
}

bool esp_timer_is_active(esp_timer_handle_t timer)
{
    return timer != nullptr && timer->due != Cpu::kForever;
}
