#include "made_up_boards.h"

#include "widgets/common/error_banner.h"
#include "widgets/common/error_text.h"
#include "widgets/common/event_bridge.h"
#include "widgets/common/icons.h"
#include "widgets/common/language.h"
#include "widgets/common/phase_text.h"
#include "widgets/common/status_strip.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace otabench;
using namespace otabench::widgets;

namespace {

struct Received
{
    explicit Received(EventBridge &bridge)
    {
        QObject::connect(&bridge, &EventBridge::batchReady, &bridge,
                         [this](const EventBatch &batch) { batches.push_back(batch); });
    }

    std::vector<EventBatch> batches;
};

} // namespace

class CommonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextKeepsItsContrastOnEveryGround();
    void everyErrorCodeHasASentenceInBothLanguages();
    void everyPhaseHasGlyphIconAndWord();
    void attentionGoesFromFailedToIdle();
    void bridgeKeepsTheNewestStateOfABoard();
    void bridgeForgetsABoardThatLeftBeforeItWasShown();
    void bridgeBoundsLogLinesAndCountsTheLost();
    void bridgeKeepsTheEndOfEachCampaign();
    void bridgeWakesTheGuiFromAnotherThread();
    void bannerSaysWhatWhyAndWhatToDo();
    void stripIsTrueBeforeDuringAndAfterACampaign();
    void iconFollowsThePalette();
};

void CommonTest::everyTextKeepsItsContrastOnEveryGround()
{
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        for (const Token ground : kGroundTokens) {
            for (const Token text : kTextTokens) {
                const double ratio = contrastRatio(colour(text, scheme), colour(ground, scheme));
                QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("scheme %1, text %2 on %3: %4")
                                                      .arg(static_cast<int>(scheme))
                                                      .arg(static_cast<int>(text))
                                                      .arg(static_cast<int>(ground))
                                                      .arg(ratio)));
            }
        }
        QVERIFY(contrastRatio(colour(Token::AccentText, scheme), colour(Token::Accent, scheme)) >=
                4.5);
    }
    QVERIFY(std::abs(contrastRatio(Qt::black, Qt::white) - 21.0) < 0.01);
}

void CommonTest::everyErrorCodeHasASentenceInBothLanguages()
{
    Language language(*qApp);
    QSet<QString> sentences;
    for (const ErrorCode code : allErrorCodes()) {
        language.setCurrent(QStringLiteral("en"));
        const QString english = ErrorText::sentence(code);
        QVERIFY(!english.isEmpty());
        QVERIFY2(!sentences.contains(english), qPrintable(english));
        sentences.insert(english);
        QCOMPARE(ErrorText::remedies(code).isEmpty(), code == ErrorCode::Cancelled);
        language.setCurrent(QStringLiteral("zh_CN"));
        QVERIFY2(ErrorText::sentence(code) != english, qPrintable(english));
    }
    language.setCurrent(QStringLiteral("en"));
    const QString details = ErrorText::details({ErrorCode::PortBusy, "ttyUSB0 is open", {}});
    QVERIFY(details.contains(QStringLiteral("ttyUSB0 is open")));
    QVERIFY(details.contains(QStringLiteral("[port-busy]")));
}

void CommonTest::everyPhaseHasGlyphIconAndWord()
{
    QSet<QString> words;
    for (int number = 0; number <= static_cast<int>(Phase::Cancelled); ++number) {
        const StateLook look = PhaseText::look(static_cast<Phase>(number));
        QCOMPARE(look.glyph.size(), 1);
        QVERIFY(!icon(look.icon).pixmap(16, 16).isNull()); // an unknown name would stop the program
        QVERIFY(!words.contains(look.word));
        words.insert(look.word);
    }
}

void CommonTest::attentionGoesFromFailedToIdle()
{
    const auto rank = [](Phase phase) {
        return PhaseText::attentionRank(tests::boardIn(1, phase));
    };
    QVERIFY(rank(Phase::Failed) < rank(Phase::NotProved));
    QVERIFY(rank(Phase::NotProved) < rank(Phase::RolledBack));
    QVERIFY(rank(Phase::RolledBack) < rank(Phase::Downloading));
    QVERIFY(rank(Phase::Downloading) < rank(Phase::Queued));
    QVERIFY(rank(Phase::Queued) < rank(Phase::Updated));
    QVERIFY(rank(Phase::Updated) < PhaseText::attentionRank(tests::idleBoard(1)));
}

void CommonTest::bridgeKeepsTheNewestStateOfABoard()
{
    EventBridge bridge;
    Received received(bridge);
    bridge.onBoard(tests::boardIn(1, Phase::Preparing));
    bridge.onBoard(tests::idleBoard(2));
    bridge.onBoard(tests::boardIn(1, Phase::Downloading));
    bridge.drain();
    QCOMPARE(received.batches.size(), std::size_t{1});
    const auto &boards = received.batches[0].boards;
    QCOMPARE(boards.size(), std::size_t{2});
    QVERIFY(boards[0].phase == Phase::Downloading);
    bridge.drain(); // nothing new: no batch
    QCOMPARE(received.batches.size(), std::size_t{1});
}

void CommonTest::bridgeForgetsABoardThatLeftBeforeItWasShown()
{
    EventBridge bridge;
    Received received(bridge);
    bridge.onBoard(tests::idleBoard(1));
    bridge.onBoard(tests::idleBoard(2));
    bridge.onBoard(tests::idleBoard(3));
    bridge.onBoardRemoved(tests::idleBoard(1).id);
    bridge.onBoard(tests::boardIn(3, Phase::Queued)); // its place has moved
    bridge.drain();
    const EventBatch &batch = received.batches.at(0);
    QCOMPARE(batch.removed, std::vector{tests::idleBoard(1).id});
    QCOMPARE(batch.boards.size(), std::size_t{2});
    QCOMPARE(batch.boards[1].id, tests::idleBoard(3).id);
    QVERIFY(batch.boards[1].phase == Phase::Queued);
}

void CommonTest::bridgeBoundsLogLinesAndCountsTheLost()
{
    EventBridge bridge;
    Received received(bridge);
    const int lost = 412;
    for (int number = 0; number < static_cast<int>(EventBridge::kMaxLines) + lost; ++number)
        bridge.onLog(tests::logLine("a", number));
    bridge.drain();
    const EventBatch &batch = received.batches.at(0);
    QCOMPARE(batch.lines.size(), EventBridge::kMaxLines);
    QCOMPARE(batch.skipped.at("a"), std::uint64_t{lost});
    QCOMPARE(batch.lines.front().text, tests::logLine("a", lost).text);
}

void CommonTest::bridgeKeepsTheEndOfEachCampaign()
{
    EventBridge bridge;
    Received received(bridge);
    fleet::CampaignState first;
    first.id = 1;
    first.running = true;
    bridge.onCampaign(first);
    first.running = false;
    bridge.onCampaign(first);
    fleet::CampaignState second;
    second.id = 2;
    second.running = true;
    bridge.onCampaign(second);
    bridge.drain();
    const auto &campaigns = received.batches.at(0).campaigns;
    QCOMPARE(campaigns.size(), std::size_t{2});
    QVERIFY(!campaigns[0].running);
    QVERIFY(campaigns[1].running);
}

void CommonTest::bridgeWakesTheGuiFromAnotherThread()
{
    EventBridge bridge;
    std::uint64_t lines = 0;
    std::size_t batches = 0;
    connect(&bridge, &EventBridge::batchReady, &bridge, [&](const EventBatch &batch) {
        lines += batch.lines.size();
        for (const auto &entry : batch.skipped)
            lines += entry.second;
        ++batches;
    });
    constexpr int kLines = 50000;
    std::thread core([&bridge] {
        for (int number = 0; number < kLines; ++number)
            bridge.onLog(tests::logLine("a", number));
    });
    QTRY_COMPARE(lines, std::uint64_t{kLines});
    core.join();
    QVERIFY(batches < kLines / 10); // lines come in batches, not one by one
}

void CommonTest::bannerSaysWhatWhyAndWhatToDo()
{
    ErrorBanner banner(ErrorBanner::Closable::Yes);
    QVERIFY(banner.isHidden());
    banner.showError({ErrorCode::AddressInUse, "port 8443 is taken", {}});
    QVERIFY(!banner.isHidden());
    QCOMPARE(banner.findChild<QLabel *>(QStringLiteral("errorWhat"))->text(),
             ErrorText::sentence(ErrorCode::AddressInUse));
    QCOMPARE(banner.findChild<QLabel *>(QStringLiteral("errorWhy"))->text(),
             QStringLiteral("port 8443 is taken"));
    QVERIFY(banner.findChild<QLabel *>(QStringLiteral("errorSteps"))
                ->text()
                .startsWith(QStringLiteral("1. ")));
    banner.findChild<QPushButton *>(QStringLiteral("copyDetails"))->click();
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("[address-in-use]")));
    banner.clear();
    QVERIFY(banner.isHidden());
}

void CommonTest::stripIsTrueBeforeDuringAndAfterACampaign()
{
    const Language language(*qApp);
    const Theme theme(*qApp);
    StatusStrip strip(theme);
    strip.setBoards(8, 0);
    QVERIFY(!strip.summary().contains(QStringLiteral("https://")));
    QVERIFY2(strip.summary().contains(QStringLiteral("8 boards")), qPrintable(strip.summary()));

    fleet::CampaignState campaign;
    campaign.id = 1;
    campaign.running = true;
    campaign.serverUrl = "https://192.168.1.5:8443";
    campaign.bytesPerSecond = 3100000;
    campaign.updated = 1;
    campaign.failed = 1;
    strip.setCampaign(campaign);
    strip.setBoards(8, 6);
    for (const char *part : {"https://192.168.1.5:8443", "3.1 MB/s", "1 board updated",
                             "6 boards under way", "1 board failed"})
        QVERIFY2(strip.summary().contains(QLatin1String(part)), qPrintable(strip.summary()));

    campaign.running = false;
    campaign.updated = 7;
    campaign.elapsed = std::chrono::seconds(41);
    strip.setCampaign(campaign);
    strip.setBoards(8, 0);
    QVERIFY(!strip.summary().contains(QStringLiteral("MB/s")));
    QVERIFY(strip.summary().contains(QStringLiteral("0:41")));
}

void CommonTest::iconFollowsThePalette()
{
    Theme theme(*qApp, Theme::Mode::Light);
    const QIcon check = icon(QStringLiteral("emblem-ok"));
    const QImage light = check.pixmap(16, 16).toImage();
    theme.setMode(Theme::Mode::Dark);
    QVERIFY(check.pixmap(16, 16).toImage() != light);
}

QTEST_MAIN(CommonTest)
#include "common_test.moc"
