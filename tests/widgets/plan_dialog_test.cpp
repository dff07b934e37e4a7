// The update's dialog beyond its three clicks: the rest of the plan, the review, an image
// elsewhere.
#include "made_up_boards.h"

#include "certificates/authority.h"
#include "image/maker.h"
#include "image/reader.h"
#include "server/image_server.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/origin_field.h"
#include "widgets/bench/plan_options.h"
#include "widgets/bench/recent_images.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace otabench;
using namespace otabench::widgets;
using namespace std::chrono_literals;

namespace {

constexpr int kLimitMs = 30'000;

QString makeImageFile(const QTemporaryDir &folder)
{
    image::MakeOptions options;
    options.project = "otabench-demo";
    options.version = "2.0.0";
    const auto bytes = image::makeImage(options);
    const QString name = folder.filePath(QStringLiteral("demo.bin"));
    QFile file(name);
    if (bytes && file.open(QIODevice::WriteOnly))
        file.write(reinterpret_cast<const char *>(bytes->data()),
                   static_cast<qint64>(bytes->size()));
    return name;
}

/// The dialog on boards that are made up: eight, of which the last one is another chip.
struct Desk
{
    explicit Desk(const Theme &theme)
        : settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat)
        , recent(settings)
    {
        EventBatch batch;
        for (int number = 1; number <= 8; ++number)
            batch.boards.push_back(tests::idleBoard(number));
        batch.boards.back().identity->chip = "esp32c3";
        model.apply(batch);
        dialog = new UpdateDialog(model, recent, theme, {}, Paths::below(home.path().toStdString()),
                                  &parent);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->open();
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return dialog->findChild<Widget *>(QLatin1String(name));
    }

    void chooseImage()
    {
        dialog->setImageFile(makeImageFile(home));
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("startUpdate")->isEnabled(), kLimitMs);
    }

    void custom() { find<QComboBox>("policy")->setCurrentIndex(2); }

    QTemporaryDir home;
    QSettings settings;
    RecentImages recent;
    BenchModel model;
    QWidget parent;
    UpdateDialog *dialog = nullptr;
};

fleet::CampaignPlan planOf(const QSignalSpy &spy)
{
    return spy.front().front().value<fleet::CampaignPlan>();
}

} // namespace

Q_DECLARE_METATYPE(otabench::fleet::CampaignPlan)

class PlanDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsRareIsFoldedAway();
    void everyOptionReachesThePlan();
    void aPlanIsShownAsItWasMade();
    void onlyCustomUsesItsOptions();
    void reviewingTakesEveryTickedBoard();
    void stockFirmwareDecidesItself();
    void aUrlIsLookedAtBeforeTheStart();
    void anImageElsewhereIsFoundAndPlanned();
    void lookingIsCancelled();
    void mnemonicsAreUnique();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void PlanDialogTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
    qRegisterMetaType<fleet::CampaignPlan>();
}

void PlanDialogTest::whatIsRareIsFoldedAway()
{
    Desk desk(*m_theme);
    desk.chooseImage();
    QVERIFY(!desk.find<QWidget>("planOptions")->isVisible());
    desk.custom();
    QVERIFY(desk.find<QSpinBox>("canary")->isVisible());
    QVERIFY(!desk.find<QWidget>("originUrl")->isVisible());
    QTest::mouseClick(desk.find<QAbstractButton>("moreOptions"), Qt::LeftButton);
    QVERIFY(desk.find<QWidget>("originUrl")->isVisible());
}

void PlanDialogTest::everyOptionReachesThePlan()
{
    Desk desk(*m_theme);
    desk.chooseImage();
    desk.custom();
    QTest::mouseClick(desk.find<QAbstractButton>("moreOptions"), Qt::LeftButton);
    desk.find<QSpinBox>("canary")->setValue(1);
    desk.find<QSpinBox>("wave")->setValue(3);
    desk.find<QSpinBox>("waveSuccess")->setValue(90);
    desk.find<QSpinBox>("parallel")->setValue(2);
    desk.find<QSpinBox>("maxFailures")->setValue(4);
    desk.find<QSpinBox>("retries")->setValue(5);
    desk.find<QCheckBox>("startAtOn")->setChecked(true);
    desk.find<QSpinBox>("jitter")->setValue(6);
    desk.find<QComboBox>("confirm")->setCurrentIndex(1);
    desk.find<QComboBox>("partial")->setCurrentIndex(1);
    desk.find<QCheckBox>("reinstall")->setChecked(true);
    QSignalSpy ready(desk.dialog, &UpdateDialog::planReady);

    QTest::mouseClick(desk.find<QPushButton>("startUpdate"), Qt::LeftButton);

    QCOMPARE(ready.count(), 1);
    const auto plan = planOf(ready);
    QCOMPARE(plan.boards.size(), std::size_t{7}); // the other chip is blocked
    QCOMPARE(plan.canary, 1U);
    QCOMPARE(plan.wave, 3U);
    QCOMPARE(QString::fromStdString(plan.waveSuccess.text()), QStringLiteral("90%"));
    QCOMPARE(plan.parallel, 2U);
    QVERIFY(!plan.parallelAutomatic);
    QCOMPARE(plan.maxFailures, 4U);
    QCOMPARE(plan.retries, 5U);
    QVERIFY(plan.startAt && *plan.startAt > std::chrono::system_clock::now() + 50min);
    QCOMPARE(plan.startJitter.count(), 6000);
    QVERIFY(plan.confirm == fleet::Confirm::SelfTest);
    QCOMPARE(plan.partialBytes, 16384U);
    QVERIFY(plan.reinstall);
}

void PlanDialogTest::aPlanIsShownAsItWasMade()
{
    PlanOptions options;
    fleet::CampaignPlan plan;
    plan.canary = 2;
    plan.waveSuccess = {75, true};
    plan.parallelAutomatic = true;
    plan.retries = 1;
    plan.startAt = std::chrono::time_point_cast<std::chrono::minutes>(
        std::chrono::system_clock::now() + 90min);
    plan.startJitter = 9s;
    plan.confirm = fleet::Confirm::SelfTest;
    plan.partialBytes = 65536;

    options.readFrom(plan);

    fleet::CampaignPlan again;
    options.writeTo(again);
    QCOMPARE(again.canary, plan.canary);
    QVERIFY(again.waveSuccess == plan.waveSuccess);
    QVERIFY(again.parallelAutomatic);
    QCOMPARE(again.retries, plan.retries);
    QVERIFY(again.startAt == plan.startAt);
    QVERIFY(again.startJitter == plan.startJitter);
    QVERIFY(again.confirm == plan.confirm);
    QCOMPARE(again.partialBytes, plan.partialBytes);

    Desk desk(*m_theme);
    plan.image = makeImageFile(desk.home).toStdString();
    plan.boards = {tests::idleBoard(2).id, tests::idleBoard(5).id};
    desk.dialog->setPlan(plan);
    QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("startUpdate")->isEnabled(), kLimitMs);
    QSignalSpy ready(desk.dialog, &UpdateDialog::planReady);
    QTest::mouseClick(desk.find<QPushButton>("startUpdate"), Qt::LeftButton);
    QCOMPARE(planOf(ready).boards, plan.boards);
    QCOMPARE(planOf(ready).partialBytes, plan.partialBytes);
}

void PlanDialogTest::onlyCustomUsesItsOptions()
{
    Desk desk(*m_theme);
    desk.chooseImage();
    desk.custom();
    desk.find<QSpinBox>("retries")->setValue(5);
    desk.find<QComboBox>("policy")->setCurrentIndex(1);
    QSignalSpy ready(desk.dialog, &UpdateDialog::planReady);

    QTest::mouseClick(desk.find<QPushButton>("startUpdate"), Qt::LeftButton);

    QCOMPARE(planOf(ready).canary, 1U);
    QCOMPARE(planOf(ready).retries, 0U);
    QCOMPARE(planOf(ready).parallel, 0U);
}

void PlanDialogTest::reviewingTakesEveryTickedBoard()
{
    Desk desk(*m_theme);
    auto *review = desk.find<QPushButton>("reviewPlan");
    QVERIFY(!review->isEnabled()); // no image
    desk.chooseImage();
    QSignalSpy asked(desk.dialog, &UpdateDialog::reviewRequested);
    QSignalSpy ready(desk.dialog, &UpdateDialog::planReady);

    QTest::mouseClick(review, Qt::LeftButton);

    QCOMPARE(asked.count(), 1);
    QCOMPARE(ready.count(), 0);
    QCOMPARE(planOf(asked).boards.size(), std::size_t{8}); // why one is blocked is to be seen
    QVERIFY(!desk.dialog->isVisible());
}

void PlanDialogTest::stockFirmwareDecidesItself()
{
    PlanOptions options;
    fleet::CampaignPlan plan;
    plan.partialBytes = 16384;
    plan.confirm = fleet::Confirm::SelfTest;
    options.readFrom(plan);

    options.setProfile(fleet::ProfileKind::Stdin);

    options.writeTo(plan);
    QCOMPARE(plan.partialBytes, 0U);
    QVERIFY(plan.confirm == fleet::Confirm::Host);
    QVERIFY(!options.findChild<QWidget *>(QStringLiteral("partial"))->isEnabled());
}

void PlanDialogTest::aUrlIsLookedAtBeforeTheStart()
{
    Desk desk(*m_theme);
    desk.chooseImage();
    desk.custom();
    QTest::mouseClick(desk.find<QAbstractButton>("moreOptions"), Qt::LeftButton);
    QTcpServer closed; // a port that nobody listens to
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const quint16 port = closed.serverPort();
    closed.close();
    auto *url = desk.find<QLineEdit>("originUrl");
    url->setText(QStringLiteral("https://127.0.0.1:%1/app.bin").arg(port));
    QVERIFY(!desk.find<QPushButton>("startUpdate")->isEnabled());

    QTest::mouseClick(desk.find<QPushButton>("originLook"), Qt::LeftButton);

    auto *answer = desk.find<QLabel>("originAnswer");
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), kLimitMs);
    QVERIFY2(answer->text().contains(QStringLiteral("127.0.0.1")), qPrintable(answer->text()));
    QVERIFY(!desk.find<QPushButton>("startUpdate")->isEnabled());
    url->clear();
    QVERIFY(desk.find<QPushButton>("startUpdate")->isEnabled()); // without a URL as before
}

void PlanDialogTest::anImageElsewhereIsFoundAndPlanned()
{
    Desk desk(*m_theme);
    const auto certificate = certificates::makeSelfSigned({.hosts = {"127.0.0.1"}});
    QVERIFY(certificate.has_value());
    const auto server = server::ImageServer::start({.bindAddress = "127.0.0.1",
                                                    .certificatePem = certificate->certificatePem,
                                                    .keyPem = certificate->keyPem});
    QVERIFY(server.has_value());
    const auto image = image::readForUpdate(makeImageFile(desk.home).toStdString());
    QVERIFY(image.has_value());
    const auto published = (*server)->publish(
        desk.home.filePath(QStringLiteral("demo.bin")).toStdString(), image->fileSha256);
    QVERIFY(published.has_value());
    const std::string url = (*server)->url("127.0.0.1", *published, {});
    desk.custom();
    QTest::mouseClick(desk.find<QAbstractButton>("moreOptions"), Qt::LeftButton);
    desk.find<QLineEdit>("originUrl")->setText(QString::fromStdString(url));

    QTest::mouseClick(desk.find<QPushButton>("originLook"), Qt::LeftButton);

    // No file was chosen: what lies there is the image.
    QTRY_VERIFY2_WITH_TIMEOUT(desk.find<QPushButton>("startUpdate")->isEnabled(),
                              qPrintable(desk.find<QLabel>("originAnswer")->text()), kLimitMs);
    QSignalSpy ready(desk.dialog, &UpdateDialog::planReady);
    QTest::mouseClick(desk.find<QPushButton>("startUpdate"), Qt::LeftButton);
    const auto plan = planOf(ready);
    QVERIFY(plan.origin.has_value());
    QCOMPARE(plan.origin->url, url);
    QVERIFY(!plan.origin->trustPem.empty());
    QVERIFY(image::readForUpdate(plan.image).has_value()); // its bytes, kept here
}

void PlanDialogTest::lookingIsCancelled()
{
    const QTemporaryDir home;
    OriginField field(Paths::below(home.path().toStdString()));
    field.show();
    QTcpServer silent; // takes the connection, and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    field.findChild<QLineEdit *>(QStringLiteral("originUrl"))
        ->setText(QStringLiteral("https://127.0.0.1:%1/app.bin").arg(silent.serverPort()));
    QTest::mouseClick(field.findChild<QPushButton *>(QStringLiteral("originLook")), Qt::LeftButton);
    auto *cancel = field.findChild<QPushButton *>(QStringLiteral("cancelWork"));
    QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible(), kLimitMs);

    QTest::mouseClick(cancel, Qt::LeftButton);

    QVERIFY(!cancel->isVisible());
    QVERIFY(field.isOpen());
    QVERIFY(!field.findChild<QLabel *>(QStringLiteral("originAnswer"))->isVisible());
}

void PlanDialogTest::mnemonicsAreUnique()
{
    for (const char *code : {"en", "zh_CN"}) {
        m_language->setCurrent(QLatin1String(code));
        Desk desk(*m_theme);
        desk.custom();
        QTest::mouseClick(desk.find<QAbstractButton>("moreOptions"), Qt::LeftButton);
        QStringList letters;
        const auto note = [&letters](const QString &text) {
            const int mark = text.indexOf(QLatin1Char('&'));
            if (mark >= 0)
                letters << text.mid(mark + 1, 1).toLower();
        };
        for (const auto *button : desk.dialog->findChildren<QAbstractButton *>()) {
            if (button->isVisible())
                note(button->text());
        }
        for (const auto *label : desk.dialog->findChildren<QLabel *>()) {
            if (label->isVisible())
                note(label->text());
        }
        letters.sort();
        QStringList once = letters;
        once.removeDuplicates();
        QCOMPARE(letters, once);
    }
    m_language->setCurrent(QStringLiteral("en"));
}

QTEST_MAIN(PlanDialogTest)
#include "plan_dialog_test.moc"
