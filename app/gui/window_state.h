#pragma once

#include <QList>
#include <QRect>

class QMainWindow;
class QSettings;
class QWidget;

namespace otabench::gui {

/// Where a window may be opened: `wanted`, unless its title could not be reached on any of these
/// screens; then moved, and made smaller where it has to, into the nearest.
[[nodiscard]] QRect reachable(const QRect &wanted, const QList<QRect> &screens);

/// Keeps what a person has arranged: the window's place, and of everything inside that has an
/// object name the splitters' positions and the tables' columns. Thread: GUI.
class WindowState
{
public:
    /// `window` and `settings` outlive it. Below `own` nothing is kept: that part does it itself.
    WindowState(QMainWindow &window, QSettings &settings, const QWidget *own = nullptr);

    void restore();
    void save() const;

private:
    template <typename Visit>
    void visit(Visit each) const;

    QMainWindow &m_window;
    QSettings &m_settings;
    const QWidget *m_own;
};

} // namespace otabench::gui
