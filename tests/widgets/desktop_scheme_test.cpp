// Light and dark as the desktop has them, on a real session bus with a small portal of our own.
#include "desktop_scheme.h"

#include <QDBusConnection>
#include <QDBusVariant>
#include <QSignalSpy>
#include <QTest>

using otabench::gui::DesktopScheme;
using otabench::widgets::Scheme;
using otabench::widgets::Theme;

namespace {

constexpr int kLimitMs = 20'000;
constexpr uint kNoPreference = 0;
constexpr uint kDark = 1;
constexpr uint kLight = 2;

} // namespace

/// org.freedesktop.portal.Settings as a desktop offers it, on a connection of its own.
class Portal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    explicit Portal(uint preference)
        : m_bus(
              QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("portal")))
        , m_preference(preference)
    {
    }

    ~Portal() override { QDBusConnection::disconnectFromBus(QStringLiteral("portal")); }

    bool begin()
    {
        return m_bus.isConnected() &&
               m_bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), this,
                                    QDBusConnection::ExportAllSlots |
                                        QDBusConnection::ExportAllSignals) &&
               m_bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop"));
    }

    void change(uint preference)
    {
        Q_EMIT SettingChanged(QStringLiteral("org.gnome.desktop.interface"),
                              QStringLiteral("color-scheme"), QDBusVariant(kNoPreference));
        Q_EMIT SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                              QStringLiteral("color-scheme"), QDBusVariant(preference));
    }

    int asked = 0;

public Q_SLOTS:

    /// As portals do: the value in one variant more than the signature says.
    QDBusVariant Read(const QString &area, const QString &key)
    {
        ++asked;
        const bool known = area == QLatin1String("org.freedesktop.appearance") &&
                           key == QLatin1String("color-scheme");
        return QDBusVariant(QVariant::fromValue(QDBusVariant(known ? m_preference : 99U)));
    }

Q_SIGNALS:
    void SettingChanged(const QString &area, const QString &key, const QDBusVariant &value);

private:
    QDBusConnection m_bus;
    uint m_preference;
};

class DesktopSchemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void aDarkDesktopIsFollowed()
    {
        Portal portal(kDark);
        QVERIFY(portal.begin());
        Theme theme(*qApp);
        QCOMPARE(theme.scheme(), Scheme::Light); // the palette's
        const QSignalSpy changed(&theme, &Theme::changed);
        const DesktopScheme scheme(theme);

        QTRY_COMPARE_WITH_TIMEOUT(theme.scheme(), Scheme::Dark, kLimitMs);
        portal.change(kLight);
        QTRY_COMPARE_WITH_TIMEOUT(theme.scheme(), Scheme::Light, kLimitMs);
        portal.change(kDark);
        QTRY_COMPARE_WITH_TIMEOUT(theme.scheme(), Scheme::Dark, kLimitMs);
        portal.change(kNoPreference);
        QTRY_COMPARE_WITH_TIMEOUT(theme.scheme(), Scheme::Light, kLimitMs);
        QCOMPARE(changed.count(), 4);
    }

    void whatTheUserChoseStays()
    {
        Portal portal(kLight);
        QVERIFY(portal.begin());
        Theme theme(*qApp, Theme::Mode::Dark);
        const DesktopScheme scheme(theme);
        QTRY_COMPARE_WITH_TIMEOUT(portal.asked, 1, kLimitMs);

        portal.change(kDark);
        portal.change(kLight);
        QTest::qWait(200); // nothing tells that nothing happened
        QCOMPARE(theme.scheme(), Scheme::Dark);

        theme.setMode(Theme::Mode::System);
        QTRY_COMPARE_WITH_TIMEOUT(theme.scheme(), Scheme::Light, kLimitMs);
    }

    void withoutAPreferenceThePaletteDecides()
    {
        Portal portal(kNoPreference);
        QVERIFY(portal.begin());
        Theme theme(*qApp);
        const QSignalSpy changed(&theme, &Theme::changed);
        const DesktopScheme scheme(theme);

        QTRY_COMPARE_WITH_TIMEOUT(portal.asked, 1, kLimitMs);
        portal.change(kDark); // the bus keeps the order: the answer comes before
        QTRY_COMPARE_WITH_TIMEOUT(theme.scheme(), Scheme::Dark, kLimitMs);
        QCOMPARE(changed.count(), 1);
    }
};

QTEST_MAIN(DesktopSchemeTest)
#include "desktop_scheme_test.moc"
