// A campaign whose server certificate has to be issued by a CA with a passphrase: the window asks.
#include "real_bench.h"

#include "certificates/store.h"
#include "widgets/certificates/authority_dialogs.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace otabench;
using namespace otabench::widgets;
using otabench::tests::RealBench;

namespace {

constexpr int kLimitMs = 120'000;

} // namespace

class PassphraseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void campaignAsksForThePassphraseAndGoesOn();

private:
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
};

void PassphraseTest::initTestCase()
{
    m_language = std::make_unique<Language>(*qApp);
    m_language->setCurrent(QStringLiteral("en"));
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::Light);
    qunsetenv("OTABENCH_CA_PASSPHRASE");
}

void PassphraseTest::campaignAsksForThePassphraseAndGoesOn()
{
    RealBench bench(*m_theme, *m_language);
    certificates::Store store(bench.paths().certificates());
    QVERIFY(store
                .saveAuthority(certificates::Authority::create({}).value(),
                               certificates::Store::Overwrite::No, "correct horse")
                .has_value());
    QVERIFY(bench.startBoards({}));
    bench.lab().addBoard(bench.port(1), {});
    QTRY_COMPARE_WITH_TIMEOUT(bench.ready(), 1, kLimitMs);
    fleet::CampaignPlan plan;
    plan.image = bench.makeImage().toStdString();
    plan.boards = {bench.port(1).toStdString()};
    plan.serverHost = plan.bindAddress = "127.0.0.1";

    // Nobody gives it: the start fails, and says why.
    bench.lab().startCampaign(plan);
    QTRY_VERIFY_WITH_TIMEOUT(bench.window().findChild<PassphraseDialog *>() != nullptr, kLimitMs);
    bench.window().findChild<PassphraseDialog *>()->reject();
    const auto isTold = [&bench] {
        const auto banners = bench.window().findChildren<ErrorBanner *>();
        return std::any_of(banners.begin(), banners.end(), [](const ErrorBanner *banner) {
            return banner->isVisible() && banner->error()->code == ErrorCode::KeyInvalid;
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isTold(), kLimitMs);
    QTRY_VERIFY(bench.window().findChild<PassphraseDialog *>() == nullptr);

    // With it the campaign that waited goes on by itself, to the end.
    bench.lab().startCampaign(plan);
    QTRY_VERIFY_WITH_TIMEOUT(bench.window().findChild<PassphraseDialog *>() != nullptr, kLimitMs);
    auto *dialog = bench.window().findChild<PassphraseDialog *>();
    QVERIFY(!dialog->findChild<QCheckBox *>(QStringLiteral("keepPassphrase"))->isChecked());
    dialog->findChild<QLineEdit *>(QStringLiteral("caPassphrase"))
        ->setText(QStringLiteral("correct horse"));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("act")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(bench.in(Phase::Updated), 1, kLimitMs);
}

QTEST_MAIN(PassphraseTest)
#include "passphrase_test.moc"
