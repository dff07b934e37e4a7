#include "widgets/bench/preflight.h"

#include "image/preflight.h"
#include "widgets/common/format.h"
#include "widgets/common/phase_text.h"

#include <algorithm>

namespace otabench::widgets {
namespace {

/// What a check that blocks says, for the checks that a board can fail; the image's own faults are
/// shown where the image is chosen.
QString blockedSentence(const image::PreflightCheck &check)
{
    const auto arg = [&check](std::size_t index) {
        return index < check.args.size() ? QString::fromStdString(check.args[index]) : QString();
    };
    const auto bytes = [&arg](std::size_t index) {
        return Format::bytes(arg(index).toULongLong());
    };
    if (check.name == "chip")
        return Preflight::tr("Blocked: the board is %1, the image is for %2").arg(arg(1), arg(0));
    if (check.name == "revision")
        return Preflight::tr("Blocked: the image is for other chip revisions; the board has %1")
            .arg(arg(2));
    if (check.name == "slot")
        return check.code == ErrorCode::BoardRefused
                   ? Preflight::tr("Blocked: the board has no second slot to install into")
                   : Preflight::tr("Blocked: the image has %1, the slot %2")
                         .arg(bytes(0), bytes(2));
    if (check.name == "flash-mode")
        return Preflight::tr("Blocked: the image is built for flash mode %1, the board runs %2")
            .arg(arg(0), arg(1));
    if (check.name == "secure-version")
        return Preflight::tr("Blocked: the image has secure version %1, the board accepts %2 and "
                             "above")
            .arg(arg(0), arg(1));
    if (check.name == "signature")
        return Preflight::tr("Blocked: the image is not signed by a key that the board trusts");
    if (check.name == "encryption")
        return Preflight::tr("Blocked: the image is encrypted, and the board has no key for it");
    return Preflight::tr("Blocked: the image is not one that boards take");
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
    switch (image::preflight(fleet::boardFacts(*board.identity), image).verdict()) {
    case image::PreflightVerdict::Blocked:
        return Verdict::Blocked;
    case image::PreflightVerdict::Same:
        return Verdict::UpToDate;
    case image::PreflightVerdict::Good:
    case image::PreflightVerdict::Unknown:
    case image::PreflightVerdict::Warning:
        break;
    }
    return Verdict::WillUpdate;
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
    case Verdict::Blocked:
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
    case Verdict::Blocked:
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
    case Verdict::Blocked: {
        const image::Preflight result = image::preflight(
            board.identity ? fleet::boardFacts(*board.identity) : image::BoardFacts(), image);
        const auto check = std::ranges::find(result.checks, image::PreflightVerdict::Blocked,
                                             &image::PreflightCheck::verdict);
        return check != result.checks.end() ? blockedSentence(*check) : QString();
    }
    case Verdict::NoPort:
        return tr("Blocked: its port is not open");
    case Verdict::Busy:
        return tr("Is being updated now");
    }
    return {};
}

} // namespace otabench::widgets
