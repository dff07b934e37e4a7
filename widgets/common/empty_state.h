#pragma once

#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace otabench::widgets {

/// What a page shows when it has nothing to list: a drawing, what is missing, and the next act with
/// its buttons. Texts are set by the page, which also retranslates them.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(const QString &iconName, QWidget *parent = nullptr);

    void setTexts(const QString &title, const QString &explanation);
    /// A button in the row below the texts; the first is the primary one. Owned by this widget.
    QPushButton *addButton(const QString &objectName, const QString &iconName);

private:
    QLabel *m_title;
    QLabel *m_explanation;
    QBoxLayout *m_buttons;
};

} // namespace otabench::widgets
