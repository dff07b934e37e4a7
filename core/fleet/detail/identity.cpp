#include "fleet/detail/identity.h"

#include "image/preflight.h"

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

/// Firmware with an older component tells none of them.
void takeDemands(BoardIdentity &identity, const AgentMessage &answer)
{
    if (const auto version = answer.number("secmin"))
        identity.secureVersion = static_cast<std::uint32_t>(*version);
    if (answer.fields.contains("keys"))
        identity.signingKeys = splitAtCommas(answer.text("keys"));
    if (const auto decrypts = answer.number("decrypts"))
        identity.decrypts = *decrypts != 0;
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
    identity.trustedCas = trustedCasOf(answer);
    identity.heapFree = answer.number("heap").value_or(0);
    identity.heapMinimum = answer.number("heapmin").value_or(0);
    identity.stackMinimum = answer.number("stackmin").value_or(0);
    takeDemands(identity, answer);
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

std::optional<UpdateCosts> costsFromReport(const AgentMessage &report)
{
    if (!report.fields.contains("connections"))
        return std::nullopt;
    const auto number = [&](std::string_view key) { return report.number(key).value_or(0); };
    UpdateCosts costs;
    costs.bytesPerSecond = number("speed");
    costs.connections = static_cast<unsigned>(number("connections"));
    costs.resumed = static_cast<unsigned>(number("resumed"));
    costs.handshake = std::chrono::milliseconds(static_cast<std::uint32_t>(number("handshake")));
    costs.reconnects = static_cast<unsigned>(number("reconnects"));
    costs.restarts = static_cast<unsigned>(number("restarts"));
    costs.heapMinimum = number("heapmin");
    costs.stackMinimum = number("stackmin");
    return costs;
}

std::vector<std::string> trustedCasOf(const AgentMessage &answer)
{
    return splitAtCommas(answer.text("cas"));
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

std::string ImageFacts::project() const
{
    return image.description ? image.description->project : std::string();
}

std::string ImageFacts::version() const
{
    return image.description ? image.description->version : std::string();
}

BuildMatch runsImage(const BoardIdentity &board, const ImageFacts &image)
{
    return image::compareBuilds({board.imageSha256, board.elfSha256}, image::buildOf(image.image));
}

std::optional<Error> obstacle(const BoardIdentity &board, const ImageFacts &image)
{
    const auto why = image::preflight(boardFacts(board), image.image).obstacle();
    return why ? std::optional(why->in(image.fileName)) : std::nullopt;
}

} // namespace otabench::fleet::detail
