#include "widgets/server/server_summary.h"

#include "widgets/common/fact_list.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/plot/rate_plot.h"
#include "widgets/server/server_words.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kHeight = 230;
constexpr int kSoonDays = 30;
constexpr std::size_t kShownAddresses = 4;

QDate dateOf(std::chrono::system_clock::time_point time)
{
    return QDateTime::fromSecsSinceEpoch(
               std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count())
        .date();
}

} // namespace

ServerSummary::ServerSummary(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_facts(new FactList(theme))
    , m_totals(new QLabel(this))
    , m_errors(new QLabel(this))
    , m_plot(new RatePlot(theme, this))
{
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("serverScroll"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_facts);
    m_facts->setAutoFillBackground(false);
    m_totals->setObjectName(QStringLiteral("serverTotals"));
    m_totals->setWordWrap(true);
    m_errors->setObjectName(QStringLiteral("serverErrors"));
    m_errors->setProperty("token", QStringLiteral("warning"));
    m_errors->setWordWrap(true);
    auto *right = new QVBoxLayout;
    right->setSpacing(kSpace2);
    right->addWidget(m_totals);
    right->addWidget(m_errors);
    right->addWidget(m_plot, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    row->setSpacing(kSpace5);
    row->addWidget(scroll, 1);
    row->addLayout(right, 1);
    setFixedHeight(kHeight);
}

void ServerSummary::setState(const fleet::ServerState &state)
{
    m_state = state;
    m_state.requests.clear();
    m_state.handshakeFailures.clear();
    if (!m_since.isValid())
        m_since.start();
    if (state.isRunning)
        m_plot->add(std::chrono::milliseconds(m_since.elapsed()), state.bytesPerSecond);
    showFacts();
    showTotals();
}

void ServerSummary::forgetThroughput()
{
    m_plot->clear();
    m_since.invalidate();
}

void ServerSummary::showFacts()
{
    const fleet::ShownCertificate &certificate = m_state.certificate;
    const QDate lastDay = dateOf(certificate.notAfter);
    QStringList key = {
        QString::fromStdString(m_state.baseUrl),    QLocale().name(),
        QString::fromStdString(certificate.sha256), QString::fromStdString(certificate.warning),
        QString::number(m_state.isRunning),         QDate::currentDate().toString()};
    for (const std::string &url : m_state.otherUrls)
        key << QString::fromStdString(url);
    if (key.join(QLatin1Char('\n')) == m_shown)
        return;
    m_shown = key.join(QLatin1Char('\n'));
    m_facts->clear();
    m_facts->addCode(m_state.isRunning ? tr("Address") : tr("Address, until it ended"),
                     QString::fromStdString(m_state.baseUrl), QStringLiteral("copyAddress"));
    for (std::size_t i = 0; i < std::min(kShownAddresses, m_state.otherUrls.size()); ++i)
        m_facts->addCode(tr("Also"), QString::fromStdString(m_state.otherUrls[i]),
                         QStringLiteral("copyAddress%1").arg(i + 2));
    if (m_state.isPlainHttp) {
        m_facts->addNote(tr("Plain HTTP: everyone in the network may read and change the image on "
                            "its way."));
        return;
    }
    if (certificate.sha256.empty())
        return;
    QStringList names;
    for (const std::string &name : certificate.names)
        names << QString::fromStdString(name);
    m_facts->addFact(tr("Certificate for"), names.join(QStringLiteral(", ")));
    const auto days = QDate::currentDate().daysTo(lastDay);
    const QString day = QLocale().toString(lastDay, QLocale::ShortFormat);
    m_facts->addFact(tr("Holds until"),
                     days < 0 ? tr("%1: it has expired").arg(day)
                     : days < kSoonDays
                         ? tr("%1, %n day(s) more", nullptr, static_cast<int>(days)).arg(day)
                         : day);
    m_facts->addFact(tr("Issued by"),
                     certificate.isImported
                         ? tr("%1 (imported)").arg(QString::fromStdString(certificate.issuer))
                         : QString::fromStdString(certificate.issuer));
    m_facts->addCode(tr("SHA-256"), QString::fromStdString(certificate.sha256),
                     QStringLiteral("copyFingerprint"));
    if (!certificate.warning.empty())
        m_facts->addNote(QString::fromStdString(certificate.warning));
}

void ServerSummary::showTotals()
{
    const server::ServerTotals &totals = m_state.totals;
    const QString speed = Format::speed(m_state.bytesPerSecond);
    m_totals->setText(
        tr("%1 sent%2 · %3 requests · %4 connections, %5 transfers · %6 handshakes, "
           "%7 resumed")
            .arg(Format::bytes(totals.bodyBytesSent),
                 speed.isEmpty() ? QString() : QStringLiteral(" · ") + speed,
                 Format::count(totals.requests), Format::count(totals.openConnections),
                 Format::count(totals.activeTransfers), Format::count(totals.handshakes),
                 Format::count(totals.resumedHandshakes)));
    const QString errors = ServerWords::errors(totals.errors, totals.failedHandshakes);
    m_errors->setText(errors);
    m_errors->setVisible(!errors.isEmpty());
}

void ServerSummary::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        showFacts();
        showTotals();
    }
}

} // namespace otabench::widgets
