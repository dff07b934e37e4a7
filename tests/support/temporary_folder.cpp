#include "support/temporary_folder.h"

#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>

namespace otabench::support {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder()
{
    std::string pattern = (fs::temp_directory_path() / "otabench-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        std::perror(pattern.c_str());
        std::abort();
    }
    m_path = pattern;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

unsigned fileMode(const fs::path &path)
{
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) {
        std::perror(path.c_str());
        std::abort();
    }
    return status.st_mode & 07777u;
}

std::size_t entryCount(const fs::path &folder)
{
    std::error_code error;
    std::size_t count = 0;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        ++count;
    return count;
}

} // namespace otabench::support
