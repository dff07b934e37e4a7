#pragma once

#include "monitor/log_entry.h"
#include "widgets/log/log_lines.h"
#include "widgets/log/log_scan.h"

#include <QAbstractListModel>
#include <QTimer>

#include <deque>
#include <functional>
#include <stop_token>

namespace otabench::widgets {

class LogMarksModel;

/// The lines of many boards, merged by time as they come, of which those are rows that the filter
/// shows. Filter and search go through the lines on a worker, so that a million of them do not stop
/// the window; what comes meanwhile is looked at when the worker is done. The roles are LogModel's
/// and those below. Thread: GUI.
class LogLinesModel : public QAbstractListModel
{
    Q_OBJECT
public:
    static constexpr std::size_t kCapacity = 1000000;

    enum Role
    {
        BoardRole = Qt::UserRole + 10, ///< the board's name for people
        AddressRole,
        MarkRole,  ///< icon of the line's bookmark; empty: none
        KnownRole, ///< int of monitor::LineRole where the catalogue knows the line, else -1
        LetterRole ///< of the level: "E", … ; "!" of a crash; empty: none
    };

    explicit LogLinesModel(std::size_t capacity = kCapacity, QObject *parent = nullptr);
    ~LogLinesModel() override;

    /// How an address is shown. Set once.
    void setBoardNames(std::function<QString(std::string_view)> nameOf);

    void append(const std::vector<monitor::LogRecord> &lines);
    void clear();
    /// Older lines from the disk: they replace all that are not later than `after`.
    void replaceUpTo(monitor::LogRecord::Time after, const std::vector<LogChunkPtr> &chunks);
    void replace(const std::vector<LogChunkPtr> &chunks);

    /// While it holds, up to twice the capacity stays, so that who reads loses nothing.
    void setHolding(bool holding);

    /// Takes effect when a worker is through; queryApplied() says so.
    void setQuery(LogQuery query);

    [[nodiscard]] const LogQuery &query() const { return m_query; }

    [[nodiscard]] bool isScanning() const { return m_isScanning; }

    [[nodiscard]] std::size_t capacity() const { return m_capacity; }

    [[nodiscard]] std::size_t lineCount() const { return m_buffer.size(); }

    [[nodiscard]] const std::deque<std::uint64_t> &hits() const { return m_hits; }

    [[nodiscard]] LogMarksModel &marks() { return *m_marks; }

    void toggleMark(std::uint64_t sequence);

    [[nodiscard]] bool isEmpty() const { return m_buffer.size() == 0; }

    [[nodiscard]] bool has(std::uint64_t sequence) const;
    [[nodiscard]] monitor::LogRecord record(std::uint64_t sequence) const;
    [[nodiscard]] std::uint64_t sequence(int row) const;
    /// The first row at or after the line; rowCount() when there is none.
    [[nodiscard]] int rowOf(std::uint64_t sequence) const;

    /// All lines, for a worker.
    [[nodiscard]] std::vector<LogBuffer::Piece> snapshot() { return m_buffer.snapshot(); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// "12:03:04.567"; empty when the time is not known.
    [[nodiscard]] static QString timeText(monitor::LogRecord::Time at);

Q_SIGNALS:
    void queryApplied();
    void hitsChanged();
    void scanningChanged();

private:
    struct News
    {
        std::vector<std::uint64_t> rows, hits;
    };

    [[nodiscard]] bool isFiltered() const { return m_applied.filter.has_value(); }

    [[nodiscard]] News look(std::uint64_t from, std::uint64_t end, const LogQuery &query) const;
    void insert(News news);
    void trim();
    void scan();
    void onScanned(const LogScan &scan);
    void readMarks();
    void restart();

    std::size_t m_capacity;
    bool m_isHolding = false;
    std::function<QString(std::string_view)> m_nameOf;
    LogBuffer m_buffer;
    LogMarksModel *m_marks;
    LogQuery m_query;                 ///< as asked for
    LogQuery m_applied;               ///< as the rows are
    std::deque<std::uint64_t> m_rows; ///< with a filter
    std::uint64_t m_shownFirst = 0;   ///< without: rows are all lines from here…
    std::uint64_t m_shownEnd = 0;     ///< … to here
    std::deque<std::uint64_t> m_hits;
    std::stop_source m_stop;
    unsigned m_generation = 0; ///< results of earlier scans count for nothing
    bool m_isScanning = false;
    QTimer m_delay; ///< typing asks anew with each key
};

} // namespace otabench::widgets
