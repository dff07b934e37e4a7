#include "fleet/detail/planner.h"

#include "fleet/detail/waves.h"
#include "image/preflight.h"

#include <utility>

namespace otabench::fleet::detail {
namespace {

constexpr std::size_t kMostAsked = 32; ///< at once: more keep each other from answering in time

} // namespace

Planner::Planner(Bench &bench, CampaignPlan plan, ImageFacts image, std::vector<Board *> boards,
                 Then then)
    : m_bench(bench)
    , m_plan(std::move(plan))
    , m_image(std::move(image))
    , m_then(std::move(then))
{
    for (const Board *board : boards)
        m_boards.push_back(board->state.id);
    const Waves waves(m_plan, m_boards.size());
    m_preview.imageFile = m_plan.image.string();
    m_preview.project = m_image.project();
    m_preview.version = m_image.version();
    m_preview.chip = m_image.image.chip;
    m_preview.sha256 = m_image.image.fileSha256;
    m_preview.imageBytes = m_image.image.fileBytes;
    m_preview.waves = static_cast<unsigned>(waves.waves());
    m_preview.boards.resize(m_boards.size());
    for (std::size_t i = 0; i < boards.size(); ++i) {
        m_preview.boards[i].board = m_boards[i];
        m_preview.boards[i].name = boards[i]->state.name;
        m_preview.boards[i].wave = static_cast<unsigned>(waves.waveOf(i) + 1);
    }
}

void Planner::start()
{
    while (m_next < m_boards.size() && m_next - m_judged < kMostAsked)
        ask();
}

void Planner::ask()
{
    const std::size_t index = m_next++;
    Board *board = m_bench.find(m_boards[index]);
    if (!board)
        return judge(index,
                     fail(ErrorCode::NotFound, "{} was taken off the bench", m_boards[index]));
    if (auto opened = board->session.open(); !opened)
        return judge(index, tl::unexpected(opened.error()));
    if (m_plan.profile.kind != ProfileKind::Agent) {
        if (board->state.identity)
            return judge(index, *board->state.identity);
        return judged(index, {});
    }
    board->session.agent().setAnswerLimit(m_plan.limits.answer);
    board->session.agent().request(
        "identify", {},
        [this, index, alive = std::weak_ptr(m_alive)](const Result<AgentMessage> &answer) {
            if (!alive.expired())
                judge(index, answer.and_then(identityFromAnswer));
        });
}

void Planner::judge(std::size_t index, const Result<BoardIdentity> &identity)
{
    if (identity)
        return judged(index, judgeBoard(*identity, m_image, m_plan));
    PlannedBoard blocked;
    blocked.verdict = Verdict::Blocked;
    blocked.reason = identity.error();
    judged(index, std::move(blocked));
}

void Planner::judged(std::size_t index, PlannedBoard board)
{
    PlannedBoard &place = m_preview.boards[index];
    board.board = std::move(place.board);
    board.name = std::move(place.name);
    board.wave = place.wave;
    place = std::move(board);
    ++m_judged;
    if (hasEnded())
        return std::exchange(m_then, {})(std::move(m_preview));
    if (m_next < m_boards.size() && m_next - m_judged < kMostAsked)
        ask();
}

PlannedBoard judgeBoard(const BoardIdentity &identity, const ImageFacts &image,
                        const CampaignPlan &plan)
{
    PlannedBoard board;
    board.fromVersion = identity.version;
    board.fromSlot = identity.slot;
    board.toSlot = identity.nextSlot;
    board.verdict = Verdict::Update;
    if ((board.reason = obstacle(identity, image))) {
        board.verdict = Verdict::Blocked;
        return board;
    }
    if (runsImage(identity, image) == BuildMatch::Same && !plan.reinstall) {
        board.verdict = Verdict::Skip;
        return board;
    }
    for (const image::PreflightCheck &check :
         image::preflight(boardFacts(identity), image.image).checks) {
        if (check.verdict == image::PreflightVerdict::Warning)
            board.warnings.push_back(check.detail);
    }
    return board;
}

} // namespace otabench::fleet::detail
