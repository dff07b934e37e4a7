#pragma once

#include "monitor/log_entry.h"

#include <QSortFilterProxyModel>
#include <QString>

namespace otabench::widgets {

/// The lines of a LogModel at or above a level that contain a text (any case).
class LogFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit LogFilterModel(QObject *parent = nullptr);

    /// Error shows errors only, Verbose everything that has a level. Lines without one (boot ROM,
    /// panics, plain text) belong to Verbose and None only.
    void setLevel(monitor::Level level);
    void setText(const QString &text);

    [[nodiscard]] bool isFiltering() const
    {
        return m_level != monitor::Level::None || !m_text.isEmpty();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    monitor::Level m_level = monitor::Level::None;
    QString m_text;
};

} // namespace otabench::widgets
