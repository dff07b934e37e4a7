#include "fleet/detail/board_control.h"

#include "fleet/detail/identity.h"
#include "fleet/detail/trust_transfer.h"
#include "serial/address.h"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <memory>

namespace otabench::fleet::detail {
namespace {

/// The longest sequence, USB-Serial-JTAG's, takes 400 ms (serial/detail/reset_lines.cpp).
constexpr std::chrono::milliseconds kSequence{700};
constexpr std::chrono::milliseconds kAskGap{500};
constexpr std::chrono::seconds kRestartLimit{30};

Error unknownBoard(const std::string &id)
{
    return fail(ErrorCode::NotFound, "there is no board {} in the list: add it first", id).value();
}

Error isUpdated(const std::string &id)
{
    return fail(ErrorCode::PortBusy,
                "{} is being updated: wait for the end of the campaign, or stop it", id)
        .value();
}

Result<> play(BoardSession &session, ResetKind kind)
{
    if (session.portState() != PortState::Open && session.portError())
        return tl::unexpected(*session.portError());
    return session.reset(kind == ResetKind::Run ? serial::Transport::Reset::Run
                                                : serial::Transport::Reset::Bootloader);
}

/// Calls `work` when the board's port is open and its agent may be asked, else `onDone` with why
/// not.
void withAgent(Bench &bench, const std::string &id, const Lab::OnDone &onDone,
               std::function<void(Board &)> work)
{
    Board *board = bench.find(id);
    if (!board)
        return onDone(tl::unexpected(unknownBoard(id)));
    if (board->update)
        return onDone(tl::unexpected(isUpdated(id)));
    // A frame would be input to stock firmware.
    if (board->state.profile.kind != ProfileKind::Agent)
        return onDone(fail(ErrorCode::BoardSilent,
                           "{} has no otabench agent in its firmware, as its profile says: only an "
                           "agent can do this",
                           id));
    board->whenSettled([onDone, work = std::move(work)](Board &settled) {
        if (settled.session.portState() != PortState::Open && settled.session.portError())
            return onDone(tl::unexpected(*settled.session.portError()));
        work(settled);
    });
}

/// Asks a board that was told to go back until it answers from another slot.
class RollBack : public std::enable_shared_from_this<RollBack>
{
public:
    RollBack(boost::asio::io_context &context, Bench &bench, Board &board, Lab::OnDone onDone)
        : m_bench(bench)
        , m_alive(bench.alive())
        , m_id(board.state.id)
        , m_timer(context)
        , m_end(std::chrono::steady_clock::now() + kRestartLimit)
        , m_onDone(std::move(onDone))
    {
    }

    void start(Board &board)
    {
        board.session.agent().request(
            "identify", {}, [self = shared_from_this()](const Result<AgentMessage> &answer) {
                if (answer)
                    self->order(answer->text("slot"));
                else
                    self->m_onDone(tl::unexpected(answer.error()));
            });
    }

private:
    void order(const std::string &from)
    {
        m_from = from;
        Board *board = m_bench.find(m_id); // its link is calling
        board->session.agent().request(
            "rollback", {}, [self = shared_from_this()](const Result<AgentMessage> &answer) {
                if (answer)
                    self->later();
                else
                    self->m_onDone(tl::unexpected(answer.error()));
            });
    }

    void later()
    {
        if (std::chrono::steady_clock::now() >= m_end)
            return m_onDone(fail(ErrorCode::BoardNotProved,
                                 "{} was told to go back to its previous image, but has not shown "
                                 "within {} seconds that it runs from another slot than {}: ask it "
                                 "again, or look into its log",
                                 m_id, kRestartLimit.count(), m_from));
        m_timer.expires_after(kAskGap);
        m_timer.async_wait([self = shared_from_this()](const boost::system::error_code &error) {
            if (!error && !self->m_alive.expired())
                self->ask();
        });
    }

    void ask()
    {
        Board *board = m_bench.find(m_id);
        if (!board)
            return m_onDone(tl::unexpected(unknownBoard(m_id)));
        if (board->session.portState() != PortState::Open)
            return later(); // native USB goes and comes with the restart
        board->session.agent().request(
            "identify", {},
            [self = shared_from_this()](const auto &answer) { self->judge(answer); });
    }

    void judge(const Result<AgentMessage> &answer)
    {
        const auto identity = answer ? identityFromAnswer(*answer)
                                     : Result<BoardIdentity>(tl::unexpected(answer.error()));
        if (!identity || identity->slot == m_from)
            return later();
        if (Board *board = m_bench.find(m_id); board && !board->update) {
            board->state.identity = *identity;
            m_bench.changed(*board);
        }
        m_onDone({});
    }

    Bench &m_bench;
    std::weak_ptr<bool> m_alive; ///< of the bench
    std::string m_id;
    std::string m_from; ///< the slot it ran from
    boost::asio::steady_timer m_timer;
    std::chrono::steady_clock::time_point m_end;
    Lab::OnDone m_onDone;
};

} // namespace

void resetBoard(boost::asio::io_context &context, Bench &bench, const std::string &id,
                ResetKind kind, Lab::OnDone onDone)
{
    Board *board = bench.find(id);
    if (!board)
        return onDone(tl::unexpected(unknownBoard(id)));
    if (board->update)
        return onDone(fail(ErrorCode::PortBusy,
                           "{} is being updated: stop the campaign before you reset it", id));
    board->whenSettled([&context, kind, onDone = std::move(onDone)](Board &settled) {
        if (auto played = play(settled.session, kind); !played)
            return onDone(played);
        const auto timer = std::make_shared<boost::asio::steady_timer>(context, kSequence);
        timer->async_wait([timer, onDone](const boost::system::error_code &error) {
            if (!error)
                onDone({});
        });
    });
}

void blinkBoard(Bench &bench, const std::string &id, std::chrono::milliseconds length,
                Lab::OnDone onDone)
{
    withAgent(bench, id, onDone, [length, onDone](Board &board) {
        board.session.agent().request("blink", {{"ms", std::to_string(length.count())}},
                                      [onDone](const Result<AgentMessage> &answer) {
                                          onDone(answer ? Result<>()
                                                        : tl::unexpected(answer.error()));
                                      });
    });
}

void confirmBoard(Bench &bench, const std::string &id, Lab::OnDone onDone)
{
    withAgent(bench, id, onDone, [&bench, onDone](Board &board) {
        board.session.agent().request(
            "confirm", {}, [&bench, id = board.state.id, onDone](const auto &answer) {
                if (!answer)
                    return onDone(tl::unexpected(answer.error()));
                if (Board *confirmed = bench.find(id))
                    bench.identify(*confirmed); // its slot's state has changed
                onDone({});
            });
    });
}

void rollBackBoard(boost::asio::io_context &context, Bench &bench, const std::string &id,
                   Lab::OnDone onDone)
{
    withAgent(bench, id, onDone, [&context, &bench, onDone](Board &board) {
        std::make_shared<RollBack>(context, bench, board, onDone)->start(board);
    });
}

void sendTrustToBoard(Bench &bench, const std::string &id, LabTrust trust, Lab::OnDone onDone)
{
    withAgent(bench, id, onDone, [&bench, trust = std::move(trust), onDone](Board &board) {
        sendTrust(board.session.agent(), trust.pem, bench.alive(),
                  [&bench, id = board.state.id, newest = trust.fingerprints.front(),
                   onDone](const Result<AgentMessage> &answer) {
                      if (!answer)
                          return onDone(tl::unexpected(answer.error()));
                      const std::vector<std::string> cas = trustedCasOf(*answer);
                      if (std::ranges::find(cas, newest) == cas.end())
                          return onDone(
                              fail(ErrorCode::BoardProtocol,
                                   "the board took the lab CA, but does not list it ({}). What "
                                   "to do: update the otabench component in its firmware",
                                   answer->text("cas")));
                      if (Board *told = bench.find(id); told && told->state.identity) {
                          told->state.identity->trustedCas = cas;
                          bench.changed(*told);
                      }
                      onDone({});
                  });
    });
}

Result<> writeToBoard(Bench &bench, const std::string &id, std::string text)
{
    Board *board = bench.find(id);
    if (!board)
        return tl::unexpected(unknownBoard(id));
    if (board->update)
        return tl::unexpected(isUpdated(id));
    if (board->session.portState() == PortState::Lent)
        return fail(ErrorCode::PortBusy,
                    "{} is lent to another program: take its port back before you write to it", id);
    if (board->session.portState() != PortState::Open)
        return fail(ErrorCode::PortGone, "{} is not open: plug the board in first", id);
    board->session.write(std::move(text));
    return {};
}

Result<std::unique_ptr<PortLoan>> lendPort(Bench &bench, const Paths &paths, const std::string &id)
{
    Board *board = bench.find(id);
    if (!board)
        return tl::unexpected(unknownBoard(id));
    if (board->update)
        return tl::unexpected(isUpdated(id));
    const auto address = serial::parseAddress(board->state.address);
    if (!address)
        return tl::unexpected(address.error());
    return PortLoan::ask(paths, *address);
}

Result<> nameBoards(Bench &bench, BoardBook &book, const std::vector<std::string> &ids,
                    const BoardNaming &naming)
{
    auto named = book.registry().change([&](BoardRegistry::Records &records) -> Result<> {
        for (const std::string &id : ids) {
            const Board *board = bench.find(id);
            if (!board)
                return tl::unexpected(unknownBoard(id));
            const BoardState &state = board->state;
            const std::string mac = state.identity ? state.identity->mac : std::string();
            BoardRecord &record = recordFor(records, mac, state.place, state.address);
            if (auto done = applyNaming(records, record, naming); !done)
                return done;
        }
        return {};
    });
    if (named)
        bench.describeAll();
    return named;
}

Result<> forgetBoard(Bench &bench, BoardBook &book, const std::string &id)
{
    const Board *board = bench.find(id);
    if (!board)
        return tl::unexpected(unknownBoard(id));
    if (board->isInCampaign)
        return tl::unexpected(isUpdated(id));
    const BoardState state = board->state;
    bench.remove(id);
    book.forget(state);
    return book.registry().change([&](BoardRegistry::Records &records) -> Result<> {
        const std::string mac = state.identity ? state.identity->mac : std::string();
        if (const BoardRecord *record = findRecord(records, mac, state.place, state.address))
            records.erase(records.begin() + (record - records.data()));
        return {};
    });
}

} // namespace otabench::fleet::detail
