#pragma once

#include "widgets/common/event_bridge.h"
#include "widgets/log/log_scan.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>

namespace otabench::widgets {

class BoardChoiceModel;
class LogLinesModel;

/// Where the lines of a LogLinesModel come from.
///
/// | source | lines                                               | leaves it              |
/// | ------ | --------------------------------------------------- | ---------------------- |
/// | Live   | the newest on disk, then what boards print          | older lines, a file    |
/// | Older  | from the disk, up to some time; what comes is counted | back to live, a file |
/// | File   | a saved log; what comes is counted                  | back to live           |
///
/// What every program of otabench has printed is on disk (monitor::LogSpool), and lines have the
/// same time there as here: what was on its way when the disk is read takes the disk's place.
/// Thread: GUI; reading is a worker's.
class LogFeed : public QObject
{
    Q_OBJECT
public:
    enum class Source
    {
        Live,
        Older,
        File
    };

    /// Lines are on disk a tenth of a second after they came; a slow disk may take longer.
    static constexpr std::chrono::milliseconds kSettle{400};

    /// `folder`: of the spool. The models outlive it.
    LogFeed(LogLinesModel &lines, BoardChoiceModel &boards, std::filesystem::path folder,
            QObject *parent = nullptr);
    ~LogFeed() override;

    void apply(const EventBatch &batch);

    /// The newest lines on disk, and from then on what comes.
    void showLive();
    /// What is on disk before the first line in memory; only lines that the filter lets through.
    void showOlder(const monitor::LogFilter &filter);
    void showFile(const QString &file);
    void cancel();

    [[nodiscard]] Source source() const { return m_source; }

    [[nodiscard]] const QString &file() const { return m_file; }

    /// Whether older lines wait on disk.
    [[nodiscard]] bool hasOlder() const { return m_hasOlder; }

    /// Lines that boards have printed while another source was shown.
    [[nodiscard]] std::uint64_t unshown() const { return m_unshown; }

    [[nodiscard]] bool isReading() const { return m_isReading; }

    [[nodiscard]] int progress() const { return *m_progress; } ///< percent; -1: not known

Q_SIGNALS:
    void changed(); ///< source, hasOlder, unshown or isReading
    void failed(const otabench::Error &error);

private:
    using Load = std::function<LoadedLog(const std::stop_token &)>;

    void appendLines(const EventBatch &batch);
    void reload();
    void read(Load load, std::function<void(const LoadedLog &)> then);
    void noteBoards(const LoadedLog &loaded);
    [[nodiscard]] static monitor::LogRecord::Time now();

    LogLinesModel &m_lines;
    BoardChoiceModel &m_boards;
    std::filesystem::path m_folder;
    Source m_source = Source::Live;
    QString m_file;
    bool m_hasOlder = false;
    bool m_isReading = false;
    bool m_isReloadDue = false; ///< what is on disk has not been asked for yet
    std::uint64_t m_unshown = 0;
    unsigned m_generation = 0; ///< of reads: earlier ones count for nothing
    std::stop_source m_stop;
    LogProgress m_progress;
    QTimer m_settle; ///< then the disk has all lines up to m_reloadTime
    QTimer m_missed; ///< lines were skipped on their way: read them
    monitor::LogRecord::Time m_reloadTime = {};
};

} // namespace otabench::widgets
