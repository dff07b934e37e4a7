#pragma once

#include "monitor/diagnosis.h"
#include "monitor/known_facts.h"

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <string_view>

namespace otabench::widgets {

/// What the diagnosis catalogue says of a line, in the window's language.
class ExplanationText
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::ExplanationText)
public:
    /// Nothing when the catalogue does not know the line.
    [[nodiscard]] static std::optional<monitor::Explanation>
    explain(std::string_view line, const monitor::KnownFacts &facts = {});

    /// The meaning, what is known for sure, causes and remedies; everything escaped.
    [[nodiscard]] static QString html(const monitor::Explanation &explanation);
    [[nodiscard]] static QString plain(const monitor::Explanation &explanation,
                                       const QString &line);

private:
    enum class Order
    {
        None,
        Ranked
    };

    [[nodiscard]] static QString list(const QString &heading,
                                      const std::vector<std::string_view> &sentences, Order order);
};

} // namespace otabench::widgets
