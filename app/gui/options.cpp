#include "options.h"

#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QCommandLineParser>

#include <cstdio>

namespace otabench::gui {
namespace {

void complain(const QString &message)
{
    std::fprintf(stderr, "otabench: %s\n", qUtf8Printable(message));
}

} // namespace

std::optional<Options> OptionsParser::parse(const QCoreApplication &application)
{
    const auto option = [](const char *name, const QString &text, const char *value = nullptr) {
        return QCommandLineOption(QString::fromLatin1(name), text,
                                  value ? QString::fromLatin1(value) : QString());
    };
    const QCommandLineOption demo =
        option("demo", tr("Start with a demonstration bench of eight virtual boards."));
    const QCommandLineOption board =
        option("board", tr("Add the board at this address; may be given several times."), "ADDR");
    const QCommandLineOption profile = option(
        "profile", tr("How these boards are triggered: agent, stdin or console."), "PROFILE");
    const QCommandLineOption command =
        option("command", tr("The console profile's command, with {url}."), "COMMAND");
    const QCommandLineOption image =
        option("image", tr("Have this image ready in the update dialog."), "FILE");
    const QCommandLineOption language =
        option("language", tr("Language of the window: en or zh_CN."), "CODE");
    const QCommandLineOption theme =
        option("theme", tr("Look of the window: light, dark or system."), "THEME");
    const QCommandLineOption start =
        option("start", tr("Update all boards as soon as they have said who they are."));
    const QCommandLineOption screenshot =
        option("screenshot", tr("Write a picture of the window to FILE, then quit."), "FILE");
    const QCommandLineOption after =
        option("screenshot-after",
               tr("Wait so long before the picture; counts from the start of "
                  "the update with --start."),
               "MS");

    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("Updates benches of ESP32-family boards over HTTPS, and shows how each is doing."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions(
        {demo, board, profile, command, image, language, theme, start, screenshot, after});
    if (!parser.parse(application.arguments())) {
        complain(parser.errorText());
        return std::nullopt;
    }
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();

    Options options;
    options.demo = parser.isSet(demo);
    options.boards = parser.values(board);
    options.image = parser.value(image);
    options.start = parser.isSet(start);
    options.screenshot = parser.value(screenshot);
    if (!parser.positionalArguments().isEmpty()) {
        complain(tr("\"%1\" is not an option; see otabench --help")
                     .arg(parser.positionalArguments().front()));
        return std::nullopt;
    }
    if (parser.isSet(profile)) {
        const auto kind = fleet::profileFromName(parser.value(profile).toStdString());
        if (!kind) {
            complain(tr("there is no profile \"%1\"; choose agent, stdin or console")
                         .arg(parser.value(profile)));
            return std::nullopt;
        }
        options.profile.kind = *kind;
    }
    options.profile.command =
        parser.isSet(command) ? parser.value(command).toStdString() : "ota {url}";
    options.language = parser.value(language);
    if (!options.language.isEmpty() && !widgets::Language::available().contains(options.language)) {
        complain(tr("there is no language \"%1\"; choose en or zh_CN").arg(options.language));
        return std::nullopt;
    }
    options.theme = parser.value(theme);
    if (!options.theme.isEmpty() && !widgets::Theme::modeFromName(options.theme)) {
        complain(tr("there is no theme \"%1\"; choose light, dark or system").arg(options.theme));
        return std::nullopt;
    }
    if (parser.isSet(after)) {
        bool isNumber = false;
        const int wait = parser.value(after).toInt(&isNumber);
        if (!isNumber || wait < 0) {
            complain(tr("\"%1\" is no number of milliseconds").arg(parser.value(after)));
            return std::nullopt;
        }
        options.screenshotAfter = std::chrono::milliseconds(wait);
    }
    return options;
}

} // namespace otabench::gui
