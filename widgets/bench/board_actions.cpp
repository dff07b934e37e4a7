#include "widgets/bench/board_actions.h"

#include "widgets/bench/bench_model.h"
#include "widgets/bench/board_naming_dialog.h"
#include "widgets/bench/question.h"
#include "widgets/common/icons.h"
#include "widgets/common/lab_commands.h"
#include "widgets/common/phase_text.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QMenu>
#include <QMessageBox>

#include <algorithm>

namespace otabench::widgets {
namespace {

using fleet::BoardState;

constexpr std::size_t kNamedBoards = 5; ///< in a question; the rest is counted

bool canRetry(const BoardState &board)
{
    return board.phase && (isFailure(*board.phase) || *board.phase == Phase::Cancelled);
}

QString textOf(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

BoardActions::BoardActions(const Parts &parts, QItemSelectionModel &selection)
    : QObject(&parts.page)
    , m_boards(parts.boards)
    , m_commands(parts.commands)
    , m_page(parts.page)
    , m_selection(selection)
{
    makeActions();
    makeCopyActions();
    retranslate();
    connect(&selection, &QItemSelectionModel::selectionChanged, this, &BoardActions::update);
    connect(&selection, &QItemSelectionModel::currentRowChanged, this, &BoardActions::update);
}

QAction *BoardActions::add(const char *name, Needs needs, std::function<void()> run)
{
    auto *action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, std::move(run));
    m_entries.push_back({action, needs});
    return action;
}

void BoardActions::makeActions()
{
    m_update = add("boardsUpdate", Needs::Idle, [this] { Q_EMIT updateRequested(); });
    m_update->setIcon(icon(QStringLiteral("software-update-available")));
    m_retry = add("boardsRetry", Needs::Idle, [this] { retrySelected(); });
    m_retry->setIcon(icon(QStringLiteral("view-refresh")));
    m_open = add("boardOpen", Needs::OneBoard, [this] { Q_EMIT panelRequested(); });
    m_label = add("boardLabel", Needs::OneBoard, [this] { openLabelDialog(); });
    m_label->setShortcut(Qt::Key_F2);
    m_bench = add("boardsBench", Needs::Nothing, [this] { openBenchDialog(); });
    m_tags = add("boardsTags", Needs::Nothing, [this] { openTagsDialog(); });
    m_blink = add("boardsBlink", Needs::Agent, [this] {
        forEach(Needs::Agent, [this](const std::string &id) { m_commands.blink(id); });
    });
    m_identify = add("boardsIdentify", Needs::Agent, [this] {
        forEach(Needs::Agent, [this](const std::string &id) { m_commands.identify(id); });
    });
    m_reset = add("boardsReset", Needs::IdleOpen, [this] {
        forEach(Needs::IdleOpen, [this](const std::string &id) {
            m_commands.resetBoard(id, fleet::ResetKind::Run);
        });
    });
    m_bootloader = add("boardsBootloader", Needs::IdleOpen, [this] { askBootloader(); });
    m_confirm = add("boardsConfirm", Needs::Agent, [this] {
        forEach(Needs::Agent, [this](const std::string &id) { m_commands.confirmImage(id); });
    });
    m_rollBack = add("boardsRollBack", Needs::Agent, [this] { askRollBack(fit(Needs::Agent)); });
    m_trust = add("boardsTrust", Needs::Agent, [this] { askSendTrust(fit(Needs::Agent)); });
    m_console = add("boardConsole", Needs::OneBoard, [this] { Q_EMIT consoleRequested(); });
    m_lend = add("boardLend", Needs::OneBoard, [this] { askLend(); });
    m_takeBack = add("boardTakeBack", Needs::OneBoard, [this] { m_commands.takeBackPort(only()); });
    m_remove = add("boardsRemove", Needs::Idle, [this] { askRemove(fit(Needs::Idle)); });
    m_remove->setShortcut(Qt::Key_Delete);
    m_remove->setIcon(icon(QStringLiteral("list-remove")));
}

void BoardActions::makeCopyActions()
{
    m_copyAddress = add("copyAddress", Needs::Nothing, [this] {
        copy([](const BoardState &board) { return textOf(board.address); });
    });
    m_copyMac = add("copyMac", Needs::Nothing, [this] {
        copy([](const BoardState &board) {
            return board.identity ? textOf(board.identity->mac) : QString();
        });
    });
    m_copyRow = add("copyRow", Needs::Nothing, [this] {
        copy([this](const BoardState &board) {
            QStringList cells;
            const int row = m_boards.rowOf(board.id);
            for (int column = 0; column < BenchModel::kColumns; ++column)
                cells << m_boards.index(row, column).data(Qt::AccessibleTextRole).toString();
            return cells.join(QLatin1Char('\t'));
        });
    });
    m_copyRow->setShortcut(QKeySequence::Copy);
}

void BoardActions::addTo(QWidget &view)
{
    for (const Entry &entry : m_entries)
        view.addAction(entry.action);
}

QMenu *BoardActions::makeMenu(QWidget *parent) const
{
    auto *menu = new QMenu(parent);
    menu->setObjectName(QStringLiteral("boardMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_update, m_retry});
    menu->addSeparator();
    menu->addActions({m_open, m_console});
    menu->addSeparator();
    menu->addActions({m_label, m_bench, m_tags});
    menu->addSeparator();
    menu->addActions({m_blink, m_identify});
    auto *reset = menu->addMenu(tr("&Restart"));
    reset->addActions({m_reset, m_bootloader});
    auto *image = menu->addMenu(tr("&Image and trust"));
    image->addActions({m_confirm, m_rollBack, m_trust});
    menu->addAction(m_lend->isVisible() ? m_lend : m_takeBack);
    menu->addSeparator();
    auto *copy = menu->addMenu(tr("&Copy"));
    copy->addActions({m_copyAddress, m_copyMac, m_copyRow});
    menu->addSeparator();
    menu->addAction(m_remove);
    return menu;
}

std::vector<std::string> BoardActions::selected() const
{
    std::vector<std::string> ids;
    QModelIndexList rows = m_selection.selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex &row : qAsConst(rows))
        ids.push_back(row.data(BenchModel::IdRole).toString().toStdString());
    if (ids.empty() && !current().empty())
        ids.push_back(current());
    return ids;
}

std::string BoardActions::only() const
{
    const std::vector<std::string> ids = selected();
    return ids.size() == 1 ? ids.front() : std::string();
}

std::string BoardActions::current() const
{
    const QModelIndex index = m_selection.currentIndex();
    return index.isValid() ? index.data(BenchModel::IdRole).toString().toStdString()
                           : std::string();
}

const BoardState *BoardActions::board(const std::string &id) const
{
    const int row = m_boards.rowOf(id);
    return row < 0 ? nullptr : &m_boards.board(row);
}

bool BoardActions::fits(const BoardState &board, Needs needs) const
{
    const bool isIdle = !PhaseText::isActive(board);
    switch (needs) {
    case Needs::Nothing:
    case Needs::OneBoard:
        return true;
    case Needs::Idle:
        return isIdle;
    case Needs::IdleOpen:
        return isIdle && board.port == fleet::PortState::Open;
    case Needs::Agent:
        return isIdle && board.port == fleet::PortState::Open &&
               board.profile.kind == fleet::ProfileKind::Agent;
    }
    return false;
}

std::vector<std::string> BoardActions::fit(Needs needs) const
{
    std::vector<std::string> ids = selected();
    std::erase_if(ids, [&](const std::string &id) {
        const BoardState *each = board(id);
        return each == nullptr || !fits(*each, needs);
    });
    return ids;
}

void BoardActions::forEach(Needs needs, const std::function<void(const std::string &)> &work) const
{
    for (const std::string &id : fit(needs))
        work(id);
}

void BoardActions::setCampaignRunning(bool isRunning)
{
    m_isCampaignRunning = isRunning;
}

void BoardActions::update()
{
    std::vector<const BoardState *> boards; // looked up once: all 500 may be selected
    for (const std::string &id : selected()) {
        if (const BoardState *each = board(id))
            boards.push_back(each);
    }
    const auto any = [&boards](const auto &holds) {
        return std::any_of(boards.begin(), boards.end(),
                           [&holds](const BoardState *each) { return holds(*each); });
    };
    for (const Entry &entry : m_entries)
        entry.action->setEnabled(
            entry.needs == Needs::OneBoard ? boards.size() == 1 : any([&](const BoardState &each) {
                return fits(each, entry.needs);
            }));
    m_retry->setEnabled(!m_isCampaignRunning && any(canRetry));
    m_update->setEnabled(!m_isCampaignRunning && !boards.empty());
    const bool isLent = boards.size() == 1 && boards.front()->port == fleet::PortState::Lent;
    m_lend->setVisible(!isLent);
    m_takeBack->setVisible(isLent);
    m_lend->setEnabled(boards.size() == 1 && fits(*boards.front(), Needs::Idle));
}

void BoardActions::retrySelected()
{
    std::vector<std::string> ids = selected();
    std::erase_if(ids, [this](const std::string &id) {
        const BoardState *each = board(id);
        return each == nullptr || !canRetry(*each);
    });
    if (!ids.empty())
        m_commands.retryBoards(ids);
}

QString BoardActions::nameOf(const std::string &id) const
{
    const BoardState *named = board(id);
    return textOf(named == nullptr ? id : named->name);
}

QString BoardActions::namesOf(const std::vector<std::string> &ids) const
{
    if (ids.size() == 1)
        return nameOf(ids.front());
    QStringList names;
    for (const std::string &id : ids) {
        if (static_cast<std::size_t>(names.size()) == kNamedBoards) {
            names << QStringLiteral("…");
            break;
        }
        names << nameOf(id);
    }
    return tr("%n board(s): %1", nullptr, static_cast<int>(ids.size()))
        .arg(names.join(QStringLiteral(", ")));
}

// ---- what is asked first

void BoardActions::askBootloader()
{
    const std::vector<std::string> ids = fit(Needs::IdleOpen);
    if (ids.empty())
        return;
    ask(&m_page,
        {.objectName = "bootloaderQuestion",
         .title = tr("Restart into the bootloader"),
         .text = tr("Restart %1 into the bootloader?").arg(namesOf(ids)),
         .explanation = tr("The firmware stops, and the chip waits for a flashing tool until it is "
                           "restarted or loses power."),
         .act = tr("&Into the bootloader")},
        [this, ids] {
            for (const std::string &id : ids)
                m_commands.resetBoard(id, fleet::ResetKind::Bootloader);
        });
}

void BoardActions::askRollBack(const std::vector<std::string> &ids)
{
    if (ids.empty())
        return;
    QString what;
    if (const BoardState *one = board(ids.front()); ids.size() == 1 && one && one->identity)
        what = tr("It runs %1 from %2. That image is marked invalid, and the board restarts into "
                  "the one that it ran before.")
                   .arg(textOf(one->identity->version), textOf(one->identity->slot));
    else
        what = tr("The images they run are marked invalid, and the boards restart into those that "
                  "they ran before.");
    ask(&m_page,
        {.objectName = "rollBackQuestion",
         .title = tr("Roll back"),
         .text = tr("Roll back %1?").arg(namesOf(ids)),
         .explanation = what,
         .act = tr("&Roll back")},
        [this, ids] {
            for (const std::string &id : ids)
                m_commands.rollBack(id);
        });
}

void BoardActions::askSendTrust(const std::vector<std::string> &ids)
{
    if (ids.empty())
        return;
    ask(&m_page,
        {.objectName = "trustQuestion",
         .title = tr("Send the lab CA"),
         .text = tr("Have %1 trust this lab's CA?").arg(namesOf(ids)),
         .explanation = tr("It is stored in the board and replaces every certificate that it "
                           "trusts now, also those of other labs."),
         .act = tr("&Send the CA")},
        [this, ids] {
            for (const std::string &id : ids)
                m_commands.sendTrust(id);
        });
}

void BoardActions::askLend()
{
    const std::string id = only();
    const BoardState *lent = board(id);
    if (lent == nullptr)
        return;
    ask(&m_page,
        {.objectName = "lendQuestion",
         .title = tr("Lend the port"),
         .text = tr("Lend %1, the port of %2, to another program?")
                     .arg(textOf(lent->address), textOf(lent->name)),
         .explanation = tr("Every otabench of yours closes it until you take it back here or quit: "
                           "the board's log is not followed meanwhile, and it cannot be updated."),
         .act = tr("&Lend the port")},
        [this, id] { m_commands.lendPort(id); });
}

void BoardActions::askRemove(const std::vector<std::string> &ids)
{
    if (ids.empty())
        return;
    // The box is asked when the person has answered, and it is gone by then.
    auto forget = std::make_shared<bool>(false);
    QMessageBox *question =
        ask(&m_page,
            {.objectName = "removeQuestion",
             .title = tr("Remove from the bench"),
             .text = tr("Remove %1 from the bench?").arg(namesOf(ids)),
             .explanation = tr("Its log and state are no longer followed; nothing is changed on "
                               "it. A board on a serial port comes back when ports are looked for "
                               "again."),
             .act = tr("&Remove")},
            [this, ids, forget] {
                for (const std::string &id : ids) {
                    if (*forget)
                        m_commands.forgetBoard(id);
                    else
                        m_commands.removeBoard(id);
                }
            });
    auto *box = new QCheckBox(tr("&Forget its name, bench and tags as well"), question);
    box->setObjectName(QStringLiteral("forgetBox"));
    connect(box, &QCheckBox::toggled, question, [forget](bool isOn) { *forget = isOn; });
    question->setCheckBox(box);
}

// ---- names

QStringList BoardActions::knownBenches() const
{
    QStringList benches;
    for (int row = 0; row < m_boards.rowCount(); ++row) {
        const QString bench = textOf(m_boards.board(row).bench);
        if (!bench.isEmpty() && !benches.contains(bench))
            benches << bench;
    }
    benches.sort(Qt::CaseInsensitive);
    return benches;
}

QStringList BoardActions::knownTags() const
{
    QStringList tags;
    for (int row = 0; row < m_boards.rowCount(); ++row) {
        for (const std::string &tag : m_boards.board(row).tags) {
            if (!tags.contains(textOf(tag)))
                tags << textOf(tag);
        }
    }
    tags.sort(Qt::CaseInsensitive);
    return tags;
}

void BoardActions::openLabelDialog()
{
    const std::vector<std::string> ids = selected();
    const BoardState *named = ids.size() == 1 ? board(ids.front()) : nullptr;
    if (named == nullptr)
        return;
    auto *dialog = new BoardNamingDialog(
        {.what = BoardNamingDialog::What::Label,
         .boards = textOf(named->name),
         .present = named->label.empty() ? QStringList() : QStringList(textOf(named->label))},
        &m_page);
    connect(dialog, &BoardNamingDialog::chosen, this,
            [this, ids](const fleet::BoardNaming &naming) { m_commands.nameBoards(ids, naming); });
    dialog->open();
}

void BoardActions::openBenchDialog()
{
    const std::vector<std::string> ids = selected();
    if (ids.empty())
        return;
    QStringList present;
    for (const std::string &id : ids) {
        const BoardState *each = board(id);
        const QString bench = each == nullptr ? QString() : textOf(each->bench);
        if (!present.contains(bench))
            present << bench;
    }
    auto *dialog = new BoardNamingDialog({.what = BoardNamingDialog::What::Bench,
                                          .boards = namesOf(ids),
                                          .count = static_cast<int>(ids.size()),
                                          .present = present.size() == 1 ? present : QStringList(),
                                          .suggestions = knownBenches()},
                                         &m_page);
    connect(dialog, &BoardNamingDialog::chosen, this,
            [this, ids](const fleet::BoardNaming &naming) { m_commands.nameBoards(ids, naming); });
    dialog->open();
}

void BoardActions::openTagsDialog()
{
    const std::vector<std::string> ids = selected();
    if (ids.empty())
        return;
    QStringList common = knownTags();
    for (const std::string &id : ids) {
        const BoardState *each = board(id);
        for (auto tag = common.begin(); tag != common.end();) {
            const bool has = each != nullptr && std::count(each->tags.begin(), each->tags.end(),
                                                           tag->toStdString()) > 0;
            tag = has ? tag + 1 : common.erase(tag);
        }
    }
    auto *dialog = new BoardNamingDialog({.what = BoardNamingDialog::What::Tags,
                                          .boards = namesOf(ids),
                                          .count = static_cast<int>(ids.size()),
                                          .present = common},
                                         &m_page);
    connect(dialog, &BoardNamingDialog::chosen, this,
            [this, ids](const fleet::BoardNaming &naming) { m_commands.nameBoards(ids, naming); });
    dialog->open();
}

void BoardActions::copy(const std::function<QString(const BoardState &)> &text) const
{
    QStringList lines;
    for (const std::string &id : selected()) {
        const BoardState *each = board(id);
        const QString line = each == nullptr ? QString() : text(*each);
        if (!line.isEmpty())
            lines << line;
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void BoardActions::retranslate()
{
    m_update->setText(tr("&Update these…"));
    m_retry->setText(tr("Re&try"));
    m_open->setText(tr("&Open"));
    m_label->setText(tr("&Name…"));
    m_bench->setText(tr("Move to &bench…"));
    m_tags->setText(tr("Ta&gs…"));
    m_blink->setText(tr("&Find it: blink"));
    m_identify->setText(tr("As&k who it is"));
    m_reset->setText(tr("&Run"));
    m_bootloader->setText(tr("Into the &bootloader…"));
    m_confirm->setText(tr("&Confirm the image"));
    m_rollBack->setText(tr("&Roll back…"));
    m_trust->setText(tr("&Send the lab CA…"));
    m_console->setText(tr("Con&sole"));
    m_lend->setText(tr("&Lend the port…"));
    m_takeBack->setText(tr("Take the &port back"));
    m_remove->setText(tr("Re&move…"));
    //: of a board
    m_copyAddress->setText(tr("&Address"));
    m_copyMac->setText(tr("&MAC address"));
    //: of the table: everything that it says of a board
    m_copyRow->setText(tr("&Row"));
}

} // namespace otabench::widgets
