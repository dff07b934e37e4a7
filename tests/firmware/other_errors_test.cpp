// Every code that the smaller headers document: esp_event.h, otabench_self_test.h,
// otabench_partition_table.h, otabench_boot.h, esp_efuse.h. Those of the headers that need a whole
// application: applications/api_errors.cpp.
#include "error_bench.h"
#include "esp_efuse.h"
#include "esp_event.h"
#include "otabench_agent.h"
#include "otabench_self_test.h"

namespace otabench::test {
namespace {

ESP_EVENT_DEFINE_BASE(BASE);

void ignore(void *, esp_event_base_t, int32_t, void *) {}

/// The default loop of this thread, for one row.
struct EventLoop
{
    EventLoop() { EXPECT_EQ(esp_event_loop_create_default(), ESP_OK); }

    ~EventLoop() { (void)esp_event_loop_delete_default(); }

    /// As many handlers as there is room for.
    static void fill()
    {
        for (int32_t id = 0; id < 16; ++id)
            EXPECT_EQ(esp_event_handler_register(BASE, id, ignore, nullptr), ESP_OK);
    }
};

#define IN_LOOP(expression)                                                                        \
    [](Bench &) -> esp_err_t {                                                                     \
        EventLoop loop;                                                                            \
        return expression;                                                                         \
    }

TEST(OtherErrors, Events)
{
    tryRows({
        {"esp_event_loop_create_default", ESP_ERR_INVALID_STATE, "there is one",
         IN_LOOP(esp_event_loop_create_default())},
        {"esp_event_loop_delete_default", ESP_ERR_INVALID_STATE, "there is none",
         CALL(esp_event_loop_delete_default())},
        {"esp_event_handler_register", ESP_ERR_INVALID_ARG, "no handler",
         IN_LOOP(esp_event_handler_register(BASE, 1, nullptr, nullptr))},
        {"esp_event_handler_register", ESP_ERR_INVALID_ARG, "one id of any base",
         IN_LOOP(esp_event_handler_register(ESP_EVENT_ANY_BASE, 1, ignore, nullptr))},
        {"esp_event_handler_register", ESP_OK, "any id of any base",
         IN_LOOP(
             esp_event_handler_register(ESP_EVENT_ANY_BASE, ESP_EVENT_ANY_ID, ignore, nullptr))},
        {"esp_event_handler_register", ESP_ERR_INVALID_STATE, "no loop",
         CALL(esp_event_handler_register(BASE, 1, ignore, nullptr))},
        {"esp_event_handler_register", ESP_ERR_NO_MEM, "no room",
         IN_LOOP((EventLoop::fill(), esp_event_handler_register(BASE, 16, ignore, nullptr)))},
        {"esp_event_handler_register", ESP_OK, "no room, but it is there already",
         IN_LOOP((EventLoop::fill(), esp_event_handler_register(BASE, 7, ignore, nullptr)))},
        {"esp_event_handler_instance_register", ESP_ERR_INVALID_ARG, "no handler",
         IN_LOOP(esp_event_handler_instance_register(BASE, 1, nullptr, nullptr, nullptr))},
        {"esp_event_handler_instance_register", ESP_ERR_INVALID_STATE, "no loop",
         CALL(esp_event_handler_instance_register(BASE, 1, ignore, nullptr, nullptr))},
        {"esp_event_handler_instance_register", ESP_ERR_NO_MEM, "no room",
         IN_LOOP((EventLoop::fill(),
                  esp_event_handler_instance_register(BASE, 16, ignore, nullptr, nullptr)))},
        {"esp_event_handler_unregister", ESP_OK, "there is none",
         IN_LOOP(esp_event_handler_unregister(BASE, 1, ignore))},
        {"esp_event_handler_unregister", ESP_ERR_INVALID_STATE, "no loop",
         CALL(esp_event_handler_unregister(BASE, 1, ignore))},
        {"esp_event_handler_instance_unregister", ESP_OK, "there is none",
         IN_LOOP(esp_event_handler_instance_unregister(BASE, 1, nullptr))},
        {"esp_event_handler_instance_unregister", ESP_ERR_INVALID_STATE, "no loop",
         CALL(esp_event_handler_instance_unregister(BASE, 1, nullptr))},
        {"esp_event_post", ESP_ERR_INVALID_ARG, "any base",
         IN_LOOP(esp_event_post(ESP_EVENT_ANY_BASE, 1, nullptr, 0, 0))},
        {"esp_event_post", ESP_ERR_INVALID_ARG, "any id",
         IN_LOOP(esp_event_post(BASE, ESP_EVENT_ANY_ID, nullptr, 0, 0))},
        {"esp_event_post", ESP_OK, "nobody listens",
         IN_LOOP(esp_event_post(BASE, 1, nullptr, 0, 0))},
        {"esp_event_post", ESP_ERR_INVALID_STATE, "no loop",
         CALL(esp_event_post(BASE, 1, nullptr, 0, 0))},
    });
}

/// A board whose app is on trial, its deadline over; only factory could start instead.
otabench_self_test_t onTrial(Bench &b)
{
    b.state(ESP_OTA_IMG_PENDING_VERIFY);
    otabench_self_test_t test;
    EXPECT_EQ(otabench_self_test_start(&test, 1000), ESP_OK);
    b.machine().now += 1000;
    return test;
}

#define ON_TRIAL(preparation, expression)                                                          \
    [](Bench &b) -> esp_err_t {                                                                    \
        otabench_self_test_t test = onTrial(b);                                                    \
        preparation;                                                                               \
        return expression;                                                                         \
    }

TEST(OtherErrors, SelfTest)
{
    tryRows({
        {"otabench_self_test_start", ESP_ERR_INVALID_ARG, "NULL",
         CALL(otabench_self_test_start(nullptr, 1))},
        {"otabench_self_test_start", ESP_ERR_INVALID_ARG, "no time",
         ON_TRIAL(, otabench_self_test_start(&test, 0))},
        {"otabench_self_test_extend", ESP_ERR_INVALID_ARG, "NULL",
         CALL(otabench_self_test_extend(nullptr, 1))},
        {"otabench_self_test_extend", ESP_ERR_INVALID_ARG, "no time",
         ON_TRIAL(, otabench_self_test_extend(&test, 0))},
        {"otabench_self_test_extend", ESP_ERR_INVALID_STATE, "not on trial",
         ON_TRIAL(b.state(ESP_OTA_IMG_VALID), otabench_self_test_extend(&test, 1))},
        {"otabench_self_test_pass", ESP_ERR_INVALID_ARG, "NULL",
         CALL(otabench_self_test_pass(nullptr))},
        {"otabench_self_test_pass", kFlash, "otadata cannot be erased",
         ON_TRIAL(b.machine().eraseError = kFlash, otabench_self_test_pass(&test))},
        {"otabench_self_test_pass", ESP_OK, "confirmed before",
         ON_TRIAL(b.state(ESP_OTA_IMG_VALID), otabench_self_test_pass(&test))},
        {"otabench_self_test_fail", ESP_ERR_INVALID_ARG, "NULL",
         CALL(otabench_self_test_fail(nullptr))},
        {"otabench_self_test_fail", ESP_ERR_OTA_ROLLBACK_FAILED, "no other app",
         ON_TRIAL(, otabench_self_test_fail(&test))},
        {"otabench_self_test_fail", kFlash, "otadata cannot be erased",
         ON_TRIAL(b.machine().load(kFactory, tinyApp("F"));
                  b.machine().eraseError = kFlash, otabench_self_test_fail(&test))},
        {"otabench_self_test_step", ESP_ERR_INVALID_ARG, "NULL",
         CALL(otabench_self_test_step(nullptr))},
        {"otabench_self_test_step", ESP_ERR_OTA_ROLLBACK_FAILED, "no other app",
         ON_TRIAL(, otabench_self_test_step(&test))},
        {"otabench_self_test_step", ESP_OK, "once only",
         ON_TRIAL(EXPECT_NE(otabench_self_test_step(&test), ESP_OK),
                  otabench_self_test_step(&test))},
    });
}

esp_err_t raiseWithoutEfuses(const otabench_port_t &whole)
{
    otabench_port_t port = whole;
    port.raise_secure_version = nullptr;
    otabench_port_set(&port);
    const esp_err_t result = esp_efuse_update_secure_version(1);
    otabench_port_set(&whole);
    return result;
}

TEST(OtherErrors, SecureVersion)
{
    tryRows({
        {"esp_efuse_update_secure_version", ESP_ERR_INVALID_ARG, "more than the eFuses can hold",
         CALL(esp_efuse_update_secure_version(b.machine().secureVersionLimit + 1))},
        {"esp_efuse_update_secure_version", ESP_FAIL, "it is higher",
         AFTER(b.machine().secureVersion = 3, esp_efuse_update_secure_version(2))},
        {"esp_efuse_update_secure_version", ESP_OK, "it is this one",
         AFTER(b.machine().secureVersion = 3, esp_efuse_update_secure_version(3))},
        {"esp_efuse_update_secure_version", ESP_ERR_NOT_SUPPORTED, "no such eFuses",
         CALL(raiseWithoutEfuses(*b.machine().port()))},
    });
}

esp_err_t build(const std::vector<otabench_partition_entry_t> &entries,
                uint32_t flashSize = 0x400000)
{
    Bytes table(OTABENCH_PARTITION_TABLE_SIZE);
    return otabench_partition_table_build(entries.data(), entries.size(), flashSize, table.data());
}

TEST(OtherErrors, PartitionTable)
{
    const otabench_partition_entry_t good = {0, 0x10, 0x10000, 0x10000, "ota_0", 0};
    const auto with = [&good](auto change) {
        return [good, change](Bench &) {
            otabench_partition_entry_t entry = good;
            change(entry);
            return build({entry});
        };
    };
    uint8_t table[OTABENCH_PARTITION_TABLE_SIZE];
    tryRows({
        {"otabench_partition_table_build", ESP_OK, "all is well", with([](auto &) {})},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "no entries",
         [&](Bench &) { return otabench_partition_table_build(nullptr, 1, 0x400000, table); }},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "nowhere to",
         [&](Bench &) { return otabench_partition_table_build(&good, 1, 0x400000, nullptr); }},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "no label",
         with([](auto &entry) { entry.label = nullptr; })},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "an empty label",
         with([](auto &entry) { entry.label = ""; })},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "a label of 16",
         with([](auto &entry) { entry.label = "sixteen_letters_"; })},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "an app not at 64 KB",
         with([](auto &entry) { entry.address = 0x11000; })},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "data not at a sector",
         with([](auto &entry) {
             entry.type = 1;
             entry.address = 0x10800;
         })},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "over the table",
         with([](auto &entry) {
             entry.type = 1;
             entry.address = 0x8000;
         })},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "two of one label",
         [&](Bench &) {
             otabench_partition_entry_t other = good;
             other.address = 0x20000;
             return build({good, other});
         }},
        {"otabench_partition_table_build", ESP_ERR_INVALID_ARG, "two that overlap",
         [&](Bench &) {
             otabench_partition_entry_t other = good;
             other.label = "other";
             return build({good, other});
         }},
        {"otabench_partition_table_build", ESP_ERR_INVALID_SIZE, "beyond the flash",
         [&](Bench &) { return build({good}, 0x18000); }},
        {"otabench_partition_table_build", ESP_ERR_INVALID_SIZE, "95 partitions",
         [&](Bench &) {
             std::vector<std::string> labels(95);
             std::vector<otabench_partition_entry_t> entries;
             for (std::size_t i = 0; i < labels.size(); ++i) {
                 labels[i] = "p" + std::to_string(i);
                 entries.push_back({1, 0x40, 0x10000 + static_cast<uint32_t>(i) * 0x1000, 0x1000,
                                    labels[i].c_str(), 0});
             }
             return build(entries);
         }},
    });
}

TEST(OtherErrors, AnAgentNeedsMemory)
{
    Bench b;
    b.machine().outOfMemory = true;
    const otabench_agent_config_t config = {};
    EXPECT_EQ(otabench_agent_start(&config), nullptr);
}

esp_err_t select(Bench &b)
{
    otabench_boot_choice_t choice;
    return otabench_boot_select(b.machine().port(), &choice);
}

TEST(OtherErrors, BootDecision)
{
    tryRows({
        {"otabench_boot_select", ESP_OK, "all is well", select},
        {"otabench_boot_select", ESP_ERR_NOT_FOUND, "no image anywhere",
         AFTER(b.fill(0, {0xFF}), select(b))},
        {"otabench_boot_select", ESP_ERR_INVALID_STATE, "no table",
         AFTER(b.machine().nor.erase(OTABENCH_PARTITION_TABLE_ADDRESS, 4096), select(b))},
        {"otabench_boot_select", ESP_ERR_INVALID_STATE, "otadata of one sector",
         AFTER(b.layOut({{1, 0, kOtadata, 0x1000, "otadata", 0},
                         {0, 0x10, Bench::address(0), kSlotSize, "ota_0", 0}}),
               select(b))},
        {"otabench_boot_select", kFlash, "otadata cannot be erased",
         AFTER(b.state(ESP_OTA_IMG_NEW); b.machine().eraseError = kFlash, select(b))},
    });
}

} // namespace
} // namespace otabench::test
