#include "widgets/bench/board_record_reader.h"

#include "base/files.h"
#include "certificates/inspection.h"
#include "history/history.h"

#include <algorithm>

namespace otabench::widgets {
namespace {

namespace fs = std::filesystem;

void addNames(const fs::path &file, std::map<std::string, std::string> &names)
{
    const auto pem = readTextFile(file);
    const auto all = pem ? certificates::summarize(*pem) : tl::unexpected(pem.error());
    if (!all)
        return; // a fingerprint then stays without a name
    for (const certificates::Summary &each : *all)
        names[each.sha256] = each.commonName.empty() ? each.subject : each.commonName;
}

std::map<std::string, std::string> readCaNames(const fs::path &folder)
{
    std::map<std::string, std::string> names;
    std::error_code none;
    for (const fs::directory_entry &retired : fs::directory_iterator(folder / "retired", none))
        addNames(retired.path(), names);
    for (const char *file : {"previous.pem", "imported.pem", "imported-root.pem", "ca.pem"})
        addNames(folder / file, names);
    return names;
}

void takeSlots(const history::BoardRecord &record, BoardRecordView &view)
{
    if (!view.slotVersions.empty() || record.phase != Phase::Updated || record.slot.empty())
        return;
    if (!record.fromSlot.empty())
        view.slotVersions[record.fromSlot] = record.fromVersion;
    view.slotVersions[record.slot] = record.toVersion;
}

Result<> readTransitions(history::History &history, const std::string &board, std::stop_token stop,
                         BoardRecordView &view)
{
    auto records = history.boards({.board = board, .limit = kMostCampaigns});
    if (!records)
        return tl::unexpected(records.error());
    std::ranges::sort(*records, std::greater{}, &history::BoardRecord::campaignId);
    for (const history::BoardRecord &record : *records) {
        if (stop.stop_requested())
            break;
        takeSlots(record, view);
        const auto transitions = history.transitions(record.campaignId, record.board);
        if (!transitions)
            return tl::unexpected(transitions.error());
        for (auto each = transitions->rbegin(); each != transitions->rend(); ++each)
            view.transitions.push_back({.at = each->at,
                                        .campaign = each->campaignId,
                                        .version = record.toVersion,
                                        .phase = each->phase,
                                        .attempt = each->attempt,
                                        .reason = each->reason,
                                        .detail = each->detail});
    }
    return {};
}

Result<> readSeen(history::History &history, const std::string &mac, const std::string &address,
                  BoardRecordView &view)
{
    const auto known = history.knownBoards();
    if (!known)
        return tl::unexpected(known.error());
    for (const history::KnownBoard &each : *known) {
        if (mac.empty() ? each.board != address : each.mac != mac)
            continue;
        view.firstSeen =
            view.firstSeen ? std::min(*view.firstSeen, each.firstSeen) : each.firstSeen;
        view.lastSeen = view.lastSeen ? std::max(*view.lastSeen, each.lastSeen) : each.lastSeen;
    }
    return {};
}

Result<> readRecord(const RecordSource &source, const std::string &mac, const std::string &address,
                    std::stop_token stop, BoardRecordView &view)
{
    std::error_code none;
    if (source.databaseUrl.empty() && !fs::exists(source.historyFile, none))
        return {}; // nothing has been recorded yet: not for a reader to make it
    auto history = history::History::open(source.historyFile, source.databaseUrl);
    if (!history)
        return tl::unexpected(history.error());
    if (auto read = readSeen(**history, mac, address, view); !read)
        return read;
    return readTransitions(**history, mac.empty() ? address : mac, std::move(stop), view);
}

} // namespace

BoardRecordView readBoardRecord(const RecordSource &source, const std::string &mac,
                                const std::string &address, std::stop_token stop)
{
    BoardRecordView view;
    view.caNames = readCaNames(source.certificates);
    if (const auto read = readRecord(source, mac, address, std::move(stop), view); !read)
        view.error = read.error();
    return view;
}

} // namespace otabench::widgets
