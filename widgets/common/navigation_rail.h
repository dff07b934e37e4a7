#pragma once

#include "widgets/common/theme.h"

#include <QWidget>

#include <vector>

class QButtonGroup;
class QVBoxLayout;

namespace otabench::widgets {

class RailButton;

/// The column on the left: icon and word for each page that exists, Ctrl+1 … Ctrl+9 from the top,
/// and a badge with a number where something waits on the page.
class NavigationRail : public QWidget
{
    Q_OBJECT
public:
    explicit NavigationRail(const Theme &theme, QWidget *parent = nullptr);

    /// Appends an entry and returns its index. Its word comes by setText().
    int addEntry(const QString &objectName, const QString &iconName);
    /// An entry at the foot of the rail: settings.
    int addFootEntry(const QString &objectName, const QString &iconName);
    void setText(int index, const QString &text);
    [[nodiscard]] QString text(int index) const;
    /// A number on the entry, in the colour of `token`; 0 takes it away. `meaning`: what is
    /// counted, translated ("2 problems"), for the tooltip and screen readers.
    void setBadge(int index, int count, Token token, const QString &meaning);
    void setCurrent(int index);
    [[nodiscard]] int current() const;

Q_SIGNALS:
    void currentChanged(int index);

private:
    int add(const QString &objectName, const QString &iconName, int layoutIndex);

    const Theme &m_theme;
    QVBoxLayout *m_layout;
    QButtonGroup *m_group;
    std::vector<RailButton *> m_buttons;
};

} // namespace otabench::widgets
