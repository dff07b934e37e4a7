#pragma once

#include <QWidget>

#include <vector>

class QButtonGroup;
class QToolButton;
class QVBoxLayout;

namespace otabench::widgets {

/// The column on the left: icon and word for each page that exists, Ctrl+1 … Ctrl+9 from the top.
class NavigationRail : public QWidget
{
    Q_OBJECT
public:
    explicit NavigationRail(QWidget *parent = nullptr);

    /// Appends an entry and returns its index. Its word comes by setText().
    int addEntry(const QString &objectName, const QString &iconName);
    /// An entry at the foot of the rail: settings.
    int addFootEntry(const QString &objectName, const QString &iconName);
    void setText(int index, const QString &text);
    [[nodiscard]] QString text(int index) const;
    void setCurrent(int index);
    [[nodiscard]] int current() const;

Q_SIGNALS:
    void currentChanged(int index);

private:
    int add(const QString &objectName, const QString &iconName, int layoutIndex);

    QVBoxLayout *m_layout;
    QButtonGroup *m_group;
    std::vector<QToolButton *> m_buttons;
};

} // namespace otabench::widgets
