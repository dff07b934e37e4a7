#pragma once

#include <QTableView>

#include <string>
#include <vector>

class QAbstractItemModel;

namespace otabench::widgets {

class Theme;

/// The catalogue as a table: rows of two lines, columns that fit the room there is. Thread: GUI.
class CatalogueTable : public QTableView
{
    Q_OBJECT
public:
    /// `model`: an ImageModel behind a sorting filter; outlives the table.
    CatalogueTable(const Theme &theme, QAbstractItemModel &model, QWidget *parent = nullptr);

    [[nodiscard]] std::string current() const; ///< SHA-256 of the image; empty: none
    [[nodiscard]] std::vector<std::string> selected() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void setUpDelegates(const Theme &theme);
    void fitColumns();
};

} // namespace otabench::widgets
