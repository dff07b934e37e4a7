#pragma once

#include "fleet/campaign_plan.h"

#include <QCoreApplication>

#include <functional>

class QWidget;

namespace otabench::widgets {

/// What is asked before a campaign is stopped or undone. Each opens a dialog on the window and
/// returns at once; nothing is called when it is closed without an answer. Thread: GUI.
class CampaignQuestions
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::CampaignQuestions)
public:
    /// `underWay`: boards that are being updated now.
    static void askStop(QWidget *parent, unsigned underWay,
                        std::function<void(fleet::StopMode)> then);

    /// `plans` has one plan at least.
    static void askReturn(QWidget *parent, const fleet::ReturnPlans &plans,
                          std::function<void()> then);
};

} // namespace otabench::widgets
