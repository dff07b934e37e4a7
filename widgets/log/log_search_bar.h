#pragma once

#include "monitor/text_pattern.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QToolButton;

namespace otabench::widgets {

/// The parts beside a page's search field: upper and lower case, regular expression, how many hits,
/// next and previous. Thread: GUI.
class LogSearchBar : public QWidget
{
    Q_OBJECT
public:
    /// `field` outlives it.
    explicit LogSearchBar(QLineEdit &field, QWidget *parent = nullptr);

    /// What is looked for; nothing while the field is empty or wrong.
    [[nodiscard]] const std::optional<monitor::TextPattern> &pattern() const { return m_pattern; }

    /// `place`: of the hit that is shown, from 1; 0: none yet.
    void setHits(int place, int count);

Q_SIGNALS:
    void patternChanged();
    /// The search field is wrong; empty: it is right.
    void wrong(const QString &why);
    void nextRequested();
    void previousRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    QToolButton *makeButton(const char *objectName, const QString &text);
    void compile();
    void refresh();
    void retranslate();

    QLineEdit &m_field;
    QToolButton *m_case, *m_regular, *m_previous, *m_next;
    QLabel *m_count;
    std::optional<monitor::TextPattern> m_pattern;
    int m_place = 0, m_hits = 0;
};

} // namespace otabench::widgets
