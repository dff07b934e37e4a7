#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

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
    void resizeEvent(QResizeEvent *event) override;

private:
    void retranslate();
    void updateLive();

    LogFilterModel *m_filter;
    QComboBox *m_level;
    QLineEdit *m_text;
    LogArea *m_area;
    QPushButton *m_live;
};

} // namespace otabench::widgets
