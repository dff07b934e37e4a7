#include "widgets/bench/bench_model.h"

#include "base/assert.h"
#include "image/chip.h"
#include "widgets/common/error_text.h"
#include "widgets/common/format.h"
#include "widgets/common/phase_text.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <limits>

namespace otabench::widgets {
namespace {

using Column = BenchModel::Column;

PhaseText::Moment now()
{
    return std::chrono::steady_clock::now();
}

Token tokenFor(const fleet::BoardState &board, Column column)
{
    switch (column) {
    case Column::State:
    case Column::Progress:
        return PhaseText::look(board).token;
    case Column::LastLine:
        if (board.lastLogLevel == monitor::Level::Error)
            return Token::Bad;
        if (board.lastLogLevel == monitor::Level::Warning)
            return Token::Warning;
        return Token::Muted;
    default:
        return Token::Text;
    }
}

constexpr std::array<const char *, BenchModel::kColumns> kColumnNames = {
    "state", "board",  "place",    "bench", "tags",      "chip",     "version",
    "slot",  "signal", "progress", "speed", "time-left", "last-line"};

bool isNumber(Column column)
{
    return column == Column::Speed || column == Column::TimeLeft || column == Column::Signal;
}

QString tagsText(const fleet::BoardState &board)
{
    QStringList tags;
    for (const std::string &tag : board.tags)
        tags << QString::fromStdString(tag);
    return tags.join(QStringLiteral(", "));
}

/// A board that has just been seen has no speed yet.
constexpr double kLeastSpeed = 1;

} // namespace

BenchModel::BenchModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &BenchModel::refreshWaiting);
}

void BenchModel::apply(const EventBatch &batch)
{
    if (!batch.removed.empty())
        remove(batch.removed);
    if (!batch.boards.empty())
        update(batch.boards);
    if (!batch.removed.empty() || !batch.boards.empty())
        recount();
}

void BenchModel::remove(const std::vector<std::string> &ids)
{
    for (const std::string &id : ids) {
        const int row = rowOf(id);
        if (row < 0)
            continue;
        beginRemoveRows({}, row, row);
        m_boards.erase(m_boards.begin() + row);
        m_revisions.erase(m_revisions.begin() + row);
        m_rows.erase(id);
        for (auto &entry : m_rows) {
            if (entry.second > row)
                --entry.second;
        }
        endRemoveRows();
    }
}

void BenchModel::update(const std::vector<fleet::BoardState> &states)
{
    std::vector<int> changed;
    std::vector<const fleet::BoardState *> added;
    for (const fleet::BoardState &state : states) {
        const int row = rowOf(state.id);
        if (row < 0) {
            added.push_back(&state);
            continue;
        }
        m_boards[static_cast<std::size_t>(row)] = state;
        changed.push_back(row);
    }
    announce(std::move(changed));
    if (added.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    for (const fleet::BoardState *state : added) {
        m_rows.emplace(state->id, static_cast<int>(m_boards.size()));
        m_boards.push_back(*state);
        m_revisions.push_back(++m_lastRevision);
    }
    endInsertRows();
}

void BenchModel::announce(std::vector<int> rows)
{
    if (rows.empty())
        return;
    for (const int row : rows)
        m_revisions[static_cast<std::size_t>(row)] = ++m_lastRevision;
    if (rows.size() * 2 > m_boards.size()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
        return;
    }
    std::sort(rows.begin(), rows.end());
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1] <= rows[last] + 1)
            ++last;
        Q_EMIT dataChanged(index(rows[first], 0), index(rows[last], kColumns - 1));
        first = last + 1;
    }
}

void BenchModel::recount()
{
    m_active = static_cast<int>(
        std::count_if(m_boards.begin(), m_boards.end(),
                      [](const fleet::BoardState &board) { return PhaseText::isActive(board); }));
    if (m_active > 0 && !m_tick.isActive())
        m_tick.start();
    else if (m_active == 0)
        m_tick.stop();
}

void BenchModel::refreshWaiting()
{
    std::vector<int> rows;
    for (int row = 0; row < rowCount(); ++row) {
        if (PhaseText::isActive(board(row)))
            rows.push_back(row);
    }
    announce(std::move(rows));
}

void BenchModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    for (quint64 &revision : m_revisions)
        revision = ++m_lastRevision;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

const fleet::BoardState &BenchModel::board(int row) const
{
    OTABENCH_ASSERT(row >= 0 && row < rowCount());
    return m_boards[static_cast<std::size_t>(row)];
}

int BenchModel::rowOf(const std::string &id) const
{
    const auto entry = m_rows.find(id);
    return entry == m_rows.end() ? -1 : entry->second;
}

int BenchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_boards.size());
}

int BenchModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QString BenchModel::versionText(const fleet::BoardState &board)
{
    const QString running =
        board.identity ? QString::fromStdString(board.identity->version) : QString();
    const QString wanted = QString::fromStdString(board.newVersion);
    if (wanted.isEmpty() || wanted == running || !PhaseText::isActive(board))
        return running;
    return running.isEmpty() ? QStringLiteral("→ %1").arg(wanted)
                             : QStringLiteral("%1 → %2").arg(running, wanted);
}

QString BenchModel::chipText(const fleet::BoardState &board)
{
    if (!board.identity)
        return {};
    const image::Chip *chip = image::findChip(std::string_view(board.identity->chip));
    if (chip == nullptr)
        return QString::fromStdString(board.identity->chip);
    return QString::fromUtf8(chip->displayName.data(), static_cast<int>(chip->displayName.size()));
}

std::optional<std::chrono::milliseconds> BenchModel::timeLeft(const fleet::BoardState &board)
{
    if (board.phase != Phase::Downloading || board.bytesPerSecond < kLeastSpeed ||
        board.total <= board.bytes)
        return std::nullopt;
    const double seconds = static_cast<double>(board.total - board.bytes) / board.bytesPerSecond;
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

QString BenchModel::columnName(Column column)
{
    return QLatin1String(kColumnNames[static_cast<std::size_t>(column)]);
}

std::optional<Column> BenchModel::columnFromName(const QString &name)
{
    for (std::size_t column = 0; column < kColumnNames.size(); ++column) {
        if (name == QLatin1String(kColumnNames[column]))
            return static_cast<Column>(column);
    }
    return std::nullopt;
}

QString BenchModel::portText(const std::string &address)
{
    const QString text = QString::fromStdString(address);
    const int scheme = text.indexOf(QStringLiteral("://"));
    if (scheme > 0)
        return text.mid(scheme + 3);
    const QString leaf = text.section(QLatin1Char('/'), -1);
    return text.startsWith(QStringLiteral("pty:")) ? QStringLiteral("pty %1").arg(leaf) : leaf;
}

QString BenchModel::text(const fleet::BoardState &board, Column column)
{
    switch (column) {
    case Column::State:
        return PhaseText::look(board).word;
    case Column::Board:
        return QString::fromStdString(board.name);
    case Column::Place: // a network or virtual board is where its port is
        return board.place.empty() ? portText(board.id) : QString::fromStdString(board.place);
    case Column::Bench:
        return QString::fromStdString(board.bench);
    case Column::Tags:
        return tagsText(board);
    case Column::Chip:
        return chipText(board);
    case Column::Version:
        return versionText(board);
    case Column::Slot:
        return board.identity ? QString::fromStdString(board.identity->slot) : QString();
    case Column::Signal:
        //: strength of a radio signal: %1 is a negative number
        return board.signalDbm ? tr("%1 dBm").arg(QLocale().toString(*board.signalDbm)) : QString();
    case Column::TimeLeft: {
        const auto left = timeLeft(board);
        return left ? Format::seconds(*left) : QString();
    }
    case Column::Progress: {
        const auto percent = PhaseText::percent(board);
        return percent ? Format::percent(*percent) : QString();
    }
    case Column::Speed:
        return board.phase == Phase::Downloading ? Format::speed(board.bytesPerSecond) : QString();
    case Column::LastLine:
        return QString::fromStdString(board.lastLogLine);
    }
    return {};
}

QString BenchModel::secondLine(const fleet::BoardState &board, Column column)
{
    if (column == Column::State)
        return PhaseText::detail(board, now());
    if (column == Column::Place)
        return board.place.empty() ? QString() : portText(board.address);
    if (!board.identity)
        return {};
    switch (column) {
    case Column::Board:
        return QString::fromStdString(board.identity->mac);
    case Column::Version:
        return QString::fromStdString(board.identity->project);
    case Column::Slot:
        return QString::fromStdString(board.identity->slotState);
    default:
        return {};
    }
}

QVariant BenchModel::value(const fleet::BoardState &board, Column column)
{
    switch (column) {
    case Column::State:
        return PhaseText::attentionRank(board);
    case Column::Progress:
        return PhaseText::percent(board).value_or(-1);
    case Column::Speed:
        return board.phase == Phase::Downloading ? board.bytesPerSecond : 0.0;
    case Column::Signal: // what is not known stands below
        return board.signalDbm.value_or(std::numeric_limits<int>::min());
    case Column::TimeLeft: {
        const auto left = timeLeft(board);
        return left ? static_cast<double>(left->count()) : std::numeric_limits<double>::max();
    }
    default:
        return text(board, column);
    }
}

QString BenchModel::toolTip(const fleet::BoardState &board, Column column)
{
    switch (column) {
    case Column::State: {
        const StateLook look = PhaseText::look(board);
        QString tip = look.glyph + QLatin1Char(' ') + look.word;
        const auto &problem = board.phase ? board.reason : board.portError;
        if (problem)
            return tip + QLatin1Char('\n') + ErrorText::details(*problem);
        const QString detail = PhaseText::detail(board, now());
        return detail.isEmpty() ? tip : tip + QLatin1Char('\n') + detail;
    }
    case Column::Place:
        return board.place.empty() ? QString::fromStdString(board.address)
                                   : tr("USB port %1, now %2")
                                         .arg(QString::fromStdString(board.place),
                                              QString::fromStdString(board.address));
    case Column::Signal:
        return board.signalDbm ? tr("As its log told when it connected to the Wi-Fi")
                               : tr("Not known: its log has not told it since the program started");
    case Column::Progress:
        return board.total == 0
                   ? QString()
                   : tr("%1 of %2").arg(Format::bytes(board.bytes), Format::bytes(board.total));
    default:
        return text(board, column);
    }
}

QVariant BenchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const fleet::BoardState &state = board(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(state, column);
    case Qt::ToolTipRole:
        return toolTip(state, column);
    case Qt::AccessibleTextRole: {
        const QString second = secondLine(state, column);
        const QString first = text(state, column);
        return second.isEmpty() ? first : first + QStringLiteral(", ") + second;
    }
    case Qt::TextAlignmentRole:
        return QVariant(isNumber(column) || column == Column::Progress
                            ? Qt::AlignRight | Qt::AlignVCenter
                            : Qt::AlignLeft | Qt::AlignVCenter);
    case ValueRole:
        return value(state, column);
    case SecondLineRole:
        return secondLine(state, column);
    case IconRole:
        return column == Column::State ? PhaseText::look(state).icon : QVariant();
    case TokenRole:
        return static_cast<int>(tokenFor(state, column));
    case PercentRole: {
        const auto percent = PhaseText::percent(state);
        return column == Column::Progress && percent ? QVariant(*percent) : QVariant();
    }
    case IdRole:
        return QString::fromStdString(state.id);
    case RevisionRole:
        return m_revisions[static_cast<std::size_t>(index.row())];
    default:
        return {};
    }
}

QVariant BenchModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<Column>(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant(isNumber(column) ? Qt::AlignRight | Qt::AlignVCenter
                                         : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Column::State:
        return tr("State");
    case Column::Board:
        return tr("Board");
    case Column::Place:
        //: where a board is plugged in
        return tr("Place");
    case Column::Bench:
        //: the group of boards that a board belongs to
        return tr("Bench");
    case Column::Tags:
        return tr("Tags");
    case Column::Chip:
        return tr("Chip");
    case Column::Version:
        return tr("Version");
    case Column::Slot:
        return tr("Slot");
    case Column::Signal:
        //: strength of the Wi-Fi
        return tr("Signal");
    case Column::TimeLeft:
        return tr("Time left");
    case Column::Progress:
        return tr("Progress");
    case Column::Speed:
        return tr("Speed");
    case Column::LastLine:
        return tr("Last log line");
    }
    return {};
}

} // namespace otabench::widgets
