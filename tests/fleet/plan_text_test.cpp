// Plans and profiles as text: what comes back, and what is refused.
#include "base/files.h"
#include "fleet/detail/campaign_lock.h"
#include "fleet/detail/plan_text.h"
#include "fleet/profiles.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otabench::fleet {
namespace {

using testing::HasSubstr;

TEST(PlanText, AWholePlanComesBack)
{
    CampaignPlan plan;
    plan.image = "/a folder/with = and\nnewline.bin";
    plan.boards = {"pty:/a", "tcp://host:1"};
    plan.profile = *profileFromText("gh",
                                    "kind=console\ncommand= fw {url}\nready = gh> *:\n"
                                    "failed=a\nfailed=b\nreset=both",
                                    "gh.profile");
    plan.parallelAutomatic = true;
    plan.canary = 2;
    plan.wave = 10;
    plan.waveSuccess = {90, true};
    plan.maxFailurePercent = 5;
    plan.retries = 3;
    plan.startJitter = std::chrono::milliseconds(250);
    plan.startAt = std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000));
    plan.confirm = Confirm::SelfTest;
    plan.serverPort = 65535;
    plan.reinstall = true;
    plan.origin =
        Origin{"https://x/i.bin", "-----BEGIN\nEND-----\n", {"ab", "cd"}, "-----BEGIN\nC\n"};
    plan.limits.idle = std::chrono::seconds(7);

    const auto back = detail::planFromText(detail::toText(plan));

    ASSERT_TRUE(back) << back.error().text;
    EXPECT_EQ(back->image, plan.image);
    EXPECT_EQ(back->boards, plan.boards);
    EXPECT_EQ(back->profile.name, "gh");
    EXPECT_EQ(toText(back->profile), toText(plan.profile));
    EXPECT_EQ(back->profile.failed, (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(back->parallelAutomatic && back->reinstall);
    EXPECT_EQ(back->waveSuccess, plan.waveSuccess);
    EXPECT_EQ(back->startAt, plan.startAt);
    EXPECT_EQ(back->confirm, Confirm::SelfTest);
    EXPECT_EQ(back->origin, plan.origin);
    EXPECT_EQ(back->limits.idle, plan.limits.idle);
    EXPECT_EQ(detail::toText(*back), detail::toText(plan));
}

TEST(PlanText, WhatIsNoPlanIsRefused)
{
    for (const char *bad : {"", "nonsense", "image = /a\nboard = b\nport = 70000\n",
                            "image = /a\nboard = b\nsuccess = all\n", "limit-idle = -1\n",
                            "image = /a\nboard = b\nat = 41880000000000\n"})
        EXPECT_FALSE(detail::planFromText(bad)) << bad;
}

TEST(PlanText, KeysOfANewerReleaseAreIgnored)
{
    CampaignPlan plan;
    plan.image = "/a";
    plan.boards = {"b"};
    EXPECT_TRUE(detail::planFromText(detail::toText(plan) + "colour = blue\nlimit-x = 1\n"));
}

struct BadProfile
{
    const char *text;
    const char *says;
};

class BadProfiles : public testing::TestWithParam<BadProfile>
{
};

TEST_P(BadProfiles, AreRefusedWithTheLine)
{
    const auto profile = profileFromText("x", GetParam().text, "x.profile");
    ASSERT_FALSE(profile);
    EXPECT_EQ(profile.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(profile.error().text, HasSubstr("x.profile"));
    EXPECT_THAT(profile.error().text, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadProfiles,
    testing::Values(BadProfile{"", "\"kind\" is missing"},
                    BadProfile{"kind = shell", "line 1: there is no kind \"shell\""},
                    BadProfile{"# a remark\nkind", "line 2"},
                    BadProfile{"kind = console", "needs the command"},
                    BadProfile{"kind = console\ncommand = ota", "no place for the URL"},
                    BadProfile{"kind = stdin\nready = **", "in every line"},
                    BadProfile{"kind = stdin\nreset = often", "not \"often\""},
                    BadProfile{"kind = stdin\nspeed = 1", "no key \"speed\""},
                    BadProfile{"kind = reset\npath = firmware.bin", "begin with /"}));

TEST(Profiles, FilesStandBesideThoseBuiltIn)
{
    const support::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "shell.profile",
                                    "kind = console\r\ncommand = fw {url}\r\n", FileMode::Public));
    ASSERT_TRUE(writeFileAtomically(folder / "bad.profile", "kind = x\n", FileMode::Public));

    const auto list = listProfiles(folder.path());

    ASSERT_EQ(list.profiles.size(), builtInProfiles().size() + 1);
    EXPECT_EQ(list.profiles.back().name, "shell");
    EXPECT_EQ(list.profiles.back().command, "fw {url}");
    ASSERT_EQ(list.errors.size(), 1u);
    EXPECT_THAT(list.errors[0].text, HasSubstr("bad.profile"));
    EXPECT_TRUE(findProfile(folder.path(), "arduino"));
    const auto unknown = findProfile(folder.path(), "../shell");
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().text, HasSubstr("agent, stdin, console, arduino, shell"));
}

TEST(Profiles, TextsAreLookedForAnywhere)
{
    EXPECT_TRUE(matchesPattern("done", "I (5) app: update done."));
    EXPECT_TRUE(matchesPattern("error*flash", "error 7 of the flash"));
    EXPECT_FALSE(matchesPattern("error*flash", "flash error"));
    EXPECT_FALSE(matchesPattern("done", "don"));
}

TEST(CampaignLock, IsHeldAsLongAsItsProgramLives)
{
    const support::TemporaryFolder folder;
    std::string owner;
    {
        const auto lock = detail::CampaignLock::make(folder.path());
        ASSERT_TRUE(lock) << lock.error().text;
        owner = lock->owner();
        const auto second = detail::CampaignLock::takeOver(folder.path(), owner);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::AlreadyExists);
    }
    auto taken = detail::CampaignLock::takeOver(folder.path(), owner);
    ASSERT_TRUE(taken) << taken.error().text;
    taken->remove();
    EXPECT_EQ(detail::CampaignLock::takeOver(folder.path(), owner).error().code,
              ErrorCode::NotFound);
    EXPECT_FALSE(detail::CampaignLock::takeOver(folder.path(), "../../etc/passwd"));
}

} // namespace
} // namespace otabench::fleet
