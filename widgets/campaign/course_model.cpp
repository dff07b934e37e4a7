#include "widgets/campaign/course_model.h"

#include "widgets/common/error_text.h"
#include "widgets/common/format.h"
#include "widgets/common/phase_text.h"

#include <algorithm>
#include <map>

namespace otabench::widgets {

using std::chrono::milliseconds;

namespace {

milliseconds between(CourseModel::Moment from, CourseModel::Moment to)
{
    return std::max(std::chrono::duration_cast<milliseconds>(to - from), milliseconds(0));
}

} // namespace

Standing standingOf(Phase phase)
{
    switch (phase) {
    case Phase::Queued:
        return Standing::Waiting;
    case Phase::Updated:
        return Standing::Updated;
    case Phase::UpToDate:
        return Standing::UpToDate;
    case Phase::NotProved:
    case Phase::RolledBack:
        return Standing::Doubtful;
    case Phase::Failed:
        return Standing::Failed;
    case Phase::Cancelled:
        return Standing::Cancelled;
    default:
        return Standing::UnderWay;
    }
}

CourseModel::CourseModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

// ---- what comes in

void CourseModel::apply(const EventBatch &batch)
{
    for (const std::string &id : batch.removed)
        m_known.erase(id);
    std::set<int> touched;
    for (const fleet::BoardState &state : batch.boards) {
        m_known[state.id] = state;
        if (const auto place = m_places.find(state.id); place != m_places.end()) {
            m_rows[static_cast<std::size_t>(place->second)].state = state;
            touched.insert(place->second);
        }
    }
    for (const fleet::CampaignState &campaign : batch.campaigns) {
        if (campaign.roster != m_campaign.roster || !m_hasCampaign) {
            begin(campaign);
            touched.clear();
        }
        m_campaign = campaign;
    }
    for (const PhaseChange &change : batch.phases)
        addPhase(change, touched);
    announce(touched);
    if (!batch.campaigns.empty() || !touched.empty())
        Q_EMIT changed();
}

void CourseModel::begin(const fleet::CampaignState &campaign)
{
    beginResetModel();
    m_hasCampaign = true;
    m_campaign = campaign;
    m_rows.clear();
    m_places.clear();
    if (campaign.roster) {
        for (const std::string &id : campaign.roster->boards) {
            m_places[id] = static_cast<int>(m_rows.size());
            const auto known = m_known.find(id);
            m_rows.push_back(
                {id, known == m_known.end() ? fleet::BoardState() : known->second, {}});
        }
    }
    endResetModel();
    Q_EMIT campaignBegan();
}

void CourseModel::addPhase(const PhaseChange &change, std::set<int> &touched)
{
    const auto place = m_places.find(change.board);
    if (place == m_places.end() || change.at < m_campaign.roster->started)
        return; // of another campaign
    Stretches &course = m_rows[static_cast<std::size_t>(place->second)].course;
    const milliseconds at = between(m_campaign.roster->started, change.at);
    if (!course.empty() && !course.back().end)
        course.back().end = at;
    course.push_back({change.phase, at, isFinal(change.phase) ? std::optional(at) : std::nullopt,
                      change.attempt});
    touched.insert(place->second);
}

void CourseModel::announce(const std::set<int> &rows)
{
    if (rows.empty())
        return;
    if (rows.size() * 2 > m_rows.size()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
        return;
    }
    for (auto first = rows.begin(); first != rows.end();) {
        auto last = first;
        while (std::next(last) != rows.end() && *std::next(last) == *last + 1)
            ++last;
        Q_EMIT dataChanged(index(*first, 0), index(*last, kColumns - 1));
        first = std::next(last);
    }
}

void CourseModel::refreshTimes()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, static_cast<int>(Column::Course)),
                           index(rowCount() - 1, static_cast<int>(Column::Note)));
}

void CourseModel::retranslate()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

// ---- sums

milliseconds CourseModel::elapsed(Moment now) const
{
    if (!m_campaign.roster || !m_campaign.running)
        return m_campaign.elapsed;
    return between(m_campaign.roster->started, now);
}

std::vector<CourseModel::WaveCount> CourseModel::waves() const
{
    std::vector<WaveCount> waves;
    if (!m_campaign.roster)
        return waves;
    waves.resize(m_campaign.roster->waveEnds.size());
    for (std::size_t place = 0; place < m_rows.size(); ++place) {
        WaveCount &wave = waves[m_campaign.roster->waveOf(place)];
        const Phase phase = m_rows[place].phase();
        ++wave.boards;
        wave.started += phase != Phase::Queued ? 1 : 0;
        wave.ended += isFinal(phase) ? 1 : 0;
        wave.succeeded += phase == Phase::Updated || phase == Phase::UpToDate ? 1 : 0;
    }
    return waves;
}

unsigned CourseModel::count(Standing standing) const
{
    const fleet::CampaignState &totals = m_campaign;
    switch (standing) {
    case Standing::Updated:
        return totals.updated;
    case Standing::UpToDate:
        return totals.upToDate;
    case Standing::Doubtful:
        return totals.rolledBack + totals.notProved;
    case Standing::Failed:
        return totals.failed;
    case Standing::Cancelled:
        return totals.cancelled;
    case Standing::UnderWay:
    case Standing::Waiting:
        break;
    }
    return static_cast<unsigned>(std::ranges::count_if(
        m_rows, [standing](const Row &row) { return standingOf(row.phase()) == standing; }));
}

std::vector<std::pair<ErrorCode, unsigned>> CourseModel::causes() const
{
    std::map<ErrorCode, unsigned> counts;
    for (const Row &row : m_rows) {
        if (isFailure(row.phase()) && row.state.reason)
            ++counts[row.state.reason->code];
    }
    std::vector<std::pair<ErrorCode, unsigned>> causes(counts.begin(), counts.end());
    std::ranges::stable_sort(
        causes, [](const auto &one, const auto &other) { return one.second > other.second; });
    return causes;
}

std::vector<std::string> CourseModel::boardIds() const
{
    std::vector<std::string> ids;
    for (const Row &row : m_rows)
        ids.push_back(row.id);
    return ids;
}

// ---- what is shown

int CourseModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CourseModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kColumns;
}

QVariant CourseModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return toolTip(row);
    case Qt::AccessibleTextRole:
        return column == Column::Course ? toolTip(row) : text(row, column);
    case ValueRole:
        if (column == Column::State)
            return PhaseText::attentionRank(row.state);
        if (column == Column::Wave)
            return index.row(); // waves follow each other in the plan's order
        return text(row, column);
    case IconRole:
        return column == Column::State ? PhaseText::look(row.phase()).icon : QVariant();
    case TokenRole:
        if (column == Column::State)
            return static_cast<int>(PhaseText::look(row.phase()).token);
        return static_cast<int>(column == Column::Board ? Token::Text : Token::Muted);
    case IdRole:
        return QString::fromStdString(row.id);
    case CourseRole:
        return QVariant::fromValue(row.course);
    case StandingRole:
        return static_cast<int>(standingOf(row.phase()));
    case CauseRole:
        return isFailure(row.phase()) && row.state.reason
                   ? QVariant(static_cast<int>(row.state.reason->code))
                   : QVariant();
    default:
        return {};
    }
}

QString CourseModel::text(const Row &row, Column column) const
{
    switch (column) {
    case Column::State:
        return PhaseText::look(row.phase()).word;
    case Column::Board:
        return QString::fromStdString(row.state.name.empty() ? row.id : row.state.name);
    case Column::Wave:
        return m_campaign.roster
                   ? Format::count(
                         m_campaign.roster->waveOf(static_cast<std::size_t>(m_places.at(row.id))) +
                         1)
                   : QString();
    case Column::Course:
        return {};
    case Column::Note:
        return note(row);
    }
    return {};
}

QString CourseModel::note(const Row &row) const
{
    if (row.state.phase != row.phase()) // the board's own state is of another campaign, or behind
        return {};
    return PhaseText::detail(row.state, std::chrono::steady_clock::now());
}

QString CourseModel::toolTip(const Row &row) const
{
    QStringList lines{text(row, Column::Board)};
    for (const Stretch &stretch : row.course) {
        const QString word = PhaseText::look(stretch.phase).word;
        if (isFinal(stretch.phase))
            //: %1 is a phase such as "Updated", %2 a time since the start such as "0:41"
            lines << tr("%1 at %2").arg(word, Format::clock(stretch.begin));
        else if (stretch.end)
            //: %1 is a phase such as "Downloading", %2 a duration
            lines << tr("%1 for %2").arg(word, Format::seconds(*stretch.end - stretch.begin));
        else
            //: %1 is a phase such as "Downloading", %2 a time since the start such as "0:41"
            lines << tr("%1 since %2").arg(word, Format::clock(stretch.begin));
    }
    if (row.state.phase == row.phase() && row.state.reason)
        lines << ErrorText::sentence(*row.state.reason) << ErrorText::cause(*row.state.reason);
    return lines.join(QLatin1Char('\n'));
}

QVariant CourseModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::State:
        return tr("State");
    case Column::Board:
        return tr("Board");
    case Column::Wave:
        //: boards of a campaign that are updated together; heading of a narrow column
        return tr("Wave");
    case Column::Course:
        //: heading above the boards' phases, drawn along the time
        return tr("Timeline");
    case Column::Note:
        //: heading above what a board waits for, or why it failed
        return tr("Note");
    }
    return {};
}

} // namespace otabench::widgets
