#pragma once

#include "monitor/known_facts.h"
#include "monitor/log_export.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/page.h"
#include "widgets/log/log_scan.h"

#include <QTimer>

#include <filesystem>
#include <string>
#include <unordered_map>

class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QSettings;
class QSplitter;
class QStackedWidget;

namespace otabench::widgets {

class BoardChoiceModel;
class BoardChooser;
class BusyStrip;
class EmptyState;
class LogArea;
class LogFeed;
class LogFilterEdit;
class LogLinesModel;
class LogSearchBar;
class LogSidePanel;
class Theme;

/// The logs of all boards, merged by time: live, from the disk, or a saved file. Thread: GUI.
class LogsPage : public Page
{
    Q_OBJECT
public:
    struct Parts
    {
        const Theme &theme;
        QSettings &settings;
        std::filesystem::path folder;   ///< where lines are kept: Paths::logs()
        std::size_t capacity = 1000000; ///< lines in memory; older ones come from the disk
    };

    explicit LogsPage(const Parts &parts, QWidget *parent = nullptr);

    void apply(const EventBatch &batch);

    /// Shows the lines of one board only.
    void showBoard(const std::string &address);
    void openFile(const QString &file);
    /// Writes what the filter shows; says how it went.
    void exportTo(const QString &file, monitor::LogFormat format);
    /// Where crash texts find their functions: .elf files or folders with some.
    void setPrograms(const QStringList &paths);

    [[nodiscard]] LogLinesModel &lines() { return *m_lines; }

    [[nodiscard]] LogFeed &feed() { return *m_feed; }

Q_SIGNALS:
    /// An export has ended: so many lines, also when it was cancelled or failed (see the banner).
    void exported(quint64 lines);

protected:
    void retranslate() override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeHeader();
    QWidget *makeFilterBar();
    QWidget *makeSourceStrip();
    QWidget *makeLines();
    void makeShortcuts();
    void connectLines();
    void connectFilter();

    void applyFilter();
    void applyQuery();
    void showFilterError(const QString &why);
    void clearFilter();
    void updateStack();
    void updateCount();
    void updateSource();
    void updateBusy();
    void updateTicks();
    void updateHits();
    void goToHit(int step);
    void goToMark(int step);
    void explain(quint64 sequence);
    void decodeCrash(quint64 sequence);
    void addToMenu(QMenu *menu, quint64 sequence);
    void addTerm(const QString &term);
    void chooseFile();
    void chooseExport();
    void choosePrograms();
    void showSide(bool shown);
    [[nodiscard]] QStringList filterValues(const QString &field) const;
    [[nodiscard]] QString helpFor(const QModelIndex &index) const;
    [[nodiscard]] monitor::KnownFacts factsOf(const std::string &board) const;

    const Theme &m_theme;
    QSettings &m_settings;
    LogLinesModel *m_lines;
    BoardChoiceModel *m_boards;
    LogFeed *m_feed;
    std::unordered_map<std::string, monitor::KnownFacts> m_facts; ///< by board
    std::optional<monitor::LogFilter> m_filter;
    QString m_filterError, m_searchError;
    QString m_notice; ///< of an export that has ended; until something else is asked for

    QPushButton *m_open = nullptr, *m_export = nullptr, *m_side = nullptr, *m_pause = nullptr;
    QLineEdit *m_search = nullptr;
    LogSearchBar *m_searchBar = nullptr;
    BoardChooser *m_chooser = nullptr;
    QComboBox *m_level = nullptr;
    LogFilterEdit *m_expression = nullptr;
    QLabel *m_error = nullptr;
    QWidget *m_sourceStrip = nullptr;
    QLabel *m_sourceText = nullptr;
    QPushButton *m_older = nullptr, *m_live = nullptr;
    BusyStrip *m_busy = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr, *m_noMatch = nullptr;
    QPushButton *m_emptyOpen = nullptr, *m_clear = nullptr;
    LogArea *m_area = nullptr;
    QSplitter *m_splitter = nullptr;
    LogSidePanel *m_panel = nullptr;
    QTimer m_ticks;    ///< where hits and bookmarks are is found out a few times a second
    QTimer m_progress; ///< shows how far the worker is
    LogProgress m_exported;
    std::stop_source m_stopExport;
};

} // namespace otabench::widgets
