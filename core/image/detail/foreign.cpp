#include "image/detail/foreign.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <string_view>

namespace otabench::image::detail {
namespace {

using namespace std::string_view_literals;

constexpr auto kNotTheFile = "; the download gave this instead of the image";
constexpr auto kUnpack = "; unpack it and give the application's .bin inside";

struct Signature
{
    std::size_t offset;
    std::string_view bytes;
    std::string_view what;
    std::string_view advice;
};

constexpr std::array kSignatures{
    Signature{0,
              "\x7F"
              "ELF"sv,
              "this is an ELF program", "; give the .bin that esptool makes of it"},
    Signature{0, "\x1F\x8B"sv, "this is a gzip archive", kUnpack},
    Signature{0, "PK\x03\x04"sv, "this is a zip archive", kUnpack},
    Signature{0, "7z\xBC\xAF\x27\x1C"sv, "this is a 7z archive", kUnpack},
    Signature{0,
              "\xFD"
              "7zXZ"sv,
              "this is an xz archive", kUnpack},
    Signature{0, "BZh"sv, "this is a bzip2 archive", kUnpack},
    Signature{0, "\x28\xB5\x2F\xFD"sv, "this is a zstd archive", kUnpack},
    Signature{257, "ustar"sv, "this is a tar archive", kUnpack},
    Signature{0, "UF2\n"sv, "this is a UF2 file for USB flashing", "; give the application's .bin"},
    Signature{0, "\x10\xDE\xCD\xFC"sv, "this is a delta patch (esp_delta_ota)",
              "; give the whole application image"},
    Signature{0, "-----BEGIN "sv, "this is a PEM file (certificate or key)",
              "; give the application's .bin"},
    Signature{0, "version https://git-lfs."sv, "this is a pointer of Git LFS",
              "; run `git lfs pull` and give the file again"},
    Signature{0, "%PDF"sv, "this is a PDF document", kNotTheFile},
    Signature{0, "\x89PNG"sv, "this is a PNG picture", kNotTheFile},
    Signature{0, "\xFF\xD8\xFF"sv, "this is a JPEG picture", kNotTheFile},
    Signature{0, "MZ"sv, "this is a Windows program", "; give the application's .bin"},
    Signature{0, "\xEA"sv, "this looks like an ESP8266 image",
              "; boards of the ESP32 family cannot run it"},
};

bool matches(Bytes file, const Signature &signature)
{
    for (std::size_t i = 0; i < signature.bytes.size(); ++i) {
        if (signature.offset + i >= file.size() ||
            byteAt(file, signature.offset + i) != static_cast<std::uint8_t>(signature.bytes[i]))
            return false;
    }
    return true;
}

bool isAll(Bytes file, std::byte value)
{
    for (const std::byte byte : file) {
        if (byte != value)
            return false;
    }
    return true;
}

/// The file's first characters in lower case, without byte order mark and leading blanks; empty
/// when they are no text.
std::string textStart(Bytes file)
{
    constexpr std::size_t kLookedAt = 512;
    Bytes start = slice(file, 0, kLookedAt);
    if (byteAt(start, 0) == 0xEF && byteAt(start, 1) == 0xBB && byteAt(start, 2) == 0xBF)
        start = start.subspan(3);
    std::string text;
    for (const std::byte byte : start) {
        const auto c = std::to_integer<unsigned char>(byte);
        if (c < 0x20 && c != '\t' && c != '\r' && c != '\n')
            return {};
        if (!text.empty() || std::isspace(c) == 0)
            text += static_cast<char>(std::tolower(c));
    }
    return text;
}

bool isIntelHex(std::string_view text)
{
    if (text.size() < 11 || text[0] != ':')
        return false;
    return text.find_first_not_of("0123456789abcdef", 1) >= 11;
}

std::string describeText(std::string_view text)
{
    if (text.starts_with("<!doctype html") || text.starts_with("<html") ||
        text.find("<html") != std::string_view::npos)
        return fmt::format("this is a web page (HTML){}: a log-in or error page, perhaps",
                           kNotTheFile);
    if (text.starts_with("<?xml") || text.starts_with('<'))
        return fmt::format("this is XML text{}", kNotTheFile);
    if (text.starts_with('{') || text.starts_with('['))
        return fmt::format("this is JSON text{}", kNotTheFile);
    if (isIntelHex(text))
        return "this is an Intel HEX file; convert it to binary, or give the .bin of the build";
    if (text.find("nvs,") != std::string_view::npos || text.find("# name") == 0)
        return "this is a partition table in text form (CSV); give the application's .bin";
    return fmt::format("this is a text file{}", kNotTheFile);
}

} // namespace

std::string describeForeign(Bytes file)
{
    for (const Signature &signature : kSignatures) {
        if (matches(file, signature))
            return fmt::format("{}{}", signature.what, signature.advice);
    }
    if (isAll(file, std::byte{0xFF}))
        return "this is erased flash (0xff all through); there is no image in it";
    if (isAll(file, std::byte{0}))
        return "all bytes are zero; there is no image in it: copy or download it again";
    const std::string text = textStart(file);
    return text.empty() ? std::string() : describeText(text);
}

} // namespace otabench::image::detail
