#pragma once

#include "widgets/bench/board_record_reader.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <vector>

class QLabel;
class QTableView;

namespace otabench::widgets {

class ErrorBanner;
class Theme;

/// What happened to one board in its campaigns, newest first. Thread: GUI.
class BoardHistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column
    {
        When,
        Phase,
        Version,
    };
    static constexpr int kColumns = 3;

    enum Role
    {
        SecondLineRole = Qt::UserRole, ///< QString: the reason; Phase only
        IconRole,                      ///< QString: of our icon set; Phase only
        TokenRole,                     ///< int of Token
    };

    explicit BoardHistoryModel(QObject *parent = nullptr);

    void setTransitions(std::vector<BoardTransition> transitions);
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] static QString text(const BoardTransition &transition, Column column);

    std::vector<BoardTransition> m_transitions;
};

/// The same as a page of the board's panel.
class BoardHistory : public QWidget
{
    Q_OBJECT
public:
    explicit BoardHistory(const Theme &theme, QWidget *parent = nullptr);

    void setRecord(const BoardRecordView &record);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    BoardHistoryModel *m_model;
    ErrorBanner *m_problem;
    QTableView *m_table;
    QLabel *m_empty;
};

} // namespace otabench::widgets
