#pragma once

#include "widgets/bench/phase_group.h"

#include <QWidget>

#include <array>

class QButtonGroup;
class QToolButton;

namespace otabench::widgets {

/// Which boards are looked at: all, those that need someone, those that are busy, those that are
/// good; each with how many there are. Thread: GUI.
class PhaseGroupBar : public QWidget
{
    Q_OBJECT
public:
    explicit PhaseGroupBar(QWidget *parent = nullptr);

    void setGroup(PhaseGroup group);
    void setCounts(const std::array<int, kPhaseGroups> &counts);

Q_SIGNALS:
    void groupChosen(otabench::widgets::PhaseGroup group);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QButtonGroup *m_group;
    std::array<QToolButton *, kPhaseGroups> m_buttons{};
    std::array<int, kPhaseGroups> m_counts{};
};

} // namespace otabench::widgets
