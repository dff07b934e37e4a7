#pragma once

#include "base/error.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

namespace otabench::widgets {

/// Core's errors in the user's language.
class ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::ErrorText)
public:
    /// What happened, in one short sentence; one for every code.
    [[nodiscard]] static QString sentence(ErrorCode code);

    [[nodiscard]] static QString sentence(const Error &error) { return sentence(error.code); }

    /// Why, with the values: core's own English text, for it names file, board and numbers.
    [[nodiscard]] static QString cause(const Error &error);

    /// What to do, step by step; at least one for every code but Cancelled.
    [[nodiscard]] static QStringList remedies(ErrorCode code);

    /// All of it as plain text, with the code's word: for "Copy details".
    [[nodiscard]] static QString details(const Error &error);
};

} // namespace otabench::widgets
