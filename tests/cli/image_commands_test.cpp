#include "cli_fixture.h"

#include <fstream>

namespace otabench::cli {
namespace {
namespace fs = std::filesystem;

using ImageCommands = Cli;

TEST_F(ImageCommands, MakeAndInfoAgree)
{
    const auto made = run({"image", "make", "--chip", "esp32c3", "--project", "blinky", "--version",
                           "1.2.3", "--size", "64K", "-o", "app.bin"});
    ASSERT_EQ(made.exitStatus, 0) << made.err;
    EXPECT_EQ(fs::file_size(m_folder / "app.bin"), 65536u);
    const auto info = run({"--json", "image", "info", "app.bin"});
    ASSERT_EQ(info.exitStatus, 0) << info.err;
    const auto lines = jsonLines(info.out);
    ASSERT_EQ(lines.size(), 1u);
    const auto &image = lines.front();
    EXPECT_EQ(image["kind"], "app");
    EXPECT_EQ(image["chip"], "esp32c3");
    EXPECT_EQ(image["valid"], true);
    EXPECT_EQ(image["project"], "blinky");
    EXPECT_EQ(image["version"], "1.2.3");
    EXPECT_EQ(image["elf_sha256"].get<std::string>().size(), 64u);
    EXPECT_EQ(image["secure_version"], 0);
    EXPECT_EQ(image["size"], 65536);
    ASSERT_FALSE(image["checks"].empty());
    for (const auto &check : image["checks"])
        EXPECT_EQ(check["ok"], true) << check;
}

TEST_F(ImageCommands, InfoShowsPeopleATable)
{
    ASSERT_EQ(run({"image", "make", "--size", "4096", "-o", "app.bin"}).exitStatus, 0);
    const auto info = run({"image", "info", "app.bin"});
    EXPECT_EQ(info.exitStatus, 0);
    for (const char *text : {"Project         demo", "Image version   1", "Valid           yes",
                             "  BYTE_ACCESSIBLE,DRAM\n", "checksum:"})
        EXPECT_NE(info.out.find(text), std::string::npos) << info.out;
}

TEST_F(ImageCommands, InfoOfADamagedImageFailsAndStillReports)
{
    ASSERT_EQ(run({"image", "make", "--size", "4096", "-o", "app.bin"}).exitStatus, 0);
    fs::resize_file(m_folder / "app.bin", 3000);
    const auto info = run({"--json", "image", "info", "app.bin"});
    expectRefused(info, 1, "app.bin");
    expectRefused(info, 1, "download it again");
    EXPECT_EQ(jsonLines(info.out).at(0)["valid"], false);
    EXPECT_EQ(jsonLines(info.out).at(0)["kind"], "app");
}

TEST_F(ImageCommands, InfoNamesForeignFiles)
{
    std::ofstream(m_folder / "page.bin") << "<!DOCTYPE html><html></html>";
    const auto info = run({"--json", "image", "info", "page.bin"});
    expectRefused(info, 1, "web page");
    EXPECT_EQ(jsonLines(info.out).at(0)["kind"], "unknown");
    EXPECT_TRUE(jsonLines(info.out).at(0)["chip"].is_null());
    expectRefused(run({"image", "info", "none.bin"}), 1, "none.bin");
    expectRefused(run({"image", "info", "."}), 2, "folder");
}

TEST_F(ImageCommands, WrongUsageIsStatusTwo)
{
    expectRefused(run({"image", "info"}), 2, "FILE");
    expectRefused(run({"image", "make"}), 2, "output");
    expectRefused(run({"image", "make", "--chip", "esp8266", "-o", "x"}), 2, "esp8266");
    expectRefused(run({"image", "make", "--size", "1Q", "-o", "x"}), 2, "1Q");
    expectRefused(run({"image", "frobnicate"}), 2, "frobnicate is no command");
    EXPECT_EQ(support::entryCount(m_folder.path()), 0u) << "nothing was written";
}

TEST_F(ImageCommands, AFullDiskLeavesNothing)
{
    auto make = command({"image", "make", "--size", "1M", "-o", "out/app.bin"});
    make.fileSizeLimit = 100'000;
    const auto outcome = support::run(make);
    expectRefused(outcome, 1, "out/app.bin");
    EXPECT_EQ(support::entryCount(m_folder / "out"), 0u);
}

TEST_F(ImageCommands, AFullDiskLeavesNoHalfOfAnything)
{
    const std::string cli = support::builtProgram("otabench-cli");
    // A disk of its own, in which only a few pages are free for what follows.
    const std::string script =
        "mkdir disk && mount -t tmpfs -o size=512k none disk || exit 99\n"
        "export OTABENCH_HOME=$PWD/disk/home\n" +
        cli + " image make --version 1 --size 64K -o one.bin && " + cli +
        " image make --version 2 --size 64K -o two.bin && " + cli +
        " image keygen --kind encryption -o keys && " + cli +
        " image keygen --kind signing -o keys && " + cli +
        " image catalogue add one.bin --name first || exit 98\n"
        "find disk -type f | xargs sha256sum > before\n"
        "head -c 1000000 /dev/zero > disk/filler\n" +
        cli + " image catalogue add two.bin && exit 97\n" + cli +
        " image catalogue describe first --note \"$(head -c 9000 /dev/zero | tr '\\0' n)\" && "
        "exit 96\n" +
        cli + " image encrypt one.bin --key keys/rsa_pub_key.pem -o disk/hidden.bin && exit 95\n" +
        cli + " image sign one.bin --key keys/signing_key.pem -o disk/signed.bin && exit 94\n" +
        cli +
        " image keygen --kind encryption -o disk && exit 93\n"
        "rm disk/filler\n"
        "sha256sum --check --quiet before || exit 92\n"
        "test $(find disk -type f | wc -l) = $(wc -l < before) || exit 91\n" +
        cli + " image catalogue list\n";
    const auto outcome = support::run(
        {.arguments = {"unshare", "--mount", "sh", "-c", script}, .folder = m_folder.path()});
    if (outcome.exitStatus == 99 || outcome.err.find("unshare failed") != std::string::npos)
        GTEST_SKIP() << "no file system can be mounted here: " << outcome.err;
    EXPECT_EQ(outcome.exitStatus, 0) << outcome.out << outcome.err;
    EXPECT_NE(outcome.err.find("No space left"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.out.find("first"), std::string::npos) << outcome.out;
}

TEST_F(ImageCommands, TheCatalogueTakesAFaultyImageWithAWarning)
{
    ASSERT_EQ(run({"image", "make", "--size", "4096", "-o", "good.bin"}).exitStatus, 0);
    fs::copy_file(m_folder / "good.bin", m_folder / "bad.bin");
    std::fstream(m_folder / "bad.bin", std::ios::in | std::ios::out).seekp(2000).put('\x42');

    const auto good = run({"image", "catalogue", "add", "good.bin"});
    const auto bad = run({"--json", "image", "catalogue", "add", "bad.bin"});

    EXPECT_EQ(good.exitStatus, 0) << good.err;
    EXPECT_EQ(good.err, "");
    EXPECT_EQ(bad.exitStatus, 0) << bad.err;
    EXPECT_NE(bad.err.find("warning: bad.bin: checksum: "), std::string::npos) << bad.err;
    ASSERT_EQ(jsonLines(bad.out).size(), 1u);
    EXPECT_EQ(jsonLines(bad.out)[0].at("valid"), false);
    EXPECT_NE(run({"image", "catalogue", "list"}).out.find("bad.bin"), std::string::npos);
}

// ---- sign

class Sign : public Cli
{
protected:
    void SetUp() override
    {
        for (const char *chip : {"esp32", "esp32c3", "esp32c2"})
            ASSERT_EQ(
                run({"image", "make", "--chip", chip, "--size", "64K", "-o", chip}).exitStatus, 0);
    }

    void makeKey(const std::string &folder, const std::string &scheme) const
    {
        ASSERT_EQ(run({"image", "keygen", "--kind", "signing", "--scheme", scheme, "-o", folder})
                      .exitStatus,
                  0);
    }

    /// What --json says of it, with what stands on standard error in "err".
    nlohmann::json sign(const std::string &file, const std::string &key) const
    {
        const auto outcome = run({"--json", "image", "sign", file, "--key",
                                  key + "/signing_key.pem", "-o", file + "-" + key});
        EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
        nlohmann::json said = jsonLines(outcome.out).at(0);
        said["err"] = outcome.err;
        return said;
    }

    /// Expects that both outputs warn, of this text.
    static void expectWarned(const nlohmann::json &said, const std::string &text)
    {
        ASSERT_TRUE(said.at("warning").is_string()) << said;
        const auto warning = said.at("warning").get<std::string>();
        const auto err = said.at("err").get<std::string>();
        EXPECT_NE(warning.find(text), std::string::npos) << warning;
        EXPECT_NE(err.find("warning: "), std::string::npos) << err;
        EXPECT_NE(err.find(warning), std::string::npos) << err;
    }
};

TEST_F(Sign, WarnsOfASchemeThatTheChipCannotCheck)
{
    makeKey("ec", "ecdsa-p256");
    makeKey("rsa", "rsa-3072");

    expectWarned(sign("esp32c3", "ec"), "esp32c3 checks rsa-3072 signatures only");
    expectWarned(sign("esp32c2", "rsa"), "esp32c2 checks ecdsa-p256 signatures only");
    for (const auto &good : {sign("esp32c2", "ec"), sign("esp32c3", "rsa")}) {
        EXPECT_TRUE(good.at("warning").is_null()) << good;
        EXPECT_EQ(good.at("err").get<std::string>().find("warning"), std::string::npos) << good;
    }
}

TEST_F(Sign, WarnsOfAFurtherSignatureThatTheChipPassesOver)
{
    makeKey("one", "rsa-3072");
    makeKey("two", "rsa-3072");

    EXPECT_TRUE(sign("esp32", "one").at("warning").is_null());
    const auto further = sign("esp32-one", "two");
    EXPECT_TRUE(sign("esp32c3", "one").at("warning").is_null());
    EXPECT_TRUE(sign("esp32c3-one", "two").at("warning").is_null());

    expectWarned(further, "esp32 looks at the first signature only");
    expectWarned(further, further.at("signatures").at(0).at("key_digest").get<std::string>());
    expectWarned(further, further.at("signatures").at(1).at("key_digest").get<std::string>());
}

// ---- preflight

class Preflight : public Cli
{
protected:
    void SetUp() override
    {
        make("1.0.0", "old.bin", {});
        make("2.0.0", "new.bin", {"--secure-version", "2"});
    }

    void make(const std::string &version, const std::string &file,
              const std::vector<std::string> &more) const
    {
        std::vector<std::string> arguments{"image", "make",   "--chip", "esp32c3", "--version",
                                           version, "--size", "64K",    "-o",      file};
        arguments.insert(arguments.end(), more.begin(), more.end());
        ASSERT_EQ(run(arguments).exitStatus, 0);
    }

    /// The verdict of each check, by name.
    nlohmann::json verdicts(const std::vector<std::string> &facts, int status) const
    {
        std::vector<std::string> arguments{"--json", "image", "preflight", "new.bin"};
        arguments.insert(arguments.end(), facts.begin(), facts.end());
        const auto outcome = run(arguments);
        EXPECT_EQ(outcome.exitStatus, status) << outcome.err;
        const auto lines = jsonLines(outcome.out);
        nlohmann::json verdicts;
        if (lines.size() == 1) {
            for (const auto &check : lines[0].at("checks"))
                verdicts[check.at("name").get<std::string>()] = check.at("verdict");
            verdicts["all"] = lines[0].at("verdict");
        }
        return verdicts;
    }
};

TEST_F(Preflight, NamesEachCheckAndSaysWhatFollows)
{
    const auto outcome = run({"image", "preflight", "new.bin", "--chip", "ESP32-C3",
                              "--chip-revision", "v0.4", "--slot-size", "64K", "--running",
                              "old.bin", "--secure-version", "2", "--trusted-key", "none"});

    EXPECT_EQ(outcome.exitStatus, 0) << outcome.err;
    for (const char *text :
         {"kind", "chip", "revision", "slot", "flash-mode", "secure-version", "project", "build",
          "signature", "encryption", "the board would take and start this image"})
        EXPECT_NE(outcome.out.find(text), std::string::npos) << text << outcome.out;
}

TEST_F(Preflight, ARedCheckBlocks)
{
    EXPECT_EQ(verdicts({"--chip", "esp32"}, 1).at("chip"), "blocked");
    EXPECT_EQ(verdicts({"--slot-size", "0x8000"}, 1).at("slot"), "blocked");
    EXPECT_EQ(verdicts({"--secure-version", "3"}, 1).at("secure-version"), "blocked");
    EXPECT_EQ(verdicts({"--trusted-key", std::string(64, 'a')}, 1).at("signature"), "blocked");
    const auto human = run({"image", "preflight", "new.bin", "--chip", "esp32"});
    expectRefused(human, 1, "choose an image built for that chip");
    EXPECT_NE(human.out.find("BLOCKED  chip"), std::string::npos) << human.out;
}

TEST_F(Preflight, TheRunningImageMayBeAFileOrOneOfTheCatalogue)
{
    EXPECT_EQ(verdicts({"--running", "new.bin"}, 0).at("all"), "same");
    EXPECT_EQ(verdicts({"--running", "old.bin"}, 0).at("build"), "good");
    ASSERT_EQ(run({"image", "catalogue", "add", "new.bin", "--name", "blinky two"}).exitStatus, 0);
    EXPECT_EQ(verdicts({"--running", "blinky two"}, 0).at("build"), "same");
    expectRefused(run({"image", "preflight", "new.bin", "--running", "nothing"}), 1, "--running");
}

TEST_F(Preflight, AWrongKindIsSaidInWords)
{
    ASSERT_EQ(run({"image", "keygen", "--kind", "encryption", "-o", "keys"}).exitStatus, 0);
    std::ofstream(m_folder / "page.bin") << "<!DOCTYPE html><html></html>";
    expectRefused(run({"image", "preflight", "page.bin", "--chip", "esp32"}), 1, "web page");
    ASSERT_EQ(
        run({"image", "encrypt", "new.bin", "--key", "keys/rsa_pub_key.pem", "-o", "hidden.bin"})
            .exitStatus,
        0);
    expectRefused(run({"image", "preflight", "hidden.bin", "--decrypts", "no"}), 1,
                  "the board has no key for it");
    EXPECT_EQ(run({"image", "preflight", "hidden.bin", "--decrypts", "yes"}).exitStatus, 0);
}

TEST_F(Preflight, OutOfAPartitionTableTheSlotIsTaken)
{
    expectRefused(run({"image", "preflight", "new.bin", "--partitions", "old.bin"}), 1,
                  "partition-table.bin");
}

TEST_F(Preflight, WhatIsNotKnownBlocksNothing)
{
    const auto known = verdicts({"--chip", "esp32c3"}, 0);
    EXPECT_EQ(known.at("slot"), "unknown");
    EXPECT_EQ(known.at("build"), "unknown");
    EXPECT_EQ(known.at("chip"), "good");
}

TEST_F(Preflight, WrongUsageIsStatusTwo)
{
    expectRefused(run({"image", "preflight", "new.bin"}), 2, "--board");
    expectRefused(run({"image", "preflight", "new.bin", "--chip", "esp99"}), 2, "esp99");
    expectRefused(run({"image", "preflight", "new.bin", "--chip-revision", "3,1"}), 2, "v3.1");
    expectRefused(run({"image", "preflight", "new.bin", "--slot-size", "big"}), 2, "--slot-size");
    expectRefused(run({"image", "preflight", "new.bin", "--trusted-key", "abc"}), 2, "abc");
    expectRefused(run({"image", "preflight", "nothing.bin", "--chip", "esp32"}), 1, "nothing.bin");
}

} // namespace
} // namespace otabench::cli
