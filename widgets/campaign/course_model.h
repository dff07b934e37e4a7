#pragma once

#include "widgets/common/event_bridge.h"

#include <QAbstractTableModel>
#include <QMetaType>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace otabench::widgets {

/// One phase of one board: from when to when, since the campaign's start.
struct Stretch
{
    Phase phase = Phase::Queued;
    std::chrono::milliseconds begin{0};
    std::optional<std::chrono::milliseconds> end = {}; ///< none: it lasts
    unsigned attempt = 0;
};

/// A board's way through its campaign, in order.
using Stretches = std::vector<Stretch>;

/// How far the boards of a campaign are, in words of a summary.
enum class Standing
{
    Updated,
    UpToDate,
    UnderWay,
    Waiting,
    Doubtful, ///< rolled back or not proved
    Failed,
    Cancelled,
};

inline constexpr std::array kStandings = {
    Standing::Updated,  Standing::UpToDate, Standing::UnderWay, Standing::Waiting,
    Standing::Doubtful, Standing::Failed,   Standing::Cancelled};

[[nodiscard]] Standing standingOf(Phase phase);

/// The boards of the campaign that runs, or ran last, a row each in the order of its plan, with the
/// times of every phase. Fed with the bridge's batches. Thread: GUI.
class CourseModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using Moment = std::chrono::steady_clock::time_point;

    enum class Column
    {
        State,
        Board,
        Wave,
        Course,
        Note, ///< what it waits for, or why it failed
    };
    static constexpr int kColumns = 5;

    enum Role
    {
        ValueRole = Qt::UserRole, ///< raw: to sort and filter by
        SecondLineRole,           ///< none: rows have one line
        IconRole,                 ///< QString: of our icon set; State only
        TokenRole,                ///< int of Token: the cell's colour
        IdRole,                   ///< QString: BoardState::id, in every column
        CourseRole,               ///< Stretches; in every column
        StandingRole,             ///< int of Standing, in every column
        CauseRole,                ///< int of ErrorCode; invalid where the board has not failed
    };

    /// The boards of one wave.
    struct WaveCount
    {
        std::size_t boards = 0, ended = 0, succeeded = 0, started = 0;
    };

    explicit CourseModel(QObject *parent = nullptr);

    void apply(const EventBatch &batch);

    [[nodiscard]] const fleet::CampaignState &campaign() const { return m_campaign; }

    /// Whether there has been a campaign at all.
    [[nodiscard]] bool hasCampaign() const { return m_hasCampaign; }

    /// Since the start; of a campaign that has ended: how long it took.
    [[nodiscard]] std::chrono::milliseconds elapsed(Moment now) const;
    [[nodiscard]] std::vector<WaveCount> waves() const;
    [[nodiscard]] unsigned count(Standing standing) const;
    /// Causes of failures, the most frequent first.
    [[nodiscard]] std::vector<std::pair<ErrorCode, unsigned>> causes() const;
    [[nodiscard]] std::vector<std::string> boardIds() const;

    /// Waiting times have gone on: once a second.
    void refreshTimes();
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

Q_SIGNALS:
    void campaignBegan(); ///< other boards, other times
    void changed();       ///< after each batch that was about this campaign

private:
    struct Row
    {
        std::string id;
        fleet::BoardState state; ///< its campaign fields may be of an earlier campaign
        Stretches course;

        [[nodiscard]] Phase phase() const
        {
            return course.empty() ? Phase::Queued : course.back().phase;
        }
    };

    void begin(const fleet::CampaignState &campaign);
    void addPhase(const PhaseChange &change, std::set<int> &touched);
    void announce(const std::set<int> &rows);
    [[nodiscard]] QString text(const Row &row, Column column) const;
    [[nodiscard]] QString toolTip(const Row &row) const;
    [[nodiscard]] QString note(const Row &row) const;

    fleet::CampaignState m_campaign;
    bool m_hasCampaign = false;
    std::vector<Row> m_rows;
    std::unordered_map<std::string, int> m_places;
    std::unordered_map<std::string, fleet::BoardState> m_known; ///< every board of the bench
};

} // namespace otabench::widgets

Q_DECLARE_METATYPE(otabench::widgets::Stretches)
