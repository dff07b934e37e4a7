#include "widgets/certificates/certificate_text.h"

#include <QDateTime>
#include <QLocale>

namespace otabench::widgets {
namespace {

using std::chrono::days;

/// Whole days from now on; negative behind the end.
int daysBetween(CertificateText::Time now, CertificateText::Time end)
{
    return static_cast<int>(std::chrono::floor<days>(end - now).count());
}

} // namespace

QString CertificateText::date(Time moment)
{
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(moment.time_since_epoch()).count();
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(seconds).date(), QLocale::ShortFormat);
}

StateLook CertificateText::look(const certificates::Summary &summary, Time now, int warnDays)
{
    if (now >= summary.notAfter)
        return {QStringLiteral("✕"), QStringLiteral("dialog-error"),
                //: of a certificate
                tr("Expired"), Token::Bad};
    if (now < summary.notBefore)
        return {QStringLiteral("✕"), QStringLiteral("dialog-error"),
                //: of a certificate
                tr("Not yet valid"), Token::Bad};
    if (daysBetween(now, summary.notAfter) < warnDays)
        return {QStringLiteral("⚠"), QStringLiteral("dialog-warning"),
                //: of a certificate
                tr("Ends soon"), Token::Warning};
    return {QStringLiteral("✔"), QStringLiteral("emblem-ok"),
            //: of a certificate
            tr("Valid"), Token::Good};
}

QString CertificateText::expiry(const certificates::Summary &summary, Time now)
{
    constexpr int kDaysOfYear = 365;
    const int left = daysBetween(now, summary.notAfter);
    const QString on = date(summary.notAfter);
    if (now < summary.notBefore)
        return tr("valid from %1 on").arg(date(summary.notBefore));
    if (now >= summary.notAfter)
        return tr("expired %n day(s) ago, on %1", nullptr, -left - 1).arg(on);
    if (left == 0)
        return tr("expires today");
    if (left >= 2 * kDaysOfYear)
        return tr("expires in %n year(s), on %1", nullptr, left / kDaysOfYear).arg(on);
    return tr("expires in %n day(s), on %1", nullptr, left).arg(on);
}

QString CertificateText::keyType(certificates::KeyType type)
{
    switch (type) {
    case certificates::KeyType::EcP256:
        return QStringLiteral("EC P-256");
    case certificates::KeyType::EcP384:
        return QStringLiteral("EC P-384");
    case certificates::KeyType::Rsa2048:
        return QStringLiteral("RSA 2048");
    case certificates::KeyType::Rsa3072:
        return QStringLiteral("RSA 3072");
    case certificates::KeyType::Rsa4096:
        break;
    }
    return QStringLiteral("RSA 4096");
}

QString CertificateText::cost(certificates::KeyType type)
{
    switch (type) {
    case certificates::KeyType::EcP256:
        return tr("Costs a board about 0.5 KB; a signature check takes at most 27 to 67 ms on "
                  "chips with an ECC accelerator (ESP32-C2, C6, H2), longer on the others.");
    case certificates::KeyType::EcP384:
        return tr("Costs a board about 0.6 KB, and about three times the work of P-256, in "
                  "software on most chips.");
    case certificates::KeyType::Rsa2048:
        return tr("Costs a board about 0.9 KB; a signature check takes at most 19 to 48 ms with "
                  "the chips' RSA accelerator, several times that without one (ESP32-C2).");
    case certificates::KeyType::Rsa3072:
        return tr("Costs a board about 1.2 KB; a signature check takes at most 33 to 45 ms with "
                  "the chips' RSA accelerator, several times that without one (ESP32-C2).");
    case certificates::KeyType::Rsa4096:
        break;
    }
    return tr("Costs a board about 1.4 KB, near the limit of small TLS buffers; a signature check "
              "takes at most 141 to 190 ms on ESP32, S2 and S3, and some chips' accelerators end "
              "at 3072 bits.");
}

QString CertificateText::key(const certificates::Summary &summary)
{
    const auto type = certificates::keyTypeFromName(summary.key);
    //: %1 is a kind of key, %2 how it was signed
    return tr("%1, signed with %2")
        .arg(type ? keyType(*type) : QString::fromStdString(summary.key),
             QString::fromStdString(summary.signature));
}

QString CertificateText::state(certificates::CaState state)
{
    switch (state) {
    case certificates::CaState::Current:
        //: of two CAs: the one that issues
        return tr("New CA");
    case certificates::CaState::Previous:
        //: of two CAs: the one before
        return tr("Old CA");
    case certificates::CaState::Retired:
        break;
    }
    //: a CA that boards are to forget
    return tr("Retired CA");
}

StateLook CertificateText::look(const certificates::Finding &finding)
{
    if (!finding.ok)
        return {QStringLiteral("✕"), QStringLiteral("dialog-error"),
                //: verdict: boards refuse the server for this
                tr("Refused"), Token::Bad};
    if (finding.isWarning)
        return {QStringLiteral("⚠"), QStringLiteral("dialog-warning"),
                //: verdict
                tr("Warning"), Token::Warning};
    return {QStringLiteral("✔"), QStringLiteral("emblem-ok"),
            //: verdict
            tr("Good"), Token::Good};
}

QString CertificateText::checkName(const std::string &check)
{
    if (check == "name-new")
        return tr("Name, ESP-IDF 5.2 and later");
    if (check == "name-old")
        return tr("Name, older ESP-IDF");
    if (check == "dates")
        return tr("Dates, with a clock");
    if (check == "dates-no-clock")
        return tr("Dates, without a clock");
    if (check == "key")
        return tr("Key");
    if (check == "signature")
        return tr("Signature");
    if (check == "usage")
        return tr("Usage");
    if (check == "chain")
        return tr("Chain");
    if (check == "size")
        return tr("Size");
    if (check == "handshake")
        return tr("Real handshake");
    return QString::fromStdString(check);
}

} // namespace otabench::widgets
