#pragma once

#include "fleet/board_state.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QString>

#include <chrono>

namespace otabench::widgets {

/// How a state is shown: never by colour alone.
struct StateLook
{
    QString glyph; ///< one character: tooltips, titles, copied text
    QString icon;  ///< the same as a drawing of our icon set
    QString word;
    Token token = Token::Neutral;
};

/// The words for phases, and for boards that are in none.
class PhaseText
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::PhaseText)
public:
    using Moment = std::chrono::steady_clock::time_point;

    [[nodiscard]] static StateLook look(Phase phase);
    /// The phase's look; without one, that of the port ("Ready", "Listening", "Port error", …).
    [[nodiscard]] static StateLook look(const fleet::BoardState &board);

    /// The words beside it: speed and time left, what it waits for and since when, the reason.
    /// Empty where there is nothing to add. `now` is the same clock as BoardState::phaseSince.
    [[nodiscard]] static QString detail(const fleet::BoardState &board, Moment now);

    /// 0 to 100 while bytes are known, else nothing.
    [[nodiscard]] static std::optional<int> percent(const fleet::BoardState &board);

    /// Order "needs attention first": failed 0, not proved, rolled back, port trouble, busy,
    /// queued, good, idle.
    [[nodiscard]] static int attentionRank(const fleet::BoardState &board);

    /// In a campaign and not at its end.
    [[nodiscard]] static bool isActive(const fleet::BoardState &board);
};

} // namespace otabench::widgets
