#pragma once

#include "fleet/board_state.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

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
};

class OptionsParser
{
    Q_DECLARE_TR_FUNCTIONS(otabench::gui::OptionsParser)
public:
    /// Parses the application's arguments. Prints help or version and ends the program when asked
    /// to; prints what is wrong to standard error and returns nothing on wrong usage.
    [[nodiscard]] static std::optional<Options> parse(const QCoreApplication &application);
};

} // namespace otabench::gui
