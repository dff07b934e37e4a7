#include "widgets/log/filter_error_text.h"

#include <QRegularExpression>

#include <array>

namespace otabench::widgets {
namespace {

QString argument(const Error &error, std::size_t number)
{
    return number < error.args.size() ? QString::fromStdString(error.args[number]) : QString();
}

} // namespace

QString FilterErrorText::text(const Error &error)
{
    const QString english = QString::fromStdString(error.text);
    if (english.contains(QStringLiteral("is no regular expression")))
        return patternError(error);
    if (english.contains(QStringLiteral("is no time")))
        return tr("“%1” is no time: write 10m (ten minutes ago; also s, h, d), 14:30, 2026-11-29 "
                  "or 2026-11-29T14:30")
            .arg(argument(error, 0));
    if (error.args.size() == 3 && english.startsWith(QStringLiteral("the filter ")))
        //: %1 is a place in the filter field, %2 says what is wrong there
        return tr("At character %1: %2").arg(argument(error, 1), reason(argument(error, 2)));
    return english;
}

QString FilterErrorText::patternError(const Error &error)
{
    //: %1 is the place, %2 the English message of the regular expression library
    return tr("This is no regular expression; at character %1: %2. Put a backslash before "
              "characters that have a meaning.")
        .arg(argument(error, 2), argument(error, 1));
}

QString FilterErrorText::reason(const QString &english)
{
    struct Known
    {
        const char *pattern;
        QString translation; ///< %1: what the pattern captures
    };

    // The sentences of core/monitor/log_filter.cpp; a test walks them.
    const std::array known = {
        Known{"^there is no parenthesis to close$", tr("there is no parenthesis to close")},
        Known{"^this is too deep$", tr("the parentheses are nested too deeply")},
        Known{"^a term is missing here$", tr("a term is missing here")},
        Known{"^the closing parenthesis is missing$", tr("the closing parenthesis is missing")},
        Known{"^the closing quotation mark is missing$",
              tr("the closing quotation mark is missing")},
        Known{"^the / that ends the regular expression is missing$",
              tr("the / that ends the regular expression is missing")},
        Known{"^the value of (.*): is missing$", tr("the value of %1: is missing")},
        Known{"^\"(.*)\" is no level:",
              tr("“%1” is no level: write error, warning, info, debug or verbose")},
        Known{"^there is no bench \"(.*)\"$", tr("there is no bench “%1”")},
        Known{"^\"(.*)\" is no bookmark:", tr("“%1” is no bookmark: write any, ota-start, "
                                              "first-error, reboot, panic or lost")},
        Known{"^there is no field \"(.*)\":",
              tr("there is no field “%1”: write level, tag, board, bench, mark, since or until, "
                 "or put the text into quotation marks")},
    };
    for (const Known &each : known) {
        const auto match = QRegularExpression(QLatin1String(each.pattern)).match(english);
        if (match.hasMatch())
            return match.lastCapturedIndex() > 0 ? each.translation.arg(match.captured(1))
                                                 : each.translation;
    }
    return english;
}

} // namespace otabench::widgets
