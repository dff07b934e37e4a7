#include "image/preflight.h"

#include "image/board_facts.h"
#include "image/build.h"
#include "image/detail/checks.h"
#include "image/secure_boot.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace otabench::image {
namespace {

using Verdict = PreflightVerdict;

constexpr std::array<std::string_view, 5> kVerdictNames{"good", "unknown", "warning", "same",
                                                        "blocked"};

std::string revisionText(std::uint16_t value)
{
    return fmt::format("v{}.{}", value / 100, value % 100);
}

template <typename... Args>
PreflightCheck check(Verdict verdict, fmt::format_string<const Args &...> text, const Args &...args)
{
    return {.name = {},
            .verdict = verdict,
            .detail = fmt::format(text, args...),
            .args = {fmt::format("{}", args)...}};
}

template <typename... Args>
PreflightCheck block(ErrorCode code, fmt::format_string<const Args &...> text, const Args &...args)
{
    PreflightCheck made = check(Verdict::Blocked, text, args...);
    made.code = code;
    return made;
}

PreflightCheck judgeKind(const Image &image)
{
    if (const auto problem = image.problem())
        return {.name = {},
                .verdict = Verdict::Blocked,
                .detail = problem->text,
                .code = problem->code,
                .args = problem->args};
    if (image.kind == Kind::App)
        return check(Verdict::Good, "an application image without faults");
    if (image.kind == Kind::PreEncrypted)
        return check(Verdict::Good, "a pre-encrypted image without faults that show outside");
    return block(ErrorCode::ImageWrongKind,
                 "the file is {}; give the application image, usually build/<project>.bin",
                 detail::inWords(image.kind));
}

PreflightCheck judgeChip(const BoardFacts &board, const Image &image)
{
    if (image.chip.empty())
        return check(Verdict::Unknown, "the image does not show its chip");
    if (board.chip.empty())
        return check(Verdict::Unknown, "the board has not told its chip; the image is for {}",
                     image.chip);
    if (board.chip != image.chip)
        return block(
            ErrorCode::ImageWrongChip,
            "the image is for {}, this board is an {}: choose an image built for that chip",
            image.chip, board.chip);
    return check(Verdict::Good, "both are {}", board.chip);
}

PreflightCheck judgeRevision(const BoardFacts &board, const Image &image)
{
    constexpr std::uint16_t kNoLimit = 0xFFFF;
    const bool hasMost = image.maxChipRevision != 0 && image.maxChipRevision != kNoLimit;
    if (image.kind != Kind::App)
        return check(Verdict::Unknown, "the image does not show which chip revisions it is for");
    if (!board.chipRevision) {
        if (image.minChipRevision == 0 && !hasMost)
            return check(Verdict::Good, "the image is for every chip revision");
        return check(Verdict::Unknown, "the board has not told its chip revision");
    }
    const std::uint16_t found = *board.chipRevision;
    const bool isTooOld = found < image.minChipRevision;
    if (isTooOld || (hasMost && found > image.maxChipRevision))
        return block(ErrorCode::ImageWrongChip,
                     "the image is for chip revisions {} {}, this board has {}: choose an image "
                     "built for that revision",
                     isTooOld ? "from" : "up to",
                     revisionText(isTooOld ? image.minChipRevision : image.maxChipRevision),
                     revisionText(found));
    return check(Verdict::Good, "the board's chip revision {} is within the image's range",
                 revisionText(found));
}

PreflightCheck judgeSlot(const BoardFacts &board, const Image &image)
{
    constexpr std::size_t kEncryptionHeader = 512;
    if (board.hasSecondSlot == false)
        return block(ErrorCode::BoardRefused,
                     "the board has no second slot to install into: its partition table needs {}",
                     "ota_0 and ota_1");
    const std::size_t bytes = image.kind == Kind::PreEncrypted
                                  ? image.fileBytes - std::min(image.fileBytes, kEncryptionHeader)
                                  : image.fileBytes;
    if (!board.slotBytes)
        return check(Verdict::Unknown, "the board has not told its slots; the image has {} bytes",
                     bytes);
    if (bytes > *board.slotBytes)
        return block(ErrorCode::ImageTooLarge,
                     "the image has {} bytes, the board's slot {} has room for {}: make the image "
                     "smaller or the partition larger",
                     bytes, board.slot, *board.slotBytes);
    return check(Verdict::Good, "{} of {} bytes of slot {}", bytes, *board.slotBytes, board.slot);
}

PreflightCheck judgeFlashMode(const BoardFacts &board, const Image &image)
{
    // 0 stands in images that were built before ESP-IDF v6.1; boards let it pass on either side.
    const std::uint8_t wanted = image.description ? image.description->flashMode : 0;
    if (wanted == 0)
        return check(Verdict::Good, "the image does not tie itself to a flash mode");
    if (!board.flashMode)
        return check(Verdict::Unknown, "the image is built for {}; the board has not told its mode",
                     flashModeName(wanted));
    if (*board.flashMode != 0 && *board.flashMode != wanted)
        return block(ErrorCode::BoardImageRejected,
                     "the image is built for flash mode {}, the running one for {}: build it with "
                     "the same CONFIG_ESPTOOLPY_FLASHMODE",
                     flashModeName(wanted), flashModeName(*board.flashMode));
    return check(Verdict::Good, "flash mode {}", flashModeName(wanted));
}

PreflightCheck judgeSecureVersion(const BoardFacts &board, const Image &image)
{
    if (!image.description)
        return check(Verdict::Unknown, "the image does not show its secure version");
    const std::uint32_t version = image.description->secureVersion;
    if (!board.secureVersion) {
        if (version == 0)
            return check(
                Verdict::Unknown,
                "the image has secure version {}; a board with anti-rollback may refuse it",
                version);
        return check(
            Verdict::Warning,
            "the image has secure version {}: boards with anti-rollback cannot go below it "
            "once it is confirmed",
            version);
    }
    if (version < *board.secureVersion)
        return block(ErrorCode::ImageTooOld,
                     "the image has secure version {}, the board accepts {} and above: build it "
                     "with a higher CONFIG_BOOTLOADER_APP_SECURE_VERSION",
                     version, *board.secureVersion);
    if (version > *board.secureVersion)
        return check(Verdict::Warning,
                     "once confirmed, this board cannot return below secure version {} (now {})",
                     version, *board.secureVersion);
    return check(Verdict::Good, "secure version {}", version);
}

PreflightCheck judgeProject(const BoardFacts &board, const Image &image)
{
    if (!image.description || board.project.empty())
        return check(Verdict::Unknown, "the project of the image or of the board is not known");
    if (image.description->project != board.project)
        return check(Verdict::Warning, "the board runs the project {:?}, the image is {:?}",
                     board.project, image.description->project);
    return check(Verdict::Good, "both are the project {:?}", board.project);
}

PreflightCheck judgeBuild(const BoardFacts &board, const Image &image)
{
    const BuildMatch match = compareBuilds({board.imageSha256, board.elfSha256}, buildOf(image));
    const std::string wanted = image.description ? image.description->version : std::string();
    if (match == BuildMatch::Same)
        return check(Verdict::Same, "the board runs this very build, {}", board.version);
    if (match == BuildMatch::Unknown)
        return check(Verdict::Unknown, "no digest tells whether the board runs this build");
    if (!wanted.empty() && wanted == board.version)
        return check(Verdict::Warning,
                     "the image is another build with the version that the board runs, {}", wanted);
    return check(Verdict::Good, "the board runs {}, the image is {}", board.version, wanted);
}

/// Those that boards with this chip look at and can check.
std::vector<SignatureBlock> honoured(const std::string &chip,
                                     const std::vector<SignatureBlock> &signatures)
{
    std::vector<SignatureBlock> found;
    for (std::size_t i = 0; i < signatures.size(); ++i) {
        if (!signatureObstacle(chip, signatures[i].scheme, i))
            found.push_back(signatures[i]);
    }
    return found;
}

/// The first signature by a key that the board trusts; nullptr for none.
const SignatureBlock *findTrusted(const BoardFacts &board,
                                  const std::vector<SignatureBlock> &signatures)
{
    const auto trusted = std::ranges::find_if(signatures, [&](const SignatureBlock &one) {
        return std::ranges::find(*board.keys, one.keyDigest) != board.keys->end();
    });
    return trusted != signatures.end() ? &*trusted : nullptr;
}

/// A signed image, and a board that insists on a signature or has not told whether it does.
PreflightCheck judgeSigned(const BoardFacts &board, const Image &image)
{
    const std::string &chip = board.chip.empty() ? image.chip : board.chip;
    const std::vector<SignatureBlock> good = honoured(chip, image.signatures);
    const SignatureBlock &first = image.signatures.front();
    if (good.empty()) {
        PreflightCheck made =
            block(ErrorCode::BoardImageRejected,
                  "the image is signed with {}, and boards with {} that insist on a signature take "
                  "{} only: sign the unsigned image with a key of that kind",
                  first.scheme, chip, fmt::format("{}", fmt::join(signatureSchemes(chip), " or ")));
        if (!board.keys)
            made.verdict = Verdict::Warning;
        return made;
    }
    if (!board.keys)
        return check(Verdict::Unknown,
                     "the image is signed; whether the board trusts the key is not known");
    if (const SignatureBlock *trusted = findTrusted(board, good))
        return check(Verdict::Good, "signed by key {}, which the board trusts", trusted->keyDigest);
    if (const SignatureBlock *further = findTrusted(board, image.signatures))
        return block(ErrorCode::BoardImageRejected,
                     "{} looks at the first signature only, which is by key {}; that by key {}, "
                     "which the board trusts, is a further one: sign the unsigned image with it",
                     chip, first.keyDigest, further->keyDigest);
    return block(ErrorCode::BoardImageRejected,
                 "the image is signed by key {}, which the board does not trust; it trusts {}",
                 first.keyDigest, board.keys->front());
}

PreflightCheck judgeSignature(const BoardFacts &board, const Image &image)
{
    if (board.keys && board.keys->empty())
        return check(Verdict::Good, "the board takes images without signature");
    if (board.keys && image.kind == Kind::PreEncrypted)
        return check(Verdict::Unknown, "a signature would be inside the encryption");
    if (!image.signatures.empty())
        return judgeSigned(board, image);
    if (!board.keys)
        return check(Verdict::Unknown,
                     "the image is not signed; boards that insist on it refuse it");
    return block(ErrorCode::BoardImageRejected,
                 "the image is not signed, and the board takes signed ones only: sign it by "
                 "`otabench-cli image sign`, with the key {}",
                 board.keys->front());
}

PreflightCheck judgeEncryption(const BoardFacts &board, const Image &image)
{
    if (image.kind != Kind::PreEncrypted)
        return check(Verdict::Good, "the image is not encrypted");
    if (!board.decrypts)
        return check(Verdict::Unknown,
                     "the image is encrypted; whether the board has its key is not known");
    if (!*board.decrypts)
        return block(ErrorCode::BoardImageRejected,
                     "the image is encrypted, and the board has no key for it: give the plain "
                     "image ({} needs firmware with a decryption key)",
                     name(image.kind));
    return check(Verdict::Good, "the board takes pre-encrypted images");
}

} // namespace

std::string_view name(PreflightVerdict verdict)
{
    return kVerdictNames[static_cast<std::size_t>(verdict)];
}

PreflightVerdict Preflight::verdict() const
{
    Verdict worst = Verdict::Good;
    for (const PreflightCheck &one : checks)
        worst = std::max(worst, one.verdict);
    return worst;
}

std::optional<Error> Preflight::obstacle() const
{
    const auto found = std::ranges::find(checks, Verdict::Blocked, &PreflightCheck::verdict);
    if (found == checks.end())
        return std::nullopt;
    return Error{found->code, found->detail, found->args};
}

Preflight preflight(const BoardFacts &board, const Image &image)
{
    Preflight result;
    const auto add = [&result](std::string_view name, PreflightCheck made) {
        made.name = name;
        result.checks.push_back(std::move(made));
    };
    add("kind", judgeKind(image));
    add("chip", judgeChip(board, image));
    add("revision", judgeRevision(board, image));
    add("slot", judgeSlot(board, image));
    add("flash-mode", judgeFlashMode(board, image));
    add("secure-version", judgeSecureVersion(board, image));
    add("project", judgeProject(board, image));
    add("build", judgeBuild(board, image));
    add("signature", judgeSignature(board, image));
    add("encryption", judgeEncryption(board, image));
    return result;
}

} // namespace otabench::image
