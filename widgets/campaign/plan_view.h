#pragma once

#include "fleet/campaign_plan.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QTableView;

namespace otabench::widgets {

class BusyStrip;
class PreviewModel;
class Theme;

/// A plan before anything is sent: what it would do with each board, and why. Thread: GUI.
class PlanView : public QWidget
{
    Q_OBJECT
public:
    explicit PlanView(const Theme &theme, QWidget *parent = nullptr);

    /// Boards are being asked about this plan; `cancel` when that is not wanted any more.
    void startAsking(const fleet::CampaignPlan &plan, std::function<void()> cancel);
    void setPreview(const fleet::CampaignPreview &preview);
    void stopAsking(); ///< no preview will come

    /// The plan without the boards that the preview shows as blocked; nothing while it is not known
    /// and where none is left to update.
    [[nodiscard]] std::optional<fleet::CampaignPlan> startable() const;
    /// Boards that would be updated or tried.
    [[nodiscard]] int updates() const;

    [[nodiscard]] const fleet::CampaignPlan &plan() const { return m_plan; }

protected:
    void changeEvent(QEvent *event) override;

private:
    QTableView *makeTable();
    void fill();

    const Theme &m_theme;
    PreviewModel *m_model;
    fleet::CampaignPlan m_plan;
    bool m_isKnown = false;
    QLabel *m_image;
    QLabel *m_verdicts;
    QLabel *m_policy;
    QLabel *m_nothingSent;
    BusyStrip *m_busy;
    QTableView *m_table;
};

} // namespace otabench::widgets
