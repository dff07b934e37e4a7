#pragma once

#include "widgets/bench/bench_model.h"

#include <QTableView>

#include <array>

class QMenu;
class QSettings;

namespace otabench::widgets {

class Theme;

/// The boards as a table. Which columns it shows, their order, widths and the sorting are the
/// user's (menu of the header), kept in the settings. Until the user has chosen columns, those that
/// the panel shows too give way where the table is narrow; what is left over goes to the state's
/// sentence. Repaints only the rows that have changed. Thread: GUI.
class BoardTable : public QTableView
{
    Q_OBJECT
public:
    /// `boards` has the columns and roles of BenchModel.
    BoardTable(QAbstractItemModel &boards, const Theme &theme, QSettings &settings,
               QWidget *parent = nullptr);

    void saveColumns() const;

    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QVector<int> &roles = {}) override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct ColumnChoice
    {
        int width = 0; ///< as the user set it, also while the column is hidden
        bool isShown = true;
    };

    void setUpDelegates();
    void setDefaults();
    void restoreColumns();
    void openColumnMenu(const QPoint &position);
    void choose(int column, bool isShown);
    void resetColumns();
    void fitColumns();
    void retranslate();
    [[nodiscard]] int leastWidth(int column) const;
    [[nodiscard]] int shownWidth() const;
    [[nodiscard]] int lastShownColumn() const;

    const Theme &m_theme;
    QSettings &m_settings;
    std::array<ColumnChoice, BenchModel::kColumns> m_columns{};
    bool m_isOwnChoice = false; ///< the user has chosen columns: none gives way
    bool m_isFitting = false;
    QVector<quint64> m_painted; ///< revision of each row when it was painted last
};

} // namespace otabench::widgets
