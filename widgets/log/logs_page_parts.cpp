// How the page of logs is put together; what it does is in logs_page.cpp.
#include "widgets/log/logs_page.h"

#include "widgets/common/busy_strip.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/log/back_to_live.h"
#include "widgets/log/board_choice_model.h"
#include "widgets/log/board_chooser.h"
#include "widgets/log/explanation_view.h"
#include "widgets/log/log_area.h"
#include "widgets/log/log_feed.h"
#include "widgets/log/log_filter_edit.h"
#include "widgets/log/log_lines_model.h"
#include "widgets/log/log_marks_model.h"
#include "widgets/log/log_search_bar.h"
#include "widgets/log/log_side_panel.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr std::array kLevels = {monitor::Level::None, monitor::Level::Debug, monitor::Level::Info,
                                monitor::Level::Warning, monitor::Level::Error};
constexpr int kSideWidth = 360;

} // namespace

void LogsPage::makeHeader()
{
    m_search = addSearch("logSearch");
    m_searchBar = new LogSearchBar(*m_search, this);
    addToHeader(m_searchBar);
    m_open = addAct("openLog", "document-open");
    m_export = addAct("exportLog", "document-save");
    m_side = addAct("logBookmarks", "user-bookmarks");
    m_side->setCheckable(true);
    m_pause = addAct("pauseLog", "media-playback-pause");
    m_pause->setCheckable(true);
    connect(m_open, &QPushButton::clicked, this, &LogsPage::chooseFile);
    connect(m_export, &QPushButton::clicked, this, &LogsPage::chooseExport);
    connect(m_side, &QPushButton::clicked, this, &LogsPage::showSide);
}

QWidget *LogsPage::makeFilterBar()
{
    auto *bar = new QWidget(this);
    m_chooser = new BoardChooser(*m_boards, bar);
    m_level = new QComboBox(bar);
    m_level->setObjectName(QStringLiteral("logsLevel"));
    for (const monitor::Level level : kLevels)
        m_level->addItem(QString(), static_cast<int>(level));
    m_expression =
        new LogFilterEdit([this](const QString &field) { return filterValues(field); }, bar);
    m_error = new QLabel(bar);
    m_error->setObjectName(QStringLiteral("logFilterError"));
    m_error->setProperty("token", QStringLiteral("bad"));
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(kSpace2);
    row->addWidget(m_chooser);
    row->addWidget(m_level);
    row->addWidget(m_expression, 1);
    auto *column = new QVBoxLayout(bar);
    column->setContentsMargins(kSpace4, kSpace2, kSpace4, kSpace2);
    column->setSpacing(kSpace1);
    column->addLayout(row);
    column->addWidget(m_error);
    return bar;
}

QWidget *LogsPage::makeSourceStrip()
{
    m_sourceStrip = new QWidget(this);
    m_sourceStrip->setObjectName(QStringLiteral("logSource"));
    m_sourceText = new QLabel(m_sourceStrip);
    m_sourceText->setObjectName(QStringLiteral("logSourceText"));
    m_sourceText->setTextFormat(Qt::PlainText); // names a file
    m_older = new QPushButton(m_sourceStrip);
    m_older->setObjectName(QStringLiteral("olderLines"));
    m_older->setIcon(icon(QStringLiteral("go-up")));
    m_older->setIconSize(kButtonIcon);
    m_live = new QPushButton(m_sourceStrip);
    m_live->setObjectName(QStringLiteral("leaveSource"));
    m_live->setIcon(icon(QStringLiteral("go-bottom")));
    m_live->setIconSize(kButtonIcon);
    auto *row = new QHBoxLayout(m_sourceStrip);
    row->setContentsMargins(kSpace4, kSpace1, kSpace4, kSpace2);
    row->setSpacing(kSpace2);
    row->addWidget(m_sourceText, 1);
    row->addWidget(m_older);
    row->addWidget(m_live);
    m_sourceStrip->hide();
    connect(m_older, &QPushButton::clicked, this,
            [this] { m_feed->showOlder(m_filter.value_or(monitor::LogFilter())); });
    connect(m_live, &QPushButton::clicked, this, [this] {
        m_feed->showLive();
        m_area->followEnd();
    });
    return m_sourceStrip;
}

QWidget *LogsPage::makeLines()
{
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("logSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_stack = new QStackedWidget(m_splitter);
    m_empty = new EmptyState(QStringLiteral("text-x-log"), m_stack);
    m_emptyOpen =
        m_empty->addButton(QStringLiteral("openFirstLog"), QStringLiteral("document-open"));
    m_noMatch = new EmptyState(QStringLiteral("edit-find"), m_stack);
    m_clear = m_noMatch->addButton(QStringLiteral("clearLogFilter"), QStringLiteral("edit-clear"));
    m_area = new LogArea(m_theme, m_stack);
    m_area->setShowsBoards(true);
    m_area->setHelp([this](const QModelIndex &index) { return helpFor(index); });
    m_area->setModel(m_lines);
    new BackToLive(*m_area); // the area owns it
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_noMatch);
    m_stack->addWidget(m_area);
    m_panel = new LogSidePanel(m_lines->marks(), m_splitter);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_panel);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({kSideWidth * 3, kSideWidth});
    connect(m_emptyOpen, &QPushButton::clicked, this, &LogsPage::chooseFile);
    connect(m_clear, &QPushButton::clicked, this, &LogsPage::clearFilter);
    return m_splitter;
}

void LogsPage::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto act) {
        const auto *shortcut = new QShortcut(keys, this); // while the page is shown
        connect(shortcut, &QShortcut::activated, this, std::move(act));
    };
    add(Qt::Key_F3, [this] { goToHit(1); });
    add(QKeySequence(QStringLiteral("Shift+F3")), [this] { goToHit(-1); });
    add(Qt::Key_F2, [this] { goToMark(1); });
    add(QKeySequence(QStringLiteral("Shift+F2")), [this] { goToMark(-1); });
    add(QKeySequence(QStringLiteral("Ctrl+B")), [this] {
        if (const auto current = m_area->current(); current && m_lines->has(*current))
            m_lines->toggleMark(*current);
    });
    add(QKeySequence(QStringLiteral("Ctrl+L")),
        [this] { m_expression->setFocus(Qt::ShortcutFocusReason); });
    add(QKeySequence::Open, [this] { chooseFile(); });
    add(QKeySequence::Save, [this] { chooseExport(); });
    add(Qt::Key_Escape, [this] {
        if (!m_search->text().isEmpty())
            m_search->clear();
        else
            showSide(false);
    });
}

void LogsPage::connectFilter()
{
    connect(m_boards, &BoardChoiceModel::chosenChanged, this, &LogsPage::applyFilter);
    connect(m_level, qOverload<int>(&QComboBox::currentIndexChanged), this, &LogsPage::applyFilter);
    connect(m_expression, &QLineEdit::textChanged, this, &LogsPage::applyFilter);
    connect(m_searchBar, &LogSearchBar::patternChanged, this, &LogsPage::applyQuery);
    connect(m_searchBar, &LogSearchBar::wrong, this, [this](const QString &why) {
        m_searchError = why;
        showFilterError(m_filterError.isEmpty() ? why : m_filterError);
    });
    connect(m_searchBar, &LogSearchBar::nextRequested, this, [this] { goToHit(1); });
    connect(m_searchBar, &LogSearchBar::previousRequested, this, [this] { goToHit(-1); });
}

void LogsPage::connectLines()
{
    connect(m_lines, &LogLinesModel::hitsChanged, this, &LogsPage::updateHits);
    connect(m_lines, &LogLinesModel::queryApplied, this, &LogsPage::updateStack);
    connect(m_lines, &LogLinesModel::scanningChanged, this, &LogsPage::updateBusy);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_lines, signal, this, [this] {
            updateStack();
            m_ticks.start();
        });
    connect(m_lines, &QAbstractItemModel::modelReset, this, [this] {
        updateStack();
        updateSource();
        m_ticks.start();
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_lines->marks(), signal, &m_ticks, qOverload<>(&QTimer::start));
    connect(m_feed, &LogFeed::changed, this, [this] {
        updateStack();
        updateSource();
        updateBusy();
    });
    connect(m_feed, &LogFeed::failed, &banner(), &ErrorBanner::showError);
    connect(m_area, &LogArea::currentChanged, this, [this] {
        updateHits();
        m_panel->setCurrentLine(*m_area->current());
    });
    connect(m_area, &LogArea::activated, this, &LogsPage::explain);
    connect(m_area, &LogArea::menuAboutToShow, this, &LogsPage::addToMenu);
    connect(m_area, &LogArea::followingChanged, this, [this] {
        m_pause->setChecked(!m_area->isFollowing());
        m_lines->setHolding(!m_area->isFollowing());
    });
    connect(m_area, &LogArea::tooManyToCopy, this, [this](int lines) {
        banner().showError(
            {ErrorCode::InvalidArgument,
             tr("%n line(s) are selected: choose fewer, or export them to a file.", nullptr, lines)
                 .toStdString(),
             {}});
    });
    connect(m_area->verticalScrollBar(), &QScrollBar::valueChanged, this, &LogsPage::updateSource);
    connect(m_pause, &QPushButton::clicked, this, [this](bool pauses) {
        if (pauses)
            m_area->setFollowing(false);
        else
            m_area->followEnd();
    });
    connect(m_panel, &LogSidePanel::lineRequested, m_area, [this](quint64 sequence) {
        m_area->showLine(sequence);
        m_area->setFocus(Qt::OtherFocusReason);
    });
    connect(m_panel, &LogSidePanel::closeRequested, this, [this] { showSide(false); });
    connect(&m_panel->explanation(), &ExplanationView::programRequested, this,
            &LogsPage::choosePrograms);
}

void LogsPage::showFilterError(const QString &why)
{
    m_error->setText(why);
    m_error->setVisible(!why.isEmpty());
    m_expression->setAccessibleDescription(why);
}

void LogsPage::showSide(bool shown)
{
    m_panel->setVisible(shown);
    m_side->setChecked(shown);
    m_settings.setValue(QStringLiteral("logs/side"), shown);
    if (!shown && m_area->isVisible())
        m_area->setFocus(Qt::OtherFocusReason);
}

void LogsPage::addToMenu(QMenu *menu, quint64 sequence)
{
    if (!m_lines->has(sequence))
        return;
    const auto record = m_lines->record(sequence);
    const std::string board(record.board);
    const auto entry = monitor::parseLine(record.line);
    const QString tag = QString::fromUtf8(entry.tag.data(), static_cast<int>(entry.tag.size()));
    menu->addSeparator();
    menu->addAction(tr("&Explain this line"), this, [this, sequence] { explain(sequence); });
    menu->addAction(m_lines->marks().isUsers(sequence) ? tr("Remove the &bookmark")
                                                       : tr("Set a &bookmark"),
                    this, [this, sequence] {
                        if (m_lines->has(sequence))
                            m_lines->toggleMark(sequence);
                    });
    menu->addSeparator();
    menu->addAction(
        tr("&Only %1").arg(m_boards->nameOf(board).replace(QLatin1Char('&'), QStringLiteral("&&"))),
        this, [this, board] { showBoard(board); });
    if (tag.isEmpty() || tag.contains(QLatin1Char('"')))
        return;
    const QString term = tag.contains(QLatin1Char(' ')) ? QStringLiteral("tag:\"%1\"").arg(tag)
                                                        : QStringLiteral("tag:%1").arg(tag);
    QString shownTag = tag;
    shownTag.replace(QLatin1Char('&'), QStringLiteral("&&"));
    menu->addAction(tr("Only the &tag %1").arg(shownTag), this, [this, term] { addTerm(term); });
    menu->addAction(tr("&Hide the tag %1").arg(shownTag), this,
                    [this, term] { addTerm(QStringLiteral("not ") + term); });
}

// ---- files

void LogsPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open a saved log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Logs (*.log *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &LogsPage::openFile);
    dialog->open();
}

void LogsPage::chooseExport()
{
    if (m_lines->rowCount() == 0)
        return;
    auto *dialog = new QFileDialog(this, tr("Export the lines that are shown"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Text (*.log)"), tr("Table (*.csv)"), tr("JSON lines (*.json)")});
    dialog->selectFile(QStringLiteral("otabench.log"));
    dialog->setDefaultSuffix(QStringLiteral("log"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        for (const char *suffix : {"csv", "json", "log"}) {
            if (filter.contains(QLatin1String(suffix)))
                dialog->setDefaultSuffix(QLatin1String(suffix));
        }
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        const QString suffix = QFileInfo(file).suffix().toLower();
        exportTo(file, suffix == QLatin1String("csv")    ? monitor::LogFormat::Csv
                       : suffix == QLatin1String("json") ? monitor::LogFormat::Json
                                                         : monitor::LogFormat::Text);
    });
    dialog->open();
}

void LogsPage::choosePrograms()
{
    auto *dialog = new QFileDialog(this, tr("The firmware's .elf file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Programs (*.elf)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &files) {
        setPrograms(files);
        if (const auto current = m_area->current())
            explain(*current);
    });
    dialog->open();
}

void LogsPage::dragEnterEvent(QDragEnterEvent *event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void LogsPage::dropEvent(QDropEvent *event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.size() != 1 || !urls.front().isLocalFile())
        return;
    event->acceptProposedAction();
    openFile(urls.front().toLocalFile());
}

void LogsPage::retranslate()
{
    setTitle(tr("Logs"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setToolTip(tr("Search the lines (Ctrl+F); F3 and Shift+F3 go from hit to hit"));
    m_search->setAccessibleName(tr("Search the lines"));
    m_open->setText(tr("&Open…"));
    m_open->setToolTip(tr("Read a saved log (Ctrl+O)"));
    m_export->setText(tr("E&xport…"));
    m_export->setToolTip(tr("Write the lines that are shown to a file (Ctrl+S)"));
    m_side->setText(tr("Boo&kmarks"));
    m_side->setToolTip(tr("Bookmarks and explanations; F2 and Shift+F2 go from one bookmark to the "
                          "next, Ctrl+B sets one"));
    m_pause->setText(tr("&Pause"));
    m_pause->setToolTip(tr("Hold the lines still; those that come are kept"));
    //: log lines of every level
    m_level->setItemText(0, tr("All levels"));
    m_level->setItemText(1, tr("Debug and above"));
    m_level->setItemText(2, tr("Info and above"));
    m_level->setItemText(3, tr("Warnings and errors"));
    m_level->setItemText(4, tr("Errors only"));
    m_level->setAccessibleName(tr("Least level shown"));
    m_expression->setPlaceholderText(
        tr("Filter: level:warning tag:wifi not board:ttyUSB0 since:10m /regular expression/ "
           "\"text\""));
    m_expression->setToolTip(tr("Terms joined by and, or, not and parentheses; Ctrl+Space shows "
                                "what can stand here (Ctrl+L)"));
    m_expression->setAccessibleName(tr("Filter expression"));
    m_older->setText(tr("Ol&der lines"));
    m_live->setText(tr("Back to li&ve"));
    m_empty->setTexts(tr("No log lines yet"),
                      tr("What boards print appears here at once, and stays on disk. A log that "
                         "was saved elsewhere can be opened or dropped here."));
    m_emptyOpen->setText(tr("Open a &log file…"));
    m_noMatch->setTexts(tr("No line passes the filter"),
                        tr("Lines that come and pass it appear here at once."));
    m_clear->setText(tr("&Clear the filter"));
    m_area->setAccessibleName(tr("Log of all boards"));
    updateStack();
    updateSource();
}

} // namespace otabench::widgets
