#include "desktop_notifier.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>
#include <QWidget>

namespace otabench::gui {
namespace {

// Desktop Notifications Specification 1.2.
QString service()
{
    return QStringLiteral("org.freedesktop.Notifications");
}

QString path()
{
    return QStringLiteral("/org/freedesktop/Notifications");
}

constexpr int kAsTheDesktopLikes = -1;
constexpr int kAnswerLimitMs = 3000;
constexpr int kAlertMs = 0; // until the window is looked at

} // namespace

DesktopNotifier::DesktopNotifier(QWidget &window, QObject *parent)
    : QObject(parent)
    , m_window(window)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service(), path(), service(), QStringLiteral("ActionInvoked"), this,
                SLOT(onAction(uint, QString)));
    bus.connect(service(), path(), service(), QStringLiteral("NotificationClosed"), this,
                SLOT(onClosed(uint, uint)));
}

DesktopNotifier::~DesktopNotifier() = default;

void DesktopNotifier::tell(const QString &title, const QString &body)
{
    if (m_window.isActiveWindow())
        return;
    QApplication::alert(&m_window, kAlertMs);
    send(title, body);
}

void DesktopNotifier::send(const QString &title, const QString &body)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    QDBusMessage call =
        QDBusMessage::createMethodCall(service(), path(), service(), QStringLiteral("Notify"));
    const QStringList actions = {QStringLiteral("default"), tr("Show the window")};
    const QVariantMap hints = {
        {QStringLiteral("desktop-entry"), QStringLiteral("org.otabench.otabench")},
        {QStringLiteral("category"), QStringLiteral("transfer.complete")}};
    call << QCoreApplication::applicationName() << m_id << QStringLiteral("org.otabench.otabench")
         << title << body << actions << hints << kAsTheDesktopLikes;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, kAnswerLimitMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this](QDBusPendingCallWatcher *finished) {
                finished->deleteLater();
                const QDBusPendingReply<uint> reply = *finished;
                if (reply.isError()) // no desktop shows notifications: the taskbar does
                    return;
                m_id = reply.value();
                Q_EMIT shown();
            });
}

void DesktopNotifier::onAction(uint id, const QString &action)
{
    Q_UNUSED(action) // there is one
    if (id != 0 && id == m_id)
        raise();
}

void DesktopNotifier::onClosed(uint id, uint reason)
{
    Q_UNUSED(reason)
    if (id == m_id)
        m_id = 0;
}

void DesktopNotifier::raise()
{
    m_window.setWindowState((m_window.windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
    Q_EMIT raised();
}

} // namespace otabench::gui
