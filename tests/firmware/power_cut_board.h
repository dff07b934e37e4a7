#pragma once

#include "otadata.h"
#include "support/firmware/ram_port.h"
#include "support/firmware/ram_server.h"
#include "support/firmware/tiny_image.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace otabench::test {

/// A board as it was before the work that is cut: which image is where, and what otadata says. A
/// version that is empty: nothing there, erased.
struct Layout
{
    struct Record
    {
        uint32_t sequence = firmware::kBlankSequence; ///< blank by default
        uint32_t state = ESP_OTA_IMG_VALID;
    };

    std::string name;
    bool hasFactory = false;
    std::string factory;
    std::vector<std::string> slots;
    Record records[2];
    bool hasStaging = false;   ///< a data partition that updates can be downloaded to
    bool refusesOlder = false; ///< anti-rollback: "new" is securer than "old", and "next" than that
    bool wantsSigned = false;  ///< every image but "forged" is signed by the key of the running one
    otabench_rollback_t rollback = OTABENCH_ROLLBACK_ON;
};

/// What otadata says of an image that was selected, started and, where that is asked for,
/// confirmed: "VALID"; on a board that does not ask, what it said before.
[[nodiscard]] std::string settledState(const Layout &layout);

enum class Encryption
{
    None,
    Ecies,
    Rsa,
};

/// How an application fetches its updates.
struct Fetch
{
    bool bulkErase = false;
    bool partial = false;
    bool breaks = false;     ///< the connection breaks once, half way
    bool reconnects = false; ///< then it goes on over another one
    bool resumes = false;    ///< it saves how far it has come, and goes on there
    Encryption encryption = Encryption::None;
    /// Downloaded to the data partition, or else the next slot, and copied: to this partition, or,
    /// with "next", to the slot behind that is not running. Empty: no copy.
    std::string copiesTo;
};

/// A board in memory with its bootloader, an application that updates itself over the network, and
/// eyes that see into its flash. What the application does follows ESP-IDF's examples.
class CutBoard
{
public:
    using FilterMaker = std::function<NorFlash::Filter()>;

    /// @param imageSize  of the images' noise
    /// @param filter  makes the flash's filter for each power-on, for what it holds is in RAM
    explicit CutBoard(std::size_t imageSize, FilterMaker filter = {});

    void layOut(const Layout &layout);

    /// All that outlives a power failure, and where the application runs.
    struct Kept
    {
        std::vector<uint8_t> flash;
        std::map<std::string, std::string> settings;
        uint32_t runningAddress;
        uint32_t secureVersion; ///< in the eFuses
    };

    [[nodiscard]] Kept keep() const;
    /// The application runs as just started.
    void restore(const Kept &kept);

    /// Power comes back, if it was off.
    void powerOn();

    /// The bootloader's part. @return the version that starts; "none" when none does, "unknown" for
    /// bytes that are no image of this board. The application runs from then on.
    std::string boot();

    /// The application's update. Tells the code of the step that failed.
    esp_err_t update(const std::string &version, const Fetch &fetch);
    /// What an application does at its start: confirms itself if that is pending.
    esp_err_t confirmIfPending();
    /// Whether an interrupted download was saved.
    [[nodiscard]] bool hasDownload() const;
    void forgetDownload();

    [[nodiscard]] static const esp_partition_t *partition(const std::string &label);

    /// Both records, the one with the higher number first: the version in the slot it names and its
    /// state, such as "new:PENDING old:VALID"; "broken:VALID" when the slot holds no whole image;
    /// "-" for a record that is blank or whose CRC is bad.
    [[nodiscard]] std::string otadata() const;
    /// Whether a partition holds this image, whole.
    [[nodiscard]] bool holds(const std::string &version) const;

    RamPort ram{512 * 1024};

private:
    [[nodiscard]] const Bytes &image(const std::string &version) const;
    [[nodiscard]] const Bytes &file(const std::string &version, Encryption encryption);
    [[nodiscard]] std::string versionAt(uint32_t address) const;
    [[nodiscard]] std::string toText(const firmware::OtaRecord &record) const;
    void saveDownload(std::size_t bytes);

    std::size_t m_imageSize;
    FilterMaker m_filter;
    RamServer m_server;
    bool m_signs = false;
    std::size_t m_slots = 0;
    std::vector<uint32_t> m_apps;                                ///< addresses of app partitions
    std::map<std::pair<std::string, Encryption>, Bytes> m_files; ///< encrypted, for once is enough
    mutable std::map<std::string, Bytes> m_images;
};

} // namespace otabench::test
