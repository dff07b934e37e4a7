// The desktop's notification, on a real session bus with a small desktop of our own.
#include "desktop_notifier.h"
#include "made_up_campaign.h"
#include "main_window.h"
#include "no_commands.h"

#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVariantMap>
#include <QWidget>

using otabench::gui::DesktopNotifier;

namespace {

constexpr int kLimitMs = 20'000;

} // namespace

/// org.freedesktop.Notifications as a desktop offers it, on a connection of its own.
class Desktop : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    Desktop()
        : m_bus(
              QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("desktop")))
    {
    }

    ~Desktop() override { QDBusConnection::disconnectFromBus(QStringLiteral("desktop")); }

    bool begin()
    {
        return m_bus.isConnected() &&
               m_bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                                    QDBusConnection::ExportAllSlots |
                                        QDBusConnection::ExportAllSignals) &&
               m_bus.registerService(QStringLiteral("org.freedesktop.Notifications"));
    }

    QString title, body;
    QStringList actions;
    QList<uint> replaced;

public Q_SLOTS:

    uint Notify(const QString &, uint replaces, const QString &, const QString &summary,
                const QString &text, const QStringList &offered, const QVariantMap &, int)
    {
        replaced << replaces;
        title = summary;
        body = text;
        actions = offered;
        return replaces == 0 ? ++m_last : replaces;
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);

private:
    QDBusConnection m_bus;
    uint m_last = 40;
};

class DesktopNotifierTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClickBringsTheWindowBack();
    void aNewOneReplacesTheOldOneUntilThatIsClosed();
    void theWindowInFrontNeedsNone();
    void withoutADesktopNothingIsLost();
    void theEndOfACampaignIsTold();
};

void DesktopNotifierTest::aClickBringsTheWindowBack()
{
    Desktop desktop;
    QVERIFY(desktop.begin());
    QWidget window;
    window.showMinimized();
    DesktopNotifier notifier(window);
    QSignalSpy shown(&notifier, &DesktopNotifier::shown);
    QSignalSpy raised(&notifier, &DesktopNotifier::raised);

    notifier.tell(QStringLiteral("The update is done"), QStringLiteral("8 boards"));

    QVERIFY(shown.wait(kLimitMs));
    QCOMPARE(desktop.title, QStringLiteral("The update is done"));
    QCOMPARE(desktop.body, QStringLiteral("8 boards"));
    QCOMPARE(desktop.actions.size(), 2); // its word, and what is shown of it
    QCOMPARE(desktop.actions.front(), QStringLiteral("default"));
    Q_EMIT desktop.ActionInvoked(7, QStringLiteral("default")); // of another program
    Q_EMIT desktop.ActionInvoked(41, QStringLiteral("default"));
    QVERIFY(raised.wait(kLimitMs));
    QCOMPARE(raised.count(), 1);
    QVERIFY(!window.windowState().testFlag(Qt::WindowMinimized));
}

void DesktopNotifierTest::aNewOneReplacesTheOldOneUntilThatIsClosed()
{
    Desktop desktop;
    QVERIFY(desktop.begin());
    QWidget window;
    DesktopNotifier notifier(window);
    QSignalSpy shown(&notifier, &DesktopNotifier::shown);
    for (int count = 0; count < 2; ++count) {
        notifier.tell(QStringLiteral("title"), QStringLiteral("body"));
        QVERIFY(shown.wait(kLimitMs));
    }
    Q_EMIT desktop.NotificationClosed(41, 2);
    Q_EMIT desktop.ActionInvoked(41, QStringLiteral("default")); // too late
    QSignalSpy raised(&notifier, &DesktopNotifier::raised);

    notifier.tell(QStringLiteral("title"), QStringLiteral("body"));
    QVERIFY(shown.wait(kLimitMs)); // the bus keeps the order: the closing has been heard

    QCOMPARE(desktop.replaced.size(), 3);
    QCOMPARE(desktop.replaced[1], 41U);
    QCOMPARE(raised.count(), 0);
}

void DesktopNotifierTest::theWindowInFrontNeedsNone()
{
    Desktop desktop;
    QVERIFY(desktop.begin());
    QWidget window;
    window.show();
    QApplication::setActiveWindow(&window);
    QTRY_VERIFY_WITH_TIMEOUT(window.isActiveWindow(), kLimitMs);
    DesktopNotifier notifier(window);
    QSignalSpy shown(&notifier, &DesktopNotifier::shown);

    notifier.tell(QStringLiteral("in front"), {});
    window.hide();
    QTRY_VERIFY_WITH_TIMEOUT(!window.isActiveWindow(), kLimitMs);
    notifier.tell(QStringLiteral("behind"), {});

    QVERIFY(shown.wait(kLimitMs));
    QCOMPARE(desktop.replaced.size(), 1);
    QCOMPARE(desktop.title, QStringLiteral("behind"));
}

void DesktopNotifierTest::withoutADesktopNothingIsLost()
{
    QWidget window;
    DesktopNotifier notifier(window);
    QSignalSpy shown(&notifier, &DesktopNotifier::shown);

    notifier.tell(QStringLiteral("nobody listens"), {});

    Desktop desktop; // one that comes later takes the next
    QVERIFY(desktop.begin());
    notifier.tell(QStringLiteral("heard"), {});
    QVERIFY(shown.wait(kLimitMs));
    QCOMPARE(desktop.title, QStringLiteral("heard"));
}

void DesktopNotifierTest::theEndOfACampaignIsTold()
{
    Desktop desktop;
    QVERIFY(desktop.begin());
    otabench::widgets::Language language(*qApp);
    language.setCurrent(QStringLiteral("en"));
    otabench::widgets::Theme theme(*qApp, otabench::widgets::Theme::Mode::Light);
    const QTemporaryDir home;
    QSettings settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    otabench::widgets::EventBridge bridge;
    otabench::tests::NoCommands commands;
    otabench::gui::MainWindow window({bridge, commands, theme, language, settings,
                                      otabench::Paths::below(home.path().toStdString())});
    otabench::tests::MadeUpCampaign campaign(bridge, 2, std::chrono::seconds(30));
    bridge.drain();
    QVERIFY(desktop.replaced.isEmpty());
    campaign.reach(1, otabench::Phase::Updated, std::chrono::seconds(20));
    campaign.reach(2, otabench::Phase::Failed, std::chrono::seconds(20));

    campaign.end();
    bridge.drain();

    QTRY_COMPARE_WITH_TIMEOUT(desktop.replaced.size(), 1, kLimitMs);
    QCOMPARE(desktop.title, QStringLiteral("The update has ended"));
    QCOMPARE(desktop.body, QStringLiteral("Ended: 1 of 2 boards run the image"));
}

QTEST_MAIN(DesktopNotifierTest)
#include "desktop_notifier_test.moc"
