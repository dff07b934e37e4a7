// The words of the command line for key types and presets, and what they stand for.
#include "certificates/authority.h"

#include "base/assert.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace otabench::certificates {
namespace {

struct KeyName
{
    KeyType type;
    std::string_view name;
    std::string_view cost;
};

// The times are for one check of a signature; a handshake has one by the CA's key and one by the
// server's.
constexpr std::array kKeyNames{
    KeyName{KeyType::EcP256, "ec-p256",
            "smallest certificates (about 0.5 KB); a signature check takes at most 27 to 67 ms on "
            "chips with an ECC accelerator (ESP32-C2, C6, H2), longer, in software, on the others"},
    KeyName{KeyType::EcP384, "ec-p384",
            "about 0.6 KB; about three times the work of ec-p256, in software on most chips"},
    KeyName{KeyType::Rsa2048, "rsa-2048",
            "about 0.9 KB; a signature check takes at most 19 to 48 ms with the chips' RSA "
            "accelerator, several times that without one (ESP32-C2)"},
    KeyName{KeyType::Rsa3072, "rsa-3072",
            "about 1.2 KB; a signature check takes at most 33 to 45 ms with the chips' RSA "
            "accelerator, several times that without one (ESP32-C2)"},
    KeyName{KeyType::Rsa4096, "rsa-4096",
            "about 1.4 KB, near the limit of small TLS buffers; a signature check takes at most "
            "141 to 190 ms on ESP32, S2 and S3, and some chips' accelerators end at 3072 bits: "
            "take it only where it is asked for"},
};

struct PresetName
{
    Preset preset;
    std::string_view name;
    PresetDates dates;
};

constexpr std::array kPresetNames{
    PresetName{Preset::Bench, "bench", {std::chrono::days(7300), std::chrono::days(3650), true}},
    PresetName{Preset::Audit, "audit", {std::chrono::days(3650), std::chrono::days(365), false}},
};

} // namespace

std::string_view name(KeyType type)
{
    const auto found = std::ranges::find(kKeyNames, type, &KeyName::type);
    OTABENCH_ASSERT(found != kKeyNames.end());
    return found->name;
}

Result<KeyType> keyTypeFromName(std::string_view text)
{
    const auto found = std::ranges::find(kKeyNames, text, &KeyName::name);
    if (found == kKeyNames.end())
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no key type; known are ec-p256, ec-p384, rsa-2048, rsa-3072, "
                    "rsa-4096",
                    text);
    return found->type;
}

std::string_view handshakeCost(KeyType type)
{
    const auto found = std::ranges::find(kKeyNames, type, &KeyName::type);
    OTABENCH_ASSERT(found != kKeyNames.end());
    return found->cost;
}

std::string_view name(Preset preset)
{
    const auto found = std::ranges::find(kPresetNames, preset, &PresetName::preset);
    OTABENCH_ASSERT(found != kPresetNames.end());
    return found->name;
}

Result<Preset> presetFromName(std::string_view text)
{
    const auto found = std::ranges::find(kPresetNames, text, &PresetName::name);
    if (found == kPresetNames.end())
        return fail(ErrorCode::InvalidArgument, "\"{}\" is no preset; known are bench and audit",
                    text);
    return found->preset;
}

PresetDates datesOf(Preset preset)
{
    const auto found = std::ranges::find(kPresetNames, preset, &PresetName::preset);
    OTABENCH_ASSERT(found != kPresetNames.end());
    return found->dates;
}

Result<std::string> parseMac(std::string_view text)
{
    constexpr std::size_t kDigits = 12;
    std::string digits, mac;
    bool isMac = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (std::isxdigit(c) != 0)
            digits += static_cast<char>(std::tolower(c));
        else // separators stand between pairs
            isMac = isMac && (c == ':' || c == '-') && text.size() == 17 && i % 3 == 2;
    }
    if (!isMac || digits.size() != kDigits)
        return fail(ErrorCode::InvalidArgument,
                    "\"{}\" is no MAC of a board; write it as AA:BB:CC:DD:EE:FF (otabench-cli "
                    "boards shows it)",
                    text);
    for (std::size_t i = 0; i < kDigits; i += 2)
        mac += (i == 0 ? "" : ":") + digits.substr(i, 2);
    return mac;
}

} // namespace otabench::certificates
