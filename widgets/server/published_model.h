#pragma once

#include "fleet/server_state.h"

#include <QAbstractTableModel>

#include <vector>

namespace otabench::widgets {

/// The URLs a server answers: which file, and for whom. Thread: GUI.
class PublishedModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Whom,
        File,
        Size,
        Url,
    };
    static constexpr int kColumns = 4;

    explicit PublishedModel(QObject *parent = nullptr);

    void setUrls(const std::vector<fleet::PublishedUrl> &urls);
    void retranslate();
    [[nodiscard]] QString url(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    std::vector<fleet::PublishedUrl> m_urls;
};

} // namespace otabench::widgets
