#include "base/files.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace otabench {
namespace {
namespace fs = std::filesystem;

class Files : public testing::Test
{
protected:
    Files()
    {
        std::string pattern = (fs::temp_directory_path() / "otabench-files-XXXXXX").string();
        m_folder = ::mkdtemp(pattern.data());
    }

    ~Files() override { fs::remove_all(m_folder); }

    static mode_t modeOf(const fs::path &path)
    {
        struct stat status = {};
        EXPECT_EQ(::stat(path.c_str(), &status), 0);
        return status.st_mode & 0777;
    }

    fs::path m_folder;
};

TEST_F(Files, WritesWholeFilesWithTheirMode)
{
    const fs::path path = m_folder / "deep" / "ca.key";
    ASSERT_TRUE(writeFileAtomically(path, std::string_view("secret"), FileMode::Private));
    EXPECT_EQ(modeOf(path), 0600u);
    EXPECT_EQ(readTextFile(path).value(), "secret");
    ASSERT_TRUE(writeFileAtomically(path, std::string_view("public"), FileMode::Public));
    EXPECT_EQ(modeOf(path), 0644u);
    EXPECT_EQ(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()),
              1)
        << "no temporary file is left";
}

TEST_F(Files, RefusesToReadOrReplaceAPipe)
{
    const fs::path pipe = m_folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const auto read = readFile(pipe); // nobody writes: waiting would not end
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(read.error().text.find(pipe.string()), std::string::npos);
    EXPECT_FALSE(MappedFile::open(pipe));
    EXPECT_FALSE(writeFileAtomically(pipe, std::string_view("x"), FileMode::Public));
    EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(Files, SaysThatAFileIsInTheWayOfAFolder)
{
    ASSERT_TRUE(writeFileAtomically(m_folder / "file", std::string_view("x"), FileMode::Public));
    const auto made = makeFolder(m_folder / "file" / "below", FileMode::Private);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().code, ErrorCode::AlreadyExists);
    EXPECT_NE(made.error().text.find("Not a directory"), std::string::npos) << made.error().text;
}

TEST_F(Files, RefusesAnEmptyName)
{
    EXPECT_EQ(readFile("").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(writeFileAtomically("", std::string_view("x"), FileMode::Public).error().code,
              ErrorCode::InvalidArgument);
}

TEST_F(Files, WritesToWhatALinkNames)
{
    fs::create_symlink("target", m_folder / "link");
    for (const std::string_view content : {"first", "second"}) { // dangling, then not
        ASSERT_TRUE(writeFileAtomically(m_folder / "link", content, FileMode::Public));
        EXPECT_TRUE(fs::is_symlink(m_folder / "link"));
        EXPECT_EQ(readTextFile(m_folder / "target").value(), content);
    }
}

/// Lets this process write files of at most so many bytes: what a full disk looks like to write().
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limited{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limited);
    }

    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before = {};
};

TEST_F(Files, FullDiskLeavesTheOldFileAndNoTemporaryOne)
{
    const fs::path path = m_folder / "settings";
    ASSERT_TRUE(writeFileAtomically(path, std::string_view("old"), FileMode::Public));
    Result<> result;
    {
        const FileSizeLimit limit(10);
        result = writeFileAtomically(path, std::string(100, 'x'), FileMode::Public);
    }
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::DiskFull);
    EXPECT_NE(result.error().text.find("settings"), std::string::npos);
    EXPECT_EQ(readTextFile(path).value(), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()), 1);
}

TEST_F(Files, AWriterThatIsKilledLeavesNothing)
{
    const fs::path path = m_folder / "key";
    ASSERT_TRUE(writeFileAtomically(path, std::string_view("old"), FileMode::Private));
    const int unnamed = ::open(m_folder.c_str(), O_TMPFILE | O_WRONLY, 0600);
    if (unnamed < 0)
        GTEST_SKIP() << "the file system of " << m_folder << " knows no files without a name";
    ::close(unnamed);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        // The kernel kills it in the middle of its content.
        const rlimit limit{10, 10}, noCore{0, 0};
        ::setrlimit(RLIMIT_CORE, &noCore);
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::signal(SIGXFSZ, SIG_DFL);
        static_cast<void>(writeFileAtomically(path, std::string(100, 'x'), FileMode::Private));
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGXFSZ);

    EXPECT_EQ(readTextFile(path).value(), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()), 1);
}

TEST_F(Files, ErrorsNameThePath)
{
    const auto missing = readFile(m_folder / "none.bin");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_NE(missing.error().text.find("none.bin"), std::string::npos);
    EXPECT_EQ(readFile(m_folder).error().code, ErrorCode::InvalidArgument);
}

TEST_F(Files, RefusesFilesAboveTheLimit)
{
    const fs::path path = m_folder / "big";
    ASSERT_TRUE(writeFileAtomically(path, std::string(100, 'x'), FileMode::Public));
    EXPECT_TRUE(readFile(path, 100));
    EXPECT_EQ(readFile(path, 99).error().code, ErrorCode::InvalidArgument);
}

TEST_F(Files, MapsAFile)
{
    const fs::path path = m_folder / "image.bin";
    ASSERT_TRUE(writeFileAtomically(path, std::string_view("abc"), FileMode::Public));
    const auto mapped = MappedFile::open(path);
    ASSERT_TRUE(mapped);
    ASSERT_EQ(mapped.value()->bytes().size(), 3u);
    EXPECT_EQ(mapped.value()->bytes()[2], std::byte('c'));
    EXPECT_EQ(MappedFile::open(m_folder).error().code, ErrorCode::InvalidArgument);
}

} // namespace
} // namespace otabench
