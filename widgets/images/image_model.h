#pragma once

#include "image/catalogue.h"

#include <QAbstractTableModel>

#include <string>
#include <unordered_map>
#include <vector>

namespace otabench::widgets {

/// The images of the catalogue, a row each. The name is edited in place: setData() only asks, by
/// renameRequested(); the row changes when the store has written it. Thread: GUI.
class ImageModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Name, ///< second line: the project
        Version,
        Label,
        Kind, ///< second line: what is wrong with it
        Chip,
        Size,
        Added,
        Note,
    };
    static constexpr int kColumns = 8;

    enum Role
    {
        ValueRole = Qt::UserRole, ///< raw: to sort by
        SecondLineRole,           ///< QString: below the display text
        IconRole,                 ///< QString: of our icon set; Kind only
        TokenRole,                ///< int of Token: the cell's colour
        LabelRole,                ///< int of image::Label, in every column
        IdRole,                   ///< QString: the SHA-256, in every column
    };

    explicit ImageModel(QObject *parent = nullptr);

    /// Takes the list over: what has gone is removed, what is new is inserted, the rest stays.
    void setEntries(std::vector<image::CatalogueEntry> entries);
    void put(const image::CatalogueEntry &entry); ///< a new one, or a changed one
    void remove(const std::string &sha256);

    /// nullptr for one that is not there. Valid until the model changes.
    [[nodiscard]] const image::CatalogueEntry *find(const std::string &sha256) const;
    [[nodiscard]] const image::CatalogueEntry &entry(int row) const;
    [[nodiscard]] int rowOf(const std::string &sha256) const; ///< -1: not there

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    void retranslate();

Q_SIGNALS:
    void renameRequested(const std::string &sha256, const QString &name);

private:
    void recount(int from);

    std::vector<image::CatalogueEntry> m_entries;
    std::unordered_map<std::string, int> m_rows;
};

} // namespace otabench::widgets
