#pragma once

#include "widgets/campaign/course_model.h"

#include <QWidget>

#include <array>
#include <optional>

class QButtonGroup;
class QLabel;
class QToolButton;

namespace otabench::widgets {

class OutcomeBar;
class Theme;

/// A campaign in one look: a sentence on how far it is, a bar of outcomes, and the boards by
/// standing, each a button that shows these boards only. Thread: GUI.
class CampaignSummary : public QWidget
{
    Q_OBJECT
public:
    explicit CampaignSummary(const Theme &theme, QWidget *parent = nullptr);

    /// Reads the model's sums; again once a second while the campaign runs.
    void show(const CourseModel &model, CourseModel::Moment now);
    void setChosen(std::optional<Standing> standing);

    /// "5 of 8 boards have ended", "Starts in 1:02:03 …": what the page says of the campaign.
    [[nodiscard]] static QString sentence(const CourseModel &model);

Q_SIGNALS:
    /// A standing was clicked; none: the chosen one again.
    void standingChosen(std::optional<otabench::widgets::Standing> standing);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill(bool isNewLanguage = false);
    void setIcons();

    const Theme &m_theme;
    QLabel *m_sentence;
    QLabel *m_times;
    OutcomeBar *m_bar;
    std::array<QToolButton *, kStandings.size()> m_buttons{};
    std::array<unsigned, kStandings.size()> m_counts{};
};

} // namespace otabench::widgets
