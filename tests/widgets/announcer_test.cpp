// What a screen reader is told, on a real AT-SPI bus: Qt says nothing without one.
#include "made_up_boards.h"

#include "widgets/common/announcer.h"
#include "widgets/common/language.h"

#include <QAccessible>
#include <QApplication>
#include <QTest>

using namespace otabench;
using namespace otabench::widgets;

namespace {

QStringList g_alerts;

void rememberAlerts(QAccessibleEvent *event)
{
    if (event->type() == QAccessible::Alert)
        g_alerts << event->accessibleInterface()->text(QAccessible::Name);
}

} // namespace

class AnnouncerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void resultsAreSpokenOnce();
};

void AnnouncerTest::initTestCase()
{
    QTRY_VERIFY2(QAccessible::isActive(), "no AT-SPI bus: run it by tests/widgets/with_at_spi");
    QAccessible::installUpdateHandler(rememberAlerts);
}

void AnnouncerTest::resultsAreSpokenOnce()
{
    const Language language(*qApp);
    QWidget window;
    Announcer announcer(&window);
    window.show();
    EventBatch batch = tests::midCampaign(8);
    announcer.apply(batch);
    QCOMPARE(g_alerts.size(), 2);
    QVERIFY2(g_alerts[0].startsWith(QStringLiteral("vb-03: Failed. ")), qPrintable(g_alerts[0]));
    QVERIFY2(g_alerts[0].endsWith(QStringLiteral("1 more board failed.")), qPrintable(g_alerts[0]));
    QCOMPARE(g_alerts[1], QStringLiteral("Updating 8 boards"));
    g_alerts.clear();
    announcer.apply(batch); // nothing new
    QCOMPARE(g_alerts.size(), 0);
    batch.campaigns[0].running = false;
    announcer.apply(batch);
    QCOMPARE(g_alerts.size(), 1);
    QVERIFY2(g_alerts[0].startsWith(QStringLiteral("Update finished: ")), qPrintable(g_alerts[0]));
}

QTEST_MAIN(AnnouncerTest)
#include "announcer_test.moc"
