#include "bench_fixture.h"

#include <sstream>

namespace otabench::endtoend {
namespace {

std::vector<nlohmann::json> parseLines(const std::string &text)
{
    std::vector<nlohmann::json> objects;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        auto object = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
        EXPECT_TRUE(object.is_object()) << "not a line of JSON: " << line;
        objects.push_back(std::move(object));
    }
    return objects;
}

std::string textOf(const nlohmann::json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

} // namespace

std::vector<std::string> UpdateOutcome::phases(const std::string &board) const
{
    std::vector<std::string> phases;
    for (const auto &line : lines) {
        const std::string phase = textOf(line, "phase");
        if (textOf(line, "board") == board && !phase.empty() &&
            (phases.empty() || phases.back() != phase))
            phases.push_back(phase);
    }
    return phases;
}

std::string UpdateOutcome::lastPhase(const std::string &board) const
{
    const auto all = phases(board);
    return all.empty() ? "" : all.back();
}

std::string UpdateOutcome::reason(const std::string &board) const
{
    std::string reason;
    for (const auto &line : lines) {
        if (textOf(line, "board") == board)
            reason = textOf(line, "reason");
    }
    return reason;
}

int UpdateOutcome::count(const char *key) const
{
    return finished.is_object() ? finished.value(key, 0) : 0;
}

std::vector<std::string> BenchFixture::startBoards(int count, std::vector<std::string> arguments,
                                                   const std::string &folder)
{
    std::vector<std::string> all = {support::builtProgram("otabench-board"), "--count",
                                    std::to_string(count), "--dir", (m_folder / folder).string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    m_boards.push_back(std::make_unique<support::Process>(support::Command{.arguments = all}));
    support::Process &boards = *m_boards.back();
    const bool up = boards.waitFor(
        [count](const std::string &out, const std::string &) {
            return std::count(out.begin(), out.end(), '\n') >= count;
        },
        std::chrono::seconds(60));
    EXPECT_TRUE(up) << boards.out() << boards.err();
    std::vector<std::string> addresses;
    for (const auto &object : parseLines(boards.out()))
        addresses.push_back("pty:" + textOf(object, "port"));
    return addresses;
}

void BenchFixture::stopBoards()
{
    for (const auto &boards : m_boards) {
        boards->signal(SIGTERM);
        EXPECT_EQ(boards->wait(std::chrono::seconds(30)).exitStatus, 0) << boards->err();
    }
    m_boards.clear();
}

std::filesystem::path BenchFixture::makeImage(const std::string &version, const std::string &size,
                                              const std::string &chip)
{
    const std::filesystem::path path = m_folder / (chip + "-" + version + ".bin");
    const auto made = cli({"image", "make", "--chip", chip, "--project", "otabench-demo",
                           "--version", version, "--size", size, "-o", path.string()});
    EXPECT_EQ(made.exitStatus, 0) << made.err;
    return path;
}

support::Outcome BenchFixture::cli(std::vector<std::string> arguments, std::chrono::seconds limit)
{
    arguments.insert(arguments.begin(), support::builtProgram("otabench-cli"));
    return support::run({.arguments = std::move(arguments),
                         .environment = {{"OTABENCH_HOME", (m_folder / "home").string()}}},
                        limit);
}

support::Command BenchFixture::updateCommand(const std::filesystem::path &image,
                                             const std::vector<std::string> &boards,
                                             std::vector<std::string> arguments) const
{
    std::vector<std::string> all = {support::builtProgram("otabench-cli"), "--json", "update",
                                    "--image", image.string()};
    for (const std::string &board : boards)
        all.insert(all.end(), {"--board", board});
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--limit", "settle=1"}); // these images do not crash after seconds
    return {.arguments = all, .environment = {{"OTABENCH_HOME", (m_folder / "home").string()}}};
}

UpdateOutcome BenchFixture::parse(const support::Outcome &outcome)
{
    UpdateOutcome update{.exitStatus = outcome.exitStatus,
                         .lines = parseLines(outcome.out),
                         .finished = {},
                         .err = outcome.err};
    EXPECT_FALSE(outcome.timedOut) << "the campaign did not end: " << outcome.err;
    if (!update.lines.empty() && textOf(update.lines.back(), "event") == "finished")
        update.finished = update.lines.back();
    return update;
}

UpdateOutcome BenchFixture::update(const std::filesystem::path &image,
                                   const std::vector<std::string> &boards,
                                   std::vector<std::string> arguments, std::chrono::seconds limit)
{
    return parse(support::run(updateCommand(image, boards, std::move(arguments)), limit));
}

} // namespace otabench::endtoend
