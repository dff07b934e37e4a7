#pragma once

#include "history/records.h"
#include "history/report.h"
#include "widgets/history/history_reading.h"
#include "widgets/history/record_table.h"

#include <QCoreApplication>

class QTableView;

namespace otabench::widgets {

using CampaignTable = RecordTable<PastCampaign>;
using ResultTable = RecordTable<history::BoardRecord>;
using TransitionTable = RecordTable<history::Transition>;
using KnownBoardTable = RecordTable<history::KnownBoard>;
using BoardEntryTable = RecordTable<history::ReportEntry>;
using ImageTable = RecordTable<history::ImageRecord>;

/// The tables of the history: what their columns say. Thread: GUI.
class HistoryTables
{
    Q_DECLARE_TR_FUNCTIONS(otabench::widgets::HistoryTables)
public:
    [[nodiscard]] static CampaignTable *campaigns(const Theme &theme, QObject *parent);
    [[nodiscard]] static ResultTable *results(const Theme &theme, QObject *parent);
    [[nodiscard]] static TransitionTable *transitions(const Theme &theme, QObject *parent);
    [[nodiscard]] static KnownBoardTable *knownBoards(const Theme &theme, QObject *parent);
    [[nodiscard]] static BoardEntryTable *boardEntries(const Theme &theme, QObject *parent);
    [[nodiscard]] static ImageTable *images(const Theme &theme, QObject *parent);

    /// A view in the style of the house: whole rows, sorted by its header, no grid.
    [[nodiscard]] static QTableView *view(const char *objectName, QAbstractItemModel *model,
                                          QWidget *parent);

    // Words that more than one place shows.
    [[nodiscard]] static QString moment(history::TimePoint at);
    [[nodiscard]] static QString result(const history::Totals &totals);
    [[nodiscard]] static CellLook look(const history::Totals &totals);
    [[nodiscard]] static QString image(const std::string &project, const std::string &version);
    /// The failure as a sentence; empty: none.
    [[nodiscard]] static QString reason(const std::string &reason, const std::string &detail);
};

} // namespace otabench::widgets
