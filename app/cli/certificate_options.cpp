#include "certificate_options.h"

#include <ctime>

namespace otabench::cli {

void addValidityOptions(CLI::App &command, ValidityArguments &arguments)
{
    command
        .add_option("--preset", arguments.preset,
                    "bench: long (CA 20 years, others 10), from 1970 on, so that boards without a "
                    "clock accept it; audit: CA 10 years, others 1, from yesterday on")
        ->capture_default_str();
    command.add_option("--days", arguments.days, "how long it is valid, instead of the preset's")
        ->check(CLI::Range(1, 36500));
    command
        .add_option("--not-before", arguments.notBefore, "when it begins, instead of the preset's")
        ->type_name("YYYY-MM-DD");
}

Result<certificates::Validity> validityOf(const ValidityArguments &arguments)
{
    certificates::Validity validity;
    const auto preset = certificates::presetFromName(arguments.preset);
    if (!preset)
        return tl::unexpected(preset.error());
    validity.preset = *preset;
    if (arguments.days)
        validity.lifetime = std::chrono::days(*arguments.days);
    if (!arguments.notBefore.empty()) {
        std::tm fields = {};
        const char *end = ::strptime(arguments.notBefore.c_str(), "%Y-%m-%d", &fields);
        if (end == nullptr || *end != '\0')
            return fail(ErrorCode::InvalidArgument,
                        "\"{}\" is no date; write it as 2026-11-21 (UTC)", arguments.notBefore);
        validity.notBefore = std::chrono::system_clock::from_time_t(::timegm(&fields));
    }
    return validity;
}

void addKeyOption(CLI::App &command, std::string &key)
{
    using certificates::KeyType;
    command
        .add_option("--key", key,
                    "ec-p256, ec-p384, rsa-2048, rsa-3072 or rsa-4096; see the end of this help")
        ->capture_default_str();
    std::string costs = "What each key costs a board in a full TLS handshake:";
    for (const KeyType type :
         {KeyType::EcP256, KeyType::EcP384, KeyType::Rsa2048, KeyType::Rsa3072, KeyType::Rsa4096})
        costs += fmt::format("\n  {:<9} {}", certificates::name(type),
                             certificates::handshakeCost(type));
    command.footer(costs);
}

} // namespace otabench::cli
