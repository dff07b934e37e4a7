#include "desktop_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace otabench::gui {
namespace {

// XDG Desktop Portal, org.freedesktop.portal.Settings.
QString service()
{
    return QStringLiteral("org.freedesktop.portal.Desktop");
}

QString path()
{
    return QStringLiteral("/org/freedesktop/portal/desktop");
}

QString interface()
{
    return QStringLiteral("org.freedesktop.portal.Settings");
}

QString area()
{
    return QStringLiteral("org.freedesktop.appearance");
}

QString key()
{
    return QStringLiteral("color-scheme");
}

constexpr int kAnswerLimitMs = 3000;
constexpr uint kPrefersDark = 1;
constexpr uint kPrefersLight = 2; // 0: no preference

/// Read() wraps its answer in a variant more than it would have to.
uint preferenceOf(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}

} // namespace

DesktopScheme::DesktopScheme(widgets::Theme &theme, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service(), path(), interface(), QStringLiteral("SettingChanged"), this,
                SLOT(onChanged(QString, QString, QDBusVariant)));
    QDBusMessage call =
        QDBusMessage::createMethodCall(service(), path(), interface(), QStringLiteral("Read"));
    call << area() << key();
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, kAnswerLimitMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this](QDBusPendingCallWatcher *finished) {
                finished->deleteLater();
                const QDBusPendingReply<QDBusVariant> reply = *finished;
                if (reply.isError())
                    return;
                const uint preference = preferenceOf(reply.value().variant());
                if (preference == kPrefersDark)
                    m_theme.setSystemScheme(widgets::Scheme::Dark);
                else if (preference == kPrefersLight)
                    m_theme.setSystemScheme(widgets::Scheme::Light);
            });
}

/// Desktops that know dark and "no preference" alone (GNOME) mean light by the latter.
void DesktopScheme::onChanged(const QString &changedArea, const QString &changedKey,
                              const QDBusVariant &value)
{
    if (changedArea != area() || changedKey != key())
        return;
    m_theme.setSystemScheme(preferenceOf(value.variant()) == kPrefersDark ? widgets::Scheme::Dark
                                                                          : widgets::Scheme::Light);
}

} // namespace otabench::gui
