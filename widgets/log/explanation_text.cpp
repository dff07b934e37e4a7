#include "widgets/log/explanation_text.h"

#include <QLocale>

namespace otabench::widgets {
namespace {

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<int>(text.size()));
}

} // namespace

std::optional<monitor::Explanation> ExplanationText::explain(std::string_view line,
                                                             const monitor::KnownFacts &facts)
{
    const auto known = monitor::explain(monitor::parseLine(line));
    if (!known)
        return std::nullopt;
    const auto language = monitor::languageFromName(QLocale().name().toStdString());
    return monitor::narrow(*known, facts).in(language.value_or(monitor::Language::English));
}

QString ExplanationText::list(const QString &heading,
                              const std::vector<std::string_view> &sentences, Order order)
{
    if (sentences.empty())
        return {};
    const QString tag = order == Order::Ranked ? QStringLiteral("ol") : QStringLiteral("ul");
    QString items;
    for (const std::string_view sentence : sentences)
        items += QStringLiteral("<li>%1</li>").arg(toText(sentence).toHtmlEscaped());
    return QStringLiteral("<p style='margin-bottom:2px'><b>%1</b></p>"
                          "<%2 style='margin-top:0px; margin-left:-20px'>%3</%2>")
        .arg(heading, tag, items);
}

QString ExplanationText::html(const monitor::Explanation &explanation)
{
    return QStringLiteral("<p>%1</p>").arg(toText(explanation.meaning).toHtmlEscaped()) +
           list(tr("What is certain"), explanation.findings, Order::None) +
           list(tr("Likely causes"), explanation.causes, Order::Ranked) +
           list(tr("What to do"), explanation.remedies, Order::Ranked);
}

QString ExplanationText::plain(const monitor::Explanation &explanation, const QString &line)
{
    QString text = line + QLatin1Char('\n') + toText(explanation.meaning) + QLatin1Char('\n');
    const auto add = [&text](const QString &heading,
                             const std::vector<std::string_view> &sentences) {
        if (sentences.empty())
            return;
        text += QLatin1Char('\n') + heading + QLatin1Char('\n');
        int number = 0;
        for (const std::string_view sentence : sentences)
            text += QStringLiteral("%1. %2\n").arg(++number).arg(toText(sentence));
    };
    add(tr("What is certain"), explanation.findings);
    add(tr("Likely causes"), explanation.causes);
    add(tr("What to do"), explanation.remedies);
    return text;
}

} // namespace otabench::widgets
