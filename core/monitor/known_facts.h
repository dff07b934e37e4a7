#pragma once

#include "monitor/boot_facts.h"
#include "monitor/diagnosis.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::monitor {

/// What is known beside the line that is to be explained: of the server's certificate, the board
/// and the image. Whatever is not known stays empty.
struct KnownFacts
{
    using Time = std::chrono::sys_seconds;

    // The certificate in use.
    std::optional<bool> isCaTrusted;           ///< the board has the CA that the server's ends in
    std::optional<bool> isHostInCertificate;   ///< the host of the URL
    std::string host;                          ///< that host
    std::vector<std::string> certificateNames; ///< as they stand in it: `DNS:bench.lab`
    std::optional<Time> notBefore, notAfter;
    std::optional<bool> checksDates; ///< the board does (few builds do)
    std::optional<Time> boardTime;   ///< by the board's clock
    std::optional<Time> realTime;

    // Image and slot.
    std::optional<std::uint64_t> imageBytes, slotBytes;
    std::string imageChip, boardChip; ///< `esp32c3`
    std::string imageVersion, boardVersion;
    std::optional<bool> isImageSound; ///< all its checks passed

    std::optional<bool> isServerRunning;
};

/// The explanation with what the facts say about it: causes that they confirm come first, those
/// they rule out are gone, and so with the remedies; `findings` says what it was that decided.
/// Where the facts say nothing, the explanation as it was. From English only, translate after.
[[nodiscard]] Explanation narrow(const Explanation &explanation, const KnownFacts &facts);

/// The figures behind the causes of the explanation, as far as they are known, one sentence:
/// "image 1310720 bytes, slot 1048576 bytes". Empty: none is known.
[[nodiscard]] std::string figures(const Explanation &explanation, const KnownFacts &facts);

/// What a boot log tells: chip, version, the next slot's size where the bootloader printed the
/// table, and the clock where the log has dates. Fills only what is empty.
void addFactsOf(const BootFacts &boot, KnownFacts &facts);

/// All sentences that `findings` can hold, and all causes and remedies that facts decide about: for
/// tests of the catalogue.
[[nodiscard]] std::vector<std::string_view> allFindings();
[[nodiscard]] std::vector<std::string_view> allDecidableSentences();

} // namespace otabench::monitor
