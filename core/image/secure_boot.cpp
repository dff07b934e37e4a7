#include "image/secure_boot.h"

#include <algorithm>
#include <array>

namespace otabench::image {
namespace {

enum Scheme : unsigned
{
    kRsa = 1,
    kP256 = 2,
    kP384 = 4
};

struct ChipRule
{
    std::string_view chip;
    unsigned schemes;
    std::size_t blocks; ///< as many as the eFuses have room for digests of keys
};

constexpr std::array<ChipRule, 12> kRules{{
    {"esp32", kRsa, 1}, // from revision 3.0 on; older ones know Secure Boot v1 alone
    {"esp32s2", kRsa, 3},
    {"esp32c3", kRsa, 3},
    {"esp32s3", kRsa, 3},
    {"esp32c2", kP256, 1},
    {"esp32c6", kRsa | kP256, 3},
    {"esp32h2", kRsa | kP256, 3},
    {"esp32p4", kRsa | kP256 | kP384, 3},
    {"esp32c61", kP256, 3},
    {"esp32c5", kRsa | kP256 | kP384, 3},
    {"esp32h21", kRsa, 3},
    {"esp32s31", kRsa, 3},
}};

struct SchemeName
{
    std::string_view name;
    Scheme scheme;
};

/// P-192 is offered by older ESP-IDF for chips that check P-256, so it is judged as that one.
constexpr std::array<SchemeName, 4> kSchemes{{
    {"rsa-3072", kRsa},
    {"ecdsa-p256", kP256},
    {"ecdsa-p384", kP384},
    {"ecdsa-p192", kP256},
}};

const ChipRule *findRule(std::string_view chip)
{
    const auto found = std::ranges::find(kRules, chip, &ChipRule::chip);
    return found != kRules.end() ? &*found : nullptr;
}

} // namespace

std::optional<SignatureObstacle> signatureObstacle(std::string_view chip, std::string_view scheme,
                                                   std::size_t index)
{
    const ChipRule *rule = findRule(chip);
    const auto known = std::ranges::find(kSchemes, scheme, &SchemeName::name);
    if (rule == nullptr || known == kSchemes.end())
        return std::nullopt;
    if ((rule->schemes & known->scheme) == 0)
        return SignatureObstacle::Scheme;
    if (index >= rule->blocks)
        return SignatureObstacle::FurtherBlock;
    return std::nullopt;
}

std::optional<SignatureObstacle> lastSignatureObstacle(const Image &image)
{
    if (image.signatures.empty())
        return std::nullopt;
    return signatureObstacle(image.chip, image.signatures.back().scheme,
                             image.signatures.size() - 1);
}

std::vector<std::string_view> signatureSchemes(std::string_view chip)
{
    const ChipRule *rule = findRule(chip);
    std::vector<std::string_view> names;
    for (const SchemeName &each : kSchemes) {
        if (rule != nullptr && (rule->schemes & each.scheme) != 0 && each.name != "ecdsa-p192")
            names.push_back(each.name);
    }
    return names;
}

} // namespace otabench::image
