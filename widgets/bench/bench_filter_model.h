#pragma once

#include <QSortFilterProxyModel>
#include <QString>

namespace otabench::widgets {

/// The boards that match a text in any column, sorted by the columns' raw values; by State means
/// "needs attention first". Equal boards keep the natural order of their names: vb-2 before vb-10.
class BenchFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit BenchFilterModel(QObject *parent = nullptr);

    void setText(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QString m_text;
};

} // namespace otabench::widgets
