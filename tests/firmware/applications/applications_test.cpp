// Applications written for ESP-IDF and Arduino, unmodified, as virtual boards: each is updated from
// otabench-cli serve, over the board's port.
#include "board/board_port.h"
#include "support/process.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

namespace otabench {
namespace {

using board::BoardPort;
using support::builtProgram;
using support::Command;
using support::Process;

/// A lab whose CA is the one in the applications, an image, and a server for it.
class Applications : public ::testing::Test
{
protected:
    void SetUp() override
    {
        m_environment["OTABENCH_HOME"] = (m_folder / "home").native();
        cli({"ca", "import", "--cert", TEST_LAB_CA_PEM, "--key", TEST_LAB_CA_KEY});
        cli({"image", "make", "--chip", "esp32", "--project", "fresh", "--version", "2.0.0",
             "--size", "256K", "-o", m_image});
    }

    void cli(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), builtProgram("otabench-cli"));
        const auto outcome = support::run({.arguments = arguments, .environment = m_environment});
        ASSERT_EQ(outcome.exitStatus, 0) << outcome.err;
    }

    void serve() { serve(m_image); }

    void serve(const std::string &image)
    {
        m_server = std::make_unique<Process>(
            Command{.arguments = {builtProgram("otabench-cli"), "--json", "serve", image, "--bind",
                                  "127.0.0.1", "--port", "0"},
                    .environment = m_environment});
        ASSERT_TRUE(m_server->waitForOutput("\n")) << m_server->err();
        const auto line = m_server->out().substr(0, m_server->out().find('\n'));
        m_url = nlohmann::json::parse(line)["images"][0]["url"];
    }

    /// Starts an application as a new board, and takes its port.
    void start(const std::string &application)
    {
        const auto dir = m_folder / "boards";
        m_board = std::make_unique<Process>(
            Command{.arguments = {TEST_APPLICATIONS "/" + application, "--dir", dir.native(),
                                  "--name", "b1"}});
        ASSERT_TRUE(m_board->waitForOutput("\n")) << m_board->err();
        m_port = std::make_unique<BoardPort>(dir / "b1");
    }

    void expect(std::string_view text)
    {
        ASSERT_TRUE(m_port->waitFor(text)) << text << "\nin\n" << m_port->all();
    }

    /// The board has restarted, from the slot that was updated.
    void expectNewImage()
    {
        expect("rst:0xc (SW_CPU_RESET)");
        expect("Loaded app from partition at offset 0x1d0000");
        expect("App version:      2.0.0");
    }

    [[nodiscard]] std::string urlLine() const { return m_url + "\n"; }

    support::TemporaryFolder m_folder;
    const std::string m_image = (m_folder / "fresh.bin").native();
    std::map<std::string, std::string> m_environment;
    std::string m_url;
    std::unique_ptr<Process> m_server;
    std::unique_ptr<Process> m_board;
    std::unique_ptr<BoardPort> m_port;
};

TEST_F(Applications, UpdatesByOneCall)
{
    serve();
    start("test_simple_update");
    expect("App version:      1.2.3");
    expect("I am the C11 one 1.2.3"); // what its sdkconfig says
    expect("Which image?\r\n");
    m_port->send(urlLine());
    expect("esp_https_ota: Writing to <ota_1> partition");
    expect("simple_update: several HTTP events");
    expectNewImage();
    expect("I am the C11 one 2.0.0");
}

TEST_F(Applications, LeavesWhatNobodyConfirmsUnlessItIsBuiltWithoutRollback)
{
    serve();
    for (const bool guarded : {true, false}) {
        start(guarded ? "test_simple_update" : "test_unguarded_update");
        expect("Which image?\r\n");
        m_port->send(urlLine());
        expectNewImage();
        expect("Which image?");
        m_port->reset();
        expect(guarded ? "Loaded app from partition at offset 0x20000"
                       : "Loaded app from partition at offset 0x1d0000");
        m_port.reset();
        m_board.reset();
        std::filesystem::remove_all(m_folder / "boards");
    }
}

TEST_F(Applications, SaysWhyAnUpdateFails)
{
    serve();
    start("test_simple_update");
    expect("Which image?");
    m_port->send(m_url + ".missing\n");
    expect("esp_https_ota: File not found(404)");
    expect("update failed: ESP_FAIL");
}

TEST_F(Applications, GoesOnInStepsAfterARestart)
{
    serve();
    start("test_staged_update");
    expect("esp_netif_handlers: sta ip:");
    expect("staged_update: URL?");
    m_port->send(urlLine());
    expect("known bytes: 0");
    expect("event 0"); // START
    expect("for chip 0");
    expect("staged_update: interrupted");
    expect("rst:0xc (SW_CPU_RESET)");
    expect("App version:      1.0.0");
    expect("staged_update: URL?");
    m_port->send(urlLine());
    expect("known bytes: 10"); // 100 and some KB
    expect("event 8");         // FINISH
    expectNewImage();
    expect("confirmed 2.0.0");
    expect("staged_update: URL?");
    m_port->send(urlLine());
    expect("that is what runs already");
}

TEST_F(Applications, RestartsAfterACrash)
{
    start("test_staged_update");
    expect("staged_update: URL?");
    m_port->send("crash\n");
    expect("abort() was called at PC");
    expect("Rebooting...");
    expect("rst:0xc (SW_CPU_RESET)");
    expect("staged_update: URL?");
}

TEST_F(Applications, IsResetByTheButtonInAnyState)
{
    start("test_simple_update");
    expect("Which image?");
    m_port->reset();
    expect("rst:0x1 (POWERON_RESET)");
    expect("Which image?");
}

TEST_F(Applications, UpdatesByHand)
{
    serve();
    start("test_native_update");
    expect("running from ota_0 at 0x00020000");
    expect("bootloader: ESP_OK");
    expect("URL?");
    m_port->send(urlLine());
    expect("image of fresh 2.0.0");
    expect("262144 bytes, status 200");
    expectNewImage();
    expect("running from ota_1");
    expect("URL?"); // behind the confirmation
    m_port->reset();
    expect("App version:      2.0.0"); // it was confirmed
}

TEST_F(Applications, RollsBackWhatFailsItsTest)
{
    serve();
    start("test_rejected_update");
    expect("URL?");
    m_port->send(urlLine());
    expectNewImage();
    expect("Rollback to previously worked partition.");
    expect("App version:      1.0.0");
    expect("running from ota_0");
}

TEST_F(Applications, DecryptsWhatWasEncryptedForIt)
{
    const std::string encrypted = (m_folder / "fresh.enc").native();
    cli({"image", "encrypt", m_image, "--key", TEST_DECRYPTION_KEY, "-o", encrypted});
    serve(encrypted);
    start("test_encrypted_update");
    expect("Which image?");
    m_port->send(urlLine());
    expect("tag: ESP_OK");
    expectNewImage();
    expect("Which image?");
}

TEST_F(Applications, RefusesAnEncryptedImageThatWasAltered)
{
    const std::string encrypted = (m_folder / "fresh.enc").native();
    cli({"image", "encrypt", m_image, "--key", TEST_DECRYPTION_KEY, "-o", encrypted});
    std::fstream file(encrypted, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(512 + 100'000); // in the image, behind what is looked at while it comes
    file.put('x').put('y').put('z');
    file.close();
    serve(encrypted);
    start("test_encrypted_update");
    expect("Which image?");
    m_port->send(urlLine());
    expect("tag: ESP_FAIL");
    expect("update failed: ESP_FAIL");
    m_port->reset();
    expect("Loaded app from partition at offset 0x20000");
    expect("Which image?");
}

TEST_F(Applications, PanicsWhenACheckFails)
{
    start("test_encrypted_update");
    expect("Which image?");
    m_port->send("check\n");
    expect("ESP_ERROR_CHECK failed: esp_err_t 0x102 (ESP_ERR_INVALID_ARG) at 0x");
    expect("\r\nfunc: update_task\r\nexpression: esp_ota_set_boot_partition(NULL)\r\n");
    expect("abort() was called at PC");
    expect("Rebooting...");
    expect("rst:0xc (SW_CPU_RESET)");
    expect("Which image?");
}

TEST_F(Applications, FindsEveryCodeAsDocumented)
{
    start("test_api_errors");
    expect("now without storage");
    const auto storage = m_folder / "boards" / "b1.nvs";
    ASSERT_TRUE(std::filesystem::remove(storage));
    std::filesystem::create_directory(storage); // no file can be put in its place
    m_port->send("go\n");
    expect(" rows tried");
    EXPECT_EQ(m_port->all().find("WRONG"), std::string::npos) << m_port->all();
}

TEST_F(Applications, RunsAnArduinoSketch)
{
    serve();
    start("test_sketch");
    expect("Address: ");
    expect("Chip ESP32, 1740800 bytes for a sketch");
    expect("URL?");
    m_port->send(m_url + ".missing\n");
    expect("Status 1");
    expect("File not found(404)");
    expect("Status 3");
    m_port->send(urlLine()); // begins again after a failure
    expect("Status 1");
    expect("Http connected");
    expect("Status 2");
    expectNewImage();
    expect("URL?");
}

} // namespace
} // namespace otabench
