#include "fleet/detail/past_campaigns.h"

#include "fleet/detail/plan_text.h"
#include "image/build.h"
#include "image/catalogue.h"

#include <algorithm>
#include <map>

namespace otabench::fleet::detail {
namespace {

constexpr unsigned kMostBoards = 100'000;

bool isToRepeat(Phase phase)
{
    return isFailure(phase) || phase == Phase::Cancelled;
}

} // namespace

std::filesystem::path campaignLocks(const Paths &paths)
{
    return paths.data / "campaigns";
}

Result<PastCampaigns::Past> PastCampaigns::load(std::int64_t id)
{
    const auto records = m_history.campaigns({.campaign = id});
    if (!records)
        return tl::unexpected(records.error());
    if (records->empty())
        return fail(ErrorCode::NotFound,
                    "there is no campaign {} in the history: \"otabench-cli history\" lists them",
                    id);
    auto plan = planFromText(records->front().plan);
    if (!plan)
        return tl::unexpected(plan.error().in(fmt::format("campaign {}", id)));
    auto boards = m_history.boards({.campaign = id, .limit = kMostBoards});
    if (!boards)
        return tl::unexpected(boards.error());
    return Past{records->front(), *std::move(plan), *std::move(boards)};
}

Result<std::filesystem::path> PastCampaigns::imageFile(const std::filesystem::path &file,
                                                       const std::string &sha256)
{
    const auto image = image::readForUpdate(file);
    if (image && image->fileSha256 == sha256)
        return file;
    const auto copy = image::Catalogue(m_paths.images()).find(sha256);
    if (copy && !copy->damaged)
        return copy->file;
    return fail(ErrorCode::NotFound,
                "the image {} is not what the campaign sent any more, and its copy is not in the "
                "catalogue (SHA-256 {}). What to do: put the file back",
                file.string(), sha256);
}

Result<std::vector<InterruptedCampaign>> PastCampaigns::interrupted()
{
    const auto records = m_history.campaigns({.unended = true});
    if (!records)
        return tl::unexpected(records.error());
    std::vector<InterruptedCampaign> found;
    for (const history::CampaignRecord &record : *records) {
        if (!CampaignLock::takeOver(campaignLocks(m_paths), record.owner))
            continue;
        InterruptedCampaign campaign{.id = record.id,
                                     .started = record.started,
                                     .imageFile = record.imageFile,
                                     .project = record.project,
                                     .version = record.version};
        const auto boards = m_history.boards({.campaign = record.id, .limit = kMostBoards});
        if (!boards)
            return tl::unexpected(boards.error());
        const auto plan = planFromText(record.plan);
        campaign.boards = static_cast<unsigned>(plan ? plan->boards.size() : boards->size());
        campaign.finished = static_cast<unsigned>(std::ranges::count_if(
            *boards, [](const history::BoardRecord &board) { return isFinal(board.phase); }));
        found.push_back(std::move(campaign));
    }
    return found;
}

Result<CampaignLock> PastCampaigns::takeOver(const history::CampaignRecord &record)
{
    if (record.ended)
        return fail(ErrorCode::AlreadyExists,
                    "campaign {} has ended: nothing is left to take up. What to do: repeat it for "
                    "the boards that failed (--retry {})",
                    record.id, record.id);
    auto lock = CampaignLock::takeOver(campaignLocks(m_paths), record.owner);
    if (!lock)
        return tl::unexpected(lock.error().in(fmt::format("campaign {}", record.id)));
    return lock;
}

Result<PastCampaigns::Resumable> PastCampaigns::resume(std::int64_t id)
{
    auto past = load(id);
    if (!past)
        return tl::unexpected(past.error());
    auto lock = takeOver(past->record);
    if (!lock)
        return tl::unexpected(lock.error());
    auto image = imageFile(past->plan.image, past->record.imageSha256);
    if (!image)
        return tl::unexpected(image.error());
    past->plan.image = *std::move(image);
    Resumable resumable{std::move(past->plan), *std::move(lock), {.id = id, .boards = {}}};
    for (history::BoardRecord &board : past->boards) {
        const std::string address = board.board;
        resumable.interrupted.boards.emplace(address, std::move(board));
    }
    return resumable;
}

Result<PastCampaigns::Ending> PastCampaigns::giveUp(std::int64_t id)
{
    auto past = load(id);
    if (!past)
        return tl::unexpected(past.error());
    auto lock = takeOver(past->record);
    if (!lock)
        return tl::unexpected(lock.error());
    Ending ending{*std::move(lock), {}};
    for (const std::string &address : past->plan.boards) {
        const auto found = std::ranges::find(past->boards, address, &history::BoardRecord::board);
        history::BoardRecord record = found != past->boards.end() ? *found : history::BoardRecord();
        if (isFinal(record.phase))
            continue;
        record.detail =
            record.phase == Phase::Queued
                ? "the campaign was interrupted before this board's turn, and given up"
                : fmt::format("the campaign was interrupted while the board was {}, and given up: "
                              "what the board runs now was not asked",
                              name(record.phase));
        record.campaignId = id;
        record.board = address;
        record.toVersion = past->record.version;
        record.phase = Phase::Cancelled;
        record.reason = name(ErrorCode::Cancelled);
        record.changed = std::chrono::system_clock::now();
        history::Transition transition{.campaignId = id,
                                       .board = address,
                                       .at = record.changed,
                                       .phase = record.phase,
                                       .bytes = record.bytes,
                                       .total = record.total,
                                       .reason = record.reason,
                                       .detail = record.detail,
                                       .attempt = record.attempts};
        ending.boards.push_back({std::move(transition), std::move(record)});
    }
    return ending;
}

Result<CampaignPlan> PastCampaigns::planToRetry(std::int64_t id)
{
    auto past = load(id);
    if (!past)
        return tl::unexpected(past.error());
    if (!past->record.ended)
        return fail(ErrorCode::AlreadyExists,
                    "campaign {} has not ended: wait for its end, or take it up (--resume {})", id,
                    id);
    auto image = imageFile(past->plan.image, past->record.imageSha256);
    if (!image)
        return tl::unexpected(image.error());
    past->plan.image = *std::move(image);
    past->plan.startAt.reset();
    std::erase_if(past->plan.boards, [&](const std::string &address) {
        const auto board = std::ranges::find(past->boards, address, &history::BoardRecord::board);
        return board != past->boards.end() && !isToRepeat(board->phase);
    });
    if (past->plan.boards.empty())
        return fail(ErrorCode::NotFound, "no board of campaign {} has failed", id);
    return past->plan;
}

Result<ReturnPlans> PastCampaigns::plansToReturn(std::int64_t id)
{
    const auto past = load(id);
    if (!past)
        return tl::unexpected(past.error());
    const auto catalogue = image::Catalogue(m_paths.images()).list();
    if (!catalogue)
        return tl::unexpected(catalogue.error());
    ReturnPlans plans;
    std::map<std::filesystem::path, std::vector<std::string>> boardsOf;
    for (const std::string &address : past->plan.boards) {
        const auto board = std::ranges::find(past->boards, address, &history::BoardRecord::board);
        if (board == past->boards.end() || board->phase != Phase::Updated)
            continue; // it runs what it ran before
        const image::Build before{board->fromImage, board->fromElf};
        const auto entry = std::ranges::find_if(*catalogue, [&](const image::CatalogueEntry &each) {
            return !each.damaged && each.image.kind == image::Kind::App &&
                   image::compareBuilds(before, image::buildOf(each.image)) ==
                       image::BuildMatch::Same;
        });
        if (entry != catalogue->end()) {
            boardsOf[entry->file].push_back(address);
            continue;
        }
        plans.impossible.push_back(
            {address,
             fail(ErrorCode::NotFound,
                  "{} ran {} {} before (ELF {}), which is not in the catalogue: add its file with "
                  "\"otabench-cli image catalogue add\"",
                  address, past->record.project, board->fromVersion, board->fromElf)
                 .value()});
    }
    for (auto &[file, boards] : boardsOf) {
        CampaignPlan plan = past->plan;
        plan.image = file;
        plan.boards = std::move(boards);
        plan.startAt.reset();
        plan.origin.reset();
        plans.plans.push_back(std::move(plan));
    }
    if (plans.plans.empty() && plans.impossible.empty())
        return fail(ErrorCode::NotFound, "campaign {} has updated no board", id);
    return plans;
}

} // namespace otabench::fleet::detail
