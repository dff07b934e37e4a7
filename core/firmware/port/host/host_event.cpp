// ESP-IDF's default event loop on the host: one per thread, handlers called by the poster.
#include "host_event.h"

#include "esp_event.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

struct Registration
{
    esp_event_base_t base = nullptr;
    std::int32_t id = 0;
    esp_event_handler_t handler = nullptr; // nullptr: free
    void *argument = nullptr;
};

/// A loop has room for as many handlers as any example registers, several times over.
struct Loop
{
    bool made = false;
    std::array<Registration, 16> registrations{};
};

thread_local constinit Loop t_own;
thread_local constinit Loop *t_joined = nullptr; // another thread's

Loop &loop()
{
    return t_joined != nullptr ? *t_joined : t_own;
}

bool isInvalid(esp_event_base_t base, std::int32_t id)
{
    return base == ESP_EVENT_ANY_BASE && id != ESP_EVENT_ANY_ID;
}

constexpr esp_err_t kInvalidArgument = 0x102;
constexpr esp_err_t kInvalidState = 0x103;
constexpr esp_err_t kNoMemory = 0x101;

} // namespace

void *otabench::firmware::host::shareEventLoop()
{
    return &loop();
}

void otabench::firmware::host::joinEventLoop(void *shared)
{
    t_joined = static_cast<Loop *>(shared);
}

esp_err_t esp_event_loop_create_default()
{
    if (loop().made)
        return kInvalidState;
    loop() = {};
    loop().made = true;
    return ESP_OK;
}

esp_err_t esp_event_loop_delete_default()
{
    if (!loop().made)
        return kInvalidState;
    loop() = {};
    return ESP_OK;
}

esp_err_t esp_event_handler_instance_register(esp_event_base_t base, std::int32_t id,
                                              esp_event_handler_t handler, void *arg,
                                              esp_event_handler_instance_t *instance)
{
    if (!handler || isInvalid(base, id))
        return kInvalidArgument;
    if (!loop().made)
        return kInvalidState;
    Registration *place = nullptr;
    for (Registration &each : loop().registrations) {
        if (each.handler == handler && each.base == base && each.id == id) {
            place = &each;
            break;
        }
        if (!each.handler && !place)
            place = &each;
    }
    if (!place)
        return kNoMemory;
    *place = {base, id, handler, arg};
    if (instance)
        *instance = place;
    return ESP_OK;
}

esp_err_t esp_event_handler_register(esp_event_base_t base, std::int32_t id,
                                     esp_event_handler_t handler, void *arg)
{
    return esp_event_handler_instance_register(base, id, handler, arg, nullptr);
}

esp_err_t esp_event_handler_unregister(esp_event_base_t base, std::int32_t id,
                                       esp_event_handler_t handler)
{
    if (!loop().made)
        return kInvalidState;
    for (Registration &each : loop().registrations) {
        if (each.handler == handler && each.base == base && each.id == id)
            each = {};
    }
    return ESP_OK;
}

esp_err_t esp_event_handler_instance_unregister(esp_event_base_t base, std::int32_t id,
                                                esp_event_handler_instance_t instance)
{
    if (!loop().made)
        return kInvalidState;
    for (Registration &each : loop().registrations) {
        if (&each == instance && each.base == base && each.id == id)
            each = {};
    }
    return ESP_OK;
}

esp_err_t esp_event_post(esp_event_base_t base, std::int32_t id, const void *data,
                         std::size_t /*size*/, std::uint32_t /*ticks*/)
{
    if (base == ESP_EVENT_ANY_BASE || id == ESP_EVENT_ANY_ID)
        return kInvalidArgument;
    if (!loop().made)
        return kInvalidState;
    for (const Registration &each : loop().registrations) {
        const bool forBase = each.base == ESP_EVENT_ANY_BASE || each.base == base;
        const bool forId = each.id == ESP_EVENT_ANY_ID || each.id == id;
        if (each.handler && forBase && forId) // by value: the handler may remove itself
            each.handler(each.argument, base, id, const_cast<void *>(data));
    }
    return ESP_OK;
}
