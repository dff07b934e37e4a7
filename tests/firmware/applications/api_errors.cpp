// Every code that the headers an application sees document, and that needs a running board: tried
// row by row in the application itself, which prints each row that is not as documented.
#include <cstdio>
#include <string>
#include <vector>

#include "driver/gpio.h"
#include "esp_crt_bundle.h"
#include "esp_event.h"
#include "esp_flash.h"
#include "esp_flash_err.h"
#include "esp_log.h"
#include "esp_mac.h"
#include "esp_netif.h"
#include "esp_sleep.h"
#include "esp_system.h"
#include "esp_task_wdt.h"
#include "esp_timer.h"
#include "esp_tls.h"
#include "esp_wifi.h"
#include "freertos/FreeRTOS.h"
#include "freertos/event_groups.h"
#include "freertos/queue.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "nvs.h"
#include "nvs_flash.h"
#include "protocol_examples_common.h"

namespace {

constexpr char kTag[] = "api_errors";
constexpr char kLong[] = "sixteen_letters_";

struct Row
{
    const char *function;
    long code;
    const char *when;
    long (*call)();
};

int rows = 0;

void tryRows(const std::vector<Row> &table)
{
    for (const Row &row : table) {
        ++rows;
        const long code = row.call();
        if (code != row.code)
            ESP_LOGE(kTag, "WRONG: %s, %s: 0x%lx instead of 0x%lx", row.function, row.when,
                     static_cast<unsigned long>(code), static_cast<unsigned long>(row.code));
    }
}

// C++ rows: an expression, or a preparation and an expression.
#define CALL(expression) []() -> long { return (expression); }
#define AFTER(preparation, expression)                                                             \
    []() -> long {                                                                                 \
        preparation;                                                                               \
        return (expression);                                                                       \
    }

nvs_handle_t opened(nvs_open_mode_t mode = NVS_READWRITE)
{
    static nvs_handle_t handle = 0;
    nvs_close(handle);
    nvs_open("space", mode, &handle);
    return handle;
}

nvs_handle_t aHandle;
char room[16];
size_t length;
std::vector<char> large(4001, 'x');

void tryNvsOpen()
{
    nvs_flash_deinit();
    tryRows({
        {"nvs_flash_deinit", ESP_ERR_NVS_NOT_INITIALIZED, "not initialised",
         CALL(nvs_flash_deinit())},
        {"nvs_open", ESP_ERR_NVS_NOT_INITIALIZED, "not initialised",
         CALL(nvs_open("space", NVS_READWRITE, &aHandle))},
        {"nvs_open_from_partition", ESP_ERR_NVS_NOT_INITIALIZED, "not initialised",
         CALL(nvs_open_from_partition("nvs", "space", NVS_READWRITE, &aHandle))},
        {"nvs_flash_init_partition", ESP_ERR_NVS_PART_NOT_FOUND, "another partition",
         CALL(nvs_flash_init_partition("other"))},
        {"nvs_flash_init_partition", ESP_OK, "nvs", CALL(nvs_flash_init_partition("nvs"))},
        {"nvs_flash_init", ESP_OK, "again", CALL(nvs_flash_init())},
        {"nvs_open", ESP_ERR_NVS_NOT_FOUND, "read-only, and there is none",
         CALL(nvs_open("nothing", NVS_READONLY, &aHandle))},
        {"nvs_open", ESP_ERR_NVS_INVALID_NAME, "no name",
         CALL(nvs_open("", NVS_READWRITE, &aHandle))},
        {"nvs_open", ESP_ERR_NVS_INVALID_NAME, "16 characters",
         CALL(nvs_open(kLong, NVS_READWRITE, &aHandle))},
        {"nvs_open", ESP_ERR_NVS_INVALID_NAME, "a blank",
         CALL(nvs_open("a b", NVS_READWRITE, &aHandle))},
        {"nvs_open", ESP_ERR_INVALID_ARG, "no namespace",
         CALL(nvs_open(nullptr, NVS_READWRITE, &aHandle))},
        {"nvs_open", ESP_ERR_INVALID_ARG, "nowhere to",
         CALL(nvs_open("space", NVS_READWRITE, nullptr))},
        {"nvs_open_from_partition", ESP_ERR_NVS_PART_NOT_FOUND, "another partition",
         CALL(nvs_open_from_partition("other", "space", NVS_READWRITE, &aHandle))},
        {"nvs_open_from_partition", ESP_ERR_NVS_NOT_FOUND, "read-only, and there is none",
         CALL(nvs_open_from_partition("nvs", "nothing", NVS_READONLY, &aHandle))},
        {"nvs_open_from_partition", ESP_ERR_NVS_INVALID_NAME, "no name",
         CALL(nvs_open_from_partition("nvs", "", NVS_READWRITE, &aHandle))},
        {"nvs_open_from_partition", ESP_ERR_INVALID_ARG, "nowhere to",
         CALL(nvs_open_from_partition("nvs", "space", NVS_READWRITE, nullptr))},
        {"nvs_commit", ESP_ERR_NVS_INVALID_HANDLE, "none", CALL(nvs_commit(0))},
        {"nvs_commit", ESP_ERR_NVS_INVALID_HANDLE, "closed",
         AFTER(nvs_handle_t closed = opened(); nvs_close(closed), nvs_commit(closed))},
    });
}

template <auto Set>
void trySetter(const char *name)
{
    tryRows({
        {name, ESP_OK, "all is well", CALL(Set(opened(), "key", 1))},
        {name, ESP_ERR_NVS_INVALID_HANDLE, "no handle", CALL(Set(0, "key", 1))},
        {name, ESP_ERR_NVS_READ_ONLY, "read-only", CALL(Set(opened(NVS_READONLY), "key", 1))},
        {name, ESP_ERR_INVALID_ARG, "no key", CALL(Set(opened(), nullptr, 1))},
        {name, ESP_ERR_NVS_INVALID_NAME, "an empty key", CALL(Set(opened(), "", 1))},
        {name, ESP_ERR_NVS_KEY_TOO_LONG, "16 characters", CALL(Set(opened(), kLong, 1))},
    });
}

/// @tparam SetOther  stores another type
template <typename Number, auto Get, auto SetOther>
void tryGetter(const char *name)
{
    static Number value;
    tryRows({
        {name, ESP_ERR_NVS_INVALID_HANDLE, "no handle", CALL(Get(0, "key", &value))},
        {name, ESP_ERR_INVALID_ARG, "no key", CALL(Get(opened(), nullptr, &value))},
        {name, ESP_ERR_INVALID_ARG, "nowhere to", CALL(Get(opened(), "key", nullptr))},
        {name, ESP_ERR_NVS_INVALID_NAME, "an empty key", CALL(Get(opened(), "", &value))},
        {name, ESP_ERR_NVS_KEY_TOO_LONG, "16 characters", CALL(Get(opened(), kLong, &value))},
        {name, ESP_ERR_NVS_NOT_FOUND, "no such key", CALL(Get(opened(), "missing", &value))},
        {name, ESP_ERR_NVS_NOT_FOUND, "another type",
         AFTER(SetOther(opened(), "other", 1), Get(opened(), "other", &value))},
    });
}

void tryNvsNumbers()
{
    trySetter<nvs_set_i8>("nvs_set_i8");
    trySetter<nvs_set_u8>("nvs_set_u8");
    trySetter<nvs_set_i16>("nvs_set_i16");
    trySetter<nvs_set_u16>("nvs_set_u16");
    trySetter<nvs_set_i32>("nvs_set_i32");
    trySetter<nvs_set_u32>("nvs_set_u32");
    trySetter<nvs_set_i64>("nvs_set_i64");
    trySetter<nvs_set_u64>("nvs_set_u64");
    tryGetter<int8_t, nvs_get_i8, nvs_set_u8>("nvs_get_i8");
    tryGetter<uint8_t, nvs_get_u8, nvs_set_i8>("nvs_get_u8");
    tryGetter<int16_t, nvs_get_i16, nvs_set_u8>("nvs_get_i16");
    tryGetter<uint16_t, nvs_get_u16, nvs_set_u8>("nvs_get_u16");
    tryGetter<int32_t, nvs_get_i32, nvs_set_u8>("nvs_get_i32");
    tryGetter<uint32_t, nvs_get_u32, nvs_set_u8>("nvs_get_u32");
    tryGetter<int64_t, nvs_get_i64, nvs_set_u8>("nvs_get_i64");
    tryGetter<uint64_t, nvs_get_u64, nvs_set_u8>("nvs_get_u64");
}

/// Values of 4000 bytes until no more is taken.
esp_err_t fill(nvs_handle_t handle)
{
    esp_err_t result = ESP_OK;
    for (int i = 0; result == ESP_OK && i < 10; ++i)
        result = nvs_set_blob(handle, ("full" + std::to_string(i)).c_str(), large.data(), 4000);
    return result;
}

void tryNvsTexts()
{
    tryRows({
        {"nvs_set_str", ESP_ERR_INVALID_ARG, "no text",
         CALL(nvs_set_str(opened(), "text", nullptr))},
        {"nvs_set_str", ESP_ERR_NVS_VALUE_TOO_LONG, "4001 bytes",
         CALL(nvs_set_str(opened(), "text", std::string(4000, 'x').c_str()))},
        {"nvs_set_str", ESP_ERR_NVS_READ_ONLY, "read-only",
         CALL(nvs_set_str(opened(NVS_READONLY), "text", "x"))},
        {"nvs_set_blob", ESP_ERR_INVALID_ARG, "no bytes",
         CALL(nvs_set_blob(opened(), "blob", nullptr, 1))},
        {"nvs_set_blob", ESP_ERR_NVS_VALUE_TOO_LONG, "4001 bytes",
         CALL(nvs_set_blob(opened(), "blob", large.data(), 4001))},
        {"nvs_set_blob", ESP_ERR_NVS_KEY_TOO_LONG, "16 characters",
         CALL(nvs_set_blob(opened(), kLong, "x", 1))},
        {"nvs_get_str", ESP_ERR_INVALID_ARG, "no length",
         CALL(nvs_get_str(opened(), "text", room, nullptr))},
        {"nvs_get_str", ESP_ERR_NVS_INVALID_LENGTH, "no room for the NUL",
         AFTER(nvs_set_str(opened(), "text", "abc");
               length = 3, nvs_get_str(opened(), "text", room, &length))},
        {"nvs_get_str", ESP_OK, "the length only",
         CALL(nvs_get_str(opened(), "text", nullptr, &length))},
        {"nvs_get_str", 4, "the length, with the NUL", CALL(static_cast<long>(length))},
        {"nvs_get_str", ESP_ERR_NVS_NOT_FOUND, "a blob",
         AFTER(nvs_set_blob(opened(), "blob", "abc", 3);
               length = 4, nvs_get_str(opened(), "blob", room, &length))},
        {"nvs_get_blob", ESP_ERR_NVS_INVALID_LENGTH, "no room",
         AFTER(length = 2, nvs_get_blob(opened(), "blob", room, &length))},
        {"nvs_get_blob", ESP_ERR_NVS_NOT_FOUND, "a text",
         AFTER(length = 4, nvs_get_blob(opened(), "text", room, &length))},
        {"nvs_get_blob", ESP_ERR_NVS_INVALID_HANDLE, "no handle",
         CALL(nvs_get_blob(0, "blob", room, &length))},
        {"nvs_find_key", ESP_OK, "the type is not asked",
         CALL(nvs_find_key(opened(), "blob", nullptr))},
        {"nvs_find_key", ESP_ERR_NVS_NOT_FOUND, "no such key",
         CALL(nvs_find_key(opened(), "missing", nullptr))},
        {"nvs_find_key", ESP_ERR_NVS_INVALID_HANDLE, "no handle",
         CALL(nvs_find_key(0, "blob", nullptr))},
        {"nvs_find_key", ESP_ERR_INVALID_ARG, "no key",
         CALL(nvs_find_key(opened(), nullptr, nullptr))},
        {"nvs_erase_key", ESP_ERR_NVS_NOT_FOUND, "no such key",
         CALL(nvs_erase_key(opened(), "missing"))},
        {"nvs_erase_key", ESP_ERR_NVS_READ_ONLY, "read-only",
         CALL(nvs_erase_key(opened(NVS_READONLY), "blob"))},
        {"nvs_erase_key", ESP_ERR_NVS_INVALID_HANDLE, "no handle", CALL(nvs_erase_key(0, "blob"))},
        {"nvs_erase_key", ESP_ERR_NVS_KEY_TOO_LONG, "16 characters",
         CALL(nvs_erase_key(opened(), kLong))},
        {"nvs_set_blob", ESP_ERR_NVS_NOT_ENOUGH_SPACE, "it is full", CALL(fill(opened()))},
        {"nvs_set_str", ESP_ERR_NVS_NOT_ENOUGH_SPACE, "it is full",
         CALL(nvs_set_str(opened(), "more", std::string(3900, 'x').c_str()))},
        {"nvs_erase_all", ESP_ERR_NVS_READ_ONLY, "read-only",
         CALL(nvs_erase_all(opened(NVS_READONLY)))},
        {"nvs_erase_all", ESP_ERR_NVS_INVALID_HANDLE, "no handle", CALL(nvs_erase_all(0))},
        {"nvs_erase_all", ESP_OK, "all is well", CALL(nvs_erase_all(opened()))},
    });
}

/// The file that holds it all cannot be written now.
void tryNvsWithoutStorage()
{
    tryRows({
        {"nvs_set_u8", ESP_ERR_FLASH_OP_FAIL, "nothing can be stored",
         CALL(nvs_set_u8(opened(), "stored", 2))},
        {"nvs_set_str", ESP_ERR_FLASH_OP_FAIL, "nothing can be stored",
         CALL(nvs_set_str(opened(), "text", "y"))},
        {"nvs_erase_key", ESP_ERR_FLASH_OP_FAIL, "nothing can be stored",
         CALL(nvs_erase_key(opened(), "stored"))},
        {"nvs_erase_all", ESP_ERR_FLASH_OP_FAIL, "nothing can be stored",
         CALL(nvs_erase_all(opened()))},
        {"nvs_get_u8", 1, "after all that",
         AFTER(uint8_t value = 0; nvs_get_u8(opened(), "stored", &value), value)},
        {"nvs_flash_erase", ESP_ERR_FLASH_OP_FAIL, "nothing can be stored",
         CALL(nvs_flash_erase())},
        {"nvs_flash_init", ESP_FAIL, "it cannot be read", CALL(nvs_flash_init())},
        {"nvs_flash_init_partition", ESP_FAIL, "it cannot be read",
         CALL(nvs_flash_init_partition("nvs"))},
    });
}

void ignore(void *) {}

esp_timer_handle_t aTimer()
{
    static esp_timer_handle_t timer = nullptr;
    if (!timer) {
        esp_timer_create_args_t args = {};
        args.callback = ignore;
        esp_timer_create(&args, &timer);
    }
    return timer;
}

void tryTimers()
{
    static esp_timer_create_args_t noCallback = {};
    static esp_timer_create_args_t good = {ignore, nullptr, ESP_TIMER_TASK, "t", false};
    static esp_timer_handle_t timer;
    constexpr uint64_t kHour = 3'600'000'000;
    tryRows({
        {"esp_timer_create", ESP_ERR_INVALID_ARG, "NULL", CALL(esp_timer_create(nullptr, &timer))},
        {"esp_timer_create", ESP_ERR_INVALID_ARG, "nowhere to",
         CALL(esp_timer_create(&good, nullptr))},
        {"esp_timer_create", ESP_ERR_INVALID_ARG, "no callback",
         CALL(esp_timer_create(&noCallback, &timer))},
        {"esp_timer_start_once", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_timer_start_once(nullptr, 1))},
        {"esp_timer_start_periodic", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_timer_start_periodic(nullptr, 1))},
        {"esp_timer_stop", ESP_ERR_INVALID_ARG, "NULL", CALL(esp_timer_stop(nullptr))},
        {"esp_timer_stop", ESP_ERR_INVALID_STATE, "it does not run",
         CALL(esp_timer_stop(aTimer()))},
        {"esp_timer_delete", ESP_ERR_INVALID_ARG, "NULL", CALL(esp_timer_delete(nullptr))},
        {"esp_timer_start_once", ESP_OK, "all is well",
         CALL(esp_timer_start_once(aTimer(), kHour))},
        {"esp_timer_start_once", ESP_ERR_INVALID_STATE, "it runs",
         CALL(esp_timer_start_once(aTimer(), kHour))},
        {"esp_timer_start_periodic", ESP_ERR_INVALID_STATE, "it runs",
         CALL(esp_timer_start_periodic(aTimer(), kHour))},
        {"esp_timer_delete", ESP_ERR_INVALID_STATE, "it runs", CALL(esp_timer_delete(aTimer()))},
        {"esp_timer_stop", ESP_OK, "all is well", CALL(esp_timer_stop(aTimer()))},
        {"esp_timer_delete", ESP_OK, "all is well", CALL(esp_timer_delete(aTimer()))},
    });
}

void neverMind(void *)
{
    vTaskSuspend(nullptr);
}

void tryTasks()
{
    static esp_timer_create_args_t timer = {ignore, nullptr, ESP_TIMER_TASK, "t", false};
    static std::vector<TaskHandle_t> tasks;
    TaskHandle_t task = nullptr;
    while (tasks.size() < 1000 && xTaskCreate(neverMind, "n", 2048, nullptr, 1, &task) == pdPASS)
        tasks.push_back(task);
    tryRows({
        {"xTaskCreate", pdFAIL, "too many tasks",
         CALL(xTaskCreate(neverMind, "n", 2048, nullptr, 1, nullptr))},
        {"xTaskCreatePinnedToCore", pdFAIL, "too many tasks",
         CALL(xTaskCreatePinnedToCore(neverMind, "n", 2048, nullptr, 1, nullptr, 0))},
        {"esp_timer_create", ESP_ERR_NO_MEM, "too many tasks",
         AFTER(esp_timer_handle_t handle, esp_timer_create(&timer, &handle))},
    });
    for (TaskHandle_t each : tasks)
        vTaskDelete(each);
    tryRows({
        {"xTaskCreate", pdPASS, "some are gone",
         CALL(xTaskCreate(neverMind, "n", 2048, nullptr, 1, &tasks[0]))},
        {"xTaskNotify", pdPASS, "the first",
         CALL(xTaskNotify(tasks[0], 1, eSetValueWithoutOverwrite))},
        {"xTaskNotify", pdFAIL, "one is pending",
         CALL(xTaskNotify(tasks[0], 2, eSetValueWithoutOverwrite))},
        {"xTaskNotifyWait", pdFALSE, "none came", CALL(xTaskNotifyWait(0, 0, nullptr, 0))},
        {"ulTaskNotifyTake", 0, "none came", CALL(static_cast<long>(ulTaskNotifyTake(pdTRUE, 0)))},
    });
}

QueueHandle_t queue;
SemaphoreHandle_t binary;
SemaphoreHandle_t recursive;
EventGroupHandle_t group;

void tryQueues()
{
    queue = xQueueCreate(1, sizeof(int));
    binary = xSemaphoreCreateBinary();
    recursive = xSemaphoreCreateRecursiveMutex();
    group = xEventGroupCreate();
    tryRows({
        {"xQueueCreate", 0, "no length", CALL(xQueueCreate(0, 4) != nullptr)},
        {"xQueueReceive", pdFALSE, "it is empty", AFTER(int item, xQueueReceive(queue, &item, 0))},
        {"xQueuePeek", pdFALSE, "it is empty", AFTER(int item, xQueuePeek(queue, &item, 0))},
        {"xQueueSendToBack", pdTRUE, "the first",
         AFTER(int item = 7, xQueueSendToBack(queue, &item, 0))},
        {"xQueueSendToBack", errQUEUE_FULL, "it is full",
         AFTER(int item = 8, xQueueSendToBack(queue, &item, 1))},
        {"xQueueSendToFront", errQUEUE_FULL, "it is full",
         AFTER(int item = 8, xQueueSendToFront(queue, &item, 0))},
        {"xQueueSendFromISR", errQUEUE_FULL, "it is full",
         AFTER(int item = 8, xQueueSendFromISR(queue, &item, nullptr))},
        {"xQueueOverwrite", pdPASS, "it is full",
         AFTER(int item = 9, xQueueOverwrite(queue, &item))},
        {"xSemaphoreTake", pdFALSE, "taken at first", CALL(xSemaphoreTake(binary, 0))},
        {"xSemaphoreGive", pdTRUE, "it was taken", CALL(xSemaphoreGive(binary))},
        {"xSemaphoreGive", pdFALSE, "at its highest count", CALL(xSemaphoreGive(binary))},
        {"xSemaphoreGiveRecursive", pdFALSE, "not the holder",
         CALL(xSemaphoreGiveRecursive(recursive))},
        {"xEventGroupWaitBits", 0, "the time is over",
         CALL(static_cast<long>(xEventGroupWaitBits(group, 1, pdFALSE, pdFALSE, 0)))},
        {"xTaskDelayUntil", pdFALSE, "that time is over",
         AFTER(TickType_t before = xTaskGetTickCount() - 10, xTaskDelayUntil(&before, 1))},
    });
}

void tryNetwork()
{
    static const wifi_init_config_t config = WIFI_INIT_CONFIG_DEFAULT();
    static wifi_config_t wifi = {};
    static esp_netif_ip_info_t addresses;
    esp_wifi_deinit();
    tryRows({
        {"esp_wifi_deinit", ESP_ERR_WIFI_NOT_INIT, "off", CALL(esp_wifi_deinit())},
        {"esp_wifi_set_mode", ESP_ERR_WIFI_NOT_INIT, "off", CALL(esp_wifi_set_mode(WIFI_MODE_STA))},
        {"esp_wifi_set_storage", ESP_ERR_WIFI_NOT_INIT, "off",
         CALL(esp_wifi_set_storage(WIFI_STORAGE_RAM))},
        {"esp_wifi_set_config", ESP_ERR_WIFI_NOT_INIT, "off",
         CALL(esp_wifi_set_config(WIFI_IF_STA, &wifi))},
        {"esp_wifi_set_config", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_wifi_set_config(WIFI_IF_STA, nullptr))},
        {"esp_wifi_start", ESP_ERR_WIFI_NOT_INIT, "off", CALL(esp_wifi_start())},
        {"esp_wifi_stop", ESP_ERR_WIFI_NOT_INIT, "off", CALL(esp_wifi_stop())},
        {"esp_wifi_init", ESP_ERR_INVALID_ARG, "NULL", CALL(esp_wifi_init(nullptr))},
        {"esp_wifi_init", ESP_OK, "all is well", CALL(esp_wifi_init(&config))},
        {"esp_wifi_connect", ESP_ERR_WIFI_NOT_STARTED, "not started", CALL(esp_wifi_connect())},
        {"esp_wifi_disconnect", ESP_ERR_WIFI_NOT_STARTED, "not started",
         CALL(esp_wifi_disconnect())},
        {"esp_wifi_start", ESP_OK, "all is well", CALL(esp_wifi_start())},
        {"esp_netif_get_ip_info", ESP_ERR_INVALID_ARG, "no interface",
         CALL(esp_netif_get_ip_info(nullptr, &addresses))},
        {"esp_netif_get_ip_info", ESP_ERR_INVALID_ARG, "nowhere to",
         CALL(esp_netif_get_ip_info(esp_netif_create_default_wifi_sta(), nullptr))},
        {"esp_netif_get_netif_impl_name", ESP_ERR_INVALID_ARG, "no interface",
         CALL(esp_netif_get_netif_impl_name(nullptr, room))},
        {"esp_netif_get_netif_impl_name", ESP_ERR_INVALID_ARG, "nowhere to",
         CALL(esp_netif_get_netif_impl_name(esp_netif_create_default_wifi_sta(), nullptr))},
        {"esp_netif_get_handle_from_ifkey", 0, "another key",
         CALL(esp_netif_get_handle_from_ifkey("ETH_DEF") != nullptr)},
        {"get_example_netif_from_desc", 0, "another description",
         CALL(get_example_netif_from_desc(EXAMPLE_NETIF_DESC_ETH) != nullptr)},
        {"esp_tls_get_and_clear_last_error", ESP_ERR_INVALID_STATE, "NULL",
         CALL(esp_tls_get_and_clear_last_error(nullptr, nullptr, nullptr))},
    });
}

void shutDown() {}

template <int>
void shutDownToo()
{
}

void tryMachine()
{
    static uint8_t mac[6];
    constexpr auto kNoPin = GPIO_NUM_MAX;
    tryRows({
        {"gpio_config", ESP_ERR_INVALID_ARG, "NULL", CALL(gpio_config(nullptr))},
        {"gpio_reset_pin", ESP_ERR_INVALID_ARG, "no such pin", CALL(gpio_reset_pin(kNoPin))},
        {"gpio_reset_pin", ESP_ERR_INVALID_ARG, "not connected", CALL(gpio_reset_pin(GPIO_NUM_NC))},
        {"gpio_set_direction", ESP_ERR_INVALID_ARG, "no such pin",
         CALL(gpio_set_direction(kNoPin, GPIO_MODE_INPUT))},
        {"gpio_set_pull_mode", ESP_ERR_INVALID_ARG, "no such pin",
         CALL(gpio_set_pull_mode(kNoPin, GPIO_FLOATING))},
        {"gpio_set_level", ESP_ERR_INVALID_ARG, "no such pin", CALL(gpio_set_level(kNoPin, 1))},
        {"gpio_get_level", 0, "no such pin", CALL(gpio_get_level(kNoPin))},
        {"esp_read_mac", ESP_ERR_INVALID_ARG, "NULL", CALL(esp_read_mac(nullptr, ESP_MAC_BASE))},
        {"esp_read_mac", ESP_ERR_NOT_SUPPORTED, "a type the board has not",
         CALL(esp_read_mac(mac, ESP_MAC_IEEE802154))},
        {"esp_efuse_mac_get_default", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_efuse_mac_get_default(nullptr))},
        {"esp_base_mac_addr_get", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_base_mac_addr_get(nullptr))},
        {"esp_flash_get_size", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_flash_get_size(esp_flash_default_chip, nullptr))},
        {"esp_flash_read", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_flash_read(esp_flash_default_chip, nullptr, 0, 16))},
        {"esp_flash_read", ESP_ERR_INVALID_ARG, "beyond the flash",
         CALL(esp_flash_read(esp_flash_default_chip, room, 0xFFFFFFF0, 16))},
        {"esp_register_shutdown_handler", ESP_ERR_INVALID_ARG, "NULL",
         CALL(esp_register_shutdown_handler(nullptr))},
        {"esp_unregister_shutdown_handler", ESP_ERR_INVALID_STATE, "not registered",
         CALL(esp_unregister_shutdown_handler(shutDown))},
        {"esp_register_shutdown_handler", ESP_OK, "all is well",
         CALL(esp_register_shutdown_handler(shutDown))},
        {"esp_register_shutdown_handler", ESP_ERR_INVALID_STATE, "it is registered",
         CALL(esp_register_shutdown_handler(shutDown))},
        {"esp_register_shutdown_handler", ESP_ERR_NO_MEM, "there are five",
         AFTER(esp_register_shutdown_handler(shutDownToo<1>);
               esp_register_shutdown_handler(shutDownToo<2>);
               esp_register_shutdown_handler(shutDownToo<3>);
               esp_register_shutdown_handler(shutDownToo<4>),
               esp_register_shutdown_handler(shutDownToo<5>))},
        {"esp_task_wdt_reset", ESP_OK, "it watches nobody", CALL(esp_task_wdt_reset())},
        {"esp_sleep_enable_timer_wakeup", ESP_OK, "always", CALL(esp_sleep_enable_timer_wakeup(1))},
        {"esp_crt_bundle_attach", ESP_OK, "always", CALL(esp_crt_bundle_attach(nullptr))},
    });
}

} // namespace

extern "C" void app_main(void)
{
    example_configure_stdin_stdout();
    esp_event_loop_create_default();
    tryNvsOpen();
    tryNvsNumbers();
    tryNvsTexts();
    tryTimers();
    tryTasks();
    tryQueues();
    tryNetwork();
    tryMachine();
    nvs_set_u8(opened(), "stored", 1);
    ESP_LOGI(kTag, "now without storage");
    char line[16];
    if (fgets(line, sizeof line, stdin) == nullptr)
        return;
    tryNvsWithoutStorage();
    ESP_LOGI(kTag, "%d rows tried", rows);
}
