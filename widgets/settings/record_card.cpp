#include "widgets/settings/record_card.h"

#include "history/history.h"
#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QVariant>

namespace otabench::widgets {
namespace {

QString urlKey()
{
    return QStringLiteral("history/url");
}

QString operatorKey()
{
    return QStringLiteral("history/operator");
}

QString stationKey()
{
    return QStringLiteral("history/station");
}

} // namespace

RecordCard::RecordCard(QSettings &settings, const Paths &paths, QWidget *parent)
    : SettingsCard(parent)
    , m_settings(settings)
    , m_paths(paths)
    , m_kind(new QComboBox(this))
    , m_url(new QLineEdit(this))
    , m_test(new QPushButton(this))
    , m_busy(new BusyStrip(this))
    , m_verdict(new QLabel(this))
    , m_problem(new ErrorBanner(ErrorBanner::Closable::Yes, this))
    , m_operator(new QLineEdit(this))
    , m_station(new QLineEdit(this))
    , m_use(new QPushButton(this))
    , m_inUse(RecordChoice::load(settings))
    , m_kindLabel(addRow(m_kind))
{
    m_kind->setObjectName(QStringLiteral("databaseKind"));
    m_url->setObjectName(QStringLiteral("databaseUrl"));
    m_test->setObjectName(QStringLiteral("testDatabase"));
    m_verdict->setObjectName(QStringLiteral("databaseVerdict"));
    m_verdict->setWordWrap(true);
    m_verdict->hide();
    m_operator->setObjectName(QStringLiteral("operatorName"));
    m_station->setObjectName(QStringLiteral("stationName"));
    m_kind->addItem(QString());
    m_kind->addItem(QString());
    m_url->setProperty("data", true);
    m_url->setPlaceholderText(QStringLiteral("postgresql://user@host/database"));
    auto *field = new QWidget(this);
    auto *row = new QHBoxLayout(field);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace2);
    row->addWidget(m_url, 1);
    row->addWidget(m_test);
    m_urlLabel = addRow(field, m_url);
    addWhole(m_busy);
    addWhole(m_verdict);
    addWhole(m_problem);
    m_operatorLabel = addRow(m_operator);
    m_stationLabel = addRow(m_station);
    m_use->setObjectName(QStringLiteral("useRecordNow"));
    addWhole(m_use);
    RecordCard::retranslate();
    readSettings();
    connectParts();
}

RecordCard::~RecordCard()
{
    m_stop.request_stop();
}

void RecordCard::connectParts()
{
    connect(m_kind, qOverload<int>(&QComboBox::currentIndexChanged), this, [this] {
        save();
        updateStates();
    });
    for (const QLineEdit *field : {m_url, m_operator, m_station})
        connect(field, &QLineEdit::editingFinished, this, &RecordCard::save);
    connect(m_url, &QLineEdit::textChanged, this, &RecordCard::updateStates);
    connect(m_test, &QPushButton::clicked, this, &RecordCard::test);
    connect(m_use, &QPushButton::clicked, this, &RecordCard::startAgainRequested);
}

void RecordCard::readSettings()
{
    const RecordChoice choice = RecordChoice::load(m_settings);
    const QSignalBlocker quietKind(m_kind);
    const QSignalBlocker quietUrl(m_url);
    m_kind->setCurrentIndex(choice.url.empty() ? File : Server);
    m_url->setText(QString::fromStdString(choice.url));
    m_operator->setText(QString::fromStdString(choice.operatorName));
    m_station->setText(QString::fromStdString(choice.station));
    updateStates();
    updateUse();
}

/// What a variable says is shown, and not written.
void RecordCard::save()
{
    const auto keep = [this](const QString &key, const char *variable, const QString &value) {
        if (!RecordChoice::isOverridden(variable))
            m_settings.setValue(key, value);
    };
    const QString url = m_kind->currentIndex() == Server ? m_url->text().trimmed() : QString();
    keep(urlKey(), "OTABENCH_DATABASE", url);
    keep(operatorKey(), "OTABENCH_OPERATOR", m_operator->text().trimmed());
    keep(stationKey(), "OTABENCH_STATION", m_station->text().trimmed());
    updateUse();
}

void RecordCard::updateUse()
{
    m_use->setVisible(RecordChoice::load(m_settings) != m_inUse);
}

void RecordCard::updateStates()
{
    const bool isOverridden = RecordChoice::isOverridden("OTABENCH_DATABASE");
    const bool isServer = m_kind->currentIndex() == Server;
    m_kind->setEnabled(!isOverridden);
    m_url->setEnabled(isServer && !isOverridden);
    m_test->setEnabled(!m_busy->isBusy() && (!isServer || !m_url->text().trimmed().isEmpty()));
    m_operator->setEnabled(!RecordChoice::isOverridden("OTABENCH_OPERATOR"));
    m_station->setEnabled(!RecordChoice::isOverridden("OTABENCH_STATION"));
    m_reached.reset();
    m_verdict->hide();
    m_problem->clear();
}

void RecordCard::test()
{
    history::HistoryOptions options{.file = m_paths.historyFile()};
    if (m_kind->currentIndex() == Server)
        options.url = m_url->text().trimmed().toStdString();
    m_verdict->hide();
    m_problem->clear();
    m_busy->start(tr("Connecting to the database…"), [this] { m_stop.request_stop(); });
    m_test->setEnabled(false);
    m_stop = inBackground(
        this,
        [options](std::stop_token stop) {
            const Result<> reached = history::History::reach(options);
            return stop.stop_requested()
                       ? Result<>(fail(ErrorCode::Cancelled, "the test was cancelled"))
                       : reached;
        },
        [this](const Result<> &reached) {
            m_busy->finish();
            updateStates();
            showVerdict(reached);
        });
}

void RecordCard::showVerdict(const Result<> &reached)
{
    if (!reached && reached.error().code == ErrorCode::Cancelled)
        return;
    if (!reached) {
        m_problem->showError(reached.error());
        return;
    }
    m_reached = true;
    m_verdict->setProperty("token", QStringLiteral("good"));
    m_verdict->setText(tr("✔ The database can be used."));
    m_verdict->show();
}

void RecordCard::retranslate()
{
    setHeading(tr("History"));
    m_kindLabel->setText(tr("Data&base"));
    m_kind->setItemText(File, tr("A file on this computer (SQLite)"));
    m_kind->setItemText(Server, tr("A PostgreSQL server that several benches share"));
    m_urlLabel->setText(tr("&URL"));
    m_url->setAccessibleName(tr("URL of the database"));
    m_test->setText(tr("T&est"));
    m_test->setToolTip(tr("Connect to it now; nothing is changed there"));
    m_operatorLabel->setText(tr("O&perator"));
    m_operator->setPlaceholderText(tr("Who is logged in"));
    m_stationLabel->setText(tr("&Station"));
    m_station->setPlaceholderText(tr("The computer's name"));
    m_use->setText(tr("Open otabench anew w&ith these"));
    m_use->setToolTip(tr("Closes the window and opens it again; asks first while boards update"));
    if (m_reached)
        m_verdict->setText(tr("✔ The database can be used."));
    setNote(RecordChoice::isOverridden("OTABENCH_DATABASE")
                ? tr("$OTABENCH_DATABASE is set and goes before this setting.")
                : tr("What is changed here holds once otabench has been opened anew. The command "
                     "line takes $OTABENCH_DATABASE."));
}

} // namespace otabench::widgets
