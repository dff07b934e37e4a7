#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace otabench::widgets {

/// A file or folder to name: a line to type or paste it into, and a button that chooses it. Takes a
/// dropped file, too. Thread: GUI.
class FileField : public QWidget
{
    Q_OBJECT
public:
    enum class Kind
    {
        Open,
        Save, ///< asks before it takes a name that exists
        Folder
    };

    /// `objectName` is the line's; the button's is "choose" with it behind, capitalised.
    FileField(Kind kind, const QString &objectName, QWidget *parent = nullptr);

    /// Title and name filters of the chooser, "PEM files (*.pem);;All files (*)". `name` is what it
    /// is called for screen readers.
    void setTexts(const QString &name, const QString &title, const QString &filter = {});
    void setPlaceholder(const QString &text);
    void setFile(const QString &file);

    [[nodiscard]] QString file() const; ///< as typed, without spaces around

    [[nodiscard]] QLineEdit *line() { return m_line; } ///< the buddy of a label

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose();
    void retranslate();

    Kind m_kind;
    QString m_title;
    QString m_filter;
    QLineEdit *m_line;
    QPushButton *m_choose;
};

} // namespace otabench::widgets
