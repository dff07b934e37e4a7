#include "options.h"

#include "widgets/common/language.h"
#include "widgets/common/theme.h"

#include <QCommandLineParser>
#include <QDir>

#include <cstdio>

namespace otabench::gui {
namespace {

void complain(const QString &message)
{
    std::fprintf(stderr, "otabench: %s\n", qUtf8Printable(message));
}

} // namespace

Options Options::seenFrom(const QString &folder) const
{
    const QString pty = QStringLiteral("pty:");
    const QDir seen(folder);
    Options same = *this;
    if (!image.isEmpty())
        same.image = QDir::cleanPath(seen.absoluteFilePath(image));
    for (QString &board : same.boards) {
        if (board.startsWith(pty))
            board = pty + QDir::cleanPath(seen.absoluteFilePath(board.mid(pty.size())));
    }
    return same;
}

std::vector<DeclaredOption> OptionsParser::table()
{
    const auto option = [](const char *name, const QString &text, const char *value = nullptr,
                           const QStringList &choices = {}) {
        return DeclaredOption{QCommandLineOption(QString::fromLatin1(name), text,
                                                 value ? QString::fromLatin1(value) : QString()),
                              choices};
    };
    const QStringList themes = {QStringLiteral("light"), QStringLiteral("dark"),
                                QStringLiteral("system")};
    const QStringList profiles = {QStringLiteral("agent"), QStringLiteral("stdin"),
                                  QStringLiteral("console")};
    return {
        {QCommandLineOption({QStringLiteral("h"), QStringLiteral("help")}, tr("Show this help.")),
         {}},
        option("demo", tr("Start with a demonstration bench of eight virtual boards.")),
        option("board", tr("Add the board at this address; may be given several times."), "ADDR"),
        option("profile", tr("How these boards are triggered: agent, stdin or console."), "PROFILE",
               profiles),
        option("command", tr("The console profile's command, with {url}."), "COMMAND"),
        option("image", tr("Have this image ready in the update dialog."), "FILE"),
        option("language", tr("Language of the window: en or zh_CN."), "CODE",
               widgets::Language::available()),
        option("theme", tr("Look of the window: light, dark or system."), "THEME", themes),
        option("start", tr("Update all boards as soon as they have said who they are.")),
        option("screenshot", tr("Write a picture of the window to FILE, then quit."), "FILE"),
        option("screenshot-after",
               tr("Wait so long before the picture; counts from the start of "
                  "the update with --start."),
               "MS"),
    };
}

std::vector<DeclaredOption> OptionsParser::describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        tr("Updates benches of ESP32-family boards over HTTPS, and shows how each is doing."));
    std::vector<DeclaredOption> all = table();
    for (const DeclaredOption &each : all)
        parser.addOption(each.option);
    all.insert(all.begin(), {parser.addVersionOption(), {}});
    return all;
}

std::optional<Options> OptionsParser::parse(const QStringList &arguments)
{
    const QString profile = QStringLiteral("profile");
    const QString command = QStringLiteral("command");
    const QString after = QStringLiteral("screenshot-after");
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments)) {
        complain(parser.errorText());
        return std::nullopt;
    }
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();

    Options options;
    options.demo = parser.isSet(QStringLiteral("demo"));
    options.boards = parser.values(QStringLiteral("board"));
    options.image = parser.value(QStringLiteral("image"));
    options.start = parser.isSet(QStringLiteral("start"));
    options.screenshot = parser.value(QStringLiteral("screenshot"));
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
    options.language = parser.value(QStringLiteral("language"));
    if (!options.language.isEmpty() && !widgets::Language::available().contains(options.language)) {
        complain(tr("there is no language \"%1\"; choose en or zh_CN").arg(options.language));
        return std::nullopt;
    }
    options.theme = parser.value(QStringLiteral("theme"));
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
