#pragma once

#include "fleet/board_state.h"
#include "widgets/bench/board_details.h"
#include "widgets/bench/board_record_reader.h"

#include <QWidget>

#include <stop_token>
#include <string>

class QLabel;
class QSettings;
class QTabWidget;
class QToolButton;

namespace otabench::widgets {

class BoardConsole;
class BoardHistory;
class LogStore;
class LogView;
class ProgressChart;
class ProgressStore;
class Theme;

/// Everything about the board that is selected: details with its acts, its log beside the progress
/// of its update and above its console, its history. What the record knows is read by a worker when
/// a board is shown and when an update of it has ended. Thread: GUI.
class BoardPanel : public QWidget
{
    Q_OBJECT
public:
    struct Parts
    {
        LogStore &logs;
        const ProgressStore &progress;
        QSettings &settings;
        const Theme &theme;
        RecordSource record;
    };

    explicit BoardPanel(const Parts &parts, QWidget *parent = nullptr);

    /// Shows the board, or its newest state.
    void setBoard(const fleet::BoardState &board);
    void clear();

    [[nodiscard]] const std::string &board() const { return m_id; }

    void openConsole();

Q_SIGNALS:
    void closeRequested();
    void requested(otabench::widgets::BoardAct act, const std::string &board);
    void textEntered(const std::string &board, const std::string &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeLog();
    void onAct(BoardAct act);
    void readRecord(const fleet::BoardState &board);
    void showProgress();
    void retranslate();

    LogStore &m_logs;
    const ProgressStore &m_progress;
    const RecordSource m_source;
    std::string m_id;
    std::string m_mac;      ///< the record was read for
    bool m_wasFinal = true; ///< and the phase was at its end then
    std::stop_source m_reading;
    unsigned m_request = 0;

    QLabel *m_title;
    QToolButton *m_close;
    QTabWidget *m_tabs;
    BoardDetails *m_details;
    ProgressChart *m_chart;
    LogView *m_log;
    BoardConsole *m_console;
    BoardHistory *m_history;
};

} // namespace otabench::widgets
