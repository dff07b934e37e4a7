#pragma once

#include "base/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace otabench::image {

enum class Kind
{
    App,
    Bootloader,
    PartitionTable,
    Merged,
    PreEncrypted,
    Unknown
};

/// "app", "bootloader", "partition-table", "merged", "pre-encrypted", "unknown".
[[nodiscard]] std::string_view name(Kind kind);

/// One check with its verdict; `detail` is a sentence with the values compared.
struct Check
{
    std::string
        name; ///< "magic", "segments", "checksum", "sha256", "description", "chip", "signature", …
    bool ok = false;
    std::string detail;
    ErrorCode code = ErrorCode::ImageInvalid; ///< what a failed one means: see Image::problem()
};

struct Segment
{
    std::uint32_t loadAddress = 0;
    std::uint32_t length = 0;
    std::size_t fileOffset = 0; ///< of its header, as esptool prints it
    /// What memory it is for, as esptool names it: "DROM", "CACHE_APP",
    /// "DRAM,BYTE_ACCESSIBLE,IRAM", "PADDING"; "other" for none, "" for an unknown chip.
    std::string region;
};

/// esp_app_desc_t, decoded. Source: ESP-IDF v5.3 esp_app_format/include/esp_app_desc.h.
struct AppDescription
{
    std::uint32_t secureVersion = 0;
    std::string version;
    std::string project;
    std::string time;
    std::string date;
    std::string idfVersion;
    std::string
        elfSha256; ///< 64 hex digits; all zero in some builds (Arduino): then it identifies nothing
    std::uint16_t minEfuseRevision = 0; ///< of the eFuse block, major * 100 + minor
    std::uint16_t maxEfuseRevision = 0; ///< 0 or 65535: not set
    std::uint32_t mmuPageBytes = 0;     ///< 0: not said (older images)
    std::uint8_t flashMode = 0;         ///< 1 QIO, 2 QOUT, 3 DIO, 4 DOUT, 5 OPI; 0: not said

    /// elfSha256 when it identifies a build.
    [[nodiscard]] std::optional<std::string> buildId() const;
};

/// esp_bootloader_desc_t, decoded; bootloaders before ESP-IDF v5.2 have none.
struct BootloaderDescription
{
    std::uint8_t secureVersion = 0;
    std::uint32_t version = 0;
    std::string idfVersion;
    std::string dateTime;
};

/// An entry of a partition table, as ESP-IDF names things.
struct Partition
{
    std::string label;
    std::uint8_t type = 0;
    std::uint8_t subtype = 0;
    std::uint32_t flashOffset = 0;
    std::uint32_t sizeBytes = 0;
    std::uint32_t flags = 0; ///< bit 0 encrypted, bit 1 readonly

    [[nodiscard]] bool isApp() const { return type == 0; }
};

/// A good Secure Boot v2 signature block: its signature is that of the key in it, over this image.
/// Whether that key is one to trust, a board decides by the key's digest.
struct SignatureBlock
{
    std::string scheme;    ///< "rsa-3072", "ecdsa-p192", "ecdsa-p256", "ecdsa-p384"
    std::string keyDigest; ///< 64 hex digits, as burnt into the eFuses
};

/// All that can be said of an image file. Immutable values; any thread.
struct Image
{
    Kind kind = Kind::Unknown;
    std::uint16_t chipId = 0xFFFF;
    std::string chip; ///< chipName(chipId); "" where the kind has none
    std::uint32_t entryAddress = 0;
    std::uint8_t spiMode = 0, spiSpeed = 0, spiSize = 0; ///< as in the header
    std::uint8_t wpPin = 0;                              ///< 0xEE: none
    std::array<std::uint8_t, 3> spiPinDrive{};           ///< as in the header: clk/q, d/cs, hd/wp
    std::uint8_t legacyMinRevision = 0;                  ///< no longer looked at by boards
    std::uint16_t minChipRevision = 0;                   ///< major * 100 + minor
    std::uint16_t maxChipRevision = 0;                   ///< 0 or 65535: not set
    std::vector<Segment> segments;
    std::optional<AppDescription> description; ///< of a merged image: its first application's
    std::optional<BootloaderDescription> bootloader;
    std::vector<Partition> partitions; ///< PartitionTable and Merged
    std::vector<SignatureBlock> signatures;
    std::optional<std::string> appendedSha256; ///< the digest after the checksum, 64 hex digits
    std::size_t imageBytes = 0; ///< up to the digest or signature, as the device counts
    std::size_t fileBytes = 0;
    std::string
        fileSha256; ///< of the whole file, 64 hex digits: its identity for server and catalogue
    std::vector<Check> checks;

    /// Whether every check passed: a board of its chip would start it (App), or use it.
    [[nodiscard]] bool valid() const;
    /// The first failed check, as an error with what to do.
    [[nodiscard]] std::optional<Error> problem() const;
};

/// Reads whatever the bytes are; never fails: what is wrong with them is in `checks`. All reads are
/// bounded. Source of the rules: ESP-IDF components/bootloader_support/src/esp_image_format.c.
[[nodiscard]] Image inspect(std::span<const std::byte> file);

/// inspect() of a file. Errors: NotFound, PermissionDenied, InputOutput and kin, naming the path.
[[nodiscard]] Result<Image> readImage(const std::filesystem::path &path);

/// readImage() for something boards are to run: fails with the first problem (ImageTruncated,
/// ImageInvalid, ImageCorrupt, ImageWrongKind, …), in words, when it is no valid application image.
[[nodiscard]] Result<Image> readApp(const std::filesystem::path &path);

/// readApp() for what boards can be sent: a pre-encrypted image without a fault is taken, too. What
/// is in it only boards with the key can tell.
[[nodiscard]] Result<Image> readForUpdate(const std::filesystem::path &path);

} // namespace otabench::image
