#pragma once

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace otabench::widgets {

class LogArea;
class LogFilterModel;
class LogModel;
class Theme;

/// A log with its filter: level, text, the lines, and the way back to live.
class LogView : public QWidget
{
    Q_OBJECT
public:
    explicit LogView(const Theme &theme, QWidget *parent = nullptr);

    void setLog(LogModel *model); ///< may be null; the filter stays

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    LogFilterModel *m_filter;
    QComboBox *m_level;
    QLineEdit *m_text;
    LogArea *m_area;
};

} // namespace otabench::widgets
