#include "widgets/history/history_tables.h"

#include "widgets/common/error_text.h"
#include "widgets/common/format.h"
#include "widgets/common/phase_text.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLocale>
#include <QTableView>

namespace otabench::widgets {
namespace {

using history::BoardRecord;
using history::ImageRecord;
using history::KnownBoard;
using history::ReportEntry;
using history::TimePoint;
using history::Transition;

constexpr Qt::Alignment kNumber = Qt::AlignRight | Qt::AlignVCenter;

QString toText(const std::string &text)
{
    return QString::fromStdString(text);
}

qint64 milliseconds(TimePoint at)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

CellLook lookOf(Phase phase)
{
    const StateLook look = PhaseText::look(phase);
    return {look.icon, look.token};
}

QString duration(const std::optional<std::chrono::milliseconds> &time)
{
    return time ? Format::seconds(*time) : QString();
}

QString fromTo(const BoardRecord &board)
{
    if (board.fromVersion.empty() || board.fromVersion == board.toVersion)
        return toText(board.toVersion);
    return QStringLiteral("%1 → %2").arg(toText(board.fromVersion), toText(board.toVersion));
}

/// The last part of an address tells boards apart; the whole is in the tip.
QString shortName(const std::string &address)
{
    return toText(address).section(QLatin1Char('/'), -1);
}

} // namespace

QString HistoryTables::moment(TimePoint at)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(milliseconds(at)),
                              QLocale::ShortFormat);
}

QString HistoryTables::result(const history::Totals &totals)
{
    QStringList parts;
    const auto add = [&parts](unsigned count, Phase phase) {
        if (count > 0)
            parts << QStringLiteral("%1 %2").arg(PhaseText::look(phase).glyph).arg(count);
    };
    add(totals.updated, Phase::Updated);
    add(totals.upToDate, Phase::UpToDate);
    add(totals.failed, Phase::Failed);
    add(totals.rolledBack, Phase::RolledBack);
    add(totals.notProved, Phase::NotProved);
    add(totals.cancelled, Phase::Cancelled);
    add(totals.unfinished, Phase::Queued);
    return parts.join(QStringLiteral("  "));
}

CellLook HistoryTables::look(const history::Totals &totals)
{
    if (totals.failures() > 0)
        return lookOf(Phase::Failed);
    if (totals.unfinished > 0)
        return lookOf(Phase::Queued);
    return lookOf(totals.updated + totals.upToDate > 0 ? Phase::Updated : Phase::Cancelled);
}

QString HistoryTables::image(const std::string &project, const std::string &version)
{
    return toText(project + (project.empty() || version.empty() ? "" : " ") + version);
}

QString HistoryTables::reason(const std::string &reason, const std::string &detail)
{
    if (reason.empty())
        return {};
    const ErrorCode code = errorCodeFromName(reason);
    const bool isKnown = name(code) == reason; // else of a newer otabench
    return isKnown ? ErrorText::sentence(code) : toText(detail);
}

CampaignTable *HistoryTables::campaigns(const Theme &theme, QObject *parent)
{
    using Summary = PastCampaign;
    std::vector<CampaignTable::Column> columns = {
        {[] { return tr("Started"); },
         [](const Summary &row) { return moment(row.campaign.started); },
         [](const Summary &row) { return QVariant(milliseconds(row.campaign.started)); }},
        {[] { return tr("Image"); },
         [](const Summary &row) { return image(row.campaign.project, row.campaign.version); }},
        {[] { return tr("Result"); }, [](const Summary &row) { return result(row.totals); },
         [](const Summary &row) { return QVariant(row.totals.failures()); },
         [](const Summary &row) { return look(row.totals); }},
        {[] { return tr("Boards"); },
         [](const Summary &row) { return Format::count(row.totals.boards); },
         [](const Summary &row) { return QVariant(row.totals.boards); },
         {},
         {},
         kNumber},
        //: who ran a campaign
        {[] { return tr("Operator"); },
         [](const Summary &row) { return toText(row.campaign.operatorName); }},
        //: the computer that ran a campaign
        {[] { return tr("Station"); },
         [](const Summary &row) { return toText(row.campaign.station); }},
    };
    auto *table = new CampaignTable(
        theme, std::move(columns),
        [](const Summary &row) { return row.campaign.uid + std::to_string(row.campaign.id); },
        parent);
    table->setSearchText([](const Summary &row) {
        QString text = toText(row.campaign.imageFile + '\n' + row.campaign.imageSha256 + '\n' +
                              row.campaign.chip + '\n' + std::to_string(row.campaign.id));
        for (const std::string &board : row.boards)
            text += QLatin1Char('\n') + toText(board);
        return text;
    });
    return table;
}

ResultTable *HistoryTables::results(const Theme &theme, QObject *parent)
{
    std::vector<ResultTable::Column> columns = {
        {[] { return tr("Result"); },
         [](const BoardRecord &row) { return PhaseText::look(row.phase).word; },
         [](const BoardRecord &row) { return QVariant(static_cast<int>(row.phase)); },
         [](const BoardRecord &row) { return lookOf(row.phase); }},
        {[] { return tr("Board"); },
         [](const BoardRecord &row) { return shortName(row.board); },
         {},
         {},
         [](const BoardRecord &row) { return toText(row.board); }},
        {[] { return tr("MAC address"); }, [](const BoardRecord &row) { return toText(row.mac); }},
        {[] { return tr("Version"); }, fromTo},
        {[] { return tr("Time"); },
         [](const BoardRecord &row) { return duration(row.duration); },
         [](const BoardRecord &row) {
             return QVariant(static_cast<qint64>(row.duration ? row.duration->count() : 0));
         },
         {},
         {},
         kNumber},
        //: how often an update was tried
        {[] { return tr("Attempts"); },
         [](const BoardRecord &row) { return Format::count(row.attempts); },
         [](const BoardRecord &row) { return QVariant(row.attempts); },
         {},
         {},
         kNumber},
        {[] { return tr("Reason"); },
         [](const BoardRecord &row) { return reason(row.reason, row.detail); },
         {},
         {},
         [](const BoardRecord &row) { return toText(row.detail); }},
    };
    return new ResultTable(
        theme, std::move(columns), [](const BoardRecord &row) { return row.board; }, parent);
}

TransitionTable *HistoryTables::transitions(const Theme &theme, QObject *parent)
{
    std::vector<TransitionTable::Column> columns = {
        {[] { return tr("At"); },
         [](const Transition &row) {
             return QDateTime::fromMSecsSinceEpoch(milliseconds(row.at))
                 .toString(QStringLiteral("HH:mm:ss.zzz"));
         },
         [](const Transition &row) { return QVariant(milliseconds(row.at)); }},
        {[] { return tr("Phase"); },
         [](const Transition &row) { return PhaseText::look(row.phase).word; },
         {},
         [](const Transition &row) { return lookOf(row.phase); }},
        {[] { return tr("Attempt"); },
         [](const Transition &row) { return Format::count(row.attempt); },
         {},
         {},
         {},
         kNumber},
        {[] { return tr("Loaded"); },
         [](const Transition &row) {
             return row.bytes == 0 ? QString() : Format::bytes(row.bytes);
         },
         {},
         {},
         {},
         kNumber},
        {[] { return tr("Reason"); },
         [](const Transition &row) { return reason(row.reason, row.detail); },
         {},
         {},
         [](const Transition &row) { return toText(row.detail); }},
    };
    return new TransitionTable(
        theme, std::move(columns),
        [](const Transition &row) {
            return std::to_string(row.campaignId) + ' ' + row.board + ' ' +
                   std::to_string(milliseconds(row.at)) + std::string(name(row.phase));
        },
        parent);
}

KnownBoardTable *HistoryTables::knownBoards(const Theme &theme, QObject *parent)
{
    std::vector<KnownBoardTable::Column> columns = {
        {[] { return tr("MAC address"); }, [](const KnownBoard &row) { return toText(row.mac); }},
        {[] { return tr("Board"); },
         [](const KnownBoard &row) { return shortName(row.board); },
         {},
         {},
         [](const KnownBoard &row) { return toText(row.board); }},
        {[] { return tr("Chip"); }, [](const KnownBoard &row) { return toText(row.chip); }},
        //: heading above the image that a board runs now
        {[] { return tr("Runs"); },
         [](const KnownBoard &row) { return image(row.project, row.version); }},
        {[] { return tr("Last result"); },
         [](const KnownBoard &row) { return PhaseText::look(row.phase).word; },
         [](const KnownBoard &row) { return QVariant(static_cast<int>(row.phase)); },
         [](const KnownBoard &row) { return lookOf(row.phase); }},
        {[] { return tr("Last seen"); }, [](const KnownBoard &row) { return moment(row.lastSeen); },
         [](const KnownBoard &row) { return QVariant(milliseconds(row.lastSeen)); }},
        {[] { return tr("Station"); }, [](const KnownBoard &row) { return toText(row.station); }},
    };
    return new KnownBoardTable(
        theme, std::move(columns), [](const KnownBoard &row) { return row.mac; }, parent);
}

BoardEntryTable *HistoryTables::boardEntries(const Theme &theme, QObject *parent)
{
    std::vector<BoardEntryTable::Column> columns = {
        {[] { return tr("Started"); },
         [](const ReportEntry &row) { return moment(row.campaign.started); },
         [](const ReportEntry &row) { return QVariant(milliseconds(row.campaign.started)); }},
        {[] { return tr("Result"); },
         [](const ReportEntry &row) { return PhaseText::look(row.board.phase).word; },
         {},
         [](const ReportEntry &row) { return lookOf(row.board.phase); }},
        {[] { return tr("Version"); }, [](const ReportEntry &row) { return fromTo(row.board); }},
        {[] { return tr("Slot"); }, [](const ReportEntry &row) { return toText(row.board.slot); }},
        {[] { return tr("Time"); },
         [](const ReportEntry &row) { return duration(row.board.duration); },
         {},
         {},
         {},
         kNumber},
        {[] { return tr("Operator"); },
         [](const ReportEntry &row) { return toText(row.campaign.operatorName); }},
        {[] { return tr("Reason"); },
         [](const ReportEntry &row) { return reason(row.board.reason, row.board.detail); },
         {},
         {},
         [](const ReportEntry &row) { return toText(row.board.detail); }},
    };
    return new BoardEntryTable(
        theme, std::move(columns),
        [](const ReportEntry &row) {
            return std::to_string(row.campaign.id) + ' ' + row.board.board;
        },
        parent);
}

ImageTable *HistoryTables::images(const Theme &theme, QObject *parent)
{
    constexpr int kDigits = 16; // of a digest: enough to tell images apart
    std::vector<ImageTable::Column> columns = {
        {[] { return tr("Image"); },
         [](const ImageRecord &row) { return image(row.project, row.version); }},
        {[] { return tr("Chip"); }, [](const ImageRecord &row) { return toText(row.chip); }},
        {[] { return tr("Size"); },
         [](const ImageRecord &row) {
             return row.bytes == 0 ? QString() : Format::bytes(row.bytes);
         },
         [](const ImageRecord &row) { return QVariant(static_cast<qulonglong>(row.bytes)); },
         {},
         {},
         kNumber},
        //: how many campaigns sent this image
        {[] { return tr("Campaigns"); },
         [](const ImageRecord &row) { return Format::count(row.campaigns); },
         [](const ImageRecord &row) { return QVariant(row.campaigns); },
         {},
         {},
         kNumber},
        {[] { return tr("Updated"); },
         [](const ImageRecord &row) { return Format::count(row.updated); },
         [](const ImageRecord &row) { return QVariant(row.updated); },
         [](const ImageRecord &row) {
             return row.updated > 0 ? lookOf(Phase::Updated) : CellLook();
         },
         {},
         kNumber},
        {[] { return tr("Failed"); },
         [](const ImageRecord &row) { return Format::count(row.failures); },
         [](const ImageRecord &row) { return QVariant(row.failures); },
         [](const ImageRecord &row) {
             return row.failures > 0 ? lookOf(Phase::Failed) : CellLook();
         },
         {},
         kNumber},
        {[] { return tr("Last used"); },
         [](const ImageRecord &row) { return moment(row.lastUsed); },
         [](const ImageRecord &row) { return QVariant(milliseconds(row.lastUsed)); }},
        {[] { return tr("SHA-256"); },
         [](const ImageRecord &row) { return toText(row.sha256).left(kDigits); },
         {},
         {},
         [](const ImageRecord &row) { return toText(row.sha256); }},
    };
    return new ImageTable(
        theme, std::move(columns), [](const ImageRecord &row) { return row.sha256; }, parent);
}

QTableView *HistoryTables::view(const char *objectName, QAbstractItemModel *model, QWidget *parent)
{
    auto *view = new QTableView(parent);
    view->setObjectName(QLatin1String(objectName));
    view->setProperty("padded", true);
    view->setModel(model);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() * 17 / 10);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setStretchLastSection(true);
    view->horizontalHeader()->setMinimumSectionSize(48);
    return view;
}

} // namespace otabench::widgets
