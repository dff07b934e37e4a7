#include "base/file_set.h"

#include "base/files.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace otabench {
namespace {

namespace fs = std::filesystem;

class FileSetTest : public testing::Test
{
protected:
    [[nodiscard]] std::string read(const std::string &name) const
    {
        return readTextFile(m_folder / name).value_or("missing");
    }

    /// Both files of one writing.
    [[nodiscard]] Result<> write(const std::string &content) const
    {
        return writeFileSet(m_folder.path(), "server",
                            {{"server.pem", content}, {"server.key", content, true}});
    }

    void writePlain(const std::string &name, const std::string &content) const
    {
        ASSERT_TRUE(writeFileAtomically(m_folder / name, content, FileMode::Public));
    }

    /// Whether the writing came to its end, killed as it is at its so manieth system call.
    [[nodiscard]] bool writeUntilCall(const std::string &content, unsigned calls) const
    {
        const pid_t child = ::fork();
        if (child == 0) {
            ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
            ::raise(SIGSTOP);
            ::_exit(write(content) ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        // A call stops twice, before and after it: after one is before the next.
        for (unsigned stop = 0; WIFSTOPPED(status); ++stop) {
            if (stop == 2 * calls)
                ::kill(child, SIGKILL);
            else
                ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
            ::waitpid(child, &status, 0);
        }
        return WIFEXITED(status);
    }

    support::TemporaryFolder m_folder;
};

TEST_F(FileSetTest, IsThereUnderItsNamesWithItsModes)
{
    ASSERT_TRUE(write("one"));

    EXPECT_EQ(read("server.pem"), "one");
    EXPECT_EQ(read("server.key"), "one");
    EXPECT_EQ(support::fileMode(m_folder / "server.key"), 0600u);
    EXPECT_EQ(support::fileMode(m_folder / "server.pem"), 0644u);

    ASSERT_TRUE(write("two"));
    EXPECT_EQ(read("server.key"), "two");
    // Two names, the link between, and the one folder: nothing of the first is left.
    EXPECT_EQ(support::entryCount(m_folder.path()), 4u);
}

TEST_F(FileSetTest, NamesThatAnotherWritingHadAreGone)
{
    ASSERT_TRUE(
        writeFileSet(m_folder.path(), "server", {{"server.csr", "1"}, {"server.key", "1"}}));
    writePlain("notes.txt", "mine");
    ASSERT_TRUE(write("two"));

    EXPECT_FALSE(fs::is_symlink(m_folder / "server.csr"));
    EXPECT_EQ(read("notes.txt"), "mine");
}

TEST_F(FileSetTest, SetsInOneFolderDoNotKnowEachOther)
{
    ASSERT_TRUE(write("one"));
    ASSERT_TRUE(writeFileSet(m_folder.path(), "client", {{"client.pem", "c"}}));
    ASSERT_TRUE(writeFileSet(m_folder.path(), "client", {{"client.pem", "d"}}));

    EXPECT_EQ(read("server.pem"), "one");
    EXPECT_EQ(read("client.pem"), "d");
}

TEST_F(FileSetTest, KilledAtAnySystemCallLeavesFilesOfOneWriting)
{
    for (const bool isPlain : {true, false}) {
        bool hasEnded = false;
        unsigned calls = 0;
        for (; !hasEnded; ++calls) {
            const std::string before = "before " + std::to_string(calls);
            const std::string after = "after " + std::to_string(calls);
            if (isPlain) { // as other programs, and earlier versions of this one, write them
                for (const char *name : {"server.pem", "server.key"}) {
                    fs::remove(m_folder / name);
                    writePlain(name, before);
                }
            } else {
                ASSERT_TRUE(write(before));
            }
            hasEnded = writeUntilCall(after, calls);
            ASSERT_EQ(read("server.pem"), read("server.key")) << "killed at call " << calls;
            ASSERT_TRUE(read("server.pem") == before || read("server.pem") == after) << calls;
            ASSERT_LT(calls, 5000u);
        }
        EXPECT_EQ(read("server.key"), "after " + std::to_string(calls - 1));
        EXPECT_GT(calls, 25u) << "the program was not traced";
    }
    ASSERT_TRUE(write("last"));
    EXPECT_EQ(support::entryCount(m_folder.path()), 4u) << "what was left by the killed ones";
}

} // namespace
} // namespace otabench
