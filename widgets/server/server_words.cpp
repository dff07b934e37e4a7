#include "widgets/server/server_words.h"

#include "base/assert.h"

#include <QLocale>
#include <QStringList>

namespace otabench::widgets {
namespace {

QString number(std::uint64_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

} // namespace

ServerLook ServerWords::look(const fleet::ServerClient &client)
{
    const server::BoardTraffic &traffic = client.traffic;
    if (client.hasEnded)
        return {QStringLiteral("emblem-ok"), Token::Neutral, tr("URL ended")};
    if (traffic.openConnections > 0 && client.bytesPerSecond > 0)
        return {QStringLiteral("go-down"), Token::Busy, tr("Fetching")};
    if (traffic.openConnections > 0)
        return {QStringLiteral("network-transmit-receive"), Token::Info, tr("Connected")};
    if (traffic.failedHandshakes > 0 && traffic.handshakes == 0)
        return {QStringLiteral("dialog-error"), Token::Bad, tr("No handshake succeeded")};
    if (client.sinceActivity.count() < 0)
        return {QStringLiteral("phase-waiting"), Token::Neutral, tr("Has not come yet")};
    return {QStringLiteral("network-disconnect"), Token::Neutral, tr("Not connected")};
}

ServerLook ServerWords::look(const server::FinishedRequest &request)
{
    const QString good = QStringLiteral("emblem-ok");
    const QString bad = QStringLiteral("dialog-error");
    const QString warning = QStringLiteral("dialog-warning");
    if (!request.fault.empty())
        return {warning, Token::Warning,
                //: a fault of the fault bench was injected into an answer; %1 its name
                tr("Fault injected: %1").arg(QString::fromStdString(request.fault))};
    if (request.status < 400 && !request.isComplete())
        return {bad, Token::Bad, tr("Cut off")};
    switch (request.status) {
    case 200:
        return {good, Token::Good, tr("Sent whole")};
    case 206:
        return {good, Token::Good, tr("Part sent")};
    case 302:
        return {good, Token::Neutral, tr("Redirected")};
    case 304:
        return {good, Token::Neutral, tr("Not changed")};
    case 401:
        return {warning, Token::Warning, tr("Login is missing")};
    case 403:
        return {bad, Token::Bad, tr("Another board's URL")};
    case 404:
        return {bad, Token::Bad, tr("Not found")};
    case 410:
        return {warning, Token::Warning, tr("Fetched already")};
    case 416:
        return {bad, Token::Bad, tr("Range past the end")};
    case 503:
        return {warning, Token::Warning, tr("Told to come again")};
    default:
        break;
    }
    return {request.status < 400 ? good : bad, request.status < 400 ? Token::Neutral : Token::Bad,
            //: %1 an HTTP status
            tr("Answered %1").arg(request.status)};
}

ServerLook ServerWords::look(const server::HandshakeFailure &failure)
{
    return {QStringLiteral("dialog-error"), Token::Bad,
            failure.certificateRefused ? tr("Certificate refused") : tr("TLS handshake failed")};
}

QString ServerWords::advice(const server::FinishedRequest &request)
{
    switch (request.status) {
    case 401:
        return tr("The firmware has to send the login that was set when serving began.");
    case 403:
        return tr("A one-time URL belongs to the first board that uses it. Give each board its "
                  "own.");
    case 404:
        return tr("Check the URL in the firmware: copy it from the tab Published.");
    case 410:
        return tr("A one-time URL gives the image once. Start another update for the board.");
    case 416:
        return tr("The board asks for bytes behind the image's end: it may go on with the partial "
                  "download of another image.");
    case 503:
        return tr("More boards fetch than the limit allows. They come again by themselves.");
    default:
        return {};
    }
}

QString ServerWords::advice(const server::HandshakeFailure &failure)
{
    if (failure.certificateRefused)
        return tr("The board does not accept this server's certificate. Most often it does not "
                  "have the lab CA: build it into the firmware, or send it over serial. Else its "
                  "clock is wrong, or it asks for an address that the certificate does not name.");
    return tr("Board and server did not agree on a secure connection. Check that the board speaks "
              "TLS 1.2 or 1.3, and that nothing between them cuts connections.");
}

QString ServerWords::errors(const server::ErrorCounts &errors, std::uint64_t failedHandshakes)
{
    QStringList parts;
    const auto add = [&parts](std::uint64_t count, const QString &text) {
        if (count > 0)
            parts << text.arg(number(count));
    };
    //: numbers of failed TLS handshakes
    add(failedHandshakes, tr("%1 handshakes"));
    //: number of requests answered with an error
    add(errors.refused, tr("%1 refused"));
    //: number of requests answered with 503
    add(errors.unavailable, tr("%1 told to wait"));
    add(errors.cutOff, tr("%1 cut off"));
    add(errors.timeouts, tr("%1 timed out"));
    //: number of faults injected on purpose
    add(errors.injected, tr("%1 injected"));
    return parts.join(QStringLiteral(", "));
}

QString ServerWords::faultName(server::FaultKind kind)
{
    using server::FaultKind;
    switch (kind) {
    case FaultKind::Cut:
        return tr("Cut the connection after so many bytes");
    case FaultKind::Reset:
        return tr("Reset the connection after so many bytes");
    case FaultKind::Stall:
        return tr("Stall after so many bytes");
    case FaultKind::Slow:
        return tr("Send slowly");
    case FaultKind::Length:
        return tr("Wrong Content-Length");
    case FaultKind::Flip:
        return tr("Invert one byte of the image");
    case FaultKind::Certificate:
        return tr("Certificate of an unknown CA");
    case FaultKind::WrongName:
        return tr("Certificate of another host");
    case FaultKind::Expired:
        return tr("Expired certificate");
    case FaultKind::Status:
        return tr("Answer with an error status");
    case FaultKind::Redirect:
        return tr("Redirect for ever");
    case FaultKind::Chunked:
        return tr("Chunked, without a length");
    case FaultKind::NoRange:
        return tr("Ignore Range, or refuse it");
    }
    OTABENCH_ASSERT(false);
    return {};
}

QString ServerWords::faultArgument(server::FaultKind kind)
{
    using server::FaultKind;
    switch (kind) {
    case FaultKind::Cut:
    case FaultKind::Reset:
    case FaultKind::Stall:
        return tr("Bytes before it");
    case FaultKind::Slow:
        return tr("Bytes a second");
    case FaultKind::Length:
        return tr("Bytes too many, or with − too few");
    case FaultKind::Flip:
        return tr("Offset in the image");
    case FaultKind::Status:
        return tr("Status, 400 to 599");
    case FaultKind::NoRange:
        return tr("200: send all; 416: refuse");
    case FaultKind::Certificate:
    case FaultKind::WrongName:
    case FaultKind::Expired:
    case FaultKind::Redirect:
    case FaultKind::Chunked:
        break;
    }
    return {};
}

QString ServerWords::fault(const server::Fault &fault)
{
    QStringList parts;
    parts << (faultArgument(fault.kind).isEmpty()
                  ? faultName(fault.kind)
                  : QStringLiteral("%1: %2").arg(
                        faultName(fault.kind),
                        QLocale().toString(static_cast<qlonglong>(fault.argument))));
    parts << (fault.board.empty() ? tr("all boards") : QString::fromStdString(fault.board));
    if (fault.times > 0)
        parts << tr("%n time(s)", nullptr, static_cast<int>(fault.times));
    return parts.join(QStringLiteral(" · "));
}

} // namespace otabench::widgets
