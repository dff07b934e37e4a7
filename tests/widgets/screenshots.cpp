// Pictures of every page, light and dark, English and Chinese, of a real campaign on eight virtual
// boards of which one refuses: screenshots FOLDER [WIDTHxHEIGHT]…
// By one command, with a screen of its own: tests/widgets/take_screenshots
#include "real_bench.h"

#include "widgets/bench/bench_page.h"
#include "widgets/bench/update_dialog.h"
#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTabWidget>
#include <QTest>

#include <cstdio>
#include <functional>

namespace {

using namespace otabench;
using namespace otabench::widgets;
using otabench::tests::RealBench;

constexpr int kLimitMs = 120'000;
constexpr int kRestMs = 250; // for workers that fill a page, and for layouts
constexpr unsigned kImageBytes = 1024 * 1024;

bool waitFor(const std::function<bool()> &holds)
{
    QElapsedTimer timer;
    timer.start();
    while (!holds()) {
        if (timer.elapsed() > kLimitMs)
            return false;
        QTest::qWait(50);
    }
    return true;
}

class Photographer
{
public:
    Photographer(Theme &theme, Language &language, QString folder, std::vector<QSize> sizes)
        : m_theme(theme)
        , m_language(language)
        , m_folder(std::move(folder))
        , m_sizes(std::move(sizes))
    {
    }

    [[nodiscard]] bool wroteAll() const { return m_wroteAll; }

    /// The scene in every look and size; `arrange` brings it about before each picture.
    void shoot(RealBench &bench, const QString &scene, const std::function<void()> &arrange)
    {
        for (const QSize &size : m_sizes) {
            bench.window().resize(size);
            for (const QString &code : Language::available()) {
                m_language.setCurrent(code);
                for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
                    m_theme.setMode(mode);
                    arrange();
                    QTest::qWait(kRestMs);
                    const QString name = QStringLiteral("%1-%2-%3-%4.png")
                                             .arg(scene, code, Theme::name(mode))
                                             .arg(size.width());
                    m_wroteAll &= bench.window().grab().save(QDir(m_folder).filePath(name));
                }
            }
        }
    }

private:
    Theme &m_theme;
    Language &m_language;
    QString m_folder;
    std::vector<QSize> m_sizes;
    bool m_wroteAll = true;
};

fleet::CampaignPlan planFor(const RealBench &bench, const QString &image)
{
    fleet::CampaignPlan plan;
    plan.image = image.toStdString();
    plan.parallel = 5;
    plan.bindAddress = "127.0.0.1";
    for (int number = 1; number <= RealBench::kBoards; ++number)
        plan.boards.push_back(bench.port(number).toStdString());
    return plan;
}

int run(Photographer &photographer, Theme &theme, Language &language)
{
    RealBench bench(theme, language);
    const auto pages = bench.window().pages();
    const auto show = [&bench](const QString &page) {
        return [&bench, page] { bench.window().showPage(page); };
    };
    for (const QString &page : pages)
        photographer.shoot(bench, QStringLiteral("empty-") + page, show(page));

    const QString image = bench.makeImage(kImageBytes);
    if (!bench.startBoards({"--fault", "refuse@3", "--link-rate", "20000"}))
        return 1;
    bench.plugIn();
    if (!waitFor([&] { return bench.ready() == RealBench::kBoards; }))
        return 1;
    photographer.shoot(bench, QStringLiteral("idle-bench"), show(QStringLiteral("bench")));
    bench.lab().startCampaign(planFor(bench, image));
    if (!waitFor([&] { return bench.in(Phase::Downloading) >= 4; }))
        return 1;
    for (const char *page : {"bench", "campaign", "logs", "server"}) {
        const QString name = QLatin1String(page);
        photographer.shoot(bench, QStringLiteral("busy-") + name, show(name));
    }
    const std::string failed = bench.port(3).toStdString();
    photographer.shoot(bench, QStringLiteral("busy-board"), [&] {
        bench.window().showPage(QStringLiteral("bench"));
        bench.window().benchPage().selectBoard(failed);
    });
    if (!waitFor([&] { return bench.in(Phase::Updated) == RealBench::kBoards - 1; }) ||
        !waitFor([&] { return !bench.window().campaign().running; }))
        return 1;
    for (const QString &page : pages)
        photographer.shoot(bench, QStringLiteral("after-") + page, show(page));
    photographer.shoot(bench, QStringLiteral("palette"), [&] {
        bench.window().showPage(QStringLiteral("bench"));
        bench.window().openPalette();
    });
    bench.stopBoards();
    return photographer.wroteAll() ? 0 : 1;
}

std::vector<QSize> sizesFrom(const QStringList &arguments)
{
    std::vector<QSize> sizes;
    for (int i = 2; i < arguments.size(); ++i) {
        const QStringList sides = arguments[i].split(QLatin1Char('x'));
        if (sides.size() == 2)
            sizes.emplace_back(sides[0].toInt(), sides[1].toInt());
    }
    if (sizes.empty())
        sizes = {{1280, 800}, {1920, 1080}};
    return sizes;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2 || !QDir().mkpath(arguments[1])) {
        std::fprintf(stderr, "usage: screenshots FOLDER [WIDTHxHEIGHT]...\n");
        return 2;
    }
    QCoreApplication::setApplicationVersion(QStringLiteral(OTABENCH_VERSION));
    Language language(application);
    Theme theme(application);
    Photographer photographer(theme, language, arguments[1], sizesFrom(arguments));
    const int status = run(photographer, theme, language);
    if (status != 0)
        std::fprintf(stderr, "screenshots: not every picture could be taken\n");
    return status;
}
