#include "esp_partition.h"

#include <string.h>

#include "engine_state.h"
#include "esp_ota_ops.h"
#include "image_verify.h"
#include "otabench_partition_table.h"
#include "partitions_of_ota.h"

using namespace otabench::firmware;

struct esp_partition_iterator_opaque_
{
    esp_partition_type_t type;
    esp_partition_subtype_t subtype;
    const char *label; ///< nullptr: any. Borrowed, as in the original
    size_t next;       ///< entry to look at next
    const esp_partition_t *current;
};

namespace {

constexpr size_t kPieceSize = 256; ///< on the stack
constexpr char kTag[] = "partition";

PartitionTable &loadedTable()
{
    EngineState &state = engineState();
    if (!state.partitions.loaded) {
        const esp_err_t err = loadPartitions(state.port, &state.partitions);
        if (err != ESP_OK)
            ESP_LOGE(kTag, "load_partitions returned 0x%x", static_cast<unsigned>(err));
    }
    return state.partitions;
}

/// The partitions of the table, then those registered; nullptr behind the last.
const esp_partition_t *entryAt(size_t index)
{
    const PartitionTable &table = loadedTable();
    if (index < table.count)
        return &table.entries[index];
    index -= table.count;
    return index < kExternalPartitions ? &engineState().externals[index] : nullptr;
}

bool advance(esp_partition_iterator_opaque_ *iterator)
{
    while (const esp_partition_t *entry = entryAt(iterator->next)) {
        ++iterator->next;
        if (entry->size > 0 &&
            (iterator->type == ESP_PARTITION_TYPE_ANY || iterator->type == entry->type) &&
            (iterator->subtype == ESP_PARTITION_SUBTYPE_ANY ||
             iterator->subtype == entry->subtype) &&
            (!iterator->label || strcmp(iterator->label, entry->label) == 0)) {
            iterator->current = entry;
            return true;
        }
    }
    return false;
}

/// Only a search for any type and any subtype, or one for a type, means something.
bool isSearch(esp_partition_type_t type, esp_partition_subtype_t subtype)
{
    return type != ESP_PARTITION_TYPE_ANY || subtype == ESP_PARTITION_SUBTYPE_ANY;
}

esp_err_t checkRange(const esp_partition_t *partition, size_t offset, size_t size)
{
    if (offset > partition->size)
        return ESP_ERR_INVALID_ARG;
    return size > partition->size - offset ? ESP_ERR_INVALID_SIZE : ESP_OK;
}

esp_err_t hashPartition(const esp_partition_t *partition, uint8_t *digest)
{
    const otabench_port_t *port = otabench_port_get();
    otabench_hash_t *hash = port->hash_start(port->ctx);
    if (!hash)
        return ESP_ERR_NO_MEM;
    esp_err_t err = ESP_OK;
    uint8_t piece[kPieceSize];
    for (uint32_t at = 0; err == ESP_OK && at < partition->size;) {
        const uint32_t rest = partition->size - at;
        const uint32_t size = rest < sizeof piece ? rest : static_cast<uint32_t>(sizeof piece);
        err = esp_partition_read(partition, at, piece, size);
        if (err == ESP_OK)
            port->hash_update(port->ctx, hash, piece, size);
        at += size;
    }
    port->hash_finish(port->ctx, hash, err == ESP_OK ? digest : nullptr);
    return err;
}

/// What verifyImage() leaves out for a bootloader: whether the digest that ends it is right.
esp_err_t checkBootloaderDigest(const otabench_port_t *port, uint32_t address,
                                const ImageFacts &facts)
{
    uint8_t appended[sizeof facts.digest];
    const uint32_t at = address + facts.length - static_cast<uint32_t>(sizeof appended);
    const esp_err_t err = port->flash_read(port->ctx, at, appended, sizeof appended);
    if (err != ESP_OK)
        return err;
    return memcmp(appended, facts.digest, sizeof appended) == 0 ? ESP_OK : ESP_ERR_IMAGE_INVALID;
}

esp_err_t copyPieces(const esp_partition_t *to, uint32_t toOffset, const esp_partition_t *from,
                     uint32_t fromOffset, uint32_t size)
{
    uint8_t piece[kPieceSize];
    for (uint32_t at = 0; at < size;) {
        const uint32_t rest = size - at;
        const uint32_t length = rest < sizeof piece ? rest : static_cast<uint32_t>(sizeof piece);
        esp_err_t err = esp_partition_read(from, fromOffset + at, piece, length);
        if (err == ESP_OK)
            err = esp_partition_write(to, toOffset + at, piece, length);
        if (err != ESP_OK)
            return err;
        at += length;
    }
    return ESP_OK;
}

} // namespace

const esp_partition_t *otabench::firmware::findAppAt(uint32_t address)
{
    const PartitionTable &table = loadedTable();
    for (size_t i = 0; i < table.count; ++i) {
        const esp_partition_t &entry = table.entries[i];
        if (entry.type == ESP_PARTITION_TYPE_APP && entry.address == address)
            return &entry;
    }
    return nullptr;
}

esp_partition_iterator_t esp_partition_find(esp_partition_type_t type,
                                            esp_partition_subtype_t subtype, const char *label)
{
    if (!isSearch(type, subtype))
        return nullptr;
    esp_partition_iterator_opaque_ search = {type, subtype, label, 0, nullptr};
    if (!advance(&search))
        return nullptr;
    const otabench_port_t *port = otabench_port_get();
    auto *iterator =
        static_cast<esp_partition_iterator_t>(port->allocate(port->ctx, sizeof search));
    if (iterator)
        *iterator = search;
    return iterator;
}

const esp_partition_t *esp_partition_find_first(esp_partition_type_t type,
                                                esp_partition_subtype_t subtype, const char *label)
{
    esp_partition_iterator_opaque_ search = {type, subtype, label, 0, nullptr};
    return isSearch(type, subtype) && advance(&search) ? search.current : nullptr;
}

esp_err_t esp_partition_find_err(esp_partition_type_t type, esp_partition_subtype_t subtype,
                                 const char *label, esp_partition_iterator_t *it)
{
    if (!it || !isSearch(type, subtype))
        return ESP_ERR_INVALID_ARG;
    *it = nullptr;
    if (!esp_partition_find_first(type, subtype, label))
        return ESP_ERR_NOT_FOUND;
    *it = esp_partition_find(type, subtype, label);
    return *it ? ESP_OK : ESP_ERR_NO_MEM;
}

esp_err_t esp_partition_find_first_err(esp_partition_type_t type, esp_partition_subtype_t subtype,
                                       const char *label, const esp_partition_t **partition)
{
    if (!partition || !isSearch(type, subtype))
        return ESP_ERR_INVALID_ARG;
    *partition = esp_partition_find_first(type, subtype, label);
    return *partition ? ESP_OK : ESP_ERR_NOT_FOUND;
}

const esp_partition_t *esp_partition_get(esp_partition_iterator_t iterator)
{
    return iterator ? iterator->current : nullptr;
}

esp_partition_iterator_t esp_partition_next(esp_partition_iterator_t iterator)
{
    if (iterator && advance(iterator))
        return iterator;
    esp_partition_iterator_release(iterator);
    return nullptr;
}

void esp_partition_iterator_release(esp_partition_iterator_t iterator)
{
    const otabench_port_t *port = otabench_port_get();
    if (iterator)
        port->release(port->ctx, iterator);
}

const esp_partition_t *esp_partition_verify(const esp_partition_t *partition)
{
    const esp_partition_t *entry = nullptr;
    for (size_t i = 0; partition && (entry = entryAt(i)) != nullptr; ++i) {
        if (entry->size > 0 && // else a place for one to be registered
            entry->type == partition->type && entry->subtype == partition->subtype &&
            entry->address == partition->address && entry->size == partition->size &&
            strcmp(entry->label, partition->label) == 0)
            return entry;
    }
    return nullptr;
}

esp_err_t esp_partition_verify_err(const esp_partition_t *partition,
                                   const esp_partition_t **out_partition)
{
    if (!partition || !out_partition)
        return ESP_ERR_INVALID_ARG;
    *out_partition = esp_partition_verify(partition);
    return *out_partition ? ESP_OK : ESP_ERR_NOT_FOUND;
}

esp_err_t esp_partition_read(const esp_partition_t *partition, size_t src_offset, void *dst,
                             size_t size)
{
    if (!partition || (!dst && size))
        return ESP_ERR_INVALID_ARG;
    const esp_err_t err = checkRange(partition, src_offset, size);
    if (err != ESP_OK || size == 0)
        return err;
    const otabench_port_t *port = otabench_port_get();
    return port->flash_read(port->ctx, partition->address + static_cast<uint32_t>(src_offset), dst,
                            size);
}

esp_err_t esp_partition_write(const esp_partition_t *partition, size_t dst_offset, const void *src,
                              size_t size)
{
    if (!partition || (!src && size))
        return ESP_ERR_INVALID_ARG;
    if (partition->readonly)
        return ESP_ERR_NOT_ALLOWED;
    const esp_err_t err = checkRange(partition, dst_offset, size);
    if (err != ESP_OK || size == 0)
        return err;
    const otabench_port_t *port = otabench_port_get();
    const uint32_t address = partition->address + static_cast<uint32_t>(dst_offset);
    forgetVerified(address, static_cast<uint32_t>(size));
    return port->flash_write(port->ctx, address, src, size);
}

esp_err_t esp_partition_read_raw(const esp_partition_t *partition, size_t src_offset, void *dst,
                                 size_t size)
{
    return esp_partition_read(partition, src_offset, dst, size);
}

esp_err_t esp_partition_write_raw(const esp_partition_t *partition, size_t dst_offset,
                                  const void *src, size_t size)
{
    return esp_partition_write(partition, dst_offset, src, size);
}

esp_err_t esp_partition_erase_range(const esp_partition_t *partition, size_t offset, size_t size)
{
    if (!partition)
        return ESP_ERR_INVALID_ARG;
    if (partition->readonly)
        return ESP_ERR_NOT_ALLOWED;
    const esp_err_t err = checkRange(partition, offset, size);
    if (err != ESP_OK)
        return err;
    if (size % kSectorSize)
        return ESP_ERR_INVALID_SIZE;
    if (offset % kSectorSize)
        return ESP_ERR_INVALID_ARG;
    if (size == 0)
        return ESP_OK;
    const otabench_port_t *port = otabench_port_get();
    const uint32_t address = partition->address + static_cast<uint32_t>(offset);
    forgetVerified(address, static_cast<uint32_t>(size));
    return port->flash_erase(port->ctx, address, size);
}

esp_err_t esp_partition_mmap(const esp_partition_t *partition, size_t offset, size_t size,
                             esp_partition_mmap_flag_t, const void **out_ptr,
                             esp_partition_mmap_handle_t *out_handle)
{
    if (!partition || !out_ptr || !out_handle)
        return ESP_ERR_INVALID_ARG;
    esp_err_t err = checkRange(partition, offset, size);
    if (err != ESP_OK)
        return err;
    EngineState &state = engineState();
    size_t i = 0;
    while (i < kMappings && state.mappings[i])
        ++i;
    const otabench_port_t *port = otabench_port_get();
    void *copy = i < kMappings ? port->allocate(port->ctx, size > 0 ? size : 1) : nullptr;
    if (!copy)
        return ESP_ERR_NO_MEM;
    err = esp_partition_read(partition, offset, copy, size);
    if (err != ESP_OK) {
        port->release(port->ctx, copy);
        return err;
    }
    state.mappings[i] = copy;
    *out_ptr = copy;
    *out_handle = static_cast<esp_partition_mmap_handle_t>(i + 1);
    return ESP_OK;
}

void esp_partition_munmap(esp_partition_mmap_handle_t handle)
{
    EngineState &state = engineState();
    if (handle == 0 || handle > kMappings || !state.mappings[handle - 1])
        return;
    const otabench_port_t *port = otabench_port_get();
    port->release(port->ctx, state.mappings[handle - 1]);
    state.mappings[handle - 1] = nullptr;
}

esp_err_t esp_partition_get_sha256(const esp_partition_t *partition, uint8_t *sha_256)
{
    if (!partition || !sha_256)
        return ESP_ERR_INVALID_ARG;
    if (partition->type != ESP_PARTITION_TYPE_APP &&
        partition->type != ESP_PARTITION_TYPE_BOOTLOADER)
        return hashPartition(partition, sha_256);
    // Applications also ask for the bootloader as an app; it is known by its place then.
    const bool isBootloader = partition->type == ESP_PARTITION_TYPE_BOOTLOADER ||
                              partition->address < OTABENCH_PARTITION_TABLE_ADDRESS;
    const ImageKind kind = isBootloader ? ImageKind::Bootloader : ImageKind::App;
    const ImageRequest request = {partition->address, partition->size, kind, ImageUse::Quiet};
    const otabench_port_t *port = otabench_port_get();
    ImageFacts facts;
    esp_err_t err = verifyImage(port, request, &facts);
    if (err == ESP_OK && isBootloader && facts.hashAppended)
        err = checkBootloaderDigest(port, partition->address, facts);
    if (err != ESP_OK)
        return err;
    if (!isBootloader)
        noteVerified(VerifiedBy::Digest, partition->address, partition->size, facts);
    memcpy(sha_256, facts.digest, sizeof facts.digest);
    return ESP_OK;
}

bool esp_partition_check_identity(const esp_partition_t *partition_1,
                                  const esp_partition_t *partition_2)
{
    uint8_t first[32];
    uint8_t second[32];
    return esp_partition_get_sha256(partition_1, first) == ESP_OK &&
           esp_partition_get_sha256(partition_2, second) == ESP_OK &&
           memcmp(first, second, sizeof first) == 0;
}

esp_err_t esp_partition_register_external(esp_flash_t *, size_t offset, size_t size,
                                          const char *label, esp_partition_type_t type,
                                          esp_partition_subtype_t subtype,
                                          const esp_partition_t **out_partition)
{
    if (out_partition)
        *out_partition = nullptr;
    const otabench_port_t *port = otabench_port_get();
    if (!label || size == 0)
        return ESP_ERR_INVALID_ARG;
    if (offset > port->flash_size || size > port->flash_size - offset)
        return ESP_ERR_INVALID_SIZE;
    const auto address = static_cast<uint32_t>(offset);
    const auto length = static_cast<uint32_t>(size);
    for (size_t i = 0; const esp_partition_t *entry = entryAt(i); ++i) {
        if (entry->size > 0 && address < entry->address + entry->size &&
            entry->address < address + length)
            return ESP_ERR_INVALID_ARG;
    }
    for (esp_partition_t &entry : engineState().externals) {
        if (entry.size > 0)
            continue;
        entry = {nullptr, type, subtype, address, length, kSectorSize, {}, false, false};
        strncpy(entry.label, label, sizeof entry.label - 1);
        if (out_partition)
            *out_partition = &entry;
        return ESP_OK;
    }
    return ESP_ERR_NO_MEM;
}

esp_err_t esp_partition_deregister_external(const esp_partition_t *partition)
{
    for (esp_partition_t &entry : engineState().externals) {
        if (&entry != partition || entry.size == 0)
            continue;
        entry = {};
        return ESP_OK;
    }
    const esp_partition_t *entry = nullptr;
    for (size_t i = 0; (entry = entryAt(i)) != nullptr; ++i) {
        if (entry == partition && entry->size > 0)
            return ESP_ERR_INVALID_ARG;
    }
    return ESP_ERR_NOT_FOUND;
}

esp_err_t esp_partition_copy(const esp_partition_t *dest_part, uint32_t dest_offset,
                             const esp_partition_t *src_part, uint32_t src_offset, size_t size)
{
    if (!dest_part || !src_part || dest_part == src_part)
        return ESP_ERR_INVALID_ARG;
    if (src_offset > src_part->size || dest_offset > dest_part->size)
        return ESP_ERR_INVALID_SIZE;
    size_t erased = size;
    if (size == SIZE_MAX) {
        size = src_part->size - src_offset;
        erased = dest_part->size - dest_offset;
    }
    if (size > src_part->size - src_offset || size > dest_part->size - dest_offset)
        return ESP_ERR_INVALID_SIZE;
    const size_t toErase = (erased + kSectorSize - 1) / kSectorSize * kSectorSize;
    const esp_err_t err = esp_partition_erase_range(dest_part, dest_offset, toErase);
    if (err != ESP_OK)
        ESP_LOGE(kTag, "Erasing destination partition range failed (err=0x%x)",
                 static_cast<unsigned>(err));
    if (err != ESP_OK)
        return err;
    return copyPieces(dest_part, dest_offset, src_part, src_offset, static_cast<uint32_t>(size));
}

uint32_t esp_partition_get_main_flash_sector_size(void)
{
    return kSectorSize;
}

void esp_partition_unload_all(void)
{
    engineState().partitions.loaded = false;
}
