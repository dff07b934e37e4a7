#include "fleet/detail/board_book.h"

#include "base/log.h"

#include <fmt/ranges.h>

#include <utility>

namespace otabench::fleet::detail {
namespace {

constexpr std::chrono::seconds kGather{1};

/// All that is written of it, but for the time: when this is the same, there is nothing to write.
std::string digestOf(const BoardState &state)
{
    const BoardIdentity &is = *state.identity;
    std::string text = fmt::format("{} {} {} {} {} {} {} {} {} {} {}", state.address, state.place,
                                   is.chip, is.chipRevision, is.project, is.version, is.elfSha256,
                                   is.imageSha256, is.slot, is.slotState, is.nextSlot);
    for (const auto &slot : is.slots)
        text += fmt::format(" {}:{}", slot.label, slot.bytes);
    return text + fmt::format(" {}", fmt::join(is.trustedCas, ","));
}

} // namespace

std::string BoardBook::keyOf(const BoardState &state)
{
    if (state.identity && !state.identity->mac.empty())
        return state.identity->mac;
    return state.place.empty() ? state.address : state.place;
}

std::string lastPart(const std::string &address)
{
    if (address.find("://") != std::string::npos)
        return address.substr(address.find("://") + 3);
    const std::size_t slash = address.find_last_of("/:");
    return slash == std::string::npos || slash + 1 == address.size() ? address
                                                                     : address.substr(slash + 1);
}

BoardBook::BoardBook(boost::asio::io_context &context, std::filesystem::path file)
    : m_registry(file)
    , m_file(std::move(file))
    , m_timer(context)
{
}

BoardBook::~BoardBook()
{
    m_timer.cancel();
    write();
}

void BoardBook::reload()
{
    std::error_code missing;
    const auto time = std::filesystem::last_write_time(m_file, missing);
    if (missing || time == m_readAt)
        return;
    m_readAt = time;
    if (auto records = m_registry.boards())
        m_records = *std::move(records);
    else
        logWarning("fleet", records.error().text);
}

void BoardBook::describe(BoardState &state)
{
    reload();
    const std::string mac = state.identity ? state.identity->mac : std::string();
    const BoardRecord *record = findRecord(m_records, mac, state.place, state.address);
    state.label = record ? record->label : std::string();
    state.bench = record ? record->bench : std::string();
    state.tags = record ? record->tags : std::vector<std::string>();
    state.name = state.label.empty() ? lastPart(state.address) : state.label;
}

void BoardBook::note(const BoardState &state, const std::string &usbSerial)
{
    if (!state.identity)
        return;
    std::string &known = m_known[keyOf(state)];
    std::string told = digestOf(state);
    if (known == told)
        return;
    known = std::move(told);
    const bool isFirst = m_news.empty();
    m_news.push_back({.label = {},
                      .bench = {},
                      .tags = {},
                      .address = state.address,
                      .place = state.place,
                      .usbSerial = usbSerial,
                      .seen = std::chrono::system_clock::now(),
                      .identity = *state.identity});
    if (!isFirst)
        return;
    m_timer.expires_after(kGather);
    m_timer.async_wait([this](boost::system::error_code error) {
        if (!error)
            write();
    });
}

void BoardBook::forget(const BoardState &state)
{
    m_known.erase(keyOf(state));
    std::erase_if(m_news, [&](const BoardRecord &each) { return each.address == state.address; });
}

void BoardBook::write()
{
    if (const auto noted = m_registry.note(std::exchange(m_news, {})); !noted)
        logWarning("fleet", noted.error().text);
}

} // namespace otabench::fleet::detail
