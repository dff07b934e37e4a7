// Writes pictures of the window in every look, with made-up boards: gallery FOLDER [bench|campaign]
// To be judged by eye; run it on a real display or Xvfb, with as large a screen as the pictures.
#include "made_up_boards.h"
#include "made_up_campaign.h"
#include "made_up_findings.h"
#include "made_up_record.h"
#include "no_commands.h"

#include "image/maker.h"
#include "main_window.h"
#include "widgets/bench/bench_page.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/campaign/campaign_page.h"
#include "widgets/campaign/report_saver.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"
#include "widgets/doctor/doctor_page.h"
#include "widgets/history/history_page.h"
#include "widgets/log/log_area.h"
#include "widgets/log/log_lines_model.h"
#include "widgets/log/logs_page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPainter>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QToolButton>

#include <cstdio>

namespace {

using namespace otabench;
using namespace otabench::widgets;

void feed(EventBridge &bridge, const EventBatch &batch)
{
    for (const auto &board : batch.boards)
        bridge.onBoard(board);
    for (const auto &campaign : batch.campaigns)
        bridge.onCampaign(campaign);
    for (const auto &failure : batch.failures)
        bridge.onFailure(failure);
    bridge.drain();
}

QString makeImageFile(const QTemporaryDir &folder)
{
    image::MakeOptions options;
    options.project = "otabench-demo";
    options.version = "2.0.0";
    options.sizeBytes = 1024 * 1024;
    const auto bytes = image::makeImage(options);
    const QString name = folder.filePath(QStringLiteral("otabench-demo-2.0.0.bin"));
    QFile file(name);
    if (bytes && file.open(QIODevice::WriteOnly))
        file.write(reinterpret_cast<const char *>(bytes->data()),
                   static_cast<qint64>(bytes->size()));
    return name;
}

/// One window in one look, through its states.
class Gallery
{
public:
    /// `part`: only these pictures; empty: all.
    Gallery(Theme &theme, Language &language, QString folder, QString imageFile, QString part)
        : m_theme(theme)
        , m_language(language)
        , m_folder(std::move(folder))
        , m_imageFile(std::move(imageFile))
        , m_part(std::move(part))
    {
    }

    void shoot(const QString &look, const QSize &size)
    {
        m_look = look;
        if (m_part != QLatin1String("campaign")) {
            for (const int boards : {0, 1, 8, 500})
                shootBench(boards, size);
        }
        if (m_part != QLatin1String("bench")) {
            for (const int boards : {1, 8, 500})
                shootCampaign(boards, size);
        }
    }

private:
    void save(QWidget &widget, const QString &name)
    {
        QTest::qWait(80);
        widget.grab().save(
            QDir(m_folder).filePath(name + QLatin1Char('-') + m_look + QStringLiteral(".png")));
    }

    void shootBench(int boards, const QSize &size)
    {
        const QTemporaryDir home;
        QSettings settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        EventBridge bridge;
        tests::NoCommands commands;
        gui::MainWindow window({bridge, commands, m_theme, m_language, settings,
                                Paths::below(home.path().toStdString())});
        window.resize(size);
        window.show();
        bridge.onCaExpiry(std::chrono::system_clock::now() + std::chrono::hours(24 * 3650));
        if (boards > 0)
            feed(bridge, tests::midCampaign(boards));
        bridge.drain();
        save(window, QStringLiteral("bench-%1").arg(boards));
        if (boards > 0) {
            window.findChild<QToolButton *>(QStringLiteral("showWall"))->click();
            save(window, QStringLiteral("wall-%1").arg(boards));
            window.findChild<QToolButton *>(QStringLiteral("showTable"))->click();
        }
        if (boards != 8)
            return;
        const std::string id = tests::idleBoard(3).id;
        for (int number = 0; number < 60; ++number)
            bridge.onLog(tests::logLine(id, number));
        bridge.drain();
        window.benchPage().selectBoard(id);
        save(window, QStringLiteral("bench-8-details"));
        window.findChild<QTabWidget *>(QStringLiteral("detailTabs"))->setCurrentIndex(1);
        save(window, QStringLiteral("bench-8-log"));
        bridge.onFailure({Command::StartCampaign,
                          Error{ErrorCode::AddressInUse,
                                "cannot listen on 192.168.1.5:8443: address already in use",
                                {}}});
        bridge.drain();
        save(window, QStringLiteral("bench-8-error"));
        EventBatch idle;
        for (int number = 1; number <= 8; ++number)
            idle.boards.push_back(tests::idleBoard(number));
        idle.boards[1].identity->chip = "esp32c3";
        idle.boards[2].identity.reset();
        idle.boards[3].port = fleet::PortState::Lost;
        idle.boards[4].portError = Error{ErrorCode::PortBusy, "ttyUSB4 is open elsewhere", {}};
        feed(bridge, idle);
        save(window, QStringLiteral("bench-8-idle"));
        window.benchPage().openUpdateDialog(m_imageFile);
        auto *dialog = window.findChild<UpdateDialog *>();
        QTest::qWait(400);
        save(*dialog, QStringLiteral("update-dialog"));
        dialog->close();
        window.doctorPage().setFindings(tests::madeUpFindings());
        for (const QString &page : window.pages()) {
            window.showPage(page);
            save(window, page);
        }
        shootLogs(window, bridge);
        shootHistory(window, Paths::below(home.path().toStdString()).historyFile());
    }

    /// The page of history over a real record.
    void shootHistory(gui::MainWindow &window, const std::filesystem::path &file)
    {
        {
            tests::Recorder recorder(file);
            recorder.whole("1.0.0", tests::daysAgo(40), 0, "Grace");
            recorder.whole("1.1.0", tests::daysAgo(12), 1);
            recorder.whole("2.0.0", tests::daysAgo(0, -600), 2);
        }
        window.showPage(QStringLiteral("history"));
        auto *page = window.findChild<HistoryPage *>();
        page->refresh();
        QTest::qWait(600);
        save(window, QStringLiteral("history-campaigns"));
        auto *tabs = page->findChild<QTabWidget *>(QStringLiteral("historyTabs"));
        tabs->setCurrentIndex(1);
        page->findChild<QTableView *>(QStringLiteral("historyBoards"))->selectRow(0);
        QTest::qWait(600);
        save(window, QStringLiteral("history-boards"));
        tabs->setCurrentIndex(2);
        save(window, QStringLiteral("history-images"));
    }

    /// The page of logs: filled, with a search and a bookmark's explanation, and with a wrong
    /// filter.
    void shootLogs(gui::MainWindow &window, EventBridge &bridge)
    {
        window.showPage(QStringLiteral("logs"));
        auto *page = window.findChild<LogsPage *>();
        for (int number = 0; number < 400; ++number) {
            fleet::LogLine line = tests::logLine(tests::idleBoard(number % 8 + 1).id, number);
            if (number % 97 == 30)
                line.bookmark = monitor::Bookmark::OtaStart;
            if (number % 97 == 44)
                line.bookmark = monitor::Bookmark::FirstError;
            bridge.onLog(line);
        }
        bridge.drain();
        save(window, QStringLiteral("logs-live"));
        window.findChild<QLineEdit *>(QStringLiteral("logSearch"))
            ->setText(QStringLiteral("ota_1"));
        QTest::qWait(300);
        auto *area = page->findChild<LogArea *>();
        area->showLine(page->lines().sequence(364));
        Q_EMIT area->activated(page->lines().sequence(364));
        area->setFocus();
        save(window, QStringLiteral("logs-explained"));
        window.findChild<QTabWidget *>(QStringLiteral("logSide"))->setCurrentIndex(0);
        window.findChild<QLineEdit *>(QStringLiteral("logExpression"))
            ->setText(QStringLiteral("tag:wifi and (level:loud"));
        save(window, QStringLiteral("logs-wrong"));
        window.findChild<QLineEdit *>(QStringLiteral("logExpression"))
            ->setText(QStringLiteral("board:none"));
        QTest::qWait(300);
        save(window, QStringLiteral("logs-no-match"));
    }

    /// A report and an acceptance sheet, as they are printed.
    void shootPaper()
    {
        history::CampaignReport report;
        report.campaign = {.id = 12,
                           .started = std::chrono::system_clock::now() - std::chrono::minutes(2),
                           .ended = std::chrono::system_clock::now(),
                           .imageFile = "/images/otabench-demo-2.0.0.bin",
                           .imageSha256 = std::string(64, 'a'),
                           .project = "otabench-demo",
                           .version = "2.0.0",
                           .chip = "esp32",
                           .operatorName = "Ada",
                           .station = "bench-a"};
        for (int number = 1; number <= 8; ++number) {
            const bool isBad = number == 3;
            report.boards.push_back({.campaignId = 12,
                                     .board = tests::idleBoard(number).id,
                                     .mac = tests::idleBoard(number).identity->mac,
                                     .phase = isBad ? Phase::Failed : Phase::Updated,
                                     .fromVersion = "1.0.0",
                                     .toVersion = "2.0.0",
                                     .slot = "ota_1",
                                     .bytes = 1'048'576,
                                     .attempts = 1,
                                     .reason = isBad ? "board-no-network" : "",
                                     .detail = isBad ? "the board lost its network" : "",
                                     .duration = std::chrono::milliseconds(12'000),
                                     .elf = std::string(64, 'b'),
                                     .slotState = "valid"});
        }
        const auto draw = [this](const std::string &html, const QString &name) {
            QTextDocument document;
            ReportSaver::layOut(document, html);
            document.setPageSize(QSizeF(794, 1123)); // A4 at 96 dots an inch
            QImage image(794, 1123, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            document.drawContents(&painter, QRectF(0, 0, 794, 1123));
            painter.end();
            image.save(QDir(m_folder).filePath(name));
        };
        draw(history::report(history::ReportFormat::Html, report),
             QStringLiteral("paper-report.png"));
        if (const auto sheet = history::acceptanceSheet(report))
            draw(*sheet, QStringLiteral("paper-sheet.png"));
    }

    void shootCampaign(int boards, const QSize &size)
    {
        const QTemporaryDir home;
        QSettings settings(home.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        EventBridge bridge;
        tests::NoCommands commands;
        gui::MainWindow window({bridge, commands, m_theme, m_language, settings,
                                Paths::below(home.path().toStdString())});
        window.resize(size);
        window.showPage(QStringLiteral("campaign"));
        window.show();
        auto campaign = tests::campaignUnderWay(bridge, boards);
        bridge.drain();
        for (int second = 42; second < 60; ++second) { // for the plot
            campaign.state.elapsed = std::chrono::seconds(second);
            campaign.state.bytesPerSecond = 400'000 + second * 7919 % 90'000 * 3;
            bridge.onCampaign(campaign.state);
            bridge.drain();
        }
        save(window, QStringLiteral("campaign-%1-running").arg(boards));
        if (boards == 8) {
            bridge.onInterrupted({{.id = 7,
                                   .started = std::chrono::system_clock::now(),
                                   .imageFile = "demo.bin",
                                   .project = "otabench-demo",
                                   .version = "1.9.0",
                                   .boards = 8,
                                   .finished = 3}});
        }
        campaign.end();
        bridge.drain();
        save(window, QStringLiteral("campaign-%1-ended").arg(boards));
        if (boards == 8)
            shootPaper();
        auto *page = window.findChild<CampaignPage *>();
        page->review(tests::demoPlan(boards));
        bridge.onPreview(tests::demoPreview(tests::demoPlan(boards)));
        bridge.drain();
        save(window, QStringLiteral("campaign-%1-plan").arg(boards));
        window.benchPage().openUpdateDialog(m_imageFile);
        auto *dialog = window.findChild<UpdateDialog *>();
        dialog->findChild<QComboBox *>(QStringLiteral("policy"))->setCurrentIndex(2);
        QTest::qWait(400);
        save(*dialog, QStringLiteral("custom-dialog-%1").arg(boards));
        dialog->findChild<QAbstractButton *>(QStringLiteral("moreOptions"))->click();
        save(*dialog, QStringLiteral("custom-dialog-more-%1").arg(boards));
    }

    Theme &m_theme;
    Language &m_language;
    QString m_folder;
    QString m_imageFile;
    QString m_part;
    QString m_look;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2 || arguments.size() > 3 || !QDir().mkpath(arguments[1])) {
        std::fprintf(stderr, "usage: gallery FOLDER [bench|campaign]\n");
        return 2;
    }
    Language language(application);
    Theme theme(application);
    const QTemporaryDir images;
    Gallery gallery(theme, language, arguments[1], makeImageFile(images), arguments.value(2));
    for (const QString &code : Language::available()) {
        language.setCurrent(code);
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            theme.setMode(mode);
            const QString look = code + QLatin1Char('-') + Theme::name(mode);
            gallery.shoot(look, QSize(1280, 800));
            gallery.shoot(look + QStringLiteral("-1080"), QSize(1920, 1080));
        }
    }
    return 0;
}
