#include "widgets/common/phase_text.h"

#include "base/assert.h"
#include "widgets/common/error_text.h"
#include "widgets/common/format.h"

#include <algorithm>

namespace otabench::widgets {
namespace {

StateLook makeLook(char16_t glyph, const char *icon, QString word, Token token)
{
    return {QString(QChar(glyph)), QLatin1String(icon), std::move(word), token};
}

std::chrono::milliseconds since(PhaseText::Moment start, PhaseText::Moment now)
{
    if (start == PhaseText::Moment{} || now < start)
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - start);
}

bool hasPortTrouble(const fleet::BoardState &board)
{
    return board.portError.has_value() || board.port == fleet::PortState::Lost;
}

} // namespace

StateLook PhaseText::look(Phase phase)
{
    switch (phase) {
    case Phase::Queued:
        return makeLook(u'○', "phase-queued", tr("Queued"), Token::Neutral);
    case Phase::Preparing:
        return makeLook(u'◔', "phase-waiting", tr("Preparing"), Token::Info);
    case Phase::Triggered:
        return makeLook(u'◔', "phase-waiting", tr("Triggered"), Token::Info);
    case Phase::Connected:
        return makeLook(u'◔', "phase-waiting", tr("Connected"), Token::Info);
    case Phase::Downloading:
        return makeLook(u'↓', "go-down", tr("Downloading"), Token::Busy);
    case Phase::Verifying:
        return makeLook(u'↻', "phase-working", tr("Verifying"), Token::Busy);
    case Phase::Rebooting:
        return makeLook(u'↻', "phase-working", tr("Rebooting"), Token::Busy);
    case Phase::Confirming:
        return makeLook(u'↻', "phase-working", tr("Confirming"), Token::Busy);
    case Phase::Updated:
        return makeLook(u'✔', "emblem-ok", tr("Updated"), Token::Good);
    case Phase::UpToDate:
        return makeLook(u'=', "phase-same", tr("Up to date"), Token::Neutral);
    case Phase::NotProved:
        return makeLook(u'⚠', "dialog-warning", tr("Not proved"), Token::Warning);
    case Phase::RolledBack:
        return makeLook(u'⚠', "dialog-warning", tr("Rolled back"), Token::Warning);
    case Phase::Failed:
        return makeLook(u'✕', "dialog-error", tr("Failed"), Token::Bad);
    case Phase::Cancelled:
        return makeLook(u'–', "list-remove", tr("Cancelled"), Token::Neutral);
    }
    OTABENCH_ASSERT(false);
    return {};
}

StateLook PhaseText::look(const fleet::BoardState &board)
{
    if (board.phase)
        return look(*board.phase);
    if (board.portError)
        return makeLook(u'✕', "dialog-error", tr("Port error"), Token::Bad);
    switch (board.port) {
    case fleet::PortState::Lost:
        return makeLook(u'⚠', "network-disconnect", tr("Unplugged"), Token::Warning);
    case fleet::PortState::Closed:
        return makeLook(u'○', "phase-queued", tr("Opening"), Token::Neutral);
    case fleet::PortState::Lent:
        //: another program has the board's port for a while
        return makeLook(u'○', "phase-waiting", tr("Lent"), Token::Neutral);
    case fleet::PortState::Open:
        break;
    }
    if (board.identity)
        return makeLook(u'◉', "phase-ready", tr("Ready"), Token::Neutral);
    //: the port is open and its log is followed, but the board has not said who it is
    return makeLook(u'◉', "phase-listening", tr("Listening"), Token::Neutral);
}

std::optional<int> PhaseText::percent(const fleet::BoardState &board)
{
    if (!board.phase || board.total == 0)
        return std::nullopt;
    switch (*board.phase) {
    case Phase::Verifying:
    case Phase::Rebooting:
    case Phase::Confirming:
    case Phase::Updated:
        return 100;
    case Phase::Queued:
    case Phase::UpToDate:
        return std::nullopt;
    default:
        break;
    }
    return static_cast<int>(std::min(board.bytes, board.total) * 100 / board.total);
}

QString PhaseText::detail(const fleet::BoardState &board, Moment now)
{
    if (!board.phase)
        return board.portError ? ErrorText::sentence(*board.portError) : QString();
    const QString waited = Format::seconds(since(board.phaseSince, now));
    switch (*board.phase) {
    case Phase::Queued:
        //: place in the queue of boards to be updated
        return board.queuePosition > 0 ? tr("number %1 in the queue").arg(board.queuePosition)
                                       : QString();
    case Phase::Preparing:
        return tr("asking who it is, %1").arg(waited);
    case Phase::Triggered:
        return tr("waiting for it to connect, %1").arg(waited);
    case Phase::Connected:
        return tr("waiting for the first bytes, %1").arg(waited);
    case Phase::Downloading: {
        if (board.bytesPerSecond < 1 || board.total <= board.bytes)
            return waited;
        const double left = static_cast<double>(board.total - board.bytes) / board.bytesPerSecond;
        //: %1 is a duration
        return tr("%1 left").arg(
            Format::seconds(std::chrono::milliseconds(static_cast<std::int64_t>(left * 1000))));
    }
    case Phase::Verifying:
        return tr("checking the image, %1").arg(waited);
    case Phase::Rebooting:
        return tr("waiting for the new image to start, %1").arg(waited);
    case Phase::Confirming:
        return tr("waiting for it to confirm, %1").arg(waited);
    case Phase::Updated:
        //: how long the whole update took
        return tr("in %1").arg(Format::seconds(board.duration));
    case Phase::UpToDate:
        return tr("ran this image already");
    case Phase::Cancelled:
    case Phase::NotProved:
    case Phase::RolledBack:
    case Phase::Failed:
        break;
    }
    return board.reason ? ErrorText::sentence(*board.reason) : QString();
}

int PhaseText::attentionRank(const fleet::BoardState &board)
{
    if (board.phase) {
        switch (*board.phase) {
        case Phase::Failed:
            return 0;
        case Phase::NotProved:
            return 1;
        case Phase::RolledBack:
            return 2;
        case Phase::Queued:
            return 5;
        case Phase::Updated:
        case Phase::UpToDate:
            return hasPortTrouble(board) ? 3 : 6;
        case Phase::Cancelled:
            return hasPortTrouble(board) ? 3 : 7;
        default:
            return 4;
        }
    }
    return hasPortTrouble(board) ? 3 : 8;
}

bool PhaseText::isActive(const fleet::BoardState &board)
{
    return board.phase && !isFinal(*board.phase);
}

} // namespace otabench::widgets
