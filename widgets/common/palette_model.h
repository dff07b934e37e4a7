#pragma once

#include "widgets/common/command_palette.h"

#include <QAbstractListModel>

namespace otabench::widgets {

/// The palette's entries that answer what was typed, the best first. Thread: GUI.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        PlaceRole = Qt::UserRole,
        IconRole,
        ShortcutRole ///< as text
    };

    explicit PaletteModel(std::vector<PaletteEntry> entries, QObject *parent = nullptr);

    void find(const QString &typed); ///< empty: all, in their order
    [[nodiscard]] const PaletteEntry &entry(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<PaletteEntry> m_entries;
    std::vector<std::size_t> m_shown;
};

} // namespace otabench::widgets
