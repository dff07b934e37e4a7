#pragma once

#include "fleet/campaign_plan.h"

#include <QCoreApplication>
#include <QStringList>

namespace otabench::widgets {

/// A plan in words.
class PlanText
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::PlanText)
public:
    /// What differs from "all at once, once, now": a short sentence each; at least one.
    [[nodiscard]] static QStringList policy(const fleet::CampaignPlan &plan);

    /// "7 boards will be updated, 1 is blocked".
    [[nodiscard]] static QString verdicts(const fleet::CampaignPreview &preview);

    [[nodiscard]] static QString word(fleet::Verdict verdict);
};

} // namespace otabench::widgets
