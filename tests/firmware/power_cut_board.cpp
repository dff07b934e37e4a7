#include "power_cut_board.h"

#include "esp_encrypted_img.h"
#include "esp_https_ota.h"
#include "otabench_boot.h"
#include "otabench_partition_table.h"
#include "support/firmware/encrypted_file.h"
#include "support/firmware/signed_image.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace otabench::test {
namespace {

constexpr uint32_t kOtadataAddress = 0xD000;
constexpr uint32_t kFactoryAddress = 0x10000;
constexpr uint32_t kFirstSlot = 0x20000;
constexpr uint32_t kAppSize = 0x10000;
constexpr uint32_t kStagingAddress = 0x60000;
constexpr std::size_t kSecureVersionAt = 36; ///< in an image: header 24, segment header 8, magic 4
constexpr auto kScheme = OTABENCH_SIGNATURE_ECDSA_P256;
constexpr char kDownload[] = "ota_bytes"; ///< the setting that keeps how far a download has come

uint32_t slotAddress(std::size_t slot)
{
    return kFirstSlot + static_cast<uint32_t>(slot) * kAppSize;
}

std::string stateName(uint32_t state)
{
    switch (state) {
    case ESP_OTA_IMG_NEW:
        return "NEW";
    case ESP_OTA_IMG_PENDING_VERIFY:
        return "PENDING";
    case ESP_OTA_IMG_VALID:
        return "VALID";
    case ESP_OTA_IMG_INVALID:
        return "INVALID";
    case ESP_OTA_IMG_ABORTED:
        return "ABORTED";
    case ESP_OTA_IMG_UNDEFINED:
        return "UNDEFINED";
    default:
        return std::to_string(state);
    }
}

bool isReadable(const firmware::OtaRecord &record)
{
    return record.sequence != firmware::kBlankSequence && firmware::hasGoodCrc(record);
}

} // namespace

std::string settledState(const Layout &layout)
{
    switch (layout.rollback) {
    case OTABENCH_ROLLBACK_APP_ONLY:
        return "NEW";
    case OTABENCH_ROLLBACK_OFF:
        return "UNDEFINED";
    default:
        return "VALID";
    }
}

CutBoard::CutBoard(std::size_t imageSize, FilterMaker filter)
    : m_imageSize(imageSize)
    , m_filter(std::move(filter))
{
    ram.nor.risingBitsAreErrors = false;
    ram.server = &m_server;
    ram.crypto.setEfuseHmacKey(0, kEciesHmacKey);
    ram.rememberKeyWork();
    m_server.pieceSize = 700;
}

const Bytes &CutBoard::image(const std::string &version) const
{
    Bytes &image = m_images[version];
    if (image.empty()) {
        image = tinyApp(version, m_imageSize);
        image[kSecureVersionAt] = version == "next" ? 3 : version == "new" ? 2 : 1;
        reseal(image);
        if (m_signs && version != "forged")
            image = signedBy(image, {&signingKey(kScheme)});
    }
    return image;
}

const Bytes &CutBoard::file(const std::string &version, Encryption encryption)
{
    if (encryption == Encryption::None)
        return image(version);
    Bytes &file = m_files[{version, encryption}];
    if (file.empty())
        file = encryption == Encryption::Rsa ? encryptForRsa(image(version))
                                             : encryptForEcies(image(version));
    return file;
}

void CutBoard::layOut(const Layout &layout)
{
    std::fill(ram.flash().begin(), ram.flash().end(), 0xFF);
    ram.settings.clear();
    ram.security.anti_rollback = layout.refusesOlder;
    ram.security.signature = layout.wantsSigned ? kScheme : OTABENCH_SIGNATURE_NONE;
    ram.security.rollback = layout.rollback;
    m_signs = layout.wantsSigned;
    m_images.clear();
    m_files.clear();
    ram.secureVersion = 0;
    m_slots = layout.slots.size();
    m_apps.clear();
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < m_slots; ++i)
        labels.push_back("ota_" + std::to_string(i));
    std::vector<otabench_partition_entry_t> entries{
        {1, 2, 0x9000, 0x4000, "nvs", 0},
        {1, 0, kOtadataAddress, 0x2000, "otadata", 0},
        {1, 1, 0xF000, 0x1000, "phy_init", 2},
    };
    const auto addApp = [&](uint8_t subtype, uint32_t address, const std::string &label,
                            const std::string &version) {
        entries.push_back({0, subtype, address, kAppSize, label.c_str(), 0});
        m_apps.push_back(address);
        if (!version.empty())
            ram.load(address, image(version));
    };
    const std::string factory = "factory";
    if (layout.hasFactory)
        addApp(0, kFactoryAddress, factory, layout.factory);
    for (std::size_t i = 0; i < m_slots; ++i)
        addApp(static_cast<uint8_t>(0x10 + i), slotAddress(i), labels[i], layout.slots[i]);
    if (layout.hasStaging)
        entries.push_back({1, 6, kStagingAddress, kAppSize, "staging", 0});
    Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
    ASSERT_EQ(otabench_partition_table_build(entries.data(), entries.size(),
                                             static_cast<uint32_t>(ram.flash().size()),
                                             table.data()),
              ESP_OK);
    ram.load(OTABENCH_PARTITION_TABLE_ADDRESS, table);
    for (const int i : {0, 1}) {
        const Layout::Record &record = layout.records[i];
        if (record.sequence == firmware::kBlankSequence)
            continue;
        ASSERT_EQ(firmware::writeRecord(ram.port(), kOtadataAddress, i,
                                        firmware::makeRecord(record.sequence, record.state)),
                  ESP_OK);
    }
}

CutBoard::Kept CutBoard::keep() const
{
    return {ram.nor.bytes, ram.settings, ram.port()->running_address, ram.secureVersion};
}

void CutBoard::restore(const Kept &kept)
{
    ram.nor.bytes = kept.flash;
    ram.settings = kept.settings;
    ram.secureVersion = kept.secureVersion;
    ram.use(kept.runningAddress);
}

void CutBoard::powerOn()
{
    ram.restorePower();
    ram.crypto.releaseAll();
    ram.nor.filter = m_filter ? m_filter() : NorFlash::Filter();
}

std::string CutBoard::boot()
{
    ram.log.clear();
    otabench_boot_choice_t choice;
    if (otabench_boot_select(ram.port(), &choice) != ESP_OK)
        return "none";
    ram.use(choice.address);
    return versionAt(choice.address);
}

bool CutBoard::hasDownload() const
{
    return ram.settings.count(kDownload) != 0;
}

void CutBoard::saveDownload(std::size_t bytes)
{
    const std::string text = std::to_string(bytes);
    (void)ram.port()->setting_set(ram.port()->ctx, kDownload, text.data(), text.size());
}

void CutBoard::forgetDownload()
{
    if (hasDownload())
        (void)ram.port()->setting_set(ram.port()->ctx, kDownload, nullptr, 0);
}

esp_err_t CutBoard::update(const std::string &version, const Fetch &fetch)
{
    const Bytes &served = file(version, fetch.encryption);
    m_server.serve(served, "\"" + version + "\"");
    if (fetch.breaks)
        m_server.breaksAfter = served.size() / 2;
    esp_decrypt_cfg_t key = {};
    if (fetch.encryption == Encryption::Rsa) {
        key.rsa_priv_key = rsaPrivatePem().c_str();
        key.rsa_priv_key_len = rsaPrivatePem().size() + 1;
    }
    esp_http_client_config_t http = {};
    http.url = "http://files/app.bin";
    http.buffer_size = 1500;
    esp_https_ota_config_t config = {};
    config.http_config = &http;
    config.otabench_allow_http = true;
    config.bulk_flash_erase = fetch.bulkErase;
    config.partial_http_download = fetch.partial;
    config.max_http_request_size = 2000;
    config.otabench_reconnects = fetch.reconnects ? 1 : 0;
    if (fetch.encryption != Encryption::None)
        config.otabench_decrypt = &key;
    config.ota_resumption = fetch.resumes;
    if (fetch.resumes && hasDownload())
        config.ota_image_bytes_written = std::stoul(ram.settings[kDownload]);
    if (!fetch.copiesTo.empty()) {
        const esp_partition_t *staging = partition("staging");
        config.partition.staging = staging ? staging : esp_ota_get_next_update_partition(nullptr);
        config.partition.final = fetch.copiesTo != "next" ? partition(fetch.copiesTo)
                                 : staging
                                     ? esp_ota_get_next_update_partition(nullptr)
                                     : esp_ota_get_next_update_partition(config.partition.staging);
        config.partition.finalize_with_copy = true;
    }
    esp_https_ota_handle_t handle = nullptr;
    esp_err_t result = esp_https_ota_begin(&config, &handle);
    if (result != ESP_OK)
        return result;
    do {
        result = esp_https_ota_perform(handle);
        if (fetch.resumes && result == ESP_ERR_HTTPS_OTA_IN_PROGRESS)
            saveDownload(static_cast<std::size_t>(esp_https_ota_get_image_len_read(handle)));
    } while (result == ESP_ERR_HTTPS_OTA_IN_PROGRESS);
    if (result != ESP_OK) {
        (void)esp_https_ota_abort(handle);
        return result;
    }
    result = esp_https_ota_finish(handle);
    if (fetch.resumes && !ram.powerIsOff())
        forgetDownload();
    return result;
}

esp_err_t CutBoard::confirmIfPending()
{
    esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
    const esp_partition_t *running = esp_ota_get_running_partition();
    if (!running || esp_ota_get_state_partition(running, &state) != ESP_OK ||
        state != ESP_OTA_IMG_PENDING_VERIFY)
        return ESP_OK;
    return esp_ota_mark_app_valid_cancel_rollback();
}

const esp_partition_t *CutBoard::partition(const std::string &label)
{
    return esp_partition_find_first(ESP_PARTITION_TYPE_ANY, ESP_PARTITION_SUBTYPE_ANY,
                                    label.c_str());
}

std::string CutBoard::versionAt(uint32_t address) const
{
    const auto begin = ram.nor.bytes.begin() + address;
    for (const auto &[version, bytes] : m_images) {
        if (std::equal(bytes.begin(), bytes.end(), begin))
            return version;
    }
    return "unknown";
}

bool CutBoard::holds(const std::string &version) const
{
    return std::any_of(m_apps.begin(), m_apps.end(),
                       [&](uint32_t address) { return versionAt(address) == version; });
}

std::string CutBoard::toText(const firmware::OtaRecord &record) const
{
    if (!isReadable(record))
        return "-";
    const uint32_t slot = firmware::slotOfRecord(record, static_cast<uint32_t>(m_slots));
    const std::string version = versionAt(slotAddress(slot));
    return (version == "unknown" ? "broken" : version) + ":" + stateName(record.state);
}

std::string CutBoard::otadata() const
{
    firmware::OtaData data = {};
    EXPECT_EQ(firmware::readOtaData(ram.port(), kOtadataAddress, &data), ESP_OK);
    const firmware::OtaRecord *first = &data.records[0];
    const firmware::OtaRecord *second = &data.records[1];
    const bool swaps =
        isReadable(*second) && (!isReadable(*first) || second->sequence > first->sequence);
    if (swaps)
        std::swap(first, second);
    return toText(*first) + " " + toText(*second);
}

} // namespace otabench::test
