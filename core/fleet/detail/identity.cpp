#include "fleet/detail/identity.h"

#include "image/reader.h"

#include <algorithm>
#include <charconv>

namespace otabench::fleet::detail {
namespace {

std::vector<std::string> splitAtCommas(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        if (end > 0)
            parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::vector<BoardIdentity::Slot> parseSlots(std::string_view text)
{
    std::vector<BoardIdentity::Slot> slots;
    for (const std::string &part : splitAtCommas(text)) {
        const std::size_t colon = part.rfind(':');
        if (colon == std::string::npos)
            continue;
        BoardIdentity::Slot slot{part.substr(0, colon), 0};
        const char *end = part.data() + part.size();
        if (std::from_chars(part.data() + colon + 1, end, slot.bytes).ptr == end)
            slots.push_back(std::move(slot));
    }
    return slots;
}

bool isNothing(std::string_view digest)
{
    return digest.find_first_not_of('0') == std::string_view::npos;
}

/// Logs print digests cut short (from 8 digits on): the shorter decides.
Match compareDigests(std::string_view board, std::string_view image)
{
    constexpr std::size_t kFewest = 8;
    const std::size_t length = std::min(board.size(), image.size());
    if (length < kFewest || isNothing(board) || isNothing(image))
        return Match::Unknown;
    return board.substr(0, length) == image.substr(0, length) ? Match::Same : Match::Other;
}

std::string revision(unsigned value)
{
    return fmt::format("v{}.{}", value / 100, value % 100);
}

} // namespace

Result<BoardIdentity> identityFromAnswer(const AgentMessage &answer)
{
    BoardIdentity identity;
    identity.mac = answer.text("mac");
    identity.chip = answer.text("chip");
    identity.project = answer.text("project");
    identity.idfVersion = answer.text("idf");
    identity.chipRevision = static_cast<std::uint16_t>(answer.number("revision").value_or(0));
    identity.elfSha256 = answer.text("elf");
    if (isNothing(identity.elfSha256))
        identity.elfSha256.clear();
    identity.nextSlot = answer.text("next");
    identity.slots = parseSlots(answer.text("slots"));
    identity.trustedCas = splitAtCommas(answer.text("cas"));
    identity.heapFree = answer.number("heap").value_or(0);
    updateIdentity(identity, answer);
    if (answer.number("proto").value_or(0) != 1)
        return fail(ErrorCode::BoardProtocol,
                    "the board's agent speaks protocol version \"{}\", this otabench speaks 1: "
                    "bring both to the same release",
                    answer.text("proto"));
    if (identity.chip.empty() || identity.slot.empty())
        return fail(ErrorCode::BoardProtocol,
                    "the board's answer to identify lacks its {}: update the otabench component "
                    "in its firmware",
                    identity.chip.empty() ? "chip" : "slot");
    return identity;
}

void updateIdentity(BoardIdentity &identity, const AgentMessage &event)
{
    const auto take = [&](std::string_view key, std::string &value) {
        if (const auto found = event.fields.find(key); found != event.fields.end())
            value = found->second;
    };
    take("version", identity.version);
    take("image", identity.imageSha256);
    take("slot", identity.slot);
    take("state", identity.slotState);
    take("reset", identity.resetReason);
    if (const auto boots = event.number("boots"))
        identity.boots = static_cast<unsigned>(*boots);
}

std::optional<BoardIdentity> identityFromLog(const monitor::BootFacts &facts)
{
    if (facts.chip.empty() && facts.version.empty() && !facts.loadedOffset)
        return std::nullopt;
    BoardIdentity identity;
    identity.chip = facts.chip;
    identity.project = facts.project;
    identity.version = facts.version;
    identity.elfSha256 = isNothing(facts.elfSha256Prefix) ? "" : facts.elfSha256Prefix;
    identity.imageSha256 = facts.imageSha256;
    identity.boots = facts.boots;
    identity.resetReason = facts.resetReason;
    if (facts.loadedOffset)
        identity.slot = fmt::format("{:#x}", *facts.loadedOffset);
    return identity;
}

ImageFacts imageFacts(const image::Image &image, std::string fileName)
{
    constexpr std::uint16_t kNoLimit = 0xFFFF;
    ImageFacts facts;
    facts.fileName = std::move(fileName);
    facts.chip = image.chip;
    facts.fileSha256 = image.fileSha256;
    facts.appendedSha256 = image.appendedSha256.value_or("");
    facts.bytes = image.fileBytes;
    facts.minChipRevision = image.minChipRevision;
    facts.maxChipRevision =
        image.maxChipRevision == kNoLimit ? std::uint16_t{0} : image.maxChipRevision;
    if (image.description) {
        facts.project = image.description->project;
        facts.version = image.description->version;
        facts.elfSha256 = image.description->buildId().value_or("");
    }
    return facts;
}

Match runsImage(const BoardIdentity &board, const ImageFacts &image)
{
    const Match byImage = compareDigests(board.imageSha256, image.appendedSha256);
    return byImage != Match::Unknown ? byImage : compareDigests(board.elfSha256, image.elfSha256);
}

std::optional<Error> obstacle(const BoardIdentity &board, const ImageFacts &image)
{
    const auto refuse = [](tl::unexpected<Error> error) { return std::move(error).value(); };
    if (!board.chip.empty() && !image.chip.empty() && board.chip != image.chip)
        return refuse(fail(ErrorCode::ImageWrongChip,
                           "the image {} is for {}, this board is an {}: choose an image built for "
                           "that chip",
                           image.fileName, image.chip, board.chip));
    const unsigned found = board.chipRevision;
    const bool isTooOld = found < image.minChipRevision;
    const bool isTooNew = image.maxChipRevision != 0 && found > image.maxChipRevision;
    if (!board.mac.empty() && (isTooOld || isTooNew))
        return refuse(fail(ErrorCode::ImageWrongChip,
                           "the image {} is for chip revisions {} {}, this board has {}: choose an "
                           "image built for that revision",
                           image.fileName, isTooOld ? "from" : "up to",
                           revision(isTooOld ? image.minChipRevision : image.maxChipRevision),
                           revision(found)));
    if (board.mac.empty())
        return std::nullopt; // a log does not tell the slots
    const auto slot = std::ranges::find(board.slots, board.nextSlot, &BoardIdentity::Slot::label);
    if (board.nextSlot.empty() || slot == board.slots.end())
        return refuse(fail(ErrorCode::BoardRefused,
                           "the board has no second slot to install {} into: its partition table "
                           "needs ota_0 and ota_1",
                           image.fileName));
    if (image.bytes > slot->bytes)
        return refuse(fail(ErrorCode::ImageTooLarge,
                           "the image {} has {} bytes, the board's slot {} has room for {}: make "
                           "the image smaller or the partition larger",
                           image.fileName, image.bytes, slot->label, slot->bytes));
    return std::nullopt;
}

} // namespace otabench::fleet::detail
