#include "fleet/detail/board_control.h"

#include <boost/asio/steady_timer.hpp>

#include <memory>

namespace otabench::fleet::detail {
namespace {

/// The longest sequence, USB-Serial-JTAG's, takes 400 ms (serial/detail/reset_lines.cpp).
constexpr std::chrono::milliseconds kSequence{700};

Error unknownBoard(const std::string &id)
{
    return fail(ErrorCode::NotFound, "there is no board {} in the list: add it first", id).value();
}

Result<> play(BoardSession &session, ResetKind kind)
{
    if (session.portState() != PortState::Open && session.portError())
        return tl::unexpected(*session.portError());
    return session.reset(kind == ResetKind::Run ? serial::Transport::Reset::Run
                                                : serial::Transport::Reset::Bootloader);
}

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
    Board *board = bench.find(id);
    if (!board)
        return onDone(tl::unexpected(unknownBoard(id)));
    board->whenSettled([length, onDone = std::move(onDone)](Board &settled) {
        if (settled.session.portState() != PortState::Open && settled.session.portError())
            return onDone(tl::unexpected(*settled.session.portError()));
        settled.session.agent().request("blink", {{"ms", std::to_string(length.count())}},
                                        [onDone](const Result<AgentMessage> &answer) {
                                            onDone(answer ? Result<>()
                                                          : tl::unexpected(answer.error()));
                                        });
    });
}

} // namespace otabench::fleet::detail
