#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

// What is made of the option tables says what --help says: man pages, and completions in the real
// shells.
namespace otabench {
namespace {

using support::builtProgram;
using support::Outcome;

struct Help
{
    std::set<std::string> options; ///< every name: "-o", "--output"
    std::vector<std::string> commands;
};

/// Reads what --help shows: "  -o,--output FILE REQUIRED", "  -h, --help  …" and "  ca  …".
Help readHelp(const std::string &text)
{
    Help help;
    std::istringstream in(text);
    std::string section;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.front() != ' ')
            section = line;
        if (line.size() < 3 || line.compare(0, 2, "  ") != 0 || line[2] == ' ')
            continue;
        if (section == "Subcommands:")
            help.commands.push_back(line.substr(2, line.find(' ', 2) - 2));
        if (section != "Options:" || line[2] != '-')
            continue;
        // Names come first; a description begins behind two blanks or the value's word.
        std::string names = line.substr(2, line.find("  ", 2) - 2);
        std::ranges::replace(names, ',', ' ');
        std::istringstream words(names);
        for (std::string word; words >> word && word.front() == '-';)
            help.options.insert(word);
    }
    return help;
}

/// Every command of a program with its help: "otabench-cli", "otabench-cli ca", ...
std::map<std::string, Help> readAllHelp(const std::string &program)
{
    std::map<std::string, Help> all;
    std::vector<std::vector<std::string>> waiting = {{}};
    while (!waiting.empty()) {
        const std::vector<std::string> path = waiting.back();
        waiting.pop_back();
        std::vector<std::string> arguments = {builtProgram(program)};
        arguments.insert(arguments.end(), path.begin(), path.end());
        arguments.push_back("--help");
        const Outcome outcome = support::run({.arguments = arguments,
                                              .environment = {{"QT_QPA_PLATFORM", "offscreen"},
                                                              {"ASAN_OPTIONS", "detect_leaks=0"}}});
        EXPECT_EQ(outcome.exitStatus, 0) << program << outcome.err;
        std::string name = program;
        for (const std::string &word : path)
            name += " " + word;
        const Help help = readHelp(outcome.out);
        all[name] = help;
        for (const std::string &command : help.commands) {
            waiting.push_back(path);
            waiting.back().push_back(command);
        }
    }
    return all;
}

/// The same, asked once: sixty commands take a while.
const std::map<std::string, Help> &helpOf(const std::string &program)
{
    static std::map<std::string, std::map<std::string, Help>> known;
    const auto found = known.find(program);
    return found != known.end() ? found->second
                                : known.emplace(program, readAllHelp(program)).first->second;
}

std::filesystem::path made(const std::string &program)
{
    return std::filesystem::path(builtProgram("..")) / "reference" / program;
}

std::string contentOf(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    EXPECT_TRUE(in) << file << " is missing";
    return text.str();
}

/// man(7) source as text: without fonts and escapes.
std::string withoutMarks(const std::string &source)
{
    std::string text;
    for (std::size_t at = 0; at < source.size(); ++at) {
        if (source[at] != '\\') {
            text += source[at];
        } else if (source.compare(at, 2, "\\f") == 0) {
            at += 2;
        } else if (source.compare(at, 2, "\\-") == 0) {
            text += '-';
            ++at;
        }
    }
    return text;
}

bool hasWord(const std::string &text, const std::string &word)
{
    const auto isName = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
    };
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !isName(text[at - 1])) && (end == text.size() || !isName(text[end])))
            return true;
    }
    return false;
}

/// The page that a command is on: its group's.
std::string pageOf(const std::string &call)
{
    const std::size_t second = call.find(' ');
    if (second == std::string::npos)
        return call;
    const std::string group = call.substr(second + 1, call.find(' ', second + 1) - second - 1);
    return call.substr(0, second) + "-" + group;
}

std::vector<std::filesystem::path> pages(const std::string &program)
{
    std::vector<std::filesystem::path> found;
    for (const auto &entry : std::filesystem::directory_iterator(made(program) / "man1"))
        found.push_back(entry.path());
    return found;
}

class Reference : public testing::TestWithParam<std::string>
{
protected:
    /// What a shell's driver says each line is completed with.
    std::map<std::string, std::set<std::string>> ask(std::vector<std::string> driver,
                                                     const std::vector<std::string> &lines)
    {
        std::string input;
        for (const std::string &line : lines)
            input += line + "\n";
        const Outcome outcome =
            support::run({.arguments = std::move(driver),
                          .environment = {{"HOME", m_home.path().native()},
                                          {"XDG_CONFIG_HOME", m_home.path().native()},
                                          {"XDG_DATA_HOME", m_home.path().native()},
                                          {"TERM", "dumb"}},
                          .folder = m_home.path(),
                          .input = input},
                         std::chrono::minutes(3));
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        EXPECT_EQ(outcome.err, "");
        std::map<std::string, std::set<std::string>> offered;
        std::istringstream in(outcome.out);
        std::string asked;
        for (std::string line; std::getline(in, line);) {
            if (line.compare(0, 2, "> ") == 0)
                asked = line.substr(2);
            else if (!line.empty())
                offered[asked].insert(line);
        }
        return offered;
    }

    void expectEverythingOffered(const std::vector<std::string> &driver)
    {
        const auto &help = helpOf(GetParam());
        std::vector<std::string> lines;
        for (const auto &[call, each] : help) {
            lines.push_back(call + " ");
            lines.push_back(call + " -");
            lines.push_back(call + " --");
        }
        auto offered = ask(driver, lines);
        for (const auto &[call, each] : help) {
            for (const std::string &command : each.commands)
                EXPECT_TRUE(offered[call + " "].contains(command)) << call << " " << command;
            for (const std::string &option : each.options)
                EXPECT_TRUE(offered[call + " -"].contains(option) ||
                            offered[call + " --"].contains(option))
                    << call << ": " << option << " is not offered";
        }
    }

    [[nodiscard]] static std::string script(const std::string &name)
    {
        return std::string(OTABENCH_SOURCE_DIR) + "/tests/reference/" + name;
    }

    [[nodiscard]] std::vector<std::string> bash() const
    {
        return {"bash", "--norc", "--noprofile", script("complete.bash"),
                made(GetParam()) / "bash" / GetParam()};
    }

    [[nodiscard]] std::vector<std::string> fish() const
    {
        return {"fish", "--no-config", script("complete.fish"),
                made(GetParam()) / "fish" / (GetParam() + ".fish")};
    }

    [[nodiscard]] std::vector<std::string> zsh() const
    {
        return {"zsh", "-f", script("complete.zsh"), made(GetParam()) / "zsh",
                m_home.path() / "dump"};
    }

    support::TemporaryFolder m_home;
};

TEST_P(Reference, ManPagesTellEveryOptionAndCommandOfHelp)
{
    for (const auto &[call, help] : helpOf(GetParam())) {
        const std::string page =
            withoutMarks(contentOf(made(GetParam()) / "man1" / (pageOf(call) + ".1")));
        for (const std::string &option : help.options)
            EXPECT_TRUE(hasWord(page, option)) << pageOf(call) << " lacks " << option;
        for (const std::string &command : help.commands)
            EXPECT_TRUE(hasWord(page, command)) << pageOf(call) << " lacks " << command;
    }
}

TEST_P(Reference, MandocHasNothingToSayAgainstThePages)
{
    std::vector<std::string> arguments = {"mandoc", "-Tlint", "-Wwarning"};
    for (const auto &page : pages(GetParam()))
        arguments.push_back(page);
    ASSERT_GT(arguments.size(), 3u);
    const Outcome outcome = support::run({.arguments = arguments});
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.out << outcome.err;
    EXPECT_EQ(outcome.out, "");
}

TEST_P(Reference, ManShowsThePagesWithoutAWarning)
{
    for (const auto &page : pages(GetParam())) {
        const Outcome outcome = support::run(
            {.arguments = {"man", "--warnings", "-E", "UTF-8", "-l", page},
             .environment = {{"MANPAGER", "cat"}, {"MANROFFSEQ", ""}, {"LC_ALL", "C.UTF-8"}}});
        EXPECT_EQ(outcome.exitStatus, 0) << page;
        EXPECT_EQ(outcome.err, "") << page;
        EXPECT_NE(outcome.out.find("SYNOPSIS"), std::string::npos) << page;
    }
}

TEST_P(Reference, BashOffersEveryOptionAndCommandOfHelp)
{
    expectEverythingOffered(bash());
}

TEST_P(Reference, FishOffersEveryOptionAndCommandOfHelp)
{
    expectEverythingOffered(fish());
}

TEST_P(Reference, ZshOffersEveryOptionAndCommandOfHelp)
{
    expectEverythingOffered(zsh());
}

INSTANTIATE_TEST_SUITE_P(Programs, Reference, testing::Values(OTABENCH_REFERENCES),
                         [](const auto &given) {
                             std::string name = given.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

/// Values, in a program that has all kinds of them.
class CliValues : public Reference
{
protected:
    void SetUp() override
    {
        std::ofstream(m_home.path() / "app.bin") << "x";
        std::filesystem::create_directory(m_home.path() / "folder");
    }

    static std::set<std::string> formats() { return {"pem", "der", "c-header", "p12"}; }
};

TEST_P(CliValues, BashKnowsChoicesFilesAndTheOptionBefore)
{
    const auto offered =
        ask(bash(), {"otabench-cli ca export --format ", "otabench-cli ca export --format c",
                     "otabench-cli update --image ", "otabench-cli cert issue -o ",
                     "otabench-cli --json upd", "otabench-cli update --label ca --js",
                     "otabench-cli image info ", "otabench-cli history --operator ca --form"});
    EXPECT_EQ(offered.at("otabench-cli ca export --format "), formats());
    EXPECT_EQ(offered.at("otabench-cli ca export --format c"), std::set<std::string>{"c-header"});
    EXPECT_EQ(offered.at("otabench-cli update --image "), std::set<std::string>{"@default"});
    EXPECT_EQ(offered.at("otabench-cli cert issue -o "), std::set<std::string>{"@dirnames"});
    EXPECT_EQ(offered.at("otabench-cli --json upd"), std::set<std::string>{"update"});
    EXPECT_EQ(offered.at("otabench-cli update --label ca --js"), std::set<std::string>{"--json"});
    EXPECT_EQ(offered.at("otabench-cli image info "), std::set<std::string>{"@default"});
    // The value of an option is no command.
    EXPECT_EQ(offered.at("otabench-cli history --operator ca --form"),
              std::set<std::string>{"--format"});
}

TEST_P(CliValues, FishKnowsChoicesAndFiles)
{
    const auto offered = ask(fish(), {"otabench-cli ca export --format ",
                                      "otabench-cli update --image ", "otabench-cli image info "});
    EXPECT_EQ(offered.at("otabench-cli ca export --format "), formats());
    EXPECT_TRUE(offered.at("otabench-cli update --image ").contains("app.bin"));
    EXPECT_TRUE(offered.at("otabench-cli image info ").contains("app.bin"));
}

TEST_P(CliValues, ZshKnowsChoicesAndFiles)
{
    const auto offered = ask(zsh(), {"otabench-cli ca export --format ",
                                     "otabench-cli update --image ", "otabench-cli image info "});
    EXPECT_EQ(offered.at("otabench-cli ca export --format "), formats());
    EXPECT_TRUE(offered.at("otabench-cli update --image ").contains("app.bin"));
    EXPECT_TRUE(offered.at("otabench-cli image info ").contains("app.bin"));
}

INSTANTIATE_TEST_SUITE_P(Programs, CliValues, testing::Values("otabench-cli"),
                         [](const auto &) { return "otabench_cli"; });

} // namespace
} // namespace otabench
