#include "base/paths.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace otabench {
namespace {

TEST(Paths, HomeVariableHoldsEverything)
{
    ::setenv("OTABENCH_HOME", "/tmp/ob", 1);
    const Paths paths = Paths::fromEnvironment();
    EXPECT_EQ(paths.data, "/tmp/ob/data");
    EXPECT_EQ(paths.config, "/tmp/ob/config");
    ::unsetenv("OTABENCH_HOME");
}

TEST(Paths, XdgFoldersOtherwiseAndRelativeOnesAreIgnored)
{
    ::unsetenv("OTABENCH_HOME");
    ::setenv("XDG_DATA_HOME", "/srv/data", 1);
    ::setenv("XDG_CONFIG_HOME", "relative", 1);
    ::setenv("HOME", "/home/lab", 1);
    const Paths paths = Paths::fromEnvironment();
    EXPECT_EQ(paths.data, "/srv/data/otabench");
    EXPECT_EQ(paths.config, "/home/lab/.config/otabench");
}

} // namespace
} // namespace otabench
