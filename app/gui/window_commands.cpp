#include "window_commands.h"

#include "main_window.h"

#include "widgets/bench/bench_model.h"
#include "widgets/bench/bench_page.h"
#include "widgets/common/page.h"
#include "widgets/common/phase_text.h"

#include <QAction>
#include <QCoreApplication>
#include <QPointer>
#include <QPushButton>

namespace otabench::gui {

using namespace widgets;

namespace {

class Texts
{
    Q_DECLARE_TR_FUNCTIONS(otabench::gui::WindowCommands)
public:
    static QString page() { return tr("Page"); }

    static QString board() { return tr("Board"); }

    static QString window() { return tr("Window"); }
};

/// "&Stop…" as it is read: without the mnemonic. "(&S)" is how Chinese texts carry theirs.
QString withoutMnemonic(QString text)
{
    if (const int at = text.indexOf(QStringLiteral("(&")); at >= 0 && at + 4 <= text.size())
        text.remove(at, 4);
    return text.remove(QLatin1Char('&'));
}

void addPages(MainWindow &window, std::vector<PaletteEntry> &entries)
{
    const QStringList names = window.pages();
    for (int i = 0; i < names.size(); ++i) {
        entries.push_back(
            {window.pageWord(names[i]), Texts::page(), window.pageIcon(names[i]),
             QKeySequence(static_cast<int>(Qt::CTRL) | (static_cast<int>(Qt::Key_1) + i)),
             [&window, name = names[i]] { window.showPage(name); }});
    }
}

void addActs(MainWindow &window, std::vector<PaletteEntry> &entries)
{
    const QStringList names = window.pages();
    for (const QString &name : names) {
        const auto *page = qobject_cast<Page *>(window.page(name));
        if (page == nullptr)
            continue;
        for (QPushButton *act : page->acts()) {
            if (!act->isEnabled() || act->isHidden() || act->text().isEmpty())
                continue;
            entries.push_back({withoutMnemonic(act->text()), page->title(), window.pageIcon(name),
                               act->shortcut(), [&window, name, act = QPointer<QPushButton>(act)] {
                                   window.showPage(name);
                                   if (act && act->isEnabled())
                                       act->click();
                               }});
        }
    }
}

void addBoards(MainWindow &window, std::vector<PaletteEntry> &entries)
{
    const BenchModel &bench = window.bench();
    for (int row = 0; row < bench.rowCount(); ++row) {
        const fleet::BoardState &board = bench.board(row);
        const StateLook look = PhaseText::look(board);
        QString place = Texts::board() + QStringLiteral(" · ") + look.word;
        if (board.identity && !board.identity->mac.empty())
            place += QStringLiteral(" · ") + QString::fromStdString(board.identity->mac);
        entries.push_back(
            {QString::fromStdString(board.name), place, look.icon, {}, [&window, id = board.id] {
                 window.showPage(QStringLiteral("bench"));
                 window.benchPage().selectBoard(id);
             }});
    }
}

} // namespace

std::vector<PaletteEntry> windowCommands(MainWindow &window)
{
    std::vector<PaletteEntry> entries;
    addActs(window, entries);
    addPages(window, entries);
    const auto actions = window.windowActions();
    for (QAction *action : actions) {
        entries.push_back({withoutMnemonic(action->text()), Texts::window(),
                           action->data().toString(), action->shortcut(),
                           [action = QPointer<QAction>(action)] {
                               if (action)
                                   action->trigger();
                           }});
    }
    addBoards(window, entries);
    return entries;
}

} // namespace otabench::gui
