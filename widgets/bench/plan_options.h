#pragma once

#include "fleet/campaign_plan.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QGridLayout;
class QLabel;
class QSpinBox;
class QToolButton;

namespace otabench::widgets {

/// The rest of a campaign's plan: waves and thresholds in sight, what is rarely used folded away.
/// Thread: GUI.
class PlanOptions : public QWidget
{
    Q_OBJECT
public:
    explicit PlanOptions(QWidget *parent = nullptr);

    /// Writes what is chosen here into the plan; the rest of it stays.
    void writeTo(fleet::CampaignPlan &plan) const;
    /// Shows what the plan says.
    void readFrom(const fleet::CampaignPlan &plan);

    /// What stock firmware decides itself cannot be chosen for it.
    void setProfile(fleet::ProfileKind kind);

    /// A row of the folded part, for what another widget chooses.
    void addFolded(QWidget *label, QWidget *field);
    void setUnfolded(bool unfolded);

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Parallel
    {
        All,
        AtMost,
        Automatic,
    };

    QSpinBox *addSpin(QGridLayout *grid, QLabel *&label, const char *name, int row, int column,
                      int most);
    void makeUpper();
    void makeFolded();
    void updateStates();
    void updateSuffixes();
    void retranslate();

    QGridLayout *m_upper;
    QWidget *m_folded;
    QGridLayout *m_lower;
    QToolButton *m_fold;
    QLabel *m_canaryLabel = nullptr;
    QSpinBox *m_canary = nullptr;
    QLabel *m_waveLabel = nullptr;
    QSpinBox *m_wave = nullptr;
    QLabel *m_successLabel = nullptr;
    QSpinBox *m_success = nullptr;
    QLabel *m_modeLabel = nullptr;
    QComboBox *m_mode = nullptr;
    QSpinBox *m_parallel = nullptr;
    QLabel *m_failuresLabel = nullptr;
    QSpinBox *m_failures = nullptr;
    QLabel *m_retriesLabel = nullptr;
    QSpinBox *m_retries = nullptr;
    QCheckBox *m_startAtOn = nullptr;
    QDateTimeEdit *m_startAt = nullptr;
    QLabel *m_jitterLabel = nullptr;
    QSpinBox *m_jitter = nullptr;
    QLabel *m_confirmLabel = nullptr;
    QComboBox *m_confirm = nullptr;
    QLabel *m_partialLabel = nullptr;
    QComboBox *m_partial = nullptr; ///< item data: bytes a request
    QCheckBox *m_reinstall = nullptr;
};

} // namespace otabench::widgets
