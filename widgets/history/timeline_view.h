#pragma once

#include "history/records.h"
#include "widgets/history/history_tables.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QPlainTextEdit;
class QTableView;

namespace otabench::widgets {

/// One board's way through one campaign: each phase with its time, why it failed, and its last log
/// lines then. Thread: GUI.
class TimelineView : public QWidget
{
    Q_OBJECT
public:
    explicit TimelineView(const Theme &theme, QWidget *parent = nullptr);

    void show(const history::BoardRecord &board, std::vector<history::Transition> transitions);
    void clear();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_title, *m_reason;
    TransitionTable *m_table;
    QTableView *m_view;
    QPlainTextEdit *m_log;
    std::optional<history::BoardRecord> m_board;
};

} // namespace otabench::widgets
