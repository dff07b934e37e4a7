#pragma once

#include "image/reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace otabench::image {

/// What of a board an image is judged against. Whatever is empty is not known: then the check that
/// needs it says so and blocks nothing.
struct BoardFacts
{
    std::string chip;                          ///< "esp32c3"
    std::optional<std::uint16_t> chipRevision; ///< major * 100 + minor
    std::optional<bool> hasSecondSlot;
    std::string slot; ///< label of the one that would be written
    std::optional<std::uint64_t> slotBytes;
    std::optional<std::uint8_t> flashMode;        ///< of the running application's description
    std::optional<std::uint32_t> secureVersion;   ///< burnt: what anti-rollback compares with
    std::string project, version;                 ///< that run now
    std::string elfSha256;                        ///< 64 hex digits or a prefix of at least 8
    std::string imageSha256;                      ///< digest that ends the running image
    std::optional<std::vector<std::string>> keys; ///< trusted signing keys; empty: takes unsigned
    std::optional<bool> decrypts;                 ///< takes pre-encrypted images
};

enum class PreflightVerdict
{
    Good,
    Unknown, ///< the board has not told what the check needs
    Warning, ///< goes, but may surprise
    Same,    ///< the board runs this very build: nothing to do
    Blocked  ///< the board would refuse the image, or not start it
};

struct PreflightCheck
{
    std::string name; ///< "kind", "chip", "revision", "slot", "flash-mode", "secure-version",
                      ///< "project", "build", "signature", "encryption"
    PreflightVerdict verdict = PreflightVerdict::Good;
    std::string detail;                       ///< a sentence with both values
    ErrorCode code = ErrorCode::ImageInvalid; ///< what a blocked one means
    std::vector<std::string> args;            ///< the values in `detail`
};

struct Preflight
{
    std::vector<PreflightCheck> checks; ///< always the same ones in the same order

    /// The worst verdict, in the order of the enumeration.
    [[nodiscard]] PreflightVerdict verdict() const;

    [[nodiscard]] bool isBlocked() const { return verdict() == PreflightVerdict::Blocked; }

    /// The first check that blocks, as an error with what to do.
    [[nodiscard]] std::optional<Error> obstacle() const;
};

/// Judges an update of one board with one image before anything is sent. The image may be an
/// application or pre-encrypted; what a pre-encrypted one holds is not known without its key.
[[nodiscard]] Preflight preflight(const BoardFacts &board, const Image &image);

/// "good", "unknown", "warning", "same", "blocked".
[[nodiscard]] std::string_view name(PreflightVerdict verdict);

} // namespace otabench::image
