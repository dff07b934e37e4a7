#include "base/error.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <set>

namespace otabench {
namespace {

TEST(Error, EveryCodeHasItsOwnNameAndComesBackFromIt)
{
    std::set<std::string_view> names;
    for (const ErrorCode code : allErrorCodes()) {
        EXPECT_TRUE(names.insert(name(code)).second) << name(code);
        EXPECT_EQ(errorCodeFromName(name(code)), code);
    }
    EXPECT_EQ(allErrorCodes().size(), static_cast<std::size_t>(ErrorCode::DatabaseTooNew) + 1);
}

TEST(Error, FailKeepsTheSentenceAndItsValues)
{
    const Result<int> result = fail(ErrorCode::NotFound, "no file {} among {}", "a.bin", 3);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::NotFound);
    EXPECT_EQ(result.error().text, "no file a.bin among 3");
    EXPECT_EQ(result.error().args, (std::vector<std::string>{"a.bin", "3"}));
    EXPECT_EQ(result.error().in("vb-01").text, "vb-01: no file a.bin among 3");
}

TEST(Error, FullDiskIsToldApartFromOtherErrnos)
{
    EXPECT_EQ(errorCodeFromErrno(ENOSPC), ErrorCode::DiskFull);
    EXPECT_EQ(errorCodeFromErrno(EACCES), ErrorCode::PermissionDenied);
    EXPECT_EQ(errorCodeFromErrno(EIO), ErrorCode::InputOutput);
}

} // namespace
} // namespace otabench
