#pragma once

#include "widgets/bench/phase_group.h"

#include <QWidget>

#include <array>

class QButtonGroup;
class QToolButton;

namespace otabench::widgets {

/// Which boards are looked at: all, those that need someone, those that are busy, those that are
/// good; each with how many there are. Where there is little room, by their icon and number alone.
/// Thread: GUI.
class PhaseGroupBar : public QWidget
{
    Q_OBJECT
public:
    explicit PhaseGroupBar(QWidget *parent = nullptr);

    void setGroup(PhaseGroup group);
    void setCounts(const std::array<int, kPhaseGroups> &counts);

    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void groupChosen(otabench::widgets::PhaseGroup group);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void retranslate();
    void fitTexts();
    [[nodiscard]] int widthOf(bool areShort) const;
    [[nodiscard]] QString textOf(std::size_t group, bool isShort) const;

    QButtonGroup *m_group;
    std::array<QToolButton *, kPhaseGroups> m_buttons{};
    std::array<int, kPhaseGroups> m_counts{};
    std::array<QString, kPhaseGroups> m_texts; ///< whole
};

} // namespace otabench::widgets
