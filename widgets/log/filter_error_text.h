#pragma once

#include "base/error.h"

#include <QCoreApplication>
#include <QString>

namespace otabench::widgets {

/// What is wrong with an expression of monitor::LogFilter or a regular expression, in the user's
/// language: core says it in English sentences of a known form. Anything else is shown as it is.
class FilterErrorText
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::FilterErrorText)
public:
    [[nodiscard]] static QString text(const Error &error);

private:
    [[nodiscard]] static QString reason(const QString &english);
    [[nodiscard]] static QString patternError(const Error &error);
};

} // namespace otabench::widgets
