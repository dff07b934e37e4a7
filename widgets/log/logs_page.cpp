#include "widgets/log/logs_page.h"

#include "widgets/common/background.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/log/board_choice_model.h"
#include "widgets/log/board_chooser.h"
#include "widgets/log/explanation_text.h"
#include "widgets/log/explanation_view.h"
#include "widgets/log/filter_error_text.h"
#include "widgets/log/log_area.h"
#include "widgets/log/log_feed.h"
#include "widgets/log/log_filter_edit.h"
#include "widgets/log/log_lines_model.h"
#include "widgets/log/log_marks_model.h"
#include "widgets/log/log_model.h"
#include "widgets/log/log_search_bar.h"
#include "widgets/log/log_side_panel.h"
#include "widgets/log/marked_scroll_bar.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr std::chrono::milliseconds kTicksInterval{150};
constexpr std::chrono::milliseconds kProgressInterval{100};
constexpr std::size_t kTicks = 600; ///< about a screen's height, in steps of two pixels
constexpr std::size_t kTagLines = 4000;

QString programsKey()
{
    return QStringLiteral("logs/programs");
}

} // namespace

LogsPage::LogsPage(const Parts &parts, QWidget *parent)
    : Page(parent)
    , m_theme(parts.theme)
    , m_settings(parts.settings)
    , m_lines(new LogLinesModel(parts.capacity, this))
    , m_boards(new BoardChoiceModel(this))
    , m_feed(new LogFeed(*m_lines, *m_boards, parts.folder, this))
{
    setAcceptDrops(true);
    m_lines->setBoardNames([this](std::string_view board) { return m_boards->nameOf(board); });
    makeHeader();
    auto *body = new QWidget(this);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_busy = new BusyStrip(this);
    layout->addWidget(makeFilterBar());
    layout->addWidget(makeSourceStrip());
    layout->addWidget(m_busy);
    layout->addWidget(makeLines(), 1);
    setBody(body);
    makeShortcuts();
    connectFilter();
    connectLines();
    m_ticks.setSingleShot(true);
    m_ticks.setInterval(kTicksInterval);
    connect(&m_ticks, &QTimer::timeout, this, &LogsPage::updateTicks);
    m_progress.setInterval(kProgressInterval);
    connect(&m_progress, &QTimer::timeout, this, &LogsPage::updateBusy);
    showSide(m_settings.value(QStringLiteral("logs/side"), false).toBool());
    LogsPage::retranslate();
    m_feed->showLive();
}

void LogsPage::apply(const EventBatch &batch)
{
    for (const fleet::BoardState &board : batch.boards) {
        monitor::KnownFacts &facts = m_facts[board.id];
        facts.imageVersion = board.newVersion;
        if (!board.identity)
            continue;
        facts.boardChip = board.identity->chip;
        facts.boardVersion = board.identity->version;
        for (const auto &slot : board.identity->slots) {
            if (slot.label == board.identity->nextSlot)
                facts.slotBytes = slot.bytes;
        }
    }
    m_feed->apply(batch);
}

void LogsPage::showBoard(const std::string &address)
{
    m_boards->note(address);
    m_boards->choose({address});
}

void LogsPage::openFile(const QString &file)
{
    banner().clear();
    m_notice.clear();
    m_feed->showFile(file);
}

void LogsPage::setPrograms(const QStringList &paths)
{
    m_settings.setValue(programsKey(), paths);
}

monitor::KnownFacts LogsPage::factsOf(const std::string &board) const
{
    const auto found = m_facts.find(board);
    monitor::KnownFacts facts = found == m_facts.end() ? monitor::KnownFacts() : found->second;
    facts.realTime = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return facts;
}

// ---- filter and search

void LogsPage::applyFilter()
{
    std::optional<monitor::LogFilter> filter;
    const auto add = [&filter](const monitor::LogFilter &other) {
        filter = filter ? *filter && other : other;
    };
    if (auto chosen = m_boards->chosen(); !chosen.empty())
        add(monitor::LogFilter::boards(std::move(chosen)));
    const auto level = static_cast<monitor::Level>(m_level->currentData().toInt());
    if (level != monitor::Level::None)
        add(monitor::LogFilter::level(level));
    const std::string expression = m_expression->text().trimmed().toStdString();
    if (!expression.empty()) {
        const auto boardsOf =
            [this](std::string_view bench) -> std::optional<std::vector<std::string>> {
            const QString name = QString::fromUtf8(bench.data(), static_cast<int>(bench.size()));
            std::vector<std::string> addresses;
            for (const BoardChoiceModel::Board &board : m_boards->boards()) {
                if (board.bench == name)
                    addresses.push_back(board.address);
            }
            return addresses.empty() ? std::nullopt : std::optional(addresses);
        };
        const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(
            std::chrono::system_clock::now());
        const auto parsed =
            monitor::LogFilter::parse(expression, {.now = now, .boardsOfBench = boardsOf});
        m_filterError = parsed ? QString() : FilterErrorText::text(parsed.error());
        if (!parsed) { // what was shown stays
            showFilterError(m_filterError);
            return;
        }
        add(*parsed);
    } else {
        m_filterError.clear();
    }
    showFilterError(m_searchError);
    m_filter = std::move(filter);
    m_notice.clear();
    updateSource();
    applyQuery();
}

void LogsPage::applyQuery()
{
    m_lines->setQuery({.filter = m_filter, .search = m_searchBar->pattern()});
    m_area->setSearch(m_searchBar->pattern());
}

void LogsPage::clearFilter()
{
    m_boards->choose({});
    m_level->setCurrentIndex(0);
    m_expression->clear();
}

void LogsPage::addTerm(const QString &term)
{
    const QString before = m_expression->text().trimmed();
    m_expression->setText(before.isEmpty() ? term : QStringLiteral("(%1) %2").arg(before, term));
}

/// Tags are those of the last lines: there is no list of them anywhere.
QStringList LogsPage::filterValues(const QString &field) const
{
    QStringList values;
    if (field == QLatin1String("bench"))
        return m_boards->benches();
    if (field == QLatin1String("board")) {
        for (const BoardChoiceModel::Board &board : m_boards->boards())
            values << BoardChoiceModel::lastPart(board.address);
    }
    if (field == QLatin1String("tag")) {
        const int rows = m_lines->rowCount();
        for (int row = std::max(0, rows - static_cast<int>(kTagLines)); row < rows; ++row) {
            const auto record = m_lines->record(m_lines->sequence(row));
            const std::string_view tag = monitor::parseLine(record.line).tag;
            const QString text = QString::fromUtf8(tag.data(), static_cast<int>(tag.size()));
            if (!text.isEmpty() && !values.contains(text))
                values << text;
        }
    }
    values.sort(Qt::CaseInsensitive);
    return values;
}

// ---- what is shown around the lines

void LogsPage::updateStack()
{
    const bool isEmpty = m_lines->isEmpty();
    const bool isHidden = m_lines->rowCount() == 0;
    QWidget *shown = m_area;
    if (isEmpty && m_feed->source() == LogFeed::Source::Live)
        shown = m_empty;
    else if (isHidden && !m_lines->isScanning() && m_lines->query().filter)
        shown = m_noMatch;
    m_stack->setCurrentWidget(shown);
    m_export->setEnabled(!isHidden);
    updateCount();
}

void LogsPage::updateCount()
{
    const auto all = static_cast<std::uint64_t>(m_lines->lineCount());
    const auto shown = static_cast<std::uint64_t>(m_lines->rowCount());
    if (shown == all)
        setCount(tr("%n line(s)", nullptr, static_cast<int>(all)));
    else
        //: %1 lines of a log of %2 pass the filter
        setCount(tr("%1 of %2 lines").arg(Format::count(shown), Format::count(all)));
}

void LogsPage::updateSource()
{
    const auto source = m_feed->source();
    const bool isAtTop = m_area->verticalScrollBar()->value() == 0 && !m_lines->isEmpty();
    const bool isLive = source == LogFeed::Source::Live;
    m_sourceStrip->setVisible(!isLive || !m_notice.isEmpty() || (m_feed->hasOlder() && isAtTop));
    m_older->setVisible(m_feed->hasOlder() && source != LogFeed::Source::File &&
                        (!isLive || isAtTop));
    m_older->setEnabled(!m_feed->isReading());
    m_live->setVisible(!isLive);
    m_pause->setEnabled(isLive);
    const int unshown = static_cast<int>(m_feed->unshown());
    const QString news = unshown > 0 ? tr("%n line(s) have come since.", nullptr, unshown)
                                     : tr("No lines have come since.");
    QString text;
    if (!m_notice.isEmpty())
        text = m_notice;
    else if (source == LogFeed::Source::File)
        text = tr("The saved log “%1”.").arg(QFileInfo(m_feed->file()).fileName()) +
               QLatin1Char(' ') + news;
    else if (source == LogFeed::Source::Older)
        text = tr("Older lines from the disk.") + QLatin1Char(' ') + news;
    else
        text = tr("Lines before these are on disk.");
    m_sourceText->setText(text);
}

void LogsPage::updateBusy()
{
    const bool isReading = m_feed->isReading();
    const bool isBusy = isReading || m_exported || m_lines->isScanning();
    if (!isBusy) {
        m_progress.stop();
        m_busy->finish();
        return;
    }
    if (!m_busy->isBusy()) {
        if (m_exported)
            m_busy->start(tr("Writing the lines…"), [this] { m_stopExport.request_stop(); });
        else if (isReading)
            m_busy->start(tr("Reading the saved lines…"), [this] { m_feed->cancel(); });
        else
            m_busy->start(tr("Looking through the lines…"), [this] { clearFilter(); });
        m_progress.start();
    }
    m_busy->setProgress(m_exported ? m_exported->load() : isReading ? m_feed->progress() : -1);
}

/// For each step of the scroll bar, whether a hit or a bookmark is among its rows.
void LogsPage::updateTicks()
{
    std::vector<MarkedScrollBar::Tick> ticks;
    const auto rows = static_cast<std::size_t>(m_lines->rowCount());
    const auto &hits = m_lines->hits();
    const LogMarksModel &marks = m_lines->marks();
    const std::size_t steps = std::min(rows, kTicks);
    for (std::size_t step = 0; step < steps; ++step) {
        const auto first = m_lines->sequence(static_cast<int>(step * rows / steps));
        const auto last = m_lines->sequence(static_cast<int>((step + 1) * rows / steps) - 1);
        const double place =
            steps < 2 ? 0 : static_cast<double>(step) / static_cast<double>(steps - 1);
        const auto hit = std::lower_bound(hits.begin(), hits.end(), first);
        if (hit != hits.end() && *hit <= last)
            ticks.push_back({place, MarkedScrollBar::Edge::Left, Token::Warning});
        const int row = marks.rowNear(last);
        if (row >= 0 && marks.marks()[static_cast<std::size_t>(row)].sequence >= first) {
            const auto token = marks.index(row).data(LogMarksModel::TokenRole).toInt();
            ticks.push_back({place, MarkedScrollBar::Edge::Right, static_cast<Token>(token)});
        }
    }
    m_area->markedScrollBar().setTicks(std::move(ticks));
}

void LogsPage::updateHits()
{
    const auto &hits = m_lines->hits();
    int place = 0;
    if (const auto current = m_area->current()) {
        const auto hit = std::lower_bound(hits.begin(), hits.end(), *current);
        if (hit != hits.end() && *hit == *current)
            place = static_cast<int>(hit - hits.begin()) + 1;
    }
    m_searchBar->setHits(place, static_cast<int>(hits.size()));
    m_ticks.start();
}

// ---- moving about

void LogsPage::goToHit(int step)
{
    const auto &hits = m_lines->hits();
    if (hits.empty())
        return;
    // From the current line, or from the first that is in view; around the end.
    const int top = std::min(m_area->verticalScrollBar()->value(), m_lines->rowCount() - 1);
    const std::uint64_t from =
        m_area->current().value_or(m_lines->sequence(top) - (step > 0 ? 1 : 0));
    auto hit = step > 0 ? std::upper_bound(hits.begin(), hits.end(), from)
                        : std::lower_bound(hits.begin(), hits.end(), from);
    if (step > 0 && hit == hits.end())
        hit = hits.begin();
    else if (step < 0)
        hit = hit == hits.begin() ? std::prev(hits.end()) : std::prev(hit);
    m_area->showLine(*hit);
}

void LogsPage::goToMark(int step)
{
    const LogMarksModel &marks = m_lines->marks();
    if (m_lines->rowCount() == 0)
        return;
    const int top = std::min(m_area->verticalScrollBar()->value(), m_lines->rowCount() - 1);
    const std::uint64_t from = m_area->current().value_or(m_lines->sequence(top));
    if (const auto mark = step > 0 ? marks.next(from) : marks.previous(from))
        m_area->showLine(*mark);
}

void LogsPage::explain(quint64 sequence)
{
    if (!m_lines->has(sequence))
        return;
    const auto record = m_lines->record(sequence);
    const bool isCrash = monitor::parseLine(record.line).kind == monitor::LineKind::Panic;
    const bool hasPrograms = !m_settings.value(programsKey()).toStringList().isEmpty();
    m_panel->explanation().show(
        {.line = QString::fromUtf8(record.line.data(), static_cast<int>(record.line.size())),
         .facts = factsOf(std::string(record.board)),
         .isCrash = isCrash,
         .hasPrograms = hasPrograms});
    m_panel->showExplanation();
    showSide(true);
    if (isCrash && hasPrograms)
        decodeCrash(sequence);
}

void LogsPage::decodeCrash(quint64 sequence)
{
    CrashRequest request{.pieces = m_lines->snapshot(), .line = sequence, .programs = {}};
    for (const QString &path : m_settings.value(programsKey()).toStringList())
        request.programs.emplace_back(path.toStdString());
    inBackground(
        this,
        [request = std::move(request)](const std::stop_token &stop) {
            return widgets::decodeCrash(request, stop);
        },
        [this, sequence](const DecodedCrash &decoded) {
            if (m_area->current() == sequence) // else another line is explained by now
                m_panel->explanation().showCalls(decoded);
        });
}

QString LogsPage::helpFor(const QModelIndex &index) const
{
    if (index.data(LogLinesModel::KnownRole).toInt() < 0)
        return {};
    const auto known = ExplanationText::explain(
        index.data().toString().toStdString(),
        factsOf(index.data(LogLinesModel::AddressRole).toString().toStdString()));
    return known ? ExplanationText::html(*known) : QString();
}

// ---- export

void LogsPage::exportTo(const QString &file, monitor::LogFormat format)
{
    banner().clear();
    m_exported = std::make_shared<std::atomic<int>>(-1);
    m_stopExport = inBackground(
        this,
        [pieces = m_lines->snapshot(), query = m_lines->query(), format,
         path = std::filesystem::path(file.toStdString()),
         progress = m_exported](const std::stop_token &stop) {
            return exportLog(pieces, query, format, path, progress, stop);
        },
        [this, file](const LogExport &result) {
            m_exported.reset();
            updateBusy();
            if (!result.error)
                m_notice =
                    tr("%n line(s) were written to “%1”.", nullptr, static_cast<int>(result.lines))
                        .arg(file);
            else if (result.error->code != ErrorCode::Cancelled)
                banner().showError(*result.error);
            updateSource();
            Q_EMIT exported(static_cast<quint64>(result.lines));
        });
    updateBusy();
}

} // namespace otabench::widgets
