#pragma once

#include "fleet/doctor.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QString>

#include <vector>

namespace otabench::widgets {

/// The doctor's findings in the user's language. Thread: GUI.
class FindingWords
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::FindingWords)
public:
    [[nodiscard]] static QString cause(const fleet::Finding &finding);
    [[nodiscard]] static QString remedy(const fleet::Finding &finding);  ///< empty: none is needed
    [[nodiscard]] static QString command(const fleet::Finding &finding); ///< for a shell, or empty

    /// How a severity is shown: never by colour alone.
    struct Look
    {
        QString icon;
        Token token = Token::Neutral;
        QString word;
        QString glyph; ///< the icon as a character: for plain text
    };

    [[nodiscard]] static Look look(fleet::Severity severity);

    /// All of it as plain text, with the findings' ids: to send to somebody.
    [[nodiscard]] static QString report(const std::vector<fleet::Finding> &findings);
};

} // namespace otabench::widgets
