#pragma once

#include <QTabWidget>

class QListView;
class QToolButton;

namespace otabench::widgets {

class ExplanationView;
class LogMarksModel;

/// Beside the lines: the bookmarks, to jump between, and the explanation of a line. Thread: GUI.
class LogSidePanel : public QTabWidget
{
    Q_OBJECT
public:
    /// `marks` outlives it.
    explicit LogSidePanel(LogMarksModel &marks, QWidget *parent = nullptr);

    [[nodiscard]] ExplanationView &explanation() { return *m_explanation; }

    void showExplanation();
    /// The list follows the line that is current in the log.
    void setCurrentLine(quint64 sequence);

Q_SIGNALS:
    void lineRequested(quint64 sequence);
    void closeRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    LogMarksModel &m_marks;
    QListView *m_list;
    ExplanationView *m_explanation;
    QToolButton *m_close;
};

} // namespace otabench::widgets
