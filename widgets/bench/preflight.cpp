#include "widgets/bench/preflight.h"

#include "widgets/common/format.h"
#include "widgets/common/phase_text.h"

#include <algorithm>

namespace otabench::widgets {
namespace {

bool runsThisBuild(const fleet::BoardIdentity &identity, const image::Image &image)
{
    if (image.appendedSha256 && !identity.imageSha256.empty())
        return identity.imageSha256 == *image.appendedSha256;
    const auto build = image.description ? image.description->buildId() : std::nullopt;
    // A log shows only the first digits; fewer than eight prove nothing.
    return build && identity.elfSha256.size() >= 8 && build->starts_with(identity.elfSha256);
}

bool fits(const fleet::BoardIdentity &identity, const image::Image &image)
{
    for (const auto &slot : identity.slots) {
        if (slot.label == identity.nextSlot && slot.bytes > 0)
            return image.fileBytes <= slot.bytes;
    }
    return true; // the slot's size is not known: the board will say
}

} // namespace

Verdict Preflight::verdict(const fleet::BoardState &board, const image::Image &image)
{
    if (PhaseText::isActive(board))
        return Verdict::Busy;
    if (board.port != fleet::PortState::Open)
        return Verdict::NoPort;
    if (!board.identity || board.identity->chip.empty())
        return Verdict::Unknown;
    if (board.identity->chip != image.chip)
        return Verdict::WrongChip;
    if (runsThisBuild(*board.identity, image))
        return Verdict::UpToDate;
    return fits(*board.identity, image) ? Verdict::WillUpdate : Verdict::TooLarge;
}

bool Preflight::canUpdate(Verdict verdict)
{
    return verdict == Verdict::WillUpdate || verdict == Verdict::Unknown;
}

Token Preflight::token(Verdict verdict)
{
    switch (verdict) {
    case Verdict::WillUpdate:
        return Token::Good;
    case Verdict::Unknown:
        return Token::Info;
    case Verdict::UpToDate:
    case Verdict::Busy:
        return Token::Neutral;
    case Verdict::WrongChip:
    case Verdict::TooLarge:
    case Verdict::NoPort:
        break;
    }
    return Token::Bad;
}

QString Preflight::icon(Verdict verdict)
{
    switch (verdict) {
    case Verdict::WillUpdate:
        return QStringLiteral("emblem-ok");
    case Verdict::Unknown:
        return QStringLiteral("dialog-information");
    case Verdict::UpToDate:
        return QStringLiteral("phase-same");
    case Verdict::Busy:
        return QStringLiteral("phase-working");
    case Verdict::WrongChip:
    case Verdict::TooLarge:
    case Verdict::NoPort:
        break;
    }
    return QStringLiteral("dialog-error");
}

QString Preflight::sentence(Verdict verdict, const fleet::BoardState &board,
                            const image::Image &image)
{
    const QString running =
        board.identity ? QString::fromStdString(board.identity->version) : QString();
    const QString wanted =
        image.description ? QString::fromStdString(image.description->version) : QString();
    switch (verdict) {
    case Verdict::WillUpdate:
        return running.isEmpty() || wanted.isEmpty()
                   ? tr("Will be updated")
                   //: %1 and %2 are versions
                   : tr("Will be updated from %1 to %2").arg(running, wanted);
    case Verdict::Unknown:
        return tr("Will be tried: the board has not said who it is");
    case Verdict::UpToDate:
        return tr("Runs this image already");
    case Verdict::WrongChip:
        return tr("Blocked: the board is %1, the image is for %2")
            .arg(QString::fromStdString(board.identity ? board.identity->chip : std::string()),
                 QString::fromStdString(image.chip));
    case Verdict::TooLarge: {
        std::uint64_t room = 0;
        if (board.identity) {
            for (const auto &slot : board.identity->slots) {
                if (slot.label == board.identity->nextSlot)
                    room = slot.bytes;
            }
        }
        return tr("Blocked: the image has %1, the slot %2")
            .arg(Format::bytes(image.fileBytes), Format::bytes(room));
    }
    case Verdict::NoPort:
        return tr("Blocked: its port is not open");
    case Verdict::Busy:
        return tr("Is being updated now");
    }
    return {};
}

} // namespace otabench::widgets
