#pragma once

#include "widgets/campaign/course_model.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace otabench::widgets {

/// The boards of a campaign that match a text, a standing and a cause of failure.
class CourseFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit CourseFilter(QObject *parent = nullptr);

    void setText(const QString &text);
    void setStanding(std::optional<Standing> standing);
    void setCause(std::optional<ErrorCode> cause);

    [[nodiscard]] std::optional<Standing> standing() const { return m_standing; }

    [[nodiscard]] std::optional<ErrorCode> cause() const { return m_cause; }

    [[nodiscard]] bool isFiltering() const
    {
        return !m_text.isEmpty() || m_standing.has_value() || m_cause.has_value();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    std::optional<Standing> m_standing;
    std::optional<ErrorCode> m_cause;
};

} // namespace otabench::widgets
