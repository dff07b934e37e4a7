#include "widgets/doctor/doctor_page.h"

#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/readable_area.h"
#include "widgets/common/theme.h"
#include "widgets/common/token_icon.h"
#include "widgets/doctor/finding_card.h"
#include "widgets/doctor/finding_words.h"

#include <QClipboard>
#include <QDateTime>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <QVariant>

#include <algorithm>
#include <utility>

namespace otabench::widgets {
namespace {

constexpr std::chrono::milliseconds kProgressInterval{100};
constexpr std::chrono::milliseconds kFreshFor{60'000}; ///< then what is shown may hold no more

} // namespace

DoctorPage::DoctorPage(Parts parts, QWidget *parent)
    : Page(parent)
    , m_parts(std::move(parts))
    , m_copy(addAct("copyReport", "edit-copy"))
    , m_again(addAct("checkAgain", "view-refresh", Act::Primary))
    , m_percent(std::make_shared<std::atomic<int>>(0))
{
    setBody(makeBody());
    m_progressTimer.setInterval(kProgressInterval);
    connect(&m_progressTimer, &QTimer::timeout, this,
            [this] { m_busy->setProgress(m_percent->load()); });
    connect(m_copy, &QPushButton::clicked, this, &DoctorPage::copyReport);
    connect(m_again, &QPushButton::clicked, this, &DoctorPage::check);
    connect(m_first, &QPushButton::clicked, this, &DoctorPage::check);
    const auto *refresh = new QShortcut(QKeySequence::Refresh, this, nullptr, nullptr,
                                        Qt::WidgetWithChildrenShortcut);
    connect(refresh, &QShortcut::activated, this, &DoctorPage::check);
    DoctorPage::retranslate();
}

DoctorPage::~DoctorPage()
{
    m_stop.request_stop();
}

QWidget *DoctorPage::makeBody()
{
    auto *body = new QWidget(this);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_busy = new BusyStrip(body);
    m_stack = new QStackedWidget(body);
    m_empty = new EmptyState(QStringLiteral("utilities-system-monitor"), m_stack);
    m_first = m_empty->addButton(QStringLiteral("firstCheck"), QStringLiteral("view-refresh"));

    m_scroll = new ReadableArea(m_stack);
    m_sections = m_scroll->column();
    m_sections->setSpacing(kSpace3);

    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_scroll);
    layout->addWidget(m_busy);
    layout->addWidget(m_stack, 1);
    return body;
}

int DoctorPage::count(fleet::Severity severity) const
{
    return static_cast<int>(std::ranges::count(m_findings, severity, &fleet::Finding::severity));
}

void DoctorPage::check()
{
    if (m_busy->isBusy())
        return;
    m_again->setEnabled(false);
    m_percent->store(0);
    fleet::DoctorOptions options{.paths = m_parts.paths, .databaseUrl = m_parts.databaseUrl};
    options.progress = [percent = m_percent](int done, int of) { percent->store(done * 100 / of); };
    m_stop = inBackground(
        this,
        [options](std::stop_token stop) mutable {
            options.stop = stop;
            return std::pair(fleet::examineComputer(options), stop.stop_requested());
        },
        [this](const std::pair<std::vector<fleet::Finding>, bool> &seen) {
            m_progressTimer.stop();
            m_busy->finish();
            m_again->setEnabled(true);
            if (!seen.second) // of a check that was cancelled the last result stays
                setFindings(seen.first);
        });
    m_busy->start(tr("Looking at this computer…"), [this] { m_stop.request_stop(); });
    m_progressTimer.start();
}

void DoctorPage::setFindings(std::vector<fleet::Finding> findings)
{
    m_findings = std::move(findings);
    std::ranges::stable_sort(m_findings, std::ranges::greater(), &fleet::Finding::severity);
    m_checkedAt = QTime::currentTime();
    m_sinceCheck.start();
    rebuild();
    updateCount();
    Q_EMIT findingsChanged();
}

void DoctorPage::rebuild()
{
    while (QLayoutItem *item = m_sections->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_stack->setCurrentWidget(m_checkedAt ? static_cast<QWidget *>(m_scroll) : m_empty);
    m_copy->setEnabled(m_checkedAt.has_value());
    if (!m_checkedAt)
        return;
    if (count(fleet::Severity::Problem) + count(fleet::Severity::Warning) == 0)
        addAllClear();
    addSection(fleet::Severity::Problem, tr("Problems"), tr("Updates fail until they are solved."));
    addSection(fleet::Severity::Warning, tr("Warnings"), tr("Updates may fail, or fail one day."));
    addSection(fleet::Severity::Ok, tr("In order"), {});
    m_sections->addStretch(1);
}

void DoctorPage::addSection(fleet::Severity severity, const QString &title,
                            const QString &explanation)
{
    const int members = count(severity);
    if (members == 0)
        return;
    QWidget *column = m_sections->parentWidget();
    auto *heading = new QWidget(column);
    auto *row = new QHBoxLayout(heading);
    row->setContentsMargins(0, kSpace2, 0, 0);
    row->setSpacing(kSpace2);
    auto *name = new QLabel(QStringLiteral("%1 (%2)").arg(title, QLocale().toString(members)));
    QFont bold = font();
    bold.setBold(true);
    name->setFont(bold);
    row->addWidget(name);
    auto *more = new QLabel(explanation);
    more->setProperty("muted", true);
    more->setWordWrap(true);
    row->addWidget(more, 1);
    m_sections->addWidget(heading);

    for (const fleet::Finding &finding : m_findings) {
        if (finding.severity != severity)
            continue;
        if (severity == fleet::Severity::Ok) {
            m_sections->addWidget(new FindingLine(m_parts.theme, finding, column));
            continue;
        }
        auto *card = new FindingCard(m_parts.theme, finding, column);
        connect(card, &FindingCard::remedyRequested, this, &DoctorPage::carryOut);
        m_sections->addWidget(card);
    }
}

void DoctorPage::addAllClear()
{
    QWidget *column = m_sections->parentWidget();
    auto *line = new QWidget(column);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace2);
    row->addWidget(new TokenIcon(m_parts.theme, QStringLiteral("emblem-ok"), Token::Good, line));
    auto *text = new QLabel(tr("Nothing here keeps boards from being updated."), line);
    text->setObjectName(QStringLiteral("allClear"));
    text->setProperty("token", QStringLiteral("good"));
    row->addWidget(text, 1);
    m_sections->addWidget(line);
}

void DoctorPage::updateCount()
{
    if (!m_checkedAt) {
        setCount({});
        return;
    }
    const QString when = QLocale().toString(*m_checkedAt, QLocale::ShortFormat);
    //: beside the page's title; %1, %2: "2 problems", "1 warning"; %3 a time
    setCount(tr("%1, %2, checked at %3")
                 .arg(tr("%n problem(s)", nullptr, count(fleet::Severity::Problem)),
                      tr("%n warning(s)", nullptr, count(fleet::Severity::Warning)), when));
}

void DoctorPage::copyReport() const
{
    const QString head =
        QStringLiteral("otabench %1, %2")
            .arg(QCoreApplication::applicationVersion(),
                 QLocale().toString(QDateTime::currentDateTime(), QLocale::ShortFormat));
    QGuiApplication::clipboard()->setText(head + QLatin1Char('\n') +
                                          FindingWords::report(m_findings) + QLatin1Char('\n'));
}

void DoctorPage::carryOut(const fleet::Finding &finding)
{
    switch (remedyFor(finding)) {
    case FindingRemedy::None:
        break;
    case FindingRemedy::CreateAuthority:
        carryOutInBackground(
            [folder = m_parts.paths.certificates()] {
                return FindingRemedies::createAuthority(folder);
            },
            [this] { Q_EMIT authorityMade(); });
        break;
    case FindingRemedy::MakeKeyPrivate:
        carryOutInBackground(
            [key = finding.args.front()] { return FindingRemedies::makePrivate(key); });
        break;
    case FindingRemedy::ScanPorts:
        m_parts.commands.scanPorts();
        Q_EMIT pageRequested(QStringLiteral("bench"));
        break;
    case FindingRemedy::ShowCertificates:
        Q_EMIT pageRequested(QStringLiteral("certificates"));
        break;
    case FindingRemedy::ShowSettings:
        Q_EMIT pageRequested(QStringLiteral("settings"));
        break;
    case FindingRemedy::OpenFolder:
        QDesktopServices::openUrl(
            QUrl::fromLocalFile(QString::fromStdString(m_parts.paths.data.string())));
        break;
    }
}

void DoctorPage::carryOutInBackground(std::function<Result<>()> work, std::function<void()> then)
{
    if (std::exchange(m_isMending, true))
        return;
    inBackground(
        this, [work = std::move(work)](std::stop_token) { return work(); },
        [this, then = std::move(then)](const Result<> &done) {
            m_isMending = false;
            if (!done) {
                banner().showError(done.error());
                return;
            }
            banner().clear();
            if (then)
                then();
            check();
        });
}

void DoctorPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (!m_checkedAt || m_sinceCheck.hasExpired(kFreshFor.count()))
        check();
}

void DoctorPage::retranslate()
{
    setTitle(tr("Doctor"));
    m_copy->setText(tr("Copy &report"));
    m_copy->setToolTip(tr("Copy all findings as text"));
    m_again->setText(tr("&Check again"));
    m_again->setToolTip(tr("Look at this computer once more (F5)"));
    m_empty->setTexts(tr("This computer has not been looked at yet"),
                      tr("The doctor looks for what would keep boards from being updated: ports, "
                         "USB, clock, network, firewall, certificates, disk and database. It "
                         "changes nothing."));
    m_first->setText(tr("Check &this computer"));
    rebuild();
    updateCount();
}

} // namespace otabench::widgets
