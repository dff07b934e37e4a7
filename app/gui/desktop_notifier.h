#pragma once

#include <QObject>
#include <QString>

class QWidget;

namespace otabench::gui {

/// Tells the desktop of something that has happened while the window was not looked at: a
/// notification (org.freedesktop.Notifications) with a way back to the window. Where no desktop
/// takes it the taskbar shows that the window waits. A new notification replaces the one before.
/// Never waits for the bus. Thread: GUI.
class DesktopNotifier : public QObject
{
    Q_OBJECT
public:
    /// `window`: what is raised when the notification is clicked; outlives this.
    explicit DesktopNotifier(QWidget &window, QObject *parent = nullptr);
    ~DesktopNotifier() override;

    /// Does nothing while the window is in front.
    void tell(const QString &title, const QString &body);

Q_SIGNALS:
    void shown();  ///< a desktop has taken it
    void raised(); ///< the window was asked for

private Q_SLOTS: // by name: that is how signals of the bus are connected
    void onAction(uint id, const QString &action);
    void onClosed(uint id, uint reason);

private:
    void send(const QString &title, const QString &body);
    void raise();

    QWidget &m_window;
    uint m_id = 0; ///< of the notification that is shown; 0: none
};

} // namespace otabench::gui
