#pragma once

#include "base/core_loop.h"
#include "base/paths.h"
#include "fleet/lab.h"
#include "image/maker.h"
#include "lab_client.h"
#include "main_window.h"
#include "support/process.h"
#include "widgets/bench/bench_model.h"
#include "widgets/common/event_bridge.h"

#include <QFile>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>

#include <algorithm>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

namespace otabench::tests {

/// The program as app/gui/main.cpp puts it together, and real virtual boards beside it, in a home
/// of their own.
class RealBench
{
public:
    static constexpr int kBoards = 8;

    RealBench(widgets::Theme &theme, widgets::Language &language)
        : m_theme(theme)
        , m_language(language)
    {
        start();
    }

    /// The program ends, and starts again in the same home; boards that run go on.
    void restart()
    {
        m_program.reset();
        start();
    }

    [[nodiscard]] Paths paths() const { return Paths::below(m_home.path().toStdString()); }

    [[nodiscard]] QString file(const QString &name) const { return m_home.filePath(name); }

    /// Boards vb-01 to vb-08 with the flash contents of the last start.
    bool startBoards(const std::vector<std::string> &arguments)
    {
        const std::string folder = m_home.filePath(QStringLiteral("boards")).toStdString();
        support::Command command{.arguments = {support::builtProgram("otabench-board"), "--count",
                                               std::to_string(kBoards), "--dir", folder}};
        command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
        m_boards = std::make_unique<support::Process>(command);
        return m_boards->waitFor([](const std::string &out, const std::string &) {
            return std::count(out.begin(), out.end(), '\n') >= kBoards;
        });
    }

    void stopBoards()
    {
        m_boards->signal(SIGTERM);
        m_boards->wait();
        m_boards.reset();
    }

    [[nodiscard]] QString port(int number) const
    {
        return QStringLiteral("pty:%1/boards/vb-%2")
            .arg(m_home.path())
            .arg(number, 2, 10, QLatin1Char('0'));
    }

    void plugIn()
    {
        for (int number = 1; number <= kBoards; ++number)
            lab().addBoard(port(number), {});
    }

    QString makeImage(unsigned bytes = 256 * 1024, const std::string &version = "2.0.0")
    {
        image::MakeOptions options;
        options.project = "otabench-demo";
        options.version = version;
        options.sizeBytes = bytes;
        const auto made = image::makeImage(options);
        const QString name =
            m_home.filePath(QStringLiteral("demo-%1.bin").arg(QString::fromStdString(version)));
        QFile file(name);
        if (!made || !file.open(QIODevice::WriteOnly))
            return {};
        file.write(reinterpret_cast<const char *>(made->data()), static_cast<qint64>(made->size()));
        return name;
    }

    /// Boards of which the predicate holds.
    template <typename Predicate>
    [[nodiscard]] int count(Predicate holds) const
    {
        const widgets::BenchModel &bench = m_program->window.bench();
        int found = 0;
        for (int row = 0; row < bench.rowCount(); ++row)
            found += holds(bench.board(row)) ? 1 : 0;
        return found;
    }

    [[nodiscard]] int ready() const
    {
        return count([](const fleet::BoardState &board) {
            return board.port == fleet::PortState::Open && board.identity.has_value();
        });
    }

    [[nodiscard]] int in(Phase phase) const
    {
        return count([phase](const fleet::BoardState &board) { return board.phase == phase; });
    }

    /// What the State column of the table on the screen says, a word a row.
    [[nodiscard]] QStringList shownStates()
    {
        const QAbstractItemModel *model = find<QTableView>("benchTable")->model();
        const int column = static_cast<int>(widgets::BenchModel::Column::State);
        QStringList words;
        for (int row = 0; row < model->rowCount(); ++row)
            words << model->index(row, column).data().toString();
        return words;
    }

    template <typename Widget>
    Widget *find(const char *name)
    {
        return window().findChild<Widget *>(QLatin1String(name));
    }

    gui::MainWindow &window() { return m_program->window; }

    gui::LabClient &lab() { return m_program->lab; }

private:
    /// Ended in reverse: the window, the lab on its loop, the loop, the bridge.
    struct Program
    {
        Program(widgets::Theme &theme, widgets::Language &language, const QString &home)
            : settings(home + QStringLiteral("/otabench.ini"), QSettings::IniFormat)
            , loop("otabench-core")
            , lab(loop, bridge,
                  {.paths = Paths::below(home.toStdString()),
                   .databaseUrl = {},
                   .keepHistory = true,
                   .observeServer = true})
            , window(gui::MainWindow::Parts{bridge, lab, theme, language, settings,
                                            Paths::below(home.toStdString())})
        {
        }

        QSettings settings;
        widgets::EventBridge bridge;
        CoreLoop loop;
        gui::LabClient lab;
        gui::MainWindow window;
    };

    void start()
    {
        m_program = std::make_unique<Program>(m_theme, m_language, m_home.path());
        m_program->window.show();
    }

    widgets::Theme &m_theme;
    widgets::Language &m_language;
    QTemporaryDir m_home;
    std::unique_ptr<support::Process> m_boards;
    std::unique_ptr<Program> m_program; ///< ends before its boards
};

} // namespace otabench::tests
