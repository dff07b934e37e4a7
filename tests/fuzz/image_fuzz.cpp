// Image files: whatever they are, inspect() says something about them.

#include "fuzz.h"

#include "image/board_facts.h"
#include "image/comparison.h"
#include "image/encryption.h"
#include "image/maker.h"
#include "image/reader.h"

#include <array>
#include <filesystem>

#include <openssl/evp.h>

#include <sys/mman.h>
#include <unistd.h>

namespace otabench::fuzz {
namespace {

using Bytes = std::vector<std::byte>;

enum Mode : std::uint8_t
{
    kSealed = 1, ///< checksum and SHA-256 are made right, as far as the bytes have the form
    kMerged = 2, ///< the bytes as bootloader and as application, a partition table between them
    kDecrypt = 4 ///< the bytes are a pre-encrypted image for the key below
};

constexpr std::size_t kHeader = 24;
constexpr std::size_t kDigest = 32;
constexpr std::size_t kHashFlag = 23;
constexpr std::size_t kTable = 0x8000;
constexpr std::size_t kApp = 0x10000;

std::uint32_t u32At(const Bytes &bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return value;
}

void seal(Bytes &image)
{
    if (image.size() < kHeader)
        return;
    std::byte checksum{0xEF};
    std::size_t at = kHeader;
    for (auto left = std::to_integer<int>(image[1]); left > 0; --left) {
        if (image.size() - at < 8)
            return;
        const std::size_t length = u32At(image, at + 4);
        at += 8;
        if (image.size() - at < length)
            return;
        for (const std::size_t end = at + length; at < end; ++at)
            checksum ^= image[at];
    }
    const std::size_t checked = (at + 16) / 16 * 16;
    if (checked > image.size())
        return;
    image[checked - 1] = checksum;
    if (image[kHashFlag] == std::byte{1} && image.size() - checked >= kDigest)
        EVP_Digest(image.data(), checked, reinterpret_cast<unsigned char *>(&image[checked]),
                   nullptr, EVP_sha256(), nullptr);
}

Bytes merged(const Bytes &image)
{
    constexpr std::array<std::uint8_t, 32> kEntry{0xAA, 0x50, 0, 0x10, 0,   0,   1,  0,
                                                  0,    0,    1, 0,    'o', 't', 'a'};
    Bytes file(kApp, std::byte{0xFF});
    std::copy_n(image.begin(), std::min(image.size(), kTable), file.begin());
    std::ranges::transform(kEntry, file.begin() + kTable,
                           [](auto byte) { return std::byte{byte}; });
    file.insert(file.end(), image.begin(), image.end());
    return file;
}

/// A board's HMAC key, in a file as decrypt() wants it.
const std::filesystem::path &boardKey()
{
    static const std::filesystem::path file = [] {
        constexpr std::string_view kKey = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";
        const int fd = ::memfd_create("device_hmac_key", 0); // leaves nothing behind
        require(fd >= 0 && ::write(fd, kKey.data(), kKey.size()) == 32, "the key can be written");
        return "/proc/self/fd/" + std::to_string(fd);
    }();
    return file;
}

void checkDecryption(const Bytes &file)
{
    const auto plain = image::decrypt(file, boardKey());
    require(plain || !plain.error().text.empty(), "an error has a sentence");
    require(!plain || plain->size() < file.size(), "what is encrypted is longer");
}

/// What is judged of an image that may be anything.
void checkJudgement(const Bytes &file, const image::Image &image)
{
    image::BoardFacts board;
    const bool hasTable = image::takePartitions(board, image).has_value();
    require(hasTable != image.partitions.empty(), "slots are those of a partition table");
    image::takeRunningImage(board, image);
    const image::Preflight result = image::preflight(board, image);
    require(image.valid() || result.isBlocked(), "what is not valid is blocked");
    for (const image::PreflightCheck &check : result.checks)
        require(!check.name.empty() && !check.detail.empty(), "each check says what it found");
    require(image::compare(file, file).sameFile, "a file is the same as itself");
}

void checkDamage(const Bytes &file, const image::Image &image, std::size_t where)
{
    where %= image.imageBytes;
    if (where == kHashFlag) // an image without digest can be good, too
        return;
    Bytes damaged = file;
    damaged[where] ^= std::byte{0x10};
    require(!image::inspect(damaged).valid(), "an image with a digest bears no change");
}

void checkImage(const Bytes &file, std::size_t where)
{
    const image::Image image = image::inspect(file);
    require(image.fileBytes == file.size() && image.fileSha256.size() == 64,
            "size and digest of the file are always known");
    require(!image.checks.empty(), "something is said of every file");
    require(image.valid() == (image.kind != image::Kind::Unknown && !image.problem()),
            "valid is what has a kind and no problem");
    require(image.kind != image::Kind::Unknown || image.problem(), "unknown is a problem");
    checkJudgement(file, image);
    if (!image.valid())
        return;
    require(image.imageBytes <= image.fileBytes, "a valid image lies in its file");
    for (const image::Segment &segment : image.segments)
        require(segment.fileOffset < file.size() &&
                    segment.length <= file.size() - segment.fileOffset,
                "the segments of a valid image lie in its file");
    if (image.kind == image::Kind::App && image.appendedSha256 && image.imageBytes > 0)
        checkDamage(file, image, where);
}

} // namespace

std::vector<std::string> seeds()
{
    std::vector<std::string> all;
    for (const char *chip : {"esp32", "esp32s3", "esp32c3", "esp32h2"}) {
        const auto made = image::makeImage({.chip = chip, .sizeBytes = 1024});
        require(made.has_value(), "makeImage() makes small images");
        const std::string text = toText<std::byte>(*made);
        for (const char mode : {'\0', '\1', '\3'})
            all.push_back(std::string{mode, 40, 0} + text);
    }
    std::string table("\xAA\x50\x01\x02\x00\x90\x00\x00\x00\x40\x00\x00nvs", 15);
    table.resize(32);
    table.resize(0xC00, '\xFF');
    all.push_back(std::string(3, '\0') + table);
    all.push_back(std::string("\0\0\0\xCF\xB6\x88\x07", 7) + std::string(600, '\0'));
    all.push_back(std::string("\0\0\0\x7F"
                              "ELF",
                              7));
    all.push_back(std::string("\0\0\0<!DOCTYPE html>", 18));
    const auto plain = image::makeImage({.chip = "esp32c3", .sizeBytes = 1024});
    const auto hidden = image::encrypt(*plain, boardKey());
    require(hidden.has_value(), "images can be encrypted");
    all.push_back(std::string{kDecrypt, 0, 0} + toText<std::byte>(*hidden));
    all.push_back(std::string{0, 0, 0} + toText<std::byte>(*hidden));
    return all;
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench::fuzz;
    Input input(data, size);
    const std::uint8_t mode = input.takeByte();
    const std::size_t where = input.takeByte() | std::size_t{input.takeByte()} << 8;
    const std::string_view text = input.rest();
    const auto *bytes = reinterpret_cast<const std::byte *>(text.data());
    Bytes file(bytes, bytes + text.size());
    if ((mode & kDecrypt) != 0)
        checkDecryption(file);
    if ((mode & kSealed) != 0)
        seal(file);
    checkImage((mode & kMerged) != 0 ? merged(file) : file, where);
    return 0;
}
