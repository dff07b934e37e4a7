#include "widgets/bench/board_panel.h"

#include "widgets/bench/board_console.h"
#include "widgets/bench/board_history.h"
#include "widgets/bench/progress_chart.h"
#include "widgets/bench/progress_store.h"
#include "widgets/common/background.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_store.h"
#include "widgets/log/log_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr int kDetailsTab = 0;
constexpr int kLogTab = 1;
constexpr int kHistoryTab = 2;

bool isAtItsEnd(const fleet::BoardState &board)
{
    return !board.phase || isFinal(*board.phase);
}

} // namespace

BoardPanel::BoardPanel(const Parts &parts, QWidget *parent)
    : QWidget(parent)
    , m_logs(parts.logs)
    , m_progress(parts.progress)
    , m_source(parts.record)
    , m_title(new QLabel(this))
    , m_close(new QToolButton(this))
    , m_tabs(new QTabWidget(this))
    , m_details(new BoardDetails(parts.theme, m_tabs))
    , m_chart(new ProgressChart(parts.theme, m_tabs))
    , m_log(new LogView(parts.theme, m_tabs))
    , m_console(new BoardConsole(parts.settings, m_tabs))
    , m_history(new BoardHistory(parts.theme, m_tabs))
{
    setObjectName(QStringLiteral("detailPanel"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_close->setObjectName(QStringLiteral("closeDetail"));
    m_close->setIcon(icon(QStringLiteral("window-close")));
    m_tabs->setObjectName(QStringLiteral("detailTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_details, QString());
    m_tabs->addTab(makeLog(), QString());
    m_tabs->addTab(m_history, QString());

    auto *top = new QHBoxLayout;
    top->setContentsMargins(kSpace4, kSpace2, kSpace2, 0);
    top->addWidget(m_title, 1);
    top->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_tabs, 1);

    connect(m_close, &QToolButton::clicked, this, &BoardPanel::closeRequested);
    connect(m_details, &BoardDetails::requested, this, &BoardPanel::onAct);
    connect(m_console, &BoardConsole::textEntered, this, &BoardPanel::textEntered);
    connect(m_tabs, &QTabWidget::currentChanged, this, &BoardPanel::showProgress);
    connect(&m_logs, &LogStore::aboutToRemove, this, [this](const std::string &id) {
        if (id == m_id)
            clear();
    });
    retranslate();
}

QWidget *BoardPanel::makeLog()
{
    auto *page = new QWidget(m_tabs);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_chart);
    layout->addWidget(m_log, 1);
    layout->addWidget(m_console);
    return page;
}

void BoardPanel::setBoard(const fleet::BoardState &board)
{
    const bool isAnother = board.id != m_id;
    m_id = board.id;
    m_title->setText(QString::fromStdString(board.name));
    if (isAnother) {
        m_log->setLog(m_logs.log(board.id));
        m_details->setRecord({});
        m_history->setRecord({});
    }
    m_details->setBoard(board);
    m_console->setBoard(board);
    showProgress();
    const std::string mac = board.identity ? board.identity->mac : std::string();
    const bool hasEnded = isAtItsEnd(board) && !m_wasFinal;
    if (isAnother || mac != m_mac || hasEnded)
        readRecord(board);
    m_wasFinal = isAtItsEnd(board);
}

void BoardPanel::clear()
{
    m_log->setLog(nullptr);
    m_id.clear();
    m_mac.clear();
    m_reading.request_stop();
}

void BoardPanel::readRecord(const fleet::BoardState &board)
{
    m_mac = board.identity ? board.identity->mac : std::string();
    m_reading.request_stop();
    m_reading = inBackground(
        this,
        [source = m_source, mac = m_mac, address = board.id](std::stop_token stop) {
            return readBoardRecord(source, mac, address, std::move(stop));
        },
        [this, request = ++m_request](const BoardRecordView &record) {
            if (request != m_request || m_id.empty()) // another board is shown by now
                return;
            m_details->setRecord(record);
            m_history->setRecord(record);
        });
}

void BoardPanel::showProgress()
{
    if (m_tabs->currentIndex() == kLogTab)
        m_chart->setCourse(m_progress.course(m_id));
}

void BoardPanel::openConsole()
{
    m_tabs->setCurrentIndex(kLogTab);
    m_console->open();
}

void BoardPanel::onAct(BoardAct act)
{
    if (act == BoardAct::Console)
        openConsole();
    else if (!m_id.empty())
        Q_EMIT requested(act, m_id);
}

void BoardPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardPanel::retranslate()
{
    m_tabs->setTabText(kDetailsTab, tr("Details"));
    m_tabs->setTabText(kLogTab, tr("Log"));
    m_tabs->setTabText(kHistoryTab, tr("History"));
    m_tabs->setAccessibleName(tr("The selected board"));
    m_close->setToolTip(tr("Close the details (Esc)"));
    m_close->setAccessibleName(tr("Close the details"));
}

} // namespace otabench::widgets
