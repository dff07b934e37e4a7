#include "image/reader.h"

#include "base/files.h"
#include "base/hex.h"
#include "base/openssl.h"
#include "image/chip.h"
#include "image/detail/checks.h"
#include "image/detail/esp_image.h"
#include "image/detail/foreign.h"
#include "image/detail/merged.h"
#include "image/detail/partition_table.h"

#include <algorithm>

namespace otabench::image {
namespace {

using detail::Bytes;
using detail::flunk;
using detail::pass;

constexpr std::uint32_t kPreEncryptedMagic = 0x0788B6CF;
constexpr std::size_t kPreEncryptedHeaderSize = 512;

/// Source: idf-extra-components esp_encrypted_img 2.7.1, private_include/esp_encrypted_img_priv.h.
void readPreEncrypted(Bytes file, Image &image)
{
    image.kind = Kind::PreEncrypted;
    pass(image, "magic", "{:#010x} starts a pre-encrypted image", kPreEncryptedMagic);
    if (file.size() < kPreEncryptedHeaderSize) {
        flunk(image, "header", ErrorCode::ImageTruncated,
              "the file has {} bytes; the header alone has {}", file.size(),
              kPreEncryptedHeaderSize);
        return;
    }
    const auto isZero = [](std::byte byte) { return byte == std::byte{0}; };
    const bool ecies = std::ranges::all_of(file.subspan(100, 288), isZero);
    pass(image, "header", "the key is wrapped by {}", ecies ? "ECIES-P256" : "RSA-3072");
    if (!std::ranges::all_of(file.subspan(424, 88), isZero))
        flunk(image, "reserved", ErrorCode::ImageCorrupt,
              "bytes 424 to 511 must be zero and are not");
    const std::size_t said = detail::u32At(file, 404);
    const std::size_t have = file.size() - kPreEncryptedHeaderSize;
    image.imageBytes = kPreEncryptedHeaderSize + said;
    if (said == have)
        pass(image, "length", "{} encrypted bytes", said);
    else if (said > have)
        flunk(image, "length", ErrorCode::ImageTruncated,
              "the header promises {} encrypted bytes, the file has {}", said, have);
    else
        flunk(image, "length", ErrorCode::ImageCorrupt,
              "the header promises {} encrypted bytes, {} follow: boards refuse what is too long",
              said, have);
}

/// The ESP8266 shares the magic and has neither chip id nor digest flag where these are looked for.
bool looksLikeEsp8266(Bytes file)
{
    return file.size() >= detail::kHeaderSize && findChip(detail::u16At(file, 12)) == nullptr &&
           detail::byteAt(file, detail::kHeaderSize - 1) > 1;
}

void readUnknown(Bytes file, Image &image)
{
    if (file.empty()) {
        flunk(image, "magic", ErrorCode::ImageTruncated, "the file is empty");
        return;
    }
    if (const std::string what = detail::describeForeign(file); !what.empty()) {
        flunk(image, "magic", ErrorCode::ImageWrongKind, "{}", what);
        return;
    }
    flunk(image, "magic", ErrorCode::ImageInvalid,
          "the first byte is {:#04x}; an ESP image starts with {:#04x}", detail::byteAt(file, 0),
          detail::kImageMagic);
}

std::string_view adviceFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::ImageTruncated:
        return "copy or download it again, whole";
    case ErrorCode::ImageCorrupt:
        return "copy or download it again, or build it again";
    case ErrorCode::ImageWrongChip:
        return "merge bootloader and application of one build";
    case ErrorCode::ImageTooLarge:
        return "build a smaller application";
    default:
        return "choose the application's .bin that ESP-IDF or Arduino built";
    }
}

} // namespace

std::string_view detail::inWords(Kind kind)
{
    switch (kind) {
    case Kind::App:
        return "an application image";
    case Kind::Bootloader:
        return "a bootloader, which boards do not take over the air here";
    case Kind::PartitionTable:
        return "a partition table";
    case Kind::Merged:
        return "a merged flash image (bootloader, partition table and application) for writing "
               "over the cable";
    case Kind::PreEncrypted:
        return "a pre-encrypted image, which needs boards with its key";
    case Kind::Unknown:
        break;
    }
    return "no image";
}

std::string_view name(Kind kind)
{
    switch (kind) {
    case Kind::App:
        return "app";
    case Kind::Bootloader:
        return "bootloader";
    case Kind::PartitionTable:
        return "partition-table";
    case Kind::Merged:
        return "merged";
    case Kind::PreEncrypted:
        return "pre-encrypted";
    case Kind::Unknown:
        break;
    }
    return "unknown";
}

std::optional<std::string> AppDescription::buildId() const
{
    if (elfSha256.find_first_not_of('0') == std::string::npos)
        return std::nullopt;
    return elfSha256;
}

bool Image::valid() const
{
    return kind != Kind::Unknown && std::ranges::all_of(checks, &Check::ok);
}

std::optional<Error> Image::problem() const
{
    const auto failed = std::ranges::find(checks, false, &Check::ok);
    if (failed == checks.end())
        return std::nullopt;
    if (failed->code == ErrorCode::ImageWrongKind) // its detail says what to do
        return Error{failed->code, failed->detail, {failed->detail}};
    return Error{failed->code,
                 fmt::format("{}: {}; {}", failed->name, failed->detail, adviceFor(failed->code)),
                 {failed->name, failed->detail}};
}

Image inspect(std::span<const std::byte> file)
{
    Image image;
    if (detail::startsPartitionTable(file)) {
        image.kind = Kind::PartitionTable;
        pass(image, "magic", "0x50aa starts a partition table");
        detail::readPartitionTable(file, image);
    } else if (detail::u32At(file, 0) == kPreEncryptedMagic) {
        readPreEncrypted(file, image);
    } else if (detail::readMerged(file, image)) {
        // all said there
    } else if (detail::byteAt(file, 0) == detail::kImageMagic) {
        if (looksLikeEsp8266(file))
            flunk(image, "magic", ErrorCode::ImageWrongKind,
                  "this looks like an ESP8266 image; boards of the ESP32 family cannot run it");
        else
            detail::readEspImage(file, image);
    } else {
        readUnknown(file, image);
    }
    image.fileBytes = file.size();
    image.fileSha256 = toHex(openssl::sha256(file));
    return image;
}

Result<Image> readImage(const std::filesystem::path &path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return inspect(*bytes);
}

namespace {

/// @param alsoKind  a kind that is taken beside applications
Result<Image> readKind(const std::filesystem::path &path, Kind alsoKind)
{
    auto image = readImage(path);
    if (!image)
        return image;
    const bool isTaken = image->kind == Kind::App || image->kind == alsoKind;
    if (!isTaken && image->kind != Kind::Unknown)
        return fail(ErrorCode::ImageWrongKind,
                    "{} is {}; give the application image, usually build/<project>.bin",
                    path.string(), detail::inWords(image->kind));
    if (const auto problem = image->problem())
        return tl::unexpected(problem->in(path.string()));
    return image;
}

} // namespace

Result<Image> readApp(const std::filesystem::path &path)
{
    return readKind(path, Kind::App);
}

Result<Image> readForUpdate(const std::filesystem::path &path)
{
    return readKind(path, Kind::PreEncrypted);
}

} // namespace otabench::image
