#pragma once

#include "fleet/campaign_plan.h"

#include <QFrame>

#include <cstdint>
#include <vector>

class QLabel;
class QPushButton;

namespace otabench::widgets {

/// Says that a campaign was interrupted, and offers to take it up or to give it up; the latter is
/// asked once more. Of several the newest is shown first. Hidden while there is none. Thread: GUI.
class InterruptedBanner : public QFrame
{
    Q_OBJECT
public:
    explicit InterruptedBanner(QWidget *parent = nullptr);

    void setCampaigns(std::vector<fleet::InterruptedCampaign> campaigns);
    /// While a campaign runs none can be taken up.
    void setBusy(bool isBusy);

Q_SIGNALS:
    void takeUpRequested(qint64 id);
    void giveUpRequested(qint64 id);

protected:
    void changeEvent(QEvent *event) override;

private:
    void ask();
    void fill();

    std::vector<fleet::InterruptedCampaign> m_campaigns; ///< the newest first
    bool m_isBusy = false;
    QLabel *m_what;
    QLabel *m_more;
    QPushButton *m_takeUp;
    QPushButton *m_giveUp;
};

} // namespace otabench::widgets
