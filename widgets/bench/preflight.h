#pragma once

#include "fleet/board_state.h"
#include "image/reader.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QString>

namespace otabench::widgets {

/// What an update of one board with one image would come to, before anything is sent.
enum class Verdict
{
    WillUpdate,
    Unknown,  ///< nothing speaks against it, but the board has not said who it is
    UpToDate, ///< runs this very build
    Blocked,  ///< a check of image::preflight() says no
    NoPort,   ///< its port is not open
    Busy,     ///< in a campaign now
};

class Preflight
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::Preflight)
public:
    [[nodiscard]] static Verdict verdict(const fleet::BoardState &board, const image::Image &image);
    /// WillUpdate and Unknown.
    [[nodiscard]] static bool canUpdate(Verdict verdict);
    [[nodiscard]] static Token token(Verdict verdict);
    [[nodiscard]] static QString icon(Verdict verdict);
    [[nodiscard]] static QString sentence(Verdict verdict, const fleet::BoardState &board,
                                          const image::Image &image);
};

} // namespace otabench::widgets
