#pragma once

#include "fleet/board_state.h"

#include <QCommandLineOption>
#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

class QCommandLineParser;

namespace otabench::gui {

/// What the command line of `otabench` asked for.
struct Options
{
    bool demo = false;
    QStringList boards;
    fleet::Profile profile;
    QString image;
    QString language;   ///< empty: as the settings say
    QString theme;      ///< empty: as the settings say
    bool start = false; ///< start updating all boards by itself: for demonstrations and screenshots
    QString screenshot; ///< file to write; the program ends after that
    std::chrono::milliseconds screenshotAfter{1000};

    /// The same with absolute paths of files and virtual boards, as `folder` sees them.
    [[nodiscard]] Options seenFrom(const QString &folder) const;
};

/// An option of the table, with the values it takes where there are only a few.
struct DeclaredOption
{
    QCommandLineOption option;
    QStringList choices;
};

class OptionsParser
{
    Q_DECLARE_TR_FUNCTIONS(otabench::gui::OptionsParser)
public:
    /// Gives the parser the program's description and its options, --help and --version too, and
    /// returns them: man page and completions are made from what parse() reads by.
    static std::vector<DeclaredOption> describe(QCommandLineParser &parser);

    /// Parses the program's arguments, its own name first. Prints help or version and ends the
    /// program when asked to; prints what is wrong to standard error and returns nothing on wrong
    /// usage.
    [[nodiscard]] static std::optional<Options> parse(const QStringList &arguments);

private:
    [[nodiscard]] static std::vector<DeclaredOption> table();
};

} // namespace otabench::gui
