#include "power_cut_scenarios.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace otabench::test {
namespace {

using States = std::vector<std::string>;

// What a board may be like before. Without a factory app one record is always good.
const Layout kTwoSlots = {"2slots", false, "", {"old", "older"}, {{3}, {2}}};
const Layout kFresh = {"2slots_fresh", false, "", {"old", ""}, {{1}, {}}};
const Layout kOnFactory = {"factory_runs", true, "old", {"", ""}, {}};
const Layout kWithFactory = {"factory_2slots", true, "oldest", {"older", "old"}, {{4}, {3}}};
const Layout kThreeSlots = {"3slots", false, "", {"old", "oldest", "older"}, {{4}, {3}}};
const Layout kSecure = {.name = "anti_rollback",
                        .slots = {"old", "older"},
                        .records = {{3}, {2}},
                        .refusesOlder = true};
const Layout kSigned = {
    .name = "signed", .slots = {"old", "older"}, .records = {{3}, {2}}, .wantsSigned = true};
const Layout kSignedFactory = {.name = "signed_factory",
                               .hasFactory = true,
                               .factory = "old",
                               .slots = {"", ""},
                               .wantsSigned = true};
/// An older bootloader, without rollback, under newer apps; and a board that has none at all.
const Layout kOldBootloader = {.name = "old_bootloader",
                               .slots = {"old", "older"},
                               .records = {{3}, {2}},
                               .rollback = OTABENCH_ROLLBACK_APP_ONLY};
const Layout kNoRollback = {.name = "no_rollback",
                            .slots = {"old", "older"},
                            .records = {{3}, {2}},
                            .rollback = OTABENCH_ROLLBACK_OFF};
const Layout kNoRollbackFactory = {.name = "no_rollback_factory",
                                   .hasFactory = true,
                                   .factory = "old",
                                   .slots = {"", ""},
                                   .rollback = OTABENCH_ROLLBACK_OFF};
/// Not run yet: flashed by cable, otadata erased.
const Layout kUnstarted = {"unstarted", false, "", {"old", ""}, {}};
const Layout kUnstartedSecond = {"unstarted_ota_1", false, "", {"", "old"}, {}};
const Layout kUnstartedNoRollback = {
    .name = "unstarted_no_rollback", .slots = {"old", ""}, .rollback = OTABENCH_ROLLBACK_OFF};
/// No sequence number is left for the next slot: after four thousand million updates.
const Layout kLastNumber = {
    "last_number", false, "", {"older", "old"}, {{0xFFFFFFFE}, {0xFFFFFFFD}}};
const Layout kStaging = {"staging_2slots", false,      "",
                         {"old", "older"}, {{3}, {2}}, /*hasStaging=*/true};

const Layout *const kRollbackLayouts[] = {&kTwoSlots,   &kFresh,  &kOnFactory, &kWithFactory,
                                          &kThreeSlots, &kSecure, &kSigned,    &kSignedFactory};
const Layout *const kOtherLayouts[] = {&kOldBootloader, &kNoRollback, &kNoRollbackFactory};

bool runsFactory(const Layout &layout)
{
    return layout.factory == "old";
}

States statesOfUpdate(const Layout &layout)
{
    if (layout.rollback != OTABENCH_ROLLBACK_ON) {
        const std::string selected = "new:" + settledState(layout);
        return runsFactory(layout)
                   ? States{"- -", selected + " -"}
                   : States{"old:VALID older:VALID", "old:VALID -", selected + " old:VALID"};
    }
    if (runsFactory(layout))
        return {"- -", "new:NEW -", "new:PENDING -"};
    return {"old:VALID older:VALID", "old:VALID -", "new:NEW old:VALID", "new:PENDING old:VALID"};
}

bool installNew(CutBoard &board, const Fetch &fetch)
{
    return board.update("new", fetch) == ESP_OK;
}

struct Way
{
    const char *name;
    Fetch fetch;
};

const Way kWays[] = {
    {"plain_sequential", {.bulkErase = false}},
    {"plain_bulk", {.bulkErase = true}},
    {"partial_sequential", {.partial = true}},
    {"partial_bulk", {.bulkErase = true, .partial = true}},
    {"reconnected_sequential", {.breaks = true, .reconnects = true}},
    {"reconnected_bulk", {.bulkErase = true, .breaks = true, .reconnects = true}},
    {"encrypted_sequential", {.encryption = Encryption::Rsa}},
    {"encrypted_bulk", {.bulkErase = true, .encryption = Encryption::Rsa}},
    {"encrypted_partial", {.partial = true, .encryption = Encryption::Rsa}},
};

Scenario makeUpdate(const Way &way, const Layout &layout)
{
    const Fetch fetch = way.fetch;
    return {.name = std::string(way.name) + "_" + layout.name,
            .layout = layout,
            .fetch = fetch,
            .work = [fetch](CutBoard &board) { return installNew(board, fetch); },
            .ends = "new",
            .states = statesOfUpdate(layout),
            .starts = {"old", "new"},
            .keeps = {"old"}};
}

void addUpdates(std::vector<Scenario> &all)
{
    for (const Layout *layout : kRollbackLayouts) {
        for (const Way &way : kWays)
            all.push_back(makeUpdate(way, *layout));
    }
    for (const Layout *layout : kOtherLayouts) {
        for (const Way &way : kWays)
            all.push_back(makeUpdate(way, *layout));
    }
    all.push_back(makeUpdate({"encrypted_ecies", {.encryption = Encryption::Ecies}}, kTwoSlots));
    // Downloaded to one place, then copied to where it is to run.
    const Fetch copy = {.copiesTo = "next"};
    all.push_back(makeUpdate({"copy", copy}, kThreeSlots));
    all.push_back(makeUpdate({"copy", copy}, kStaging));
    all.push_back(makeUpdate(
        {"copy_encrypted", {.encryption = Encryption::Rsa, .copiesTo = "next"}}, kThreeSlots));
    // The factory app is replaced while a slot runs, and never selected.
    Scenario factory = makeUpdate({"copy_to", {}}, kWithFactory);
    factory.work = [](CutBoard &board) {
        return installNew(board, {.copiesTo = "factory"}) && board.holds("new");
    };
    factory.ends = "old";
    factory.states = {"old:VALID older:VALID", "old:VALID -"};
    factory.starts = {"old"};
    all.push_back(factory);
}

/// A download that broke off half way, and goes on after a restart.
Scenario makeResumed(const Way &way, const Layout &layout)
{
    Scenario resumed = makeUpdate(way, layout);
    resumed.arrange = [fetch = way.fetch](CutBoard &board) {
        Fetch broken = fetch;
        broken.breaks = true;
        EXPECT_FALSE(installNew(board, broken));
        EXPECT_TRUE(board.hasDownload());
        board.boot();
    };
    return resumed;
}

void addResumed(std::vector<Scenario> &all)
{
    const auto add = [&](const Layout &layout) {
        all.push_back(makeResumed({"resumed", {.resumes = true}}, layout));
        all.push_back(makeResumed(
            {"encrypted_resumed", {.resumes = true, .encryption = Encryption::Rsa}}, layout));
    };
    for (const Layout *layout : kRollbackLayouts)
        add(*layout);
    for (const Layout *layout : kOtherLayouts)
        add(*layout);
}

// What has happened before the power is cut.

void update(CutBoard &board)
{
    EXPECT_TRUE(installNew(board, {}));
}

void updateAndStart(CutBoard &board)
{
    update(board);
    EXPECT_EQ(board.boot(), "new");
}

bool rejectRunning(CutBoard &)
{
    return esp_ota_mark_app_invalid_rollback() == ESP_OK;
}

/// From a new image's first start on: confirmed, rejected, or neither.
void addTrials(std::vector<Scenario> &all)
{
    const auto boots = [](CutBoard &board) { return board.boot() != "none"; };
    for (const Layout *layout : kRollbackLayouts) {
        const bool factory = runsFactory(*layout);
        all.push_back({.name = "first_start_" + layout->name,
                       .layout = *layout,
                       .arrange = update,
                       .work = boots,
                       .ends = "old", // the work was its first start
                       .states = factory
                                     ? States{"new:NEW -", "new:PENDING -", "new:ABORTED -", "- -"}
                                     : States{"new:NEW old:VALID", "new:PENDING old:VALID",
                                              "new:ABORTED old:VALID", "old:VALID -"},
                       .starts = {"old", "new"},
                       .keeps = {"old", "new"}});
        all.push_back({.name = "unconfirmed_" + layout->name,
                       .layout = *layout,
                       .arrange = updateAndStart,
                       .work = boots,
                       .ends = "old",
                       .states = factory ? States{"new:PENDING -", "new:ABORTED -", "- -"}
                                         : States{"new:PENDING old:VALID", "new:ABORTED old:VALID",
                                                  "old:VALID -"},
                       .starts = {"old"},
                       .keeps = {"old", "new"}});
        all.push_back(
            {.name = "confirm_" + layout->name,
             .layout = *layout,
             .arrange = updateAndStart,
             .work = [](CutBoard &board) { return board.confirmIfPending() == ESP_OK; },
             .ends = "new",
             .states = factory ? States{"new:PENDING -", "new:ABORTED -", "new:VALID new:PENDING",
                                        "new:VALID new:ABORTED", "new:VALID -"}
                               : States{"new:PENDING old:VALID", "new:ABORTED old:VALID",
                                        "old:VALID -", "new:VALID old:VALID"},
             .starts = {"old", "new"},
             .keeps = {"old", "new"}});
        all.push_back(
            {.name = "rollback_" + layout->name,
             .layout = *layout,
             .arrange = updateAndStart,
             .work = rejectRunning,
             .ends = "old",
             .states = factory ? States{"new:PENDING -", "new:ABORTED -", "new:INVALID -", "- -"}
                               : States{"new:PENDING old:VALID", "new:ABORTED old:VALID",
                                        "new:INVALID old:VALID", "old:VALID -"},
             .starts = {"old"},
             .keeps = {"old", "new"}});
    }
}

/// Where no bootloader asks for a confirmation: the app confirms or rejects itself by its own will.
void addUnasked(std::vector<Scenario> &all)
{
    for (const Layout *layout : kOtherLayouts) {
        const std::string fresh = "new:" + settledState(*layout);
        const bool factory = runsFactory(*layout);
        all.push_back(
            {.name = "confirm_" + layout->name,
             .layout = *layout,
             .arrange = updateAndStart,
             .work = [](CutBoard &) { return esp_ota_mark_app_valid_cancel_rollback() == ESP_OK; },
             .ends = "new",
             .states = factory ? States{fresh + " -", "new:VALID " + fresh, "new:VALID -"}
                               : States{fresh + " old:VALID", "old:VALID -", "new:VALID old:VALID"},
             .starts = {"old", "new"},
             .keeps = {"old", "new"}});
        all.push_back({.name = "rollback_" + layout->name,
                       .layout = *layout,
                       .arrange = updateAndStart,
                       .work = rejectRunning,
                       .ends = "old",
                       .states = factory ? States{fresh + " -", "new:INVALID -", "- -"}
                                         : States{fresh + " old:VALID", "new:INVALID old:VALID",
                                                  "old:VALID -"},
                       .starts = {"old", "new"},
                       .keeps = {"old", "new"}});
    }
}

bool select(const std::string &label)
{
    return esp_ota_set_boot_partition(CutBoard::partition(label)) == ESP_OK;
}

/// Back to an image that is there already.
void addReverts(std::vector<Scenario> &all)
{
    const struct
    {
        const Layout *layout;
        const char *label;
    } kRows[] = {{&kTwoSlots, "ota_1"}, {&kWithFactory, "ota_0"},   {&kThreeSlots, "ota_2"},
                 {&kSigned, "ota_1"},   {&kOldBootloader, "ota_1"}, {&kNoRollback, "ota_1"}};

    for (const auto &row : kRows) {
        all.push_back({.name = "revert_" + row.layout->name,
                       .layout = *row.layout,
                       .work = [row](CutBoard &) { return select(row.label); },
                       .ends = "older",
                       .states = row.layout->rollback == OTABENCH_ROLLBACK_ON
                                     ? States{"old:VALID older:VALID", "old:VALID -",
                                              "older:NEW old:VALID", "older:PENDING old:VALID"}
                                     : States{"old:VALID older:VALID", "old:VALID -",
                                              "older:" + settledState(*row.layout) + " old:VALID"},
                       .starts = {"old", "older"},
                       .keeps = {"old", "older"}});
    }
    all.push_back({.name = "revert_to_factory",
                   .layout = kWithFactory,
                   .work = [](CutBoard &) { return select("factory"); },
                   .ends = "oldest",
                   .states = {"old:VALID older:VALID", "old:VALID -", "- -"},
                   .starts = {"old", "oldest"},
                   .keeps = {"old", "older", "oldest"}});
    all.push_back(
        {.name = "erase_last_app",
         .layout = kTwoSlots,
         .work = [](CutBoard &) { return esp_ota_erase_last_boot_app_partition() == ESP_OK; },
         .ends = "old",
         .states = {"old:VALID older:VALID", "old:VALID -"},
         .starts = {"old"},
         .keeps = {"old"}});
}

/// An image that nobody trusted has signed: it comes whole, and must never start.
void addForged(std::vector<Scenario> &all)
{
    for (const Way &way : kWays) {
        Scenario forged = makeUpdate(way, kSigned);
        forged.name = "forged_" + forged.name;
        forged.work = [fetch = way.fetch](CutBoard &board) {
            return board.update("forged", fetch) == ESP_ERR_OTA_VALIDATE_FAILED;
        };
        forged.ends = "old";
        forged.states = {"old:VALID older:VALID", "old:VALID -"};
        forged.starts = {"old"};
        all.push_back(forged);
    }
}

/// What the bootloader writes by itself, and what no board will live to see.
void addOthers(std::vector<Scenario> &all)
{
    for (const Layout *layout : {&kUnstarted, &kUnstartedSecond, &kUnstartedNoRollback}) {
        all.push_back({.name = "first_start_ever_" + layout->name,
                       .layout = *layout,
                       .isOff = true,
                       .work = [](CutBoard &board) { return board.boot() == "old"; },
                       .ends = "old",
                       .states = {"- -", "old:VALID -"},
                       .starts = {"old"},
                       .keeps = {"old"}});
    }
    // The one place where both records are given up before a new one is written. The bootloader
    // then takes the first slot, which holds the new image already.
    all.push_back({.name = "plain_last_number",
                   .layout = kLastNumber,
                   .work = [](CutBoard &board) { return installNew(board, {}); },
                   .ends = "new",
                   .states = {"old:VALID older:VALID", "old:VALID -", "- -", "new:VALID -",
                              "new:NEW -", "new:PENDING -"},
                   .starts = {"old", "new"},
                   .keeps = {"old"}});
}

std::vector<Scenario> makeAll()
{
    std::vector<Scenario> all;
    addUpdates(all);
    addResumed(all);
    addTrials(all);
    addUnasked(all);
    addReverts(all);
    addForged(all);
    addOthers(all);
    return all;
}

} // namespace

const std::vector<Scenario> &allScenarios()
{
    static const std::vector<Scenario> kAll = makeAll();
    return kAll;
}

bool isLegal(const std::string &otadata, const Layout &layout, bool blankIsLegal)
{
    static const States kAlways = {
        "VALID -",       // confirmed; an update has begun, or a record was lost in the cut
        "VALID VALID",   // confirmed, and the one before
        "NEW VALID",     // updated, not started yet
        "PENDING VALID", // started, not confirmed
        "ABORTED VALID", // nobody confirmed it
        "INVALID VALID", // it rejected itself
        "VALID PENDING", // confirmed under a new number: the old record is not erased yet
        "VALID ABORTED", // the same after a start
    };
    // The factory app stands behind these.
    static const States kBlank = {"- -", "NEW -", "PENDING -", "ABORTED -", "INVALID -"};
    const bool ages = layout.rollback == OTABENCH_ROLLBACK_ON;
    std::istringstream words(otadata);
    std::string states;
    for (std::string word; words >> word;) {
        const std::size_t colon = word.find(':');
        if (word.compare(0, colon, "broken") == 0)
            return false;
        std::string state = colon == std::string::npos ? word : word.substr(colon + 1);
        if (!ages && state == settledState(layout)) // no difference to a confirmed one
            state = "VALID";
        states += (states.empty() ? "" : " ") + state;
    }
    const auto contains = [&](const States &list) {
        return std::find(list.begin(), list.end(), states) != list.end();
    };
    return contains(kAlways) || (blankIsLegal && contains(kBlank));
}

} // namespace otabench::test
