// Non-volatile storage in a file beside the board's flash: nvs.h, nvs_flash.h.
#include "application.h"

#include "esp_flash_err.h"
#include "nvs_flash.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <string_view>

using otabench::firmware::host::application;
using otabench::firmware::host::HostSettings;

namespace {

constexpr std::size_t kNameMax = NVS_KEY_NAME_MAX_SIZE - 1;
constexpr std::size_t kValueMax = 4000;
constexpr std::size_t kTotalMax = 16 * 1024;
constexpr std::size_t kEntryBytes = 32; // what NVS takes beside a value

/// A value's name in the file is `NAMESPACE:KEY`; its first byte is the type.
constexpr HostSettings::Limits kLimits = {.nameBytes = 2 * kNameMax + 1,
                                          .valueBytes = kValueMax + 1};

struct Handle
{
    std::string space;
    bool mayWrite = false;
};

struct Storage
{
    std::optional<HostSettings> values; ///< nothing before nvs_flash_init
    std::map<nvs_handle_t, Handle> handles;
    nvs_handle_t lastHandle = 0;
};

Storage &storage()
{
    static Storage theStorage;
    return theStorage;
}

bool isOtherPartition(const char *name)
{
    return name == nullptr || std::string_view(name) != NVS_DEFAULT_PART_NAME;
}

bool isGoodName(std::string_view name)
{
    return !name.empty() && name.size() <= kNameMax &&
           std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7F && c != ':'; });
}

/// The value's name in the file, when handle and key are good.
esp_err_t find(nvs_handle_t handle, const char *key, std::string &name, const Handle *&open)
{
    const auto found = storage().handles.find(handle);
    if (found == storage().handles.end())
        return ESP_ERR_NVS_INVALID_HANDLE;
    if (key == nullptr)
        return ESP_ERR_INVALID_ARG;
    if (std::strlen(key) > kNameMax)
        return ESP_ERR_NVS_KEY_TOO_LONG;
    if (!isGoodName(key))
        return ESP_ERR_NVS_INVALID_NAME;
    open = &found->second;
    name = open->space + ":" + key;
    return ESP_OK;
}

std::size_t bytesTaken(const HostSettings &values, std::string_view butOf)
{
    std::size_t bytes = 0;
    for (const auto &[name, value] : values.values()) {
        if (name != butOf)
            bytes += kEntryBytes + value.size();
    }
    return bytes;
}

esp_err_t set(nvs_handle_t handle, const char *key, nvs_type_t type, const void *value,
              std::size_t length)
{
    std::string name;
    const Handle *open = nullptr;
    if (const esp_err_t error = find(handle, key, name, open); error != ESP_OK)
        return error;
    if (!open->mayWrite)
        return ESP_ERR_NVS_READ_ONLY;
    if (value == nullptr && length > 0)
        return ESP_ERR_INVALID_ARG;
    if (length > kValueMax)
        return ESP_ERR_NVS_VALUE_TOO_LONG;
    HostSettings &values = *storage().values;
    if (bytesTaken(values, name) + kEntryBytes + length > kTotalMax)
        return ESP_ERR_NVS_NOT_ENOUGH_SPACE;
    std::vector<std::uint8_t> bytes(1 + length);
    bytes[0] = static_cast<std::uint8_t>(type);
    if (length > 0)
        std::memcpy(bytes.data() + 1, value, length);
    return values.set(name, bytes);
}

/// What is stored under a key, behind its type.
esp_err_t get(nvs_handle_t handle, const char *key, nvs_type_t type, nvs_type_t *actualType,
              std::span<const std::uint8_t> &value)
{
    std::string name;
    const Handle *open = nullptr;
    if (const esp_err_t error = find(handle, key, name, open); error != ESP_OK)
        return error;
    const auto *bytes = storage().values->get(name);
    if (bytes == nullptr || (type != NVS_TYPE_ANY && bytes->front() != type))
        return ESP_ERR_NVS_NOT_FOUND;
    if (actualType != nullptr)
        *actualType = static_cast<nvs_type_t>(bytes->front());
    value = std::span(*bytes).subspan(1);
    return ESP_OK;
}

template <typename Number>
esp_err_t getNumber(nvs_handle_t handle, const char *key, nvs_type_t type, Number *out)
{
    if (out == nullptr)
        return ESP_ERR_INVALID_ARG;
    std::span<const std::uint8_t> value;
    const esp_err_t error = get(handle, key, type, nullptr, value);
    if (error != ESP_OK)
        return error;
    if (value.size() != sizeof *out)
        return ESP_ERR_NVS_NOT_FOUND; // a file that somebody has changed
    std::memcpy(out, value.data(), sizeof *out);
    return ESP_OK;
}

esp_err_t getBytes(nvs_handle_t handle, const char *key, nvs_type_t type, void *out,
                   std::size_t *length)
{
    if (length == nullptr)
        return ESP_ERR_INVALID_ARG;
    std::span<const std::uint8_t> value;
    const esp_err_t error = get(handle, key, type, nullptr, value);
    if (error != ESP_OK)
        return error;
    const std::size_t room = *length;
    *length = value.size();
    if (out == nullptr)
        return ESP_OK;
    if (room < value.size())
        return ESP_ERR_NVS_INVALID_LENGTH;
    if (!value.empty())
        std::memcpy(out, value.data(), value.size());
    return ESP_OK;
}

} // namespace

esp_err_t nvs_flash_init(void)
{
    if (storage().values)
        return ESP_OK;
    const auto &config = application().port.config();
    auto file = config.settingsFile;
    auto values = HostSettings::open(file.replace_extension(".nvs"), kLimits);
    if (!values)
        return ESP_FAIL;
    storage().values = std::move(*values);
    return ESP_OK;
}

esp_err_t nvs_flash_init_partition(const char *partition_label)
{
    return isOtherPartition(partition_label) ? ESP_ERR_NVS_PART_NOT_FOUND : nvs_flash_init();
}

esp_err_t nvs_flash_deinit(void)
{
    if (!storage().values)
        return ESP_ERR_NVS_NOT_INITIALIZED;
    storage().values.reset();
    storage().handles.clear();
    return ESP_OK;
}

esp_err_t nvs_flash_erase(void)
{
    const esp_err_t error = nvs_flash_init();
    if (error != ESP_OK)
        return error;
    const esp_err_t erased = storage().values->removeAll("");
    nvs_flash_deinit();
    return erased;
}

esp_err_t nvs_open(const char *namespace_name, nvs_open_mode_t open_mode, nvs_handle_t *out_handle)
{
    if (!storage().values)
        return ESP_ERR_NVS_NOT_INITIALIZED;
    if (namespace_name == nullptr || out_handle == nullptr)
        return ESP_ERR_INVALID_ARG;
    const std::string_view space = namespace_name;
    if (!isGoodName(space))
        return ESP_ERR_NVS_INVALID_NAME;
    const bool mayWrite = open_mode != NVS_READONLY;
    const std::string prefix = std::string(space) + ":";
    const auto &values = storage().values->values();
    const auto first = values.lower_bound(prefix);
    if (!mayWrite && (first == values.end() || !first->first.starts_with(prefix)))
        return ESP_ERR_NVS_NOT_FOUND;
    *out_handle = ++storage().lastHandle;
    storage().handles[*out_handle] = {std::string(space), mayWrite};
    return ESP_OK;
}

esp_err_t nvs_open_from_partition(const char *part_name, const char *namespace_name,
                                  nvs_open_mode_t open_mode, nvs_handle_t *out_handle)
{
    return isOtherPartition(part_name) ? ESP_ERR_NVS_PART_NOT_FOUND
                                       : nvs_open(namespace_name, open_mode, out_handle);
}

void nvs_close(nvs_handle_t handle)
{
    storage().handles.erase(handle);
}

esp_err_t nvs_commit(nvs_handle_t handle)
{
    return storage().handles.contains(handle) ? ESP_OK : ESP_ERR_NVS_INVALID_HANDLE;
}

#define OTABENCH_NVS_NUMBER(name, type, code)                                                      \
    esp_err_t nvs_set_##name(nvs_handle_t handle, const char *key, type value)                     \
    {                                                                                              \
        return set(handle, key, code, &value, sizeof value);                                       \
    }                                                                                              \
    esp_err_t nvs_get_##name(nvs_handle_t handle, const char *key, type *out_value)                \
    {                                                                                              \
        return getNumber(handle, key, code, out_value);                                            \
    }

OTABENCH_NVS_NUMBER(i8, int8_t, NVS_TYPE_I8)
OTABENCH_NVS_NUMBER(u8, uint8_t, NVS_TYPE_U8)
OTABENCH_NVS_NUMBER(i16, int16_t, NVS_TYPE_I16)
OTABENCH_NVS_NUMBER(u16, uint16_t, NVS_TYPE_U16)
OTABENCH_NVS_NUMBER(i32, int32_t, NVS_TYPE_I32)
OTABENCH_NVS_NUMBER(u32, uint32_t, NVS_TYPE_U32)
OTABENCH_NVS_NUMBER(i64, int64_t, NVS_TYPE_I64)
OTABENCH_NVS_NUMBER(u64, uint64_t, NVS_TYPE_U64)

esp_err_t nvs_set_str(nvs_handle_t handle, const char *key, const char *value)
{
    if (value == nullptr)
        return ESP_ERR_INVALID_ARG;
    return set(handle, key, NVS_TYPE_STR, value, std::strlen(value) + 1);
}

esp_err_t nvs_set_blob(nvs_handle_t handle, const char *key, const void *value, size_t length)
{
    return set(handle, key, NVS_TYPE_BLOB, value, length);
}

esp_err_t nvs_get_str(nvs_handle_t handle, const char *key, char *out_value, size_t *length)
{
    return getBytes(handle, key, NVS_TYPE_STR, out_value, length);
}

esp_err_t nvs_get_blob(nvs_handle_t handle, const char *key, void *out_value, size_t *length)
{
    return getBytes(handle, key, NVS_TYPE_BLOB, out_value, length);
}

esp_err_t nvs_find_key(nvs_handle_t handle, const char *key, nvs_type_t *out_type)
{
    std::span<const std::uint8_t> value;
    return get(handle, key, NVS_TYPE_ANY, out_type, value);
}

esp_err_t nvs_erase_key(nvs_handle_t handle, const char *key)
{
    std::string name;
    const Handle *open = nullptr;
    if (const esp_err_t error = find(handle, key, name, open); error != ESP_OK)
        return error;
    if (!open->mayWrite)
        return ESP_ERR_NVS_READ_ONLY;
    if (storage().values->get(name) == nullptr)
        return ESP_ERR_NVS_NOT_FOUND;
    return storage().values->set(name, {});
}

esp_err_t nvs_erase_all(nvs_handle_t handle)
{
    const auto found = storage().handles.find(handle);
    if (found == storage().handles.end())
        return ESP_ERR_NVS_INVALID_HANDLE;
    if (!found->second.mayWrite)
        return ESP_ERR_NVS_READ_ONLY;
    return storage().values->removeAll(found->second.space + ":");
}
