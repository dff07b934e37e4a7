#pragma once

#include <QLineEdit>
#include <QStringList>

#include <functional>

class QCompleter;
class QStringListModel;

namespace otabench::widgets {

/// The field for a filter expression (monitor::LogFilter): completes fields, their values and the
/// joining words, for the term that the cursor is in. Ctrl+Space opens the list. Thread: GUI.
class LogFilterEdit : public QLineEdit
{
    Q_OBJECT
public:
    /// What could stand behind a field now: the values of "tag", "board" or "bench".
    using Values = std::function<QStringList(const QString &field)>;

    explicit LogFilterEdit(Values values, QWidget *parent = nullptr);

    /// Suggestions for an expression with the cursor at `cursor`: whole terms, best first.
    [[nodiscard]] QStringList suggestions(const QString &expression, int cursor) const;

    /// Replaces the term at the cursor.
    void take(const QString &suggestion);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void suggest(bool asked);

    Values m_values;
    QStringListModel *m_words;
    QCompleter *m_completer;
};

} // namespace otabench::widgets
