#pragma once

#include "image/reader.h"
#include "widgets/bench/bench_model.h"
#include "widgets/bench/preflight.h"

#include <QAbstractTableModel>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace otabench::widgets {

/// The boards of an update that is being planned: a tick each, and what the image would come to
/// there. Follows the bench while the dialog is open. Thread: GUI.
class PlanModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        Board, ///< with the tick
        Running,
        Verdict,
    };
    static constexpr int kColumns = 3;

    enum Role
    {
        IconRole = Qt::UserRole,
        TokenRole,
        SecondLineRole,
        IdRole,
    };

    /// `preselected`: ids to tick; empty: every board.
    PlanModel(const BenchModel &bench, const std::set<std::string> &preselected,
              QObject *parent = nullptr);

    void setImage(std::optional<image::Image> image);

    /// Ticked boards that can be updated with the image; empty without one.
    [[nodiscard]] std::vector<std::string> chosen() const;

    /// Every ticked board that is on the bench and not being updated: for a look at the plan.
    [[nodiscard]] std::vector<std::string> ticked() const;

    void setAllTicked(bool ticked);
    void setTicked(const std::set<std::string> &ids); ///< these and no others

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

Q_SIGNALS:
    void chosenChanged();

private:
    struct Row
    {
        std::string id;
        bool ticked = false;
    };

    void refreshAll();
    [[nodiscard]] std::optional<Verdict> verdictAt(int row) const;
    [[nodiscard]] const fleet::BoardState *boardAt(int row) const;

    const BenchModel &m_bench;
    std::vector<Row> m_rows;
    std::optional<image::Image> m_image;
};

} // namespace otabench::widgets
