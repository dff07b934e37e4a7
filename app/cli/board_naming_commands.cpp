#include "board_commands.h"

#include "fleet/board_finder.h"
#include "fleet/board_naming.h"

#include <algorithm>
#include <memory>

namespace otabench::cli {
namespace {

using fleet::BoardFinder;
using fleet::BoardNaming;
using fleet::BoardRecord;
using fleet::BoardRegistry;
using fleet::FoundBoard;

struct NamingArguments
{
    std::string word; ///< the label, bench or tag
    std::vector<std::string> boards;
    bool remove = false;
};

/// The record of a board that was found; a new one for a board of which nothing is known yet.
BoardRecord &recordOf(BoardRegistry::Records &records, const FoundBoard &board)
{
    return fleet::recordFor(records, board.record ? board.record->identity.mac : "",
                            board.port     ? board.port->usbPath
                            : board.record ? board.record->place
                                           : "",
                            board.address);
}

void report(Context &context, const BoardRecord &record)
{
    context.output.json({{"board", record.address},
                         {"mac", record.identity.mac},
                         {"place", record.place},
                         {"label", record.label},
                         {"bench", record.bench},
                         {"tags", record.tags}});
}

/// Finds the boards, changes their records, and writes all or nothing.
void changeBoards(Context &context, const std::vector<std::string> &names,
                  const std::function<BoardNaming(const BoardRecord &)> &namingOf)
{
    const auto finder = BoardFinder::now(context.paths);
    if (!finder)
        return context.failed(finder.error());
    std::vector<BoardRecord> changed;
    BoardRegistry registry(fleet::boardsFile(context.paths));
    const auto done = registry.change([&](BoardRegistry::Records &records) -> Result<> {
        for (const std::string &name : names) {
            const auto board = finder->find(name);
            if (!board)
                return tl::unexpected(board.error());
            BoardRecord &record = recordOf(records, *board);
            if (auto result = fleet::applyNaming(records, record, namingOf(record)); !result)
                return result;
            changed.push_back(record);
        }
        return {};
    });
    if (!done)
        return context.failed(done.error());
    for (const BoardRecord &record : changed)
        report(context, record);
}

void labelBoard(Context &context, const NamingArguments &arguments)
{
    changeBoards(context, arguments.boards,
                 [&](const BoardRecord &) { return BoardNaming{.label = arguments.word}; });
}

void setBench(Context &context, const NamingArguments &arguments)
{
    if (const auto good = fleet::checkWord("bench", arguments.word); !good)
        return context.failed(good.error());
    changeBoards(context, arguments.boards, [&](const BoardRecord &record) {
        if (!arguments.remove)
            return BoardNaming{.bench = arguments.word};
        return record.bench == arguments.word ? BoardNaming{.bench = ""} : BoardNaming{};
    });
}

void setTag(Context &context, const NamingArguments &arguments)
{
    changeBoards(context, arguments.boards, [&](const BoardRecord &) {
        return arguments.remove ? BoardNaming{.removeTags = {arguments.word}}
                                : BoardNaming{.addTags = {arguments.word}};
    });
}

void forgetBoards(Context &context, const NamingArguments &arguments)
{
    BoardRegistry registry(fleet::boardsFile(context.paths));
    std::vector<BoardRecord> gone;
    const auto done = registry.change([&](BoardRegistry::Records &records) -> Result<> {
        for (const std::string &name : arguments.boards) {
            const auto found = fleet::findNamed(records, name);
            if (!found)
                return tl::unexpected(found.error());
            gone.push_back(**found);
            records.erase(records.begin() + (*found - records.data()));
        }
        return {};
    });
    if (!done)
        return context.failed(done.error());
    for (const BoardRecord &record : gone)
        report(context, record);
    const auto finder = fleet::BoardFinder::now(context.paths);
    for (std::size_t i = 0; finder && i < gone.size(); ++i) {
        const auto found = finder->find(gone[i].address);
        if (found && found->isAttached)
            context.output.error(fmt::format("note: {} is plugged in: it is listed again when it "
                                             "answers, without label, bench and tags",
                                             gone[i].address));
    }
}

CLI::App *addCommand(CLI::App &group, Context &context, const char *name, const char *what,
                     void (*run)(Context &, const NamingArguments &),
                     const std::shared_ptr<NamingArguments> &arguments)
{
    CLI::App *command = group.add_subcommand(name, what);
    command->callback([&context, run, arguments] { run(context, *arguments); });
    return command;
}

constexpr const char *kBoardHelp = "by MAC, label or address";

} // namespace

void addBoardNamingCommands(CLI::App &group, Context &context)
{
    const auto toLabel = std::make_shared<NamingArguments>();
    CLI::App *label =
        addCommand(group, context, "label", "Name a board; the name goes where the board goes",
                   labelBoard, toLabel);
    label
        ->add_option_function<std::string>(
            "board", [toLabel](const std::string &board) { toLabel->boards = {board}; }, kBoardHelp)
        ->required();
    label->add_option("label", toLabel->word, "its name; none takes the name away");

    struct Group
    {
        const char *name, *what, *word;
        void (*run)(Context &, const NamingArguments &);
    };

    for (const Group &each :
         {Group{"bench", "Put boards on a bench, a named group; a board is on one at most",
                "the bench's name", setBench},
          Group{"tag", "Tag boards; a board can have many tags", "the tag", setTag}}) {
        const auto arguments = std::make_shared<NamingArguments>();
        CLI::App *command = addCommand(group, context, each.name, each.what, each.run, arguments);
        command->add_option("name", arguments->word, each.word)->required();
        command->add_option("board", arguments->boards, kBoardHelp)->required();
        command->add_flag("--remove", arguments->remove, "take them off it");
    }

    const auto toForget = std::make_shared<NamingArguments>();
    addCommand(group, context, "forget", "Remember nothing more of boards that are gone",
               forgetBoards, toForget)
        ->add_option("board", toForget->boards, kBoardHelp)
        ->required();
}

} // namespace otabench::cli
