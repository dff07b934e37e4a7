#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace otabench::widgets {

/// Says where a file was saved, and opens it. Hidden until there is one. Thread: GUI.
class SavedNotice : public QFrame
{
    Q_OBJECT
public:
    explicit SavedNotice(QWidget *parent = nullptr);

    void showFile(const QString &file);

    [[nodiscard]] const QString &file() const { return m_file; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QString m_file;
    QLabel *m_text;
    QPushButton *m_open;
    QToolButton *m_close;
};

} // namespace otabench::widgets
